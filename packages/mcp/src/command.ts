import type { Writable } from 'node:stream';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { POLICIES } from './configuration/settings.ts';
import { PROVIDER_VARIABLES, VARIABLES } from './configuration/variables.ts';
import { HTTP_VARIABLES } from './http/http-variables.ts';
import { SERVER_INFO } from './server/server-info.ts';

export { CommanderError };

/** What `serve` is told on the command line. */
export interface ServeFlags {
  readonly http?: boolean;
  readonly host?: string;
  readonly port?: number;
  readonly toolsets?: string;
  readonly readOnly?: boolean;
  readonly policy?: string;
}

/** What the command does with what it is told. */
export interface CommandActions {
  readonly serve: (flags: ServeFlags) => Promise<void>;
  readonly verifyAudit: (file: string, flags: { readonly head?: string }) => Promise<void>;
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new InvalidArgumentError('Write a whole number from 0 (any free port) to 65535.');
}

/** The variables of the environment, after the flags. */
function variablesHelp(): string {
  const groups = {
    Environment: { ...PROVIDER_VARIABLES, ...VARIABLES },
    'Environment, with --http': HTTP_VARIABLES,
  };
  const width = Math.max(
    ...Object.values(groups)
      .flatMap(Object.keys)
      .map(({ length }) => length),
  );
  const sections = Object.entries(groups).map(([title, variables]) => {
    const rows = Object.entries(variables);
    return [`${title}:`, ...rows.map(([name, is]) => `  ${name.padEnd(width)}  ${is}`)].join('\n');
  });
  return `\n${sections.join('\n\n')}`;
}

/**
 * The command `billport-mcp`. Parsing throws `CommanderError` after help, and for wrong flags.
 * @param stdout Where help and the version are printed; everything else goes to standard error.
 */
export function mcpCommand({ serve, verifyAudit }: CommandActions, stdout: Writable): Command {
  const command = new Command('billport-mcp')
    .description('The MCP server of Billport: billing for agents, over stdio or HTTP.')
    .version(SERVER_INFO.version)
    // Whoever runs it ends the process, when all is printed.
    .exitOverride()
    .configureOutput({ writeOut: (text) => void stdout.write(text) })
    .option('--http', 'serve Streamable HTTP instead of stdio')
    .option('--host <name>', 'where to listen, with --http (this machine only when absent)')
    .addOption(new Option('--port <number>', 'with --http').argParser(readPort))
    .option('--toolsets <names>', 'as BILLING_MCP_TOOLSETS')
    .option('--read-only', 'as BILLING_MCP_READ_ONLY=1')
    .addOption(new Option('--policy <name>', 'as BILLING_MCP_POLICY').choices(POLICIES))
    .addHelpText('after', variablesHelp)
    .action((flags: ServeFlags) => {
      if (flags.http !== true && (flags.host !== undefined || flags.port !== undefined)) {
        command.error('error: --host and --port are for --http: add it.');
      }
      return serve(flags);
    });
  command
    .command('verify-audit')
    .description('checks the hash chain of an audit log')
    .argument('<file>')
    .option('--head <number:hash>', 'the last entry of an earlier check: tells a cut at the end')
    .action(verifyAudit);
  return command;
}
