import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { CommandProcess } from './command-process.fixture.ts';
import { PROVIDER_VARIABLES, VARIABLES } from './configuration/variables.ts';
import { HTTP_VARIABLES } from './http/http-variables.ts';

const NOISY = fileURLToPath(new URL('./noisy-provider.fixture.ts', import.meta.url));
const NO_PROVIDER = fileURLToPath(new URL('./index.ts', import.meta.url));
/** Makes the process look like one of a Node that has no SQLite. */
const OLDER_NODE = `data:text/javascript,${encodeURIComponent(
  `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })`,
)}`;
const noisy = { BILLING_PROVIDER: NOISY };

async function started(environment: Record<string, string>, ...args: string[]) {
  const command = new CommandProcess(args, environment);
  await command.connect();
  return command;
}

describe('P7: without credentials and without network', () => {
  it.each([
    ['lago', 'LAGO_API_KEY'],
    ['paigo', 'PAIGO_CLIENT_ID'],
  ])('%s lists its tools, and the first call names %s', async (provider, variable) => {
    const command = await started({ BILLING_PROVIDER: provider });
    expect(await command.tools()).toContain('list_customers');
    const result = await command.call('list_customers');
    expect(result).toMatchObject({
      isError: true,
      structuredContent: { error: { code: 'configuration', changed: 'no', retryable: false } },
    });
    expect(JSON.stringify(result.content)).toContain(variable);
    // Nothing has changed: the next call says the same.
    expect(JSON.stringify(await command.call('list_customers'))).toContain(variable);
  });

  it('the embedded engine works at once', async () => {
    const command = await started({});
    const result = await command.call('list_customers');
    expect(result.isError ?? false).toBe(false);
  });
});

/** A file of a provider that somebody else wrote, in a folder that goes with the test. */
function fileOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'billport-mcp-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'provider.mjs');
  writeFileSync(file, text);
  return file;
}

describe('P7: what is wrong ends the start', () => {
  it.each([
    ['is no JavaScript', 'const canary = ;', /SyntaxError\..* node --check/],
    [
      'throws while it loads',
      "\nthrow new RangeError('canary');",
      /RangeError\. \[thrown at file:.*provider\.mjs:2:7\]/,
    ],
    [
      'throws when it is opened',
      "export default () => {\n  throw new TypeError('canary');\n};",
      /make a provider: TypeError\. \[thrown at .*provider\.mjs:2:9\]/,
    ],
  ])('of a module that %s it says what kind of error it is, and where', async (_, text, told) => {
    const command = new CommandProcess([], { BILLING_PROVIDER: fileOf(text) });
    expect(await command.exit()).toBe(1);
    expect(command.errors).toMatch(told);
    expect(command.errors).not.toContain('canary');
  });

  it.each([
    [{ BILLING_PROVIDER: 'lgao' }, [], 'embedded, lago, paigo'],
    [{ BILLING_PROVIDER: NO_PROVIDER }, [], 'default export of the module'],
    [{ BILLING_MCP_TOOLSETS: 'core,billing' }, [], 'core, tail, invoicing, admin'],
    [{ BILLING_MCP_TOOLS: 'get_everything' }, [], 'search_billing, get_customer'],
    [{ BILLING_MCP_POLICY: 'ask' }, [], 'block, confirm or allow'],
    [{ BILLING_MCP_READONLY: '1' }, [], 'BILLING_MCP_READ_ONLY'],
    [{ BILLING_MCP_AUDIT_FILE: '/no/such/a.jsonl' }, [], 'BILLING_MCP_AUDIT_FILE: Its folder'],
    [{ EMBEDDED_FILE: '/no/such/x.db' }, [], 'EMBEDDED_FILE: The database file cannot be opened'],
    [{}, ['--toolsets', 'all,none'], '--toolsets: Write all or none alone'],
    [{}, ['--toolsets', 'everything'], 'core, tail, invoicing, admin'],
    [{}, ['--policy', 'ask'], 'block, confirm, allow'],
    [{}, ['--port', '3000'], '--http'],
    [{}, ['--http', '--port', '70000'], '65535'],
    [{}, ['--http', '--host', '0.0.0.0'], 'BILLING_MCP_HTTP_TOKEN'],
    [{}, ['serve'], ''],
  ])('%j %j', async (environment, args, allowed) => {
    const command = new CommandProcess(args, environment);
    expect(await command.exit()).toBe(1);
    expect(command.errors).toContain(allowed);
    expect(command.errors).not.toMatch(/\n\s+at /);
    expect(command.lines).toEqual([]);
  });
});

