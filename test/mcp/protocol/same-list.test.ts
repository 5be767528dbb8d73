import { describe, expect, it } from 'vitest';
import { type Connection, type ConnectionOptions, connectForAll, type Way } from './connections.ts';

/** Six servers with all tools, three of them processes of their own. */
const SHAPES: readonly (readonly [Way, NonNullable<ConnectionOptions['library']>])[] = [
  ['stdio-2025', 'v1'],
  ['stdio-2025', 'v2'],
  ['stdio-2026', 'v2'],
  ['http-2025', 'v1'],
  ['http-2025', 'v2'],
  ['http-2026', 'v2'],
];

async function toolsOf(connection: Connection): Promise<string> {
  return JSON.stringify((await connection.list()).tools);
}

describe('tools/list', () => {
  const servers = SHAPES.map(([way, library]) => ({
    way,
    server: connectForAll(way, { library, environment: { BILLING_MCP_TOOLSETS: 'all' } }),
  }));

  it('P3: is the same, byte for byte, of each process, transport and era, to both clients', async () => {
    const [first, ...others] = await Promise.all(servers.map(({ server }) => toolsOf(server())));
    expect(JSON.parse(first ?? '[]').length).toBeGreaterThan(25);
    expect(others).toHaveLength(5);
    for (const other of others) expect(other).toBe(first);
  });

  it('P4: does not change after calls', async () => {
    for (const { server, way } of servers) {
      const { call } = server();
      const before = await toolsOf(server());
      await call('upsert_customer', { customerKey: 'acme', name: 'Acme' });
      await call('search_operations', { query: 'delete a customer' });
      await call('write_operation', { operation: 'customers.delete', input: {} });
      expect((await call('get_customer', { customer: 'nobody' })).isError, way).toBe(true);
      expect(await toolsOf(server()), way).toBe(before);
    }
  });

  it('P9: says for how long it holds, and that it is the same for everybody', async () => {
    const modern = servers.filter(({ way }) => way.endsWith('2026'));
    expect(modern).toHaveLength(2);
    for (const { server } of modern) {
      expect(await server().list()).toMatchObject({ ttlMs: 3_600_000, cacheScope: 'public' });
    }
  });
});

describe('tools/list by configuration', () => {
  const usual = connectForAll('http-2026');
  const readOnly = connectForAll('http-2026', { environment: { BILLING_MCP_READ_ONLY: '1' } });

  const namesOf = async ({ list }: Connection) =>
    ((await list()).tools as { name: string }[]).map(({ name }) => name);

  it('P4: leaves out what changes something where the server is read-only', async () => {
    const names = await namesOf(usual());
    expect(names).toContain('add_credits');
    expect(await namesOf(readOnly())).toEqual(
      names.filter((name) => /^(search|get|list|read|preview)_/.test(name)),
    );
  });
});

describe.each(['stdio-2026', 'http-2025'] as const)('a server without credentials on %s', (way) => {
  const server = connectForAll(way, { environment: { BILLING_PROVIDER: 'lago' } });

  it('P7: lists its tools, and the first call names what is missing', async () => {
    const { list, call } = server();
    expect((await list()).tools).toContainEqual(expect.objectContaining({ name: 'get_customer' }));
    const { isError, facts } = await call('get_customer', { customer: 'acme' });
    expect(isError).toBe(true);
    expect(facts.error).toMatchObject({ code: 'configuration', changed: 'no' });
    expect(JSON.stringify(facts)).toContain('LAGO_API_KEY');
  });
});
