/**
 * A year of a usage-based product in a second: a trial, a graduated price, prepaid credits, an
 * upgrade in the middle, and an invoice each month.
 */
import { manualClock, sumMoney, type UsageEventInput } from '@billport/core';
import { createEmbedded } from '@billport/embedded';

const started = performance.now();
const billing = createEmbedded({ clock: manualClock('2026-01-01T00:00:00Z') });
const subscriptionKey = 'initech-main';

await billing.taxes.create({ code: 'vat', name: 'VAT', rate: '20' });
await billing.metrics.create({ code: 'gigabytes', aggregation: 'sum', property: 'gigabytes' });

/** Both plans price gigabytes in tiers: the first 100 are free, then it gets cheaper. */
async function createPlan(code: string, price: string, unitAmount: string): Promise<void> {
  await billing.plans.create({
    code,
    interval: 'monthly',
    timing: 'advance',
    price: { amount: price, currency: 'EUR' },
    trialDays: 14,
    taxCodes: ['vat'],
    charges: [
      {
        metric: 'gigabytes',
        name: 'Storage',
        model: 'graduated',
        timing: 'arrears',
        pricing: {
          tiers: [
            { upTo: '100', unitAmount: '0' },
            { upTo: '1000', unitAmount },
            { upTo: null, unitAmount: '0.01' },
          ],
        },
      },
    ],
  });
}
await createPlan('team', '49.00', '0.05');
await createPlan('company', '199.00', '0.03');

await billing.customers.upsert({
  customerKey: 'initech',
  name: 'Initech',
  timezone: 'Europe/Paris',
});
const wallet = await billing.credits.createWallet({
  customerKey: 'initech',
  name: 'Welcome credits',
  currency: 'EUR',
});
await billing.credits.add({ walletId: wallet.id, kind: 'granted', credits: '100' });
await billing.subscriptions.create({ subscriptionKey, customerKey: 'initech', planCode: 'team' });

/** The usage of one day, more of it each month. */
function usageOf(month: number, day: number): UsageEventInput {
  const timestamp = new Date(Date.UTC(2026, month, day, 12));
  return {
    id: `usage-${timestamp.toISOString()}`,
    subscriptionKey,
    metric: 'gigabytes',
    timestamp: timestamp.toISOString(),
    properties: { gigabytes: String(5 * (month + 1)) },
  };
}

for (let month = 0; month < 12; month++) {
  const days = Array.from({ length: 28 }, (_, day) => usageOf(month, day + 1));
  await billing.usage.record({ events: days });
  if (month === 6) {
    await billing.advanceTo('2026-07-15T10:00:00Z');
    await billing.subscriptions.changePlan({ subscriptionKey, planCode: 'company' });
  }
  await billing.advanceTo(new Date(Date.UTC(2026, month + 1, 1, 12)));
}

const invoices = [];
for await (const invoice of billing.invoices.list({ subscriptionKey })) invoices.unshift(invoice);
for (const { number, issuingDate, fees, totals } of invoices) {
  const lines = fees.map(({ name, amount }) => `${name} ${amount.amount}`).join(', ');
  console.log(`${number}  ${issuingDate}  ${totals.due.amount.padStart(8)} EUR  ${lines}`);
}
const due = sumMoney(
  invoices.map(({ totals }) => totals.due),
  'EUR',
);
const { balance } = await billing.credits.getWallet({ walletId: wallet.id });
console.log(
  `${invoices.length} invoices, ${due.amount} EUR due, ${balance.amount} EUR of credits left`,
);
console.log(`a year in ${Math.round(performance.now() - started)} ms`);
await billing.close();
