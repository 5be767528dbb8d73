import { type Charge, Decimal, manualClock, toInstant } from '@billport/core';
import { createEmbedded, type EmbeddedBilling } from '@billport/embedded';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const START = '2026-04-01T00:00:00Z';
const MONTH_MINUTES = 30 * 1440;
const subscriptionKey = 's';

const tiers = [
  { upTo: '10', unitAmount: '1.25', flatAmount: '3' },
  { upTo: '100', unitAmount: '0.7' },
  { upTo: null, unitAmount: '0.333', flatAmount: '1' },
];
const sum = { metric: 'sum', timing: 'arrears' } as const;
/** Models that price the units alone, whatever events they came in. */
const charges: Charge[] = [
  { ...sum, model: 'standard', pricing: { unitAmount: '0.0371' } },
  { ...sum, code: 'tiers', model: 'graduated', pricing: { tiers } },
  { ...sum, code: 'volume', model: 'volume', pricing: { tiers } },
  { ...sum, code: 'packs', model: 'package', pricing: { amount: '2', size: '7', freeUnits: '3' } },
  { ...sum, code: 'share', model: 'percentage', pricing: { rate: '1.7', freeUnits: '12' } },
  { ...sum, code: 'held', metric: 'held', model: 'standard', pricing: { unitAmount: '2' } },
];

async function openMonth(): Promise<EmbeddedBilling> {
  const clock = manualClock(START);
  const billing = createEmbedded({ clock });
  await billing.customers.upsert({ customerKey: 'acme' });
  await billing.metrics.create({ code: 'sum', aggregation: 'sum', property: 'n' });
  await billing.metrics.create({
    code: 'held',
    aggregation: 'sum',
    property: 'n',
    recurring: true,
  });
  await billing.plans.create({
    code: 'plan',
    interval: 'monthly',
    timing: 'arrears',
    price: { amount: '0.00', currency: 'USD' },
    charges,
  });
  await billing.subscriptions.create({ subscriptionKey, customerKey: 'acme', planCode: 'plan' });
  return billing;
}

interface Piece {
  readonly value: string;
  /** Minutes after the start of the month. */
  readonly at: number;
}

async function send(billing: EmbeddedBilling, pieces: readonly Piece[]): Promise<void> {
  const events = pieces.flatMap(({ value, at }, index) =>
    ['sum', 'held'].map((metric) => ({
      id: `${metric} ${index}`,
      subscriptionKey,
      metric,
      timestamp: toInstant(Date.parse(START) + at * 60_000),
      properties: { n: value },
    })),
  );
  for (const event of events) await billing.usage.record({ events: [event] });
}

/** What the month comes to: usage as it is shown, and the totals of its invoice. */
async function monthOf(pieces: readonly Piece[]) {
  const billing = await openMonth();
  await send(billing, pieces);
  const usage = await billing.usage.current({ subscriptionKey });
  await billing.advanceTo('2026-05-01T00:00:00Z');
  const { items } = await billing.invoices.list({ subscriptionKey });
  expect(billing.audit()).toEqual([]);
  await billing.close();
  const lines = usage.charges.map(({ chargeCode, units, preciseAmount }) => ({
    chargeCode,
    units,
    preciseAmount,
  }));
  return { lines, amount: usage.amount, totals: items.map((invoice) => invoice.totals) };
}

const piece: fc.Arbitrary<Piece> = fc.record({
  value: fc
    .tuple(fc.integer({ min: -2000, max: 9000 }), fc.integer({ min: 0, max: 3 }))
    .map(([coefficient, scale]) => Decimal.fromScaled(BigInt(coefficient), scale).toString()),
  at: fc.nat({ max: MONTH_MINUTES - 1 }),
});

test('usage costs the same in one event as in many, in whatever order they come', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 12 }), async (pieces) => {
      const total = Decimal.sum(pieces.map(({ value }) => Decimal.parse(value)));
      const whole = await monthOf([{ value: total.toString(), at: 0 }]);
      const split = await monthOf(pieces);
      expect(split).toEqual(whole);
      const inOrder = [...pieces].sort((one, other) => other.at - one.at);
      expect(await monthOf(inOrder)).toEqual(split);
      const standard = whole.lines.find(({ chargeCode }) => chargeCode === 'sum');
      const floored = total.compare(Decimal.ZERO) < 0 ? Decimal.ZERO : total;
      const price = floored.times(Decimal.parse('0.0371'));
      expect(standard?.preciseAmount ?? '0').toBe(price.toString());
    }),
    { numRuns: 25 },
  );
});
