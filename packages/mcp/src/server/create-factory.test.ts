import { describe, expect, it } from 'vitest';
import { testServer } from './test-server.fixture.ts';

describe('a server of the factory', () => {
  it('lists and calls a reading tool', async () => {
    const { client, call } = await testServer();
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'read_customer',
      'name_customer',
      'grant_credits',
    ]);
    expect(await call('read_customer', { customerKey: 'acme' })).toMatchObject({
      isError: false,
      facts: { name: 'Acme Corp', currency: 'USD' },
    });
  });

  it('makes a change that needs no consent', async () => {
    const { call, engine } = await testServer();
    expect(await call('name_customer', { customerKey: 'acme', name: 'Acme' })).toMatchObject({
      isError: false,
      facts: { name: 'Acme', idempotencyKey: expect.any(String) },
    });
    expect(await engine.customers.get({ customerKey: 'acme' })).toMatchObject({ name: 'Acme' });
  });
});
