import { HTTP_VARIABLES } from '../http/http-variables.ts';
import { wrongSetting } from './given.ts';

/** The variables that choose the provider and open it: those that `billport` reads. */
export const PROVIDER_VARIABLES = {
  BILLING_PROVIDER: 'embedded (default), lago, paigo, or the name of a module',
  EMBEDDED_FILE: 'file of the embedded engine, in a folder that is there; in memory when absent',
  LAGO_API_KEY: 'key of Lago',
  LAGO_API_URL: 'address of your own Lago, or of an emulator',
  LAGO_REGION: "us or eu, of Lago's cloud",
  LAGO_PREMIUM: 'false: the account has no licence (true)',
  PAIGO_CLIENT_ID: 'client of Paigo',
  PAIGO_CLIENT_SECRET: 'and its secret',
  PAIGO_API_URL: 'for an emulator of Paigo: its address',
  PAIGO_TOKEN_URL: 'where that gives tokens',
  PAIGO_AUDIENCE: 'for whom its tokens are',
} as const;

/** The variables of the server itself, and what each is, in the order in which help lists them. */
export const VARIABLES = {
  BILLING_MCP_TOOLSETS: 'toolsets: core,tail (default), other names, or all or none alone',
  BILLING_MCP_TOOLS: 'single tools beside those of the toolsets',
  BILLING_MCP_EXCLUDE_TOOLS: 'tools to leave out',
  BILLING_MCP_READ_ONLY: '1: no tool that changes anything',
  BILLING_MCP_POLICY: 'changes that need consent: confirm (default), block or allow',
  BILLING_MCP_PII: 'personal data in answers: full (default), masked or none',
  BILLING_MCP_MAX_AMOUNT:
    'most that one change may move: USD=500.00,*=100, or 100 for all; no other currency without *',
  BILLING_MCP_MAX_AMOUNT_PER_HOUR: 'most that may move in an hour, in the same form',
  BILLING_MCP_MAX_CHANGES_PER_HOUR: 'most changes with consent in an hour (100)',
  BILLING_MCP_MAX_CALLS_PER_MINUTE: 'most calls of one tool in a minute (300)',
  BILLING_MCP_AUDIT_FILE: 'file of the audit log, in a folder that is there; none when absent',
  BILLING_MCP_KILL_SWITCH_FILE: 'while this file is there, every call is refused',
} as const;

/**
 * Checks that every variable of the server is known: a misspelled `BILLING_MCP_READ_ONLY` must not
 * pass for none.
 * @throws BillingError `configuration` that names the variable and those that there are.
 */
export function checkNames(environment: Readonly<Record<string, string | undefined>>): void {
  const known = [...Object.keys(VARIABLES), ...Object.keys(HTTP_VARIABLES)];
  const unknown = Object.keys(environment).find(
    (name) => /^BILLING_(?:MCP_|PROVIDER.)/.test(name) && !known.includes(name),
  );
  if (unknown === undefined) return;
  throw wrongSetting(
    unknown,
    `There is no such variable. There are BILLING_PROVIDER, ${known.join(', ')}.`,
    known,
  );
}