describe('what is asked of it', () => {
  it.each([
    ['--version', /^\d+\.\d+\.\d+$/m],
    ['--help', /^Usage: billport-mcp /],
  ])('%s is answered on standard output', async (flag, expected) => {
    const command = new CommandProcess([flag]);
    expect(await command.exit()).toBe(0);
    expect(command.lines.join('\n')).toMatch(expected);
    expect(command.errors).toBe('');
  });

  it('--help lists every variable that it reads', async () => {
    const command = new CommandProcess(['--help']);
    await command.exit();
    const listed = command.lines.map((line) => /^ {2}([A-Z][A-Z_]+) {2}/.exec(line)?.[1]);
    expect(listed.filter((name) => name !== undefined)).toEqual(
      [PROVIDER_VARIABLES, VARIABLES, HTTP_VARIABLES].flatMap(Object.keys),
    );
  });

  it('S8: verify-audit tells each fault of a log and then what is left of it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'billport-mcp-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'audit.jsonl');
    writeFileSync(file, 'no entry\nnor this\n');
    const command = new CommandProcess(['verify-audit', file]);
    expect(await command.exit()).toBe(1);
    expect(command.lines).toEqual([
      'line 1: The line is no entry.',
      'line 2: The line is no entry.',
      `0 entries, NOT intact. Last: 0:${'0'.repeat(64)}`,
    ]);
  });

  it('flags choose the tools', async () => {
    const command = await started({}, '--toolsets', 'core,admin', '--read-only');
    const tools = await command.tools();
    expect(tools).toContain('get_customer');
    expect(tools).not.toContain('upsert_customer');
    expect(tools).not.toContain('delete_record');
    expect(tools).not.toContain('search_operations');
  });

  it('--http serves the same tools on this machine until it is told to stop', async () => {
    const command = new CommandProcess(['--http', '--port', '0']);
    const url = await command.told(/http:\/\/127\.0\.0\.1:\d+\/mcp/);
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    });
    expect(await response.text()).toContain('"get_customer"');
    command.child.kill('SIGTERM');
    expect(await command.exit()).toBe(0);
    expect(command.lines).toEqual([]);
  });
});

describe('P5: nothing but the protocol on standard output', () => {
  it('whatever the provider prints and throws', async () => {
    const command = await started(noisy);
    await command.tools();
    await command.call('list_customers');
    const failed = await command.call('list_customers', { search: 'throw' });
    expect(failed.isError).toBe(true);
    await command.call('there_is_no_such_tool');
    command.child.stdin.write('this is no message\n');
    expect(await command.tools()).toContain('list_customers');
    command.child.stdin.end();
    expect(await command.exit()).toBe(0);

    const replies = command.lines.map((line) => JSON.parse(line));
    // One answer for each request; the one that the provider printed is not among them.
    expect(replies.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(replies.every(({ jsonrpc }) => jsonrpc === '2.0')).toBe(true);
    expect(command.errors).toContain('console.log');
    expect(command.errors).toContain('unhandled rejection: Error');
  });

  it('S1: and no words of errors of others anywhere', async () => {
    const command = await started(noisy);
    await command.call('list_customers', { search: 'throw' });
    command.child.stdin.end();
    await command.exit();
    expect(command.lines.join('\n') + command.errors).not.toContain('canary');
  });
});

describe('P8: the end', () => {
  // That its waits fit into the second is held by `until-stopped.test.ts`.
  it.each(['nothing', 'never'])('comes after the end of input: %s under way', async (search) => {
    const command = await started(noisy);
    const answer = search === 'never' ? command.call('list_customers', { search }) : undefined;
    const unanswered = answer && expect(answer).rejects.toThrow('ended before an answer');
    // Answered after the call was begun.
    await command.tools();
    command.child.stdin.end();
    expect(await command.exit()).toBe(0);
    await unanswered;
  });

  it('answers what came in before the end of input', async () => {
    const command = new CommandProcess([], {});
    const connected = command.connect();
    const listed = command.tools();
    command.child.stdin.end();
    await connected;
    expect(await listed).toContain('get_customer');
    expect(await command.exit()).toBe(0);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('comes after %s', async (signal) => {
    const command = await started({});
    command.child.kill(signal);
    expect(await command.exit()).toBe(0);
  });

  it('waits after SIGTERM for the answer of a call that is under way', async () => {
    const command = await started(noisy);
    const answer = command.call('list_customers', { search: 'late' });
    await command.told(/waiting for SIGTERM/);
    command.child.kill('SIGTERM');
    expect((await answer).isError ?? false).toBe(false);
    expect(await command.exit()).toBe(0);
  });
});

describe('on a Node that is too old', () => {
  it('says which one is needed, and nothing on standard output', async () => {
    const command = new CommandProcess([], { NODE_OPTIONS: `--import=${OLDER_NODE}` });
    expect(await command.exit()).toBe(1);
    expect(command.lines).toEqual([]);
    expect(command.errors).toBe(
      `billport-mcp needs Node ${manifest.engines.node}; this is Node 20.20.2.\n`,
    );
  });
});
