import type { Writable } from 'node:stream';
import { selectProvider } from 'billport';
import type { ServeFlags } from './command.ts';
import { readSettings } from './configuration/read-settings.ts';
import { describeFailure } from './describe-failure.ts';
import { createServerFactory } from './server/create-factory.ts';
import { untilStopped } from './until-stopped.ts';

/** The process that serves. */
export type ServingProcess = Pick<NodeJS.Process, 'env' | 'stdin' | 'stderr' | 'once'>;

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
  const { env, stdin, stderr } = process;
  const choice = selectProvider(env);
  const settings = readSettings(env, flags);
  const { factory, close } = createServerFactory({ choice, settings });
  const onError = (error: Error) => void stderr.write(`billport-mcp: ${describeFailure(error)}\n`);
  const { startStdio } = await import('./stdio/start-stdio.ts');
  const { gone, drain } = startStdio({ factory, stdin, stdout, onError });
  await untilStopped({ gone, drain, close }, process);
}
