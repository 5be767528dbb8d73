import { TOOLSETS, type Toolset } from '../tools/tool.ts';
import { TOOL_NAMES } from '../tools/tool-names.ts';
import {
  type Given,
  given,
  readAmounts,
  readChoice,
  readCount,
  readFilePath,
  readNames,
  readSwitch,
  wrongSetting,
} from './given.ts';
import { PII_POLICIES, POLICIES, type Settings } from './settings.ts';
import { checkNames } from './variables.ts';

/** Flags of the command line. They beat the environment; a variable that says read-only stays. */
export interface SettingFlags {
  readonly toolsets?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly policy?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Switched on when nobody says otherwise (`facts/mcp.md §f`). */
const USUAL_TOOLSETS: readonly Toolset[] = ['core', 'tail'];

const LARGEST_COUNT = 1_000_000;

function readToolsets(value: Given | undefined): readonly Toolset[] {
  if (value === undefined) return USUAL_TOOLSETS;
  const names = readNames(value, ['all', 'none', ...TOOLSETS]);
  if (names.length > 1 && (names.includes('all') || names.includes('none'))) {
    throw wrongSetting(value.setting, 'Write all or none alone, or names of toolsets.');
  }
  return TOOLSETS.filter((toolset) => names.includes('all') || names.includes(toolset));
}

function readTools(environment: Environment, flags: SettingFlags) {
  const of = (name: string) => given(name, environment[name]);
  const names = (value: Given | undefined) =>
    value === undefined ? [] : readNames(value, TOOL_NAMES);
  const toolsets = readToolsets(given('--toolsets', flags.toolsets) ?? of('BILLING_MCP_TOOLSETS'));
  const tools = names(of('BILLING_MCP_TOOLS'));
  const excludedTools = names(of('BILLING_MCP_EXCLUDE_TOOLS'));
  if (toolsets.length === 0 && tools.length === 0) {
    throw wrongSetting(
      'BILLING_MCP_TOOLS',
      'Name some tools: no toolset is switched on.',
      TOOL_NAMES,
    );
  }
  return { toolsets, tools, excludedTools };
}

function readLimits(environment: Environment) {
  const of = (name: string) => given(name, environment[name]);
  const amounts = (name: string) => {
    const value = of(name);
    return value === undefined ? {} : readAmounts(value);
  };
  const count = (name: string, usual: number) => {
    const value = of(name);
    return value === undefined ? usual : readCount(value, 1, LARGEST_COUNT);
  };
  return {
    maxAmount: amounts('BILLING_MCP_MAX_AMOUNT'),
    maxAmountPerHour: amounts('BILLING_MCP_MAX_AMOUNT_PER_HOUR'),
    maxChangesPerHour: count('BILLING_MCP_MAX_CHANGES_PER_HOUR', 100),
    maxCallsPerMinute: count('BILLING_MCP_MAX_CALLS_PER_MINUTE', 300),
  };
}

/**
 * How the server is to behave, from its variables and flags. Nothing is loaded, opened or sent;
 * of the audit log it is looked whether its folder is there.
 * @throws BillingError `configuration` for anything that is unknown, with what is allowed: a
 *   variable `BILLING_MCP_…` that there is none of, a toolset, a tool, a policy, an amount, a folder of the audit log
 *   that is not there.
 */
export function readSettings(environment: Environment, flags: SettingFlags = {}): Settings {
  checkNames(environment);
  const of = (name: string) => given(name, environment[name]);
  const readOnly = of('BILLING_MCP_READ_ONLY');
  const policy = given('--policy', flags.policy) ?? of('BILLING_MCP_POLICY');
  const pii = of('BILLING_MCP_PII');
  const auditFile = of('BILLING_MCP_AUDIT_FILE');
  return {
    ...readTools(environment, flags),
    readOnly: (flags.readOnly ?? false) || (readOnly !== undefined && readSwitch(readOnly)),
    policy: policy === undefined ? 'confirm' : readChoice(policy, POLICIES),
    pii: pii === undefined ? 'full' : readChoice(pii, PII_POLICIES),
    ...readLimits(environment),
    auditFile: auditFile && readFilePath(auditFile),
    killSwitchFile: of('BILLING_MCP_KILL_SWITCH_FILE')?.text,
  };
}
