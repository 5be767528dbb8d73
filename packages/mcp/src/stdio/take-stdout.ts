import { Writable } from 'node:stream';

/**
 * Takes standard output for the protocol alone: whatever else is printed from now on, by
 * `console.log` of a dependency too, goes to standard error.
 * @returns The way to the real standard output.
 */
export function takeStdout({
  stdout,
  stderr,
}: Pick<NodeJS.Process, 'stdout' | 'stderr'>): Writable {
  const write = stdout.write.bind(stdout);
  stdout.write = stderr.write.bind(stderr);
  const own = new Writable({
    decodeStrings: false,
    write: (chunk: string | Uint8Array, encoding, done) => {
      if (typeof chunk === 'string') write(chunk, encoding, done);
      else write(chunk, done);
    },
  });
  // A reader that is gone ends the protocol, and not the process with a stack trace.
  stdout.on('error', (error) => own.destroy(error));
  return own;
}
