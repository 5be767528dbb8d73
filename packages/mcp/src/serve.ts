import type { Writable } from 'node:stream';
import { selectProvider } from 'billport';
import type { ServeFlags } from './command.ts';
import { readSettings } from './configuration/read-settings.ts';
import { describeFailure } from './describe-failure.ts';
import { createServerFactory, type ServerFactory } from './server/create-factory.ts';
import { type Running, untilStopped } from './until-stopped.ts';

/** The process that serves. */
export type ServingProcess = Pick<NodeJS.Process, 'env' | 'stdin' | 'stderr' | 'once'>;

/** What both ways of serving need. */
interface Served extends ServerFactory {
  readonly process: ServingProcess;
  /** Prints a failure that no client is told of. */
  readonly report: (what: string, error: unknown) => void;
}

async function overStdio({ factory, process, report }: Served, stdout: Writable) {
  const { startStdio } = await import('./stdio/start-stdio.ts');
  const onError = (error: Error) => report('stdio', error);
  return startStdio({ factory, stdin: process.stdin, stdout, onError });
}

async function overHttp({ factory, scopeOfTool, process }: Served, { host, port }: ServeFlags) {
  const { startHttp } = await import('./http/start-http.ts');
  const { close } = await startHttp({
    factory,
    scopeOfTool,
    environment: process.env,
    flags: { host, port },
  });
  // Nobody whose going would end it; requests in flight have the time that its own settings name.
  return { gone: new Promise<never>(() => {}), drain: close };
}

/**
 * Serves until the client goes or the process is told to stop.
 * @param stdout The real standard output, which carries the protocol alone.
 * @throws BillingError `configuration` before anything is served, with what is allowed.
 */
export async function serve(
  flags: ServeFlags,
  process: ServingProcess,
  stdout: Writable,
): Promise<void> {
  const choice = selectProvider(process.env);
  const settings = readSettings(process.env, flags);
  // Ours tell it without a credential; a module that does not, and cannot be opened, ends the start.
  await choice.capabilities();
  const report = (what: string, error: unknown) =>
    void process.stderr.write(`billport-mcp: ${what}: ${describeFailure(error)}\n`);
  const made = createServerFactory({ choice, settings, log: report });
  const served = { ...made, process, report };
  async function start(): Promise<Running> {
    const serving = flags.http === true ? overHttp(served, flags) : overStdio(served, stdout);
    return { ...(await serving), close: made.close };
  }
  await untilStopped(start(), process);
}
