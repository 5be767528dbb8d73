import { describe, expect, it } from 'vitest';
import { readSettings, type SettingFlags } from './read-settings.ts';

const refusalOf = (environment: Record<string, string>, flags?: SettingFlags) => {
  try {
    readSettings(environment, flags);
  } catch (error) {
    return error as { message: string; details: { setting: string; allowed?: string[] } };
  }
  throw new Error('It was taken.');
};

describe('settings of the server', () => {
  it('are careful where nothing is said', () => {
    expect(readSettings({ PATH: '/bin', BILLING_MCP_POLICY: ' ' })).toEqual({
      toolsets: ['core', 'tail'],
      tools: [],
      excludedTools: [],
      readOnly: false,
      policy: 'confirm',
      pii: 'full',
      maxAmount: {},
      maxAmountPerHour: {},
      maxChangesPerHour: 100,
      maxCallsPerMinute: 300,
      auditFile: undefined,
      killSwitchFile: undefined,
    });
  });

  it('are read from the environment', () => {
    expect(
      readSettings({
        BILLING_MCP_TOOLSETS: 'admin, core',
        BILLING_MCP_TOOLS: 'get_link',
        BILLING_MCP_EXCLUDE_TOOLS: 'save_plan,delete_record,',
        BILLING_MCP_READ_ONLY: '1',
        BILLING_MCP_POLICY: 'block',
        BILLING_MCP_PII: 'masked',
        BILLING_MCP_MAX_AMOUNT: 'USD=500.00, JPY = 50000,*=0',
        BILLING_MCP_MAX_AMOUNT_PER_HOUR: '12.345',
        BILLING_MCP_MAX_CHANGES_PER_HOUR: '5',
        BILLING_MCP_MAX_CALLS_PER_MINUTE: '1000000',
        BILLING_MCP_AUDIT_FILE: 'audit.jsonl',
        BILLING_MCP_KILL_SWITCH_FILE: 'stop',
      }),
    ).toEqual({
      toolsets: ['core', 'admin'],
      tools: ['get_link'],
      excludedTools: ['save_plan', 'delete_record'],
      readOnly: true,
      policy: 'block',
      pii: 'masked',
      maxAmount: { USD: '500.00', JPY: '50000', '*': '0' },
      maxAmountPerHour: { '*': '12.345' },
      maxChangesPerHour: 5,
      maxCallsPerMinute: 1_000_000,
      auditFile: 'audit.jsonl',
      killSwitchFile: 'stop',
    });
  });

  it('come from flags before the environment', () => {
    const environment = { BILLING_MCP_TOOLSETS: 'tail', BILLING_MCP_POLICY: 'allow' };
    expect(
      readSettings(environment, { toolsets: 'all', policy: 'block', readOnly: true }),
    ).toMatchObject({
      toolsets: ['core', 'tail', 'invoicing', 'admin'],
      policy: 'block',
      readOnly: true,
    });
  });

  it('stay read-only when either says so', () => {
    expect(readSettings({ BILLING_MCP_READ_ONLY: 'true' }, { readOnly: false }).readOnly).toBe(
      true,
    );
    expect(readSettings({ BILLING_MCP_READ_ONLY: '0' }, {}).readOnly).toBe(false);
  });

  it('may name single tools instead of toolsets', () => {
    const environment = { BILLING_MCP_TOOLSETS: 'none', BILLING_MCP_TOOLS: 'get_usage' };
    expect(readSettings(environment)).toMatchObject({ toolsets: [], tools: ['get_usage'] });
  });
});

