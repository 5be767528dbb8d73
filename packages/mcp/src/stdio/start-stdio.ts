import { PassThrough, type Readable, type Writable } from 'node:stream';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { McpServerFactory } from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { DrainingTransport } from './draining-transport.ts';
import { flushed } from './flushed.ts';

/** What is served, and over what. */
export interface StdioOptions {
  readonly factory: McpServerFactory;
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** Told about what went wrong beside the protocol. */
  readonly onError: (error: Error) => void;
}

/** A server on standard input and output. */
export interface RunningStdio {
  /** Resolves when the client has gone: its end of input, or of output. */
  readonly gone: Promise<void>;
  /**
   * Takes nothing more, waits until what came in is answered, and ends.
   * @param graceMs Longest wait in milliseconds; what is still under way then is given up.
   */
  drain(graceMs: number): Promise<void>;
}

/** Messages that were read may not have reached the server yet. */
async function emptied(input: PassThrough, given: AbortSignal): Promise<void> {
  do await setImmediate();
  while (!given.aborted && (input.readableLength > 0 || input.writableLength > 0));
}

/** Serves both eras of the protocol on these streams. */
export function startStdio({ factory, stdin, stdout, onError }: StdioOptions): RunningStdio {
  // Between the client and the server, so that the end of input does not end what is under way.
  const input = new PassThrough();
  const transport = new DrainingTransport(new StdioServerTransport(input, stdout));
  const gone = Promise.withResolvers<void>();
  const handle = serveStdio(factory, { transport, onerror: onError });
  for (const event of ['end', 'close', 'error']) stdin.once(event, () => gone.resolve());
  stdout.once('close', () => gone.resolve());
  stdin.pipe(input, { end: false });

  async function answered(given: AbortSignal): Promise<void> {
    await emptied(input, given);
    await transport.drained();
    await flushed(stdout);
  }

  async function drain(graceMs: number): Promise<void> {
    stdin.unpipe(input);
    stdin.pause();
    const grace = new AbortController();
    await Promise.race([
      answered(grace.signal),
      setTimeout(graceMs, undefined, { signal: grace.signal }).catch(() => undefined),
    ]);
    grace.abort();
    await handle.close();
  }

  return { gone: gone.promise, drain };
}
