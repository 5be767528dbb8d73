import type { EmbeddedBilling } from '@billport/embedded';
import { expect, it, onTestFinished } from 'vitest';
import {
  engineWithAcme,
  testServer,
} from '../../../packages/mcp/src/server/test-server.fixture.ts';

/** A server process of its own on a provider that others use too. */
async function processOn(engine: EmbeddedBilling, failing?: () => void) {
  const server = await testServer({
    surface: undefined,
    engine,
    settings: { policy: 'allow' },
    watch: ({ operation }) => {
      if (operation.id === 'credits.add') failing?.();
    },
  });
  onTestFinished(async () => {
    await server.client.close();
    await server.close();
  });
  return server.call;
}

const GRANT = { customer: 'acme', kind: 'granted', credits: '50', idempotency_key: 'grant-1' };

const balancesOf = async (engine: EmbeddedBilling) =>
  (await engine.credits.listWallets()).items.map(({ creditBalance }) => creditBalance);

it('D7: the same key from two processes gives credits once, into a wallet that is there', async () => {
  const engine = await engineWithAcme();
  await engine.credits.createWallet({ customerKey: 'acme', currency: 'USD' });
  const [one, other] = [await processOn(engine), await processOn(engine)];
  expect(await one('add_credits', GRANT)).toMatchObject({ isError: false });
  await other('add_credits', GRANT);
  expect(await balancesOf(engine)).toEqual(['50']);
});

it('D7: and into a wallet that the first of them made', async () => {
  const engine = await engineWithAcme();
  const [one, other] = [await processOn(engine), await processOn(engine)];
  expect(await one('add_credits', GRANT)).toMatchObject({ isError: false });
  await other('add_credits', GRANT);
  expect(await balancesOf(engine)).toEqual(['50']);
});

it('D7: and when both come at the same time', async () => {
  const engine = await engineWithAcme();
  const [one, other] = [await processOn(engine), await processOn(engine)];
  const answers = await Promise.all([one('add_credits', GRANT), other('add_credits', GRANT)]);
  expect(answers.map(({ isError }) => isError)).toContain(false);
  expect(await balancesOf(engine)).toEqual(['50']);
});

it('D7: other arguments with the key of another process are refused, and give nothing', async () => {
  const engine = await engineWithAcme();
  await engine.credits.createWallet({ customerKey: 'acme', currency: 'USD' });
  const [one, other] = [await processOn(engine), await processOn(engine)];
  await one('add_credits', GRANT);
  const { isError, facts } = await other('add_credits', { ...GRANT, credits: '60' });
  expect(isError).toBe(true);
  expect(facts.error).toMatchObject({ changed: 'no' });
  expect(await balancesOf(engine)).toEqual(['50']);
});
