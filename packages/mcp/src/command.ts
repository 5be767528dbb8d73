import type { Writable } from 'node:stream';
import { Command, InvalidArgumentError, Option } from 'commander';
import { POLICIES } from './configuration/settings.ts';
import { VARIABLES } from './configuration/variables.ts';
import { SERVER_INFO } from './server/server-info.ts';

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

function variablesHelp(): string {
  const rows = Object.entries({
    BILLING_PROVIDER: 'embedded (default), lago, paigo, or the name of a module',
    EMBEDDED_FILE: 'file of the embedded engine; in memory when absent',
    LAGO_API_KEY: 'and LAGO_API_URL or LAGO_REGION, LAGO_PREMIUM',
    PAIGO_CLIENT_ID: 'and PAIGO_CLIENT_SECRET',
    ...VARIABLES,
  });
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, meaning]) => `  ${name.padEnd(width)}  ${meaning}`);
  return `\nEnvironment:\n${lines.join('\n')}`;
}

/**
 * The command `billport-mcp`.
 * @param stdout Where help and the version are printed; everything else goes to standard error.
 */
export function mcpCommand({ serve, verifyAudit }: CommandActions, stdout: Writable): Command {
  const command = new Command('billport-mcp')
    .description('The MCP server of Billport: billing for agents, over stdio or HTTP.')
    .version(SERVER_INFO.version)
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
