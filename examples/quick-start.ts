/** Meter, bill, and read the invoice: everything on one SQLite database in this process. */
import { manualClock } from '@billport/core';
import { createEmbedded } from '@billport/embedded';

const billing = createEmbedded({ clock: manualClock('2026-01-01T00:00:00Z') });

await billing.metrics.create({ code: 'calls', aggregation: 'count' });
await billing.plans.create({
  code: 'starter',
  interval: 'monthly',
  timing: 'arrears',
  price: { amount: '20.00', currency: 'USD' },
  charges: [
    { metric: 'calls', model: 'standard', timing: 'arrears', pricing: { unitAmount: '0.002' } },
  ],
});
await billing.customers.upsert({ customerKey: 'acme', name: 'Acme Inc.' });
await billing.subscriptions.create({
  subscriptionKey: 'acme-starter',
  customerKey: 'acme',
  planCode: 'starter',
});

// The id makes it safe to send an event again: it counts once.
for (let call = 0; call < 3; call++) {
  await billing.usage.record({
    events: [
      {
        id: `call-${call}`,
        subscriptionKey: 'acme-starter',
        metric: 'calls',
        timestamp: '2026-01-15T12:00:00Z',
      },
    ],
  });
}

// A test or a simulation moves the clock; a server calls advanceTo() every now and then.
await billing.advanceTo('2026-02-01T00:00:00Z');

for await (const invoice of billing.invoices.list({ customerKey: 'acme' })) {
  console.log(`${invoice.number} of ${invoice.issuingDate}`);
  for (const fee of invoice.fees) console.log(`  ${fee.name}: ${fee.units} = ${fee.amount.amount}`);
  console.log(`  due: ${invoice.totals.due.amount} ${invoice.totals.due.currency}`);
}
await billing.close();
