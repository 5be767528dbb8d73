import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ERAS, type Era, messageIn, send } from './messages.ts';
import type { RawRequest } from './raw-request.ts';

const COMMAND = ['--conditions=source', 'packages/mcp/src/cli.ts', '--http'];
const TOKEN = 'c0ffee00c0ffee00c0ffee00c0ffee00';

interface Process {
  readonly child: ChildProcess;
  /** Lines of standard error so far. */
  readonly lines: readonly string[];
  /** What standard output said so far. */
  readonly printed: () => string;
  /** Status and signal of the end. */
  readonly ended: Promise<unknown[]>;
  /** The next line that matches. */
  line(pattern: RegExp): Promise<string>;
}

function run(args: readonly string[], environment: Readonly<Record<string, string>>): Process {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [...COMMAND, ...args], { env: { PATH, ...environment } });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const reader = createInterface(child.stderr);
  reader.on('line', (line) => lines.push(line));
  return {
    child,
    lines,
    printed: () => output,
    ended: once(child, 'exit'),
    async line(pattern) {
      for (;;) {
        const found = lines.find((line) => pattern.test(line));
        if (found !== undefined) return found;
        await once(reader, 'line');
      }
    },
  };
}

async function urlOf({ line }: Process): Promise<string> {
  return JSON.parse(await line(/"listening"/)).url;
}

/** A tool as it is listed. */
interface ListedTool {
  readonly name: string;
  readonly annotations: { readonly readOnlyHint: boolean };
}

async function toolsOf(url: string, era: Era, options: RawRequest = {}): Promise<ListedTool[]> {
  const { result } = messageIn(await send(url, [era, 'tools/list'], options));
  return (result?.tools ?? []) as ListedTool[];
}

describe('billport-mcp --http', () => {
  it.each(ERAS)('serves tools without credentials of a provider, in %s', async (era) => {
    const server = run(['--port', '0'], {});
    const url = await urlOf(server);
    const tools = await toolsOf(url, era);
    expect(tools.map(({ name }) => name)).toContain('upsert_customer');
    const call = { name: 'list_customers', arguments: {} };
    const answer = messageIn(await send(url, [era, 'tools/call', call]));
    expect(answer.result?.isError ?? false).toBe(false);
    expect(server.printed()).toBe('');
  });

  it('P8: ends on SIGTERM with status 0', async () => {
    const server = run(['--port', '0'], {});
    await urlOf(server);
    server.child.kill('SIGTERM');
    expect(await server.ended).toEqual([0, null]);
  });

  it('S3: does not start beyond this machine without authorization, and says what to set', async () => {
    const server = run(['--host', '0.0.0.0', '--port', '0'], {});
    expect(await server.ended).toEqual([1, null]);
    expect(server.lines.join('\n')).toContain('BILLING_MCP_HTTP_TOKEN');
  });

  it.each([
    [{ BILLING_MCP_HTTP_PUBLIC_URL: 'https://b.example.com' }, /^https:\/\/b\.example\.com\/mcp$/],
    [{ BILLING_MCP_HTTP_ALLOWED_HOSTS: 'b.example.com' }, /^http:\/\/0\.0\.0\.0:[1-9]\d*\/mcp$/],
  ])(
    'on all addresses does not say that it listens on this machine only: %j',
    async (names, url) => {
      const server = run(['--host', '0.0.0.0', '--port', '0'], {
        BILLING_MCP_HTTP_TOKEN: TOKEN,
        ...names,
      });
      expect(await urlOf(server)).toMatch(url);
    },
  );

  it('S4: lists and runs with a token what its scopes allow', async () => {
    const server = run(['--port', '0'], {
      BILLING_MCP_HTTP_TOKEN: TOKEN,
      BILLING_MCP_HTTP_TOKEN_SCOPES: 'billing:read',
    });
    const url = await urlOf(server);
    const options = { headers: { authorization: `Bearer ${TOKEN}` } };
    for (const era of ERAS) {
      const tools = await toolsOf(url, era, options);
      expect(tools.length).toBeGreaterThan(5);
      expect(tools.filter(({ annotations }) => !annotations.readOnlyHint)).toEqual([]);
      // The last one is a name that another server has for the first.
      for (const name of ['add_credits', 'write_operation', 'create_wallet']) {
        const { status } = await send(url, [era, 'tools/call', { name, arguments: {} }], options);
        expect([name, status]).toEqual([name, 403]);
      }
    }
    expect(server.lines.join('\n')).not.toContain(TOKEN);
  });
});
