import type { Writable } from 'node:stream';
import type { CommandActions } from './command.ts';
import { describeFailure } from './describe-failure.ts';

/** What reads flags is loaded only where there are some: most clients start the server without. */
async function run(argv: readonly string[], actions: CommandActions, stdout: Writable) {
  if (argv.length <= 2) return actions.serve({});
  const { mcpCommand } = await import('./command.ts');
  await mcpCommand(actions, stdout).parseAsync(argv);
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
    },
  };
  try {
    await run(process.argv, actions, stdout);
  } catch (error) {
    report('', error);
    process.exitCode = 1;
  }
  process.exit();
}
