import { manualClock } from '@billport/core';
import { Client } from '@modelcontextprotocol/client';
import { InMemoryTransport } from '@modelcontextprotocol/server';
import { expect, it, onTestFinished } from 'vitest';
import { createServerFactory } from '../../../packages/mcp/src/server/create-factory.ts';
import {
  choiceOf,
  engineWithAcme,
  SETTINGS,
  START,
} from '../../../packages/mcp/src/server/test-server.fixture.ts';

/** One server process with several callers. */
async function openShared() {
  const engine = await engineWithAcme();
  await engine.credits.createWallet({ customerKey: 'acme', currency: 'USD' });
  const { factory, close } = createServerFactory({
    choice: choiceOf(engine),
    clock: manualClock(START),
    settings: { ...SETTINGS, policy: 'allow' },
  });
  onTestFinished(close);
  const connect = async (billportPrincipal: string) => {
    const scopes = ['billing:read', 'billing:write', 'billing:money'];
    const authInfo = { token: '', clientId: 'c', scopes, extra: { billportPrincipal } };
    const server = await factory({ era: 'legacy', authInfo });
    const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
    const client = new Client({ name: 'test', version: '1' });
    await server.connect(serverSide);
    await client.connect(clientSide as never);
    onTestFinished(() => client.close());
    return async (name: string, args: Record<string, unknown>) =>
      (await client.callTool({ name, arguments: args })).structuredContent as Record<
        string,
        unknown
      >;
  };
  return { engine, connect };
}

it('S5: a key that two callers happen to use names a change of each, and neither gets the answer of the other', async () => {
  const { engine, connect } = await openShared();
  const [ann, bob] = [await connect('ann'), await connect('bob')];
  const grant = { customer: 'acme', kind: 'granted', credits: '5', idempotency_key: 'grant-1' };
  const first = await ann('add_credits', grant);
  const second = await bob('add_credits', grant);
  expect(first).toMatchObject({ idempotencyKey: 'grant-1' });
  expect(second).toMatchObject({ idempotencyKey: 'grant-1' });
  expect(second.warnings ?? []).toEqual([]);
  expect(second.transaction).not.toEqual(first.transaction);
  const [wallet] = (await engine.credits.listWallets()).items;
  expect(wallet?.creditBalance).toBe('10');

  // Of each of them it is once.
  expect((await bob('add_credits', grant)).warnings).toMatchObject([{ code: 'repeated' }]);
  expect((await engine.credits.listWallets()).items[0]?.creditBalance).toBe('10');
});
