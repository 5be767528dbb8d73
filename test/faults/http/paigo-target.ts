import { type Billing, toEpochMs, toInstant } from '@billport/core';
import { type PaigoSwitches, startPaigo } from '@billport/emulator';
import { createPaigo, type PaigoOptions } from '@billport/paigo';
import type { Target } from './campaign.ts';
import { chaoticFetch } from './chaotic-fetch.ts';
import { customerOf, usd, type World } from './writes.ts';

const START = '2026-01-15T12:00:00.000Z';

/** Usage lies between the start and the present, so that it can be read at once. */
const PRESENT = '2026-01-17T12:00:00.000Z';

/** What the writes are about, made without faults. */
async function makeWorld(billing: Billing): Promise<World> {
  const customers = Array.from({ length: 20 }, (_, index) => `customer-${index + 1}`);
  const [metric, planCode] = ['amount', 'basic'];
  await billing.metrics.create({
    code: metric,
    aggregation: 'sum',
    property: 'amount',
    rounding: { mode: 'ceil' },
  });
  await billing.plans.create({
    code: planCode,
    interval: 'monthly',
    timing: 'advance',
    price: usd('5.00'),
    charges: [{ model: 'standard', timing: 'arrears', metric, pricing: { unitAmount: '0.01' } }],
  });
  const subscriptions = customers.map((customerKey) => `${customerKey}-basic`);
  const wallets: string[] = [];
  for (const customerKey of customers) {
    await billing.customers.upsert({ ...customerOf(customerKey), currency: 'USD' });
    const subscriptionKey = `${customerKey}-basic`;
    await billing.subscriptions.create({ subscriptionKey, customerKey, planCode });
    const { items } = await billing.credits.listWallets({ customerKey });
    wallets.push(...items.map(({ id }) => id));
  }
  // Numbers are moments: two records of a customer at the same one are possible, and rare.
  const happenedAt = (number: number) => toInstant(toEpochMs(START) + 3_600_000 + number);
  return { customers, wallets, subscriptions, invoices: [], planCode, metric, happenedAt };
}

/** Paigo's adapter against an emulated account, whose time stands still. */
export async function openPaigoTarget(
  switches: Partial<PaigoSwitches> = {},
): Promise<Target & { close(): Promise<void> }> {
  const emulator = await startPaigo({ ...switches, startAt: START, frozen: true, jobDelayMs: 0 });
  const chaos = chaoticFetch(globalThis.fetch);
  const account: PaigoOptions = {
    url: emulator.url,
    tokenUrl: emulator.tokenUrl,
    clientId: 'campaign',
    clientSecret: 'campaign',
    clock: emulator.state.clock,
    environment: {},
  };
  const billing = createPaigo({ ...account, timeoutMs: 400, fetch: chaos.fetch });
  const auditor = createPaigo(account);
  const world = await makeWorld(auditor);
  await emulator.settle();
  await emulator.advanceTo(PRESENT);
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