describe('P7: what is wrong is refused at start', () => {
  it.each([
    ['BILLING_MCP_TOOLSETS', 'core,canary', 'invoicing'],
    ['BILLING_MCP_TOOLS', 'canary', 'search_billing'],
    ['BILLING_MCP_EXCLUDE_TOOLS', 'getcanary', 'delete_record'],
    ['BILLING_MCP_READ_ONLY', 'canary', 'true'],
    ['BILLING_MCP_POLICY', 'canary', 'confirm'],
    ['BILLING_MCP_PII', 'canary', 'masked'],
  ])('%s=%s, with what is allowed', (setting, value, allowed) => {
    const refusal = refusalOf({ [setting]: value });
    expect(refusal).toMatchObject({ code: 'configuration', details: { setting } });
    expect(refusal.message).toMatch(new RegExp(`^${setting}: .*\\b${allowed}\\b`));
    expect(refusal.details.allowed).toContain(allowed);
    expect(refusal.message).not.toContain('canary');
  });

  it.each([
    ['BILLING_MCP_MAX_AMOUNT', '500 USD'],
    ['BILLING_MCP_MAX_AMOUNT', 'USD=-1'],
    ['BILLING_MCP_MAX_AMOUNT', 'USD=1e3'],
    ['BILLING_MCP_MAX_AMOUNT', 'UDS=500'],
    ['BILLING_MCP_MAX_AMOUNT', 'usd=500'],
    ['BILLING_MCP_MAX_AMOUNT', 'USD=1,000.00'],
    ['BILLING_MCP_MAX_AMOUNT', 'USD=1.234'],
    ['BILLING_MCP_MAX_AMOUNT_PER_HOUR', 'KWD=1.234,JPY=0.5'],
    ['BILLING_MCP_MAX_AMOUNT_PER_HOUR', 'USD=1,USD=2'],
    ['BILLING_MCP_MAX_CHANGES_PER_HOUR', '0'],
    ['BILLING_MCP_MAX_CALLS_PER_MINUTE', '1.5'],
    ['BILLING_MCP_MAX_CALLS_PER_MINUTE', '1000001'],
  ])('%s=%s', (setting, value) => {
    expect(refusalOf({ [setting]: value })).toMatchObject({
      code: 'configuration',
      details: { setting },
      message: expect.stringMatching(/Write .* such as USD=500\.00|Write a whole number from 1/),
    });
  });

  it.each(['all,none', 'none,core', 'core,all'])(
    'toolsets that contradict each other: %s',
    (value) => {
      const { message, details } = refusalOf({ BILLING_MCP_TOOLSETS: value });
      expect(details.setting).toBe('BILLING_MCP_TOOLSETS');
      expect(message).toContain('all or none alone');
    },
  );

  it.each([
    ['in a folder that there is not', '/nope/canary.jsonl', 'folder is not there'],
    ['that is a folder', '.', 'It is a folder'],
  ])('an audit log %s', (_, file, problem) => {
    const { message, details } = refusalOf({ BILLING_MCP_AUDIT_FILE: file });
    expect(details.setting).toBe('BILLING_MCP_AUDIT_FILE');
    expect(message).toContain(problem);
    expect(message).not.toContain('canary');
  });

  it('a misspelled variable, which would pass for none', () => {
    const refusal = refusalOf({ BILLING_MCP_READONLY: '1' });
    expect(refusal.details.setting).toBe('BILLING_MCP_READONLY');
    expect(refusal.message).toContain('BILLING_MCP_READ_ONLY');
    expect(refusalOf({ BILLING_PROVIDERS: 'lago' }).message).toContain('BILLING_PROVIDER,');
  });

  it('but no variable of serving over HTTP, and none of others', () => {
    const environment = { BILLING_MCP_HTTP_PORT: '3000', BILLING_PROVIDER: 'x', BILLING: 'x' };
    expect(readSettings(environment).policy).toBe('confirm');
  });

  it('a server without any tool', () => {
    expect(refusalOf({ BILLING_MCP_TOOLSETS: 'none' }).details.setting).toBe('BILLING_MCP_TOOLS');
  });

  it('a wrong flag, by its own name', () => {
    expect(refusalOf({}, { toolsets: 'x' }).details.setting).toBe('--toolsets');
    expect(refusalOf({}, { policy: 'x' }).details.setting).toBe('--policy');
  });
});
