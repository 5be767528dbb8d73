import type { Writable } from 'node:stream';
import type { CommandActions } from './command.ts';
import { describeFailure } from './describe-failure.ts';
import { flushed } from './stdio/flushed.ts';

/** What reads flags is loaded only where there are some: most clients start the server without. */
async function run(process: NodeJS.Process, actions: CommandActions, stdout: Writable) {
  if (process.argv.length <= 2) return actions.serve({});
  const { CommanderError, mcpCommand } = await import('./command.ts');
  try {
    await mcpCommand(actions, stdout).parseAsync(process.argv);
  } catch (error) {
    // Help was printed, or what is wrong with the flags: nothing is left but to end.
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode;
    await flushed(stdout);
  }
}

/**
 * Runs `billport-mcp` and ends the process: with 0 when the client has gone or a signal came, with 1
 * after a mistake, which is told on standard error.
 * @param stdout The real standard output, which carries the protocol alone.
 */
export async function runCli(process: NodeJS.Process, stdout: Writable): Promise<void> {
  const report = (what: string, error: unknown) =>
    process.stderr.write(`billport-mcp: ${what}${describeFailure(error)}\n`);
  // A promise that somebody forgot ends no call that is under way.
  process.on('unhandledRejection', (error) => report('unhandled rejection: ', error));
  process.on('uncaughtException', (error) => {
    report('uncaught exception: ', error);
    process.exit(1);
  });
  const actions: CommandActions = {
    async serve(flags) {
      const { serve } = await import('./serve.ts');
      await serve(flags, process, stdout);
    },
    async verifyAudit(file, { head }) {
      const { reportAudit } = await import('./report-audit.ts');
      process.exitCode = reportAudit(file, head, stdout) ? 0 : 1;
      await flushed(stdout);
    },
  };
  try {
    await run(process, actions, stdout);
  } catch (error) {
    report('', error);
    process.exitCode = 1;
  }
  process.exit();
}
