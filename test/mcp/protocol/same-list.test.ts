import { describe, expect, it } from 'vitest';
import { type ConnectionOptions, connect, WAYS, type Way } from './connections.ts';

const ALL = { BILLING_MCP_TOOLSETS: 'all' };

const SHAPES: readonly (readonly [Way, ConnectionOptions])[] = [
  ...WAYS.map((way) => [way, {}] as const),
  ['stdio-2025', { library: 'v1' }],
  ['http-2025', { library: 'v1' }],
];

async function listedOver(way: Way, options: ConnectionOptions): Promise<string> {
  const { tools } = await (await connect(way, options)).list();
  return JSON.stringify(tools);
}

describe('tools/list', () => {
  it('P3: is the same, byte for byte, over both transports, in both eras, to both clients', async () => {
    const [first, ...others] = await Promise.all(
      SHAPES.map(([way, options]) => listedOver(way, { ...options, environment: ALL })),
    );
    expect(JSON.parse(first ?? '[]').length).toBeGreaterThan(25);
    for (const other of others) expect(other).toBe(first);
  });

  it('P3: is the same of two processes', async () => {
    const [one, other] = await Promise.all([
      listedOver('stdio-2026', {}),
      listedOver('stdio-2026', {}),
    ]);
    expect(other).toBe(one);
  });

  it.each(WAYS)('P4: does not change after calls over %s', async (way) => {
    const { list, call } = await connect(way);
    const before = JSON.stringify((await list()).tools);
    await call('upsert_customer', { customerKey: 'acme', name: 'Acme' });
    await call('search_operations', { query: 'delete a customer' });
    await call('write_operation', { operation: 'customers.delete', input: {} });
    const refused = await call('get_customer', { customer: 'nobody' });
    expect(refused.isError).toBe(true);
    expect(JSON.stringify((await list()).tools)).toBe(before);
  });

  it('P4: differs by configuration', async () => {
    const namesOf = async (environment: Record<string, string>) =>
      JSON.parse(await listedOver('http-2026', { environment })).map(
        ({ name }: { name: string }) => name,
      );
    const usual = await namesOf({});
    const readOnly = await namesOf({ BILLING_MCP_READ_ONLY: '1' });
    expect(usual).toContain('add_credits');
    expect(readOnly).toEqual(
      usual.filter((name: string) => /^(search|get|list|read|preview)_/.test(name)),
    );
  });

  it.each(['stdio-2026', 'http-2026'] as const)(
    'P9: says over %s for how long it holds, and that it is the same for everybody',
    async (way) => {
      expect(await (await connect(way)).list()).toMatchObject({
        ttlMs: 3_600_000,
        cacheScope: 'public',
      });
    },
  );

  it.each(WAYS)(
    'P7: comes over %s without credentials, and the first call names them',
    async (way) => {
      const { list, call } = await connect(way, { environment: { BILLING_PROVIDER: 'lago' } });
      expect((await list()).tools).toContainEqual(
        expect.objectContaining({ name: 'get_customer' }),
      );
      const { isError, facts } = await call('get_customer', { customer: 'acme' });
      expect(isError).toBe(true);
      expect(facts.error).toMatchObject({ code: 'configuration', changed: 'no' });
      expect(JSON.stringify(facts)).toContain('LAGO_API_KEY');
    },
  );
});
