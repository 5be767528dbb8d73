import { type Billing, type ManualClock, manualClock } from '@billport/core';
import { createEmbedded, type EmbeddedBilling } from '@billport/embedded';

/** When the tasks are given: the first quarter of invoices is over, and the next has begun. */
export const NOW = '2026-07-10T12:00:00.000Z';

const START = '2026-04-01T00:00:00Z';

/** The account that every task begins with, and the clock that it goes by. */
export interface Account {
  readonly engine: EmbeddedBilling;
  readonly clock: ManualClock;
}

async function makeCatalog(billing: Billing): Promise<void> {
  await billing.metrics.create({ code: 'api_calls', name: 'API calls', aggregation: 'count' });
  await billing.metrics.create({
    code: 'tokens',
    name: 'Tokens',
    aggregation: 'sum',
    property: 'tokens',
  });
  await billing.taxes.create({ code: 'vat', name: 'VAT', rate: '20' });
  const usual = { interval: 'monthly', timing: 'advance' } as const;
  await billing.plans.create({
    ...usual,
    code: 'starter',
    name: 'Starter',
    price: { amount: '20.00', currency: 'USD' },
    charges: [
      {
        metric: 'api_calls',
        timing: 'arrears',
        model: 'standard',
        pricing: { unitAmount: '0.05' },
      },
    ],
  });
  await billing.plans.create({
    ...usual,
    code: 'pro',
    name: 'Pro',
    price: { amount: '100.00', currency: 'USD' },
    charges: [
      {
        metric: 'tokens',
        timing: 'arrears',
        model: 'graduated',
        pricing: {
          tiers: [
            { upTo: '10000', unitAmount: '0' },
            { upTo: null, unitAmount: '0.001' },
          ],
        },
      },
    ],
  });
  await billing.plans.create({
    ...usual,
    code: 'team',
    name: 'Team',
    price: { amount: '50.00', currency: 'EUR' },
    charges: [],
  });
  await billing.coupons.create({
    code: 'quarter-off',
    name: 'Quarter off',
    discount: { type: 'percentage', rate: '25' },
    frequency: { type: 'forever' },
  });
  await billing.coupons.create({
    code: 'ten-off',
    name: 'Ten dollars off',
    discount: { type: 'fixed_amount', amount: { amount: '10.00', currency: 'USD' } },
    frequency: { type: 'once' },
  });
}

/** Each customer: key, name, currency, and the plans that it is on from the start. */
const CUSTOMERS = [
  ['acme-corp', 'Acme Corp', 'USD', ['pro']],
  ['acme-labs', 'Acme Labs', 'USD', ['starter']],
  ['beta-789', 'Beta User 789', 'USD', ['starter']],
  ['globex', 'Globex GmbH', 'EUR', ['team']],
  ['initech', 'Initech', 'USD', ['pro', 'starter']],
  ['jordan-1', 'Jordan Smith', 'USD', ['starter']],
  ['jordan-2', 'Jordan Smith', 'USD', ['starter']],
  ['umbrella', 'Umbrella Ltd', 'USD', ['pro']],
  ['hooli', 'Hooli', 'USD', []],
  ['stark', 'Stark Industries', 'USD', []],
] as const;

async function makeCustomers(billing: Billing): Promise<void> {
  for (const [customerKey, name, currency, plans] of CUSTOMERS) {
    await billing.customers.upsert({
      customerKey,
      name,
      currency,
      email: `billing@${customerKey}.example`,
      ...(customerKey === 'umbrella' && { gracePeriodDays: 20 }),
      ...(customerKey === 'jordan-2' && { paymentTermDays: 30 }),
      ...(customerKey === 'globex' && { taxCodes: ['vat'] }),
    });
    for (const planCode of plans) {
      const subscriptionKey = `${customerKey}-${planCode}`;
      await billing.subscriptions.create({
        subscriptionKey,
        customerKey,
        planCode,
        startAt: START,
      });
    }
  }
}

/** What is used in the middle of a month; more of it in later ones. */
async function useInMonth(billing: Billing, month: number): Promise<void> {
  const day = (number: number) => `2026-0${month}-${String(number).padStart(2, '0')}T09:00:00.000Z`;
  await billing.usage.record({
    events: [
      ...[2, 3, 4].map((each) => ({
        id: `beta-${month}-${each}`,
        subscriptionKey: 'beta-789-starter',
        metric: 'api_calls',
        timestamp: day(each),
      })),
      {
        id: `acme-${month}`,
        subscriptionKey: 'acme-corp-pro',
        metric: 'tokens',
        timestamp: day(5),
        properties: { tokens: 12_000 + month * 1_000 },
      },
      {
        id: `initech-${month}`,
        subscriptionKey: 'initech-pro',
        metric: 'tokens',
        timestamp: day(6),
        properties: { tokens: 90_000 },
      },
    ],
  });
}

/** Acme and Globex have paid the quarter; the others owe it. */
async function payQuarter(billing: Billing): Promise<void> {
  for (const customerKey of ['acme-corp', 'globex']) {
    const invoices = billing.invoices.list({ customerKey, issuedTo: '2026-07-01' });
    for await (const { id } of invoices) {
      await billing.invoices.update({ invoiceId: id, paymentStatus: 'succeeded' });
    }
  }
}

async function makeRest(billing: Billing): Promise<void> {
  const wallet = await billing.credits.createWallet({ customerKey: 'initech', currency: 'USD' });
  await billing.credits.add({ walletId: wallet.id, kind: 'granted', credits: '200' });
  await billing.coupons.apply({ customerKey: 'acme-labs', couponCode: 'ten-off' });
  await billing.subscriptions.create({
    subscriptionKey: 'hooli-starter',
    customerKey: 'hooli',
    planCode: 'starter',
    startAt: '2026-08-01T00:00:00Z',
  });
}

/** Makes the account in a file: ten customers, three plans, the invoices of a quarter and July's. */
export async function makeAccount(file: string): Promise<void> {
  const engine = createEmbedded({ file, clock: manualClock(START), synchronous: 'normal' });
  await makeCatalog(engine);
  await makeCustomers(engine);
  for (const month of [4, 5, 6, 7]) {
    await engine.advanceTo(`2026-0${month}-08T12:00:00Z`);
    await useInMonth(engine, month);
  }
  await engine.advanceTo(NOW);
  await payQuarter(engine);
  await makeRest(engine);
  await engine.close();
}

/** Opens such a file. */
export function openAccount(file: string): Account {
  const clock = manualClock(NOW);
  return { engine: createEmbedded({ file, clock, synchronous: 'normal' }), clock };
}
