import { type Billing, toInstant } from '@billport/core';
import { startLago } from '@billport/emulator';
import { createLago, type LagoOptions } from '@billport/lago';
import type { Target } from './campaign.ts';
import { chaoticFetch } from './chaotic-fetch.ts';
import { usd, type World } from './writes.ts';

const START = '2026-01-15T12:00:00.000Z';

const names = (count: number, stem: string) =>
  Array.from({ length: count }, (_, index) => `${stem}-${index + 1}`);

/** What the writes are about, made without faults. */
async function makeWorld(billing: Billing): Promise<World> {
  const customers = names(20, 'customer');
  const [metric, planCode] = ['amount', 'basic'];
  await billing.metrics.create({ code: metric, aggregation: 'sum', property: 'amount' });
  await billing.plans.create({
    code: planCode,
    interval: 'monthly',
    timing: 'advance',
    price: usd('5.00'),
    charges: [{ model: 'standard', timing: 'arrears', metric, pricing: { unitAmount: '0.01' } }],
  });
  const wallets: string[] = [];
  const invoices: { invoiceId: string; feeId: string }[] = [];
  const subscriptions = customers.map((customerKey) => `${customerKey}-basic`);
  for (const customerKey of customers) {
    await billing.customers.upsert({ customerKey, currency: 'USD' });
    const subscriptionKey = `${customerKey}-basic`;
    await billing.subscriptions.create({ subscriptionKey, customerKey, planCode });
    const wallet = await billing.credits.createWallet({ customerKey, currency: 'USD' });
    wallets.push(wallet.id);
    const items = [{ name: 'Base', unitAmount: '10000' }];
    const invoice = await billing.invoices.create({ customerKey, currency: 'USD', items });
    await billing.invoices.update({ invoiceId: invoice.id, paymentStatus: 'succeeded' });
    invoices.push({ invoiceId: invoice.id, feeId: invoice.fees[0]?.id ?? '' });
  }
  return {
    customers,
    wallets,
    subscriptions,
    invoices,
    planCode,
    metric,
    happenedAt: () => toInstant(START),
  };
}

/** Lago's adapter against an emulated account, whose time stands still. */
export async function openLagoTarget(): Promise<Target & { close(): Promise<void> }> {
  const emulator = await startLago({ startAt: START, frozen: true, jobDelayMs: 0 });
  const chaos = chaoticFetch(globalThis.fetch);
  const account: LagoOptions = {
    url: emulator.url,
    apiKey: 'campaign',
    eventStore: 'postgres',
    clock: emulator.state.clock,
    environment: {},
  };
  const billing = createLago({ ...account, timeoutMs: 400, fetch: chaos.fetch });
  const auditor = createLago(account);
  const world = await makeWorld(auditor);
  await emulator.settle();
  return {
    billing,
    chaos,
    auditor,
    world,
    settle: () => emulator.settle(),
    async close() {
      await billing.close();
      await auditor.close();
      await emulator.close();
    },
  };
}
