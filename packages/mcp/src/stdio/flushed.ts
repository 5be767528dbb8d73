import type { Writable } from 'node:stream';

/** Waits until all that was written is out: the end of the process would cut it off. */
export const flushed = (stdout: Writable): Promise<void> =>
  new Promise((resolve) => void stdout.write('', () => resolve()));
