import {
  type Charge,
  type CreatePlanInput,
  type Invoice,
  manualClock,
  toInstant,
} from '@billport/core';
import { createEmbedded, type EmbeddedBilling } from '@billport/embedded';
import fc from 'fast-check';
import { expect, test } from 'vitest';

/** `LIFECYCLES=1000 LIFECYCLE_SEED=7 vitest run test/generated/billed-once` for more, or again. */
const LIVES = Number(process.env.LIFECYCLES ?? 60);
const SEED = Number(process.env.LIFECYCLE_SEED ?? 20_260_101);
const START = Date.parse('2026-01-20T10:30:00Z');
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const subscriptionKey = 's';

const pricing = { unitAmount: '0.5' };
const both: Charge[] = [
  { metric: 'calls', code: 'later', model: 'standard', timing: 'arrears', pricing },
  { metric: 'calls', code: 'now', model: 'standard', timing: 'advance', pricing },
];

const PLANS = ['p0', 'p1', 'p2'] as const;

function plansOf(timing: fc.Arbitrary<'arrears' | 'advance'>): fc.Arbitrary<CreatePlanInput[]> {
  const terms = fc.record({
    interval: fc.constantFrom('weekly', 'monthly', 'quarterly'),
    amount: fc.constantFrom('7.00', '30.00', '90.00'),
    timing,
    invoiceable: fc.boolean(),
  });
  return fc.tuple(
    ...PLANS.map((code) =>
      terms.map(({ amount, invoiceable, ...rest }) => ({
        code,
        ...rest,
        price: { amount, currency: 'USD' },
        charges: both.map((charge) =>
          charge.timing === 'advance' ? { ...charge, invoiceable } : charge,
        ),
      })),
    ),
  );
}

type Step =
  | { kind: 'use'; minutes: number }
  | { kind: 'advance'; days: number }
  | { kind: 'change'; plan: string }
  | { kind: 'zone'; zone: string };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('use' as const),
      minutes: fc.oneof(
        fc.integer({ min: -3 * 1440, max: 0 }),
        fc.integer({ min: -20 * 1440, max: 20 * 1440 }),
      ),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('advance' as const),
      days: fc.integer({ min: 1, max: 40 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('change' as const), plan: fc.constantFrom(...PLANS) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('zone' as const),
      zone: fc.constantFrom('America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland', 'UTC'),
    }),
  },
);

const life = (timing: fc.Arbitrary<'arrears' | 'advance'>) =>
  fc.record({
    plans: plansOf(timing),
    anniversary: fc.boolean(),
    grace: fc.constantFrom(0, 0, 4),
    steps: fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }),
  });

type Life = ReturnType<typeof life> extends fc.Arbitrary<infer Value> ? Value : never;

/** Sends one event; tells whether it came before its period was billed. */
async function send(billing: EmbeddedBilling, id: string, at: number): Promise<boolean> {
  const timestamp = toInstant(Math.max(at, START));
  const event = { id, subscriptionKey, metric: 'calls', timestamp };
  const { warnings = [] } = await billing.usage.record({ events: [event] });
  return warnings.every(({ code }) => code !== 'not_applied');
}

/** Lives the life to its end. Answers the events that came in time, and all invoices. */
async function live({ plans, anniversary, grace, steps }: Life) {
  const clock = manualClock(START);
  const billing = createEmbedded({ clock });
  await billing.metrics.create({ code: 'calls', aggregation: 'count' });
  for (const plan of plans) await billing.plans.create(plan);
  const customerKey = 'acme';
  await billing.customers.upsert({ customerKey, gracePeriodDays: grace });
  await billing.subscriptions.create({
    subscriptionKey,
    customerKey,
    planCode: PLANS[0],
    billingTime: anniversary ? 'anniversary' : 'calendar',
  });
  const all: string[] = [];
  const inTime: string[] = [];
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'advance') await billing.advanceTo(clock.now() + step.days * DAY);
    if (step.kind === 'zone') await billing.customers.upsert({ customerKey, timezone: step.zone });
    if (step.kind === 'change') {
      await billing.subscriptions.changePlan({ subscriptionKey, planCode: step.plan });
    }
    if (step.kind === 'use') {
      const id = `e${index}`;
      all.push(id);
      if (await send(billing, id, clock.now() + step.minutes * MINUTE)) inTime.push(id);
    }
  }
  // Past the events that were sent ahead, and past every grace period.
  await billing.advanceTo(clock.now() + 30 * DAY);
  await billing.subscriptions.terminate({ subscriptionKey });
  await billing.advanceTo(clock.now() + 10 * DAY);
  const endedAt = toInstant(clock.now() - 10 * DAY);
  const invoices = await Array.fromAsync(billing.invoices.list({ limit: 100 }));
  expect(billing.audit()).toEqual([]);
  await billing.close();
  return { all, inTime, invoices, endedAt };
}

const feesOf = (invoices: readonly Invoice[], code: string) =>
  invoices.flatMap(({ fees }) => fees).filter(({ chargeCode }) => chargeCode === code);

test('every event is billed once, in arrears and in advance, through changes of plan and zone', {
  timeout: 60_000 + LIVES * 2000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(life(fc.constantFrom('arrears', 'advance')), async (given) => {
      const { all, inTime, invoices } = await live(given);
      const later = feesOf(invoices, 'later').reduce((sum, fee) => sum + (fee.eventsCount ?? 0), 0);
      expect(later).toBe(inTime.length);
      const billed = feesOf(invoices, 'now').flatMap(({ eventId }) => eventId ?? []);
      expect(billed.sort()).toEqual([...all].sort());
    }),
    { seed: SEED, numRuns: LIVES },
  );
});

test('what invoices bill of usage covers the life of a subscription without gap or overlap', {
  timeout: 60_000 + LIVES * 2000,
}, async () => {
  await fc.assert(
    // In arrears each period has its price at least, so that each has an invoice.
    fc.asyncProperty(life(fc.constant('arrears')), async (given) => {
      const { invoices, endedAt } = await live(given);
      const spans = invoices
        .flatMap(({ periods }) => periods.flatMap(({ chargesPeriod }) => chargesPeriod ?? []))
        .sort((one, other) => (one.from < other.from ? -1 : 1));
      expect(spans.map(({ from }) => from)).toEqual([
        toInstant(START),
        ...spans.slice(0, -1).map(({ to }) => to),
      ]);
      // The instant of the end belongs to the subscription (facts/rating.md §3).
      expect(spans.at(-1)?.to).toBe(toInstant(Date.parse(endedAt) + 1));
    }),
    { seed: SEED, numRuns: LIVES },
  );
});
