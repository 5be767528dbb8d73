import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicPackages } from '../../scripts/public-packages.ts';
import { type Consumer, installConsumer } from './consumer.ts';

const execute = promisify(execFile);
const needed = (await publicPackages()).filter(({ name }) =>
  ['@billport/core', '@billport/mcp'].includes(name),
);
let consumer: Consumer;

beforeAll(async () => {
  consumer = await installConsumer(needed);
});
afterAll(() => consumer?.remove());

const REQUESTS = [
  {
    id: 0,
    method: 'initialize',
    params: {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'test', version: '1' },
    },
  },
  { id: 1, method: 'tools/list' },
  { id: 2, method: 'tools/call', params: { name: 'list_customers', arguments: {} } },
];

/** Runs the installed command with this environment only, and gives its answers by request. */
async function talk(environment: Record<string, string>): Promise<Record<string, unknown>[]> {
  const cli = join(consumer.folder, 'node_modules/@billport/mcp/dist/cli.js');
  const running = execute(process.execPath, [cli], { cwd: consumer.folder, env: environment });
  const { stdin, stdout } = running.child;
  let text = '';
  // The input ends when all is answered: the end of a server gives up what takes longer.
  stdout?.on('data', (part) => {
    text += part;
    if (text.split('\n').length > REQUESTS.length) stdin?.end();
  });
  for (const request of REQUESTS)
    stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', ...request })}\n`);
  await running;
  const answers = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return answers.sort((one, other) => one.id - other.id).map(({ result }) => result);
}

/** Names of the tools in the answer of `tools/list`. */
const toolsOf = (list: Record<string, unknown> = {}) =>
  ((list.tools ?? []) as { name: string }[]).map(({ name }) => name);

describe('the installed MCP server', () => {
  it('S10: brings at most 8 packages, none with an install script', () => {
    const lock = JSON.parse(readFileSync(join(consumer.folder, 'package-lock.json'), 'utf8'));
    const entries = Object.entries<{ hasInstallScript?: boolean }>(lock.packages);
    const installed = entries.filter(([path]) => path !== '');
    expect(installed.map(([path]) => path)).toContain('node_modules/@billport/mcp');
    expect(installed.length).toBeLessThanOrEqual(8);
    expect(installed.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
  });

  it('S10: keeps the licences of what is built into it', () => {
    const file = join(consumer.folder, 'node_modules/@billport/mcp/dist/third-party-licenses.txt');
    expect(existsSync(file)).toBe(true);
    const text = readFileSync(file, 'utf8');
    for (const name of ['@modelcontextprotocol/server', 'commander', 'hono', 'jose', 'ky', 'zod']) {
      expect(text).toMatch(new RegExp(`^${name} \\d.*\\((?:MIT|Apache-2\\.0)\\)$`, 'm'));
    }
  });

  it('P7: works at once on the embedded engine', async () => {
    const [hello, list, customers] = await talk({});
    expect(hello).toMatchObject({ serverInfo: { name: 'billport' } });
    expect(toolsOf(list)).toContain('upsert_customer');
    expect(customers?.isError ?? false).toBe(false);
  });

  it.each([
    ['lago', 'LAGO_API_KEY'],
    ['paigo', 'PAIGO_CLIENT_ID'],
  ])('P7: has %s in it, and names the credential that is missing', async (provider, variable) => {
    const [, list, customers] = await talk({ BILLING_PROVIDER: provider });
    expect(toolsOf(list)).toContain('list_customers');
    expect(customers).toMatchObject({ isError: true });
    expect(JSON.stringify(customers)).toContain(variable);
  });

  it('tells its version and its flags', async () => {
    const version = await consumer.run('npx', 'billport-mcp', '--version');
    expect(version.trim()).toBe(needed.find(({ name }) => name === '@billport/mcp')?.version);
    expect(await consumer.run('npx', 'billport-mcp', '--help')).toContain('BILLING_PROVIDER');
  });
});
