import { readFileSync } from 'node:fs';
import { selectProvider } from 'billport';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import manifest from '../../../packages/mcp/package.json' with { type: 'json' };
import { mcpCommand, type ServeFlags } from '../../../packages/mcp/src/command.ts';
import { readSettings } from '../../../packages/mcp/src/configuration/read-settings.ts';
import { VARIABLES } from '../../../packages/mcp/src/configuration/variables.ts';
import { readHttpSettings } from '../../../packages/mcp/src/http/http-settings.ts';
import { HTTP_VARIABLES } from '../../../packages/mcp/src/http/http-variables.ts';
import { codeBlocks } from '../../docs/code-block.ts';

const README = 'packages/mcp/README.md';
const blocks = codeBlocks(README);

/** A program that the client starts. */
const Program = z.strictObject({
  type: z.literal('stdio').optional(),
  command: z.literal('npx'),
  args: z.tuple([z.literal('-y')], z.string()),
  env: z.record(z.string(), z.string()).optional(),
});

/** An address that the client calls. */
const Address = z.strictObject({
  type: z.literal('http').optional(),
  url: z.url(),
  headers: z.strictObject({ Authorization: z.string().startsWith('Bearer ') }),
});

const Servers = z.record(z.string(), z.union([Program, Address]));

const Configuration = z.union([
  z.strictObject({ mcpServers: Servers }),
  z.strictObject({
    servers: Servers,
    inputs: z.array(
      z.strictObject({
        type: z.literal('promptString'),
        id: z.string(),
        description: z.string(),
        password: z.literal(true),
      }),
    ),
  }),
]);

const configurations = blocks
  .filter(({ language }) => language === 'json')
  .map(({ line, code }) => ({ line, code, parsed: Configuration.safeParse(JSON.parse(code)) }));

const servers = configurations.flatMap(({ line, parsed }) => {
  if (!parsed.success) return [];
  const { data } = parsed;
  const named = 'servers' in data ? data.servers : data.mcpServers;
  return Object.values(named).map((server) => ({ line, server }));
});

const programs = servers.flatMap(({ line, server }) =>
  'command' in server ? [{ line, ...server, target: server.args[1] }] : [],
);

/** What the command makes of its arguments. */
async function flagsOf(args: readonly string[]): Promise<ServeFlags> {
  const { promise, resolve } = Promise.withResolvers<ServeFlags>();
  const actions = {
    serve: async (flags: ServeFlags) => resolve(flags),
    verifyAudit: async () => {},
  };
  const command = mcpCommand(actions, process.stdout).exitOverride();
  command.configureOutput({ writeErr: () => undefined });
  await command.parseAsync(args, { from: 'user' });
  return promise;
}

describe('configurations of clients in the README', () => {
  it.each(configurations)('line $line is one that clients read', ({ parsed }) => {
    expect(parsed.error).toBeUndefined();
  });

  it('are there for both ways of serving and for each client', () => {
    expect(programs.filter(({ target }) => target === manifest.name)).toHaveLength(4);
    expect(servers.filter(({ server }) => 'url' in server)).toHaveLength(3);
  });

  it.each(programs.filter(({ target }) => target === manifest.name))(
    'line $line starts the server with flags and variables that it takes',
    async ({ args, env = {} }) => {
      const flags = await flagsOf(args.slice(2));
      expect(readSettings(env, flags)).toBeDefined();
      expect(await selectProvider(env).capabilities()).toBeDefined();
    },
  );

  it('refuse a variable and a flag that are misspelled, or this would be no test', async () => {
    expect(() => readSettings({ BILLING_MCP_READONLY: '1' })).toThrow('no such variable');
    await expect(flagsOf(['--readonly'])).rejects.toThrow('unknown option');
  });

  it('ask for every input that they use, and use every one', () => {
    for (const { code, parsed } of configurations) {
      const data = parsed.data ?? { mcpServers: {} };
      const asked = 'inputs' in data ? data.inputs.map(({ id }) => id) : [];
      const used = [...code.matchAll(/\$\{input:([^}]+)\}/g)].map(([, id]) => id);
      expect(new Set(used)).toEqual(new Set(asked));
    }
  });

  it('name the address that the server listens at', () => {
    const usual = readHttpSettings({});
    const here = `http://${usual.host}:${usual.port}/mcp`;
    const [bridge] = programs.filter(({ target }) => target === 'mcp-remote');
    expect(bridge?.args).toContain(here);
    expect(blocks[0]?.code).toContain(here);
  });
});

describe('variables in the README', () => {
  const page = readFileSync(README, 'utf8');
  const named = [...new Set(page.match(/\bBILLING_MCP_[A-Z_]+\b/g))];

  it('are all known', () => {
    const known = [...Object.keys(VARIABLES), ...Object.keys(HTTP_VARIABLES)];
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('of serving over HTTP are told with what holds where they are absent', () => {
    const usual = readHttpSettings({});
    for (const [name, value] of [
      ['BILLING_MCP_HTTP_HOST', usual.host],
      ['BILLING_MCP_HTTP_PORT', usual.port],
      ['BILLING_MCP_HTTP_MAX_BODY_BYTES', usual.maxBodyBytes],
      ['BILLING_MCP_HTTP_REQUEST_TIMEOUT_MS', usual.requestTimeoutMs],
      ['BILLING_MCP_HTTP_DRAIN_TIMEOUT_MS', usual.drainTimeoutMs],
      ['BILLING_MCP_HTTP_MAX_DEPTH', usual.maxDepth],
      ['BILLING_MCP_HTTP_MAX_BATCH', usual.maxBatch],
      ['BILLING_MCP_HTTP_MAX_CONCURRENT', usual.maxConcurrent],
    ] as const) {
      expect(HTTP_VARIABLES).toHaveProperty(name, expect.stringContaining(`(${value})`));
    }
  });
});
