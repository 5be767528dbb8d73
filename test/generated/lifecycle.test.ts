import { type CreatePlanInput, type Invoice, manualClock } from '@billport/core';
import { createEmbedded } from '@billport/embedded';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCatalog, somePlans } from './catalog.ts';
import {
  type Books,
  bookProblems,
  fixedPart,
  previewedPart,
  readBooks,
} from './lifecycle-invariants.ts';
import { anyStep, type Business, doStep, type Step } from './lifecycle-steps.ts';

/** `LIFECYCLES=1000 LIFECYCLE_SEED=7 vitest run test/generated/lifecycle` for more, or again. */
const LIVES = Number(process.env.LIFECYCLES ?? 40);
const SEED = Number(process.env.LIFECYCLE_SEED ?? 20_260_101);
const STEPS = 45;
const START = '2026-01-20T10:30:00Z';
const DAY = 86_400_000;

async function openBusiness(plans: readonly CreatePlanInput[]): Promise<Business> {
  const clock = manualClock(START);
  const billing = createEmbedded({ clock });
  await createCatalog(billing, plans);
  await billing.customers.upsert({ customerKey: 'acme', taxCodes: ['vat'] });
  await billing.customers.upsert({ customerKey: 'globex', gracePeriodDays: 3 });
  return { billing, clock, events: 0 };
}

/** Final invoices as they were when they were first seen. */
type Seen = Map<string, string>;

function changedInvoices({ invoices }: Books, seen: Seen): string[] {
  return invoices.flatMap((invoice) => {
    if (invoice.status !== 'finalized' && invoice.status !== 'voided') return [];
    const now = fixedPart(invoice);
    const before = seen.get(invoice.id) ?? now;
    seen.set(invoice.id, before);
    return now === before ? [] : [`${invoice.id} changed from ${before} to ${now}`];
  });
}

async function check(business: Business, seen: Seen): Promise<void> {
  const books = await readBooks(business.billing);
  expect([
    ...business.billing.audit(),
    ...bookProblems(books),
    ...changedInvoices(books, seen),
  ]).toEqual([]);
}

const life = fc.record({
  plans: somePlans,
  steps: fc.array(anyStep, { minLength: 1, maxLength: STEPS, size: 'max' }),
});

test('money, usage and final invoices keep their invariants, whatever happens in whatever order', {
  timeout: 120_000 + LIVES * 3000,
}, async () => {
  const done = new Map<Step['kind'], number>();
  await fc.assert(
    fc.asyncProperty(life, async ({ plans, steps }) => {
      const business = await openBusiness(plans);
      const seen: Seen = new Map();
      for (const step of steps) {
        const outcome = await doStep(business, step);
        if (outcome === 'done') done.set(step.kind, (done.get(step.kind) ?? 0) + 1);
        await check(business, seen);
      }
      await business.billing.close();
    }),
    { seed: SEED, numRuns: LIVES, interruptAfterTimeLimit: 110_000 + LIVES * 3000 },
  );
  // Every kind of step has really happened, so that the invariants were tried on it.
  expect([...done.values()].filter((count) => count > LIVES / 8)).toHaveLength(14);
});

/** The subscription's first invoice after now, and what was foretold of it. */
async function foretold({ billing, clock }: Business): Promise<[Invoice, Invoice]> {
  const subscriptionKey = 's0';
  const known = new Set<string>();
  for await (const { id } of billing.invoices.list({ subscriptionKey })) known.add(id);
  const preview = await billing.invoices.preview({ of: 'subscription', subscriptionKey });
  for (;;) {
    await billing.advanceTo(clock.now() + DAY);
    const all = await Array.fromAsync(
      billing.invoices.list({ subscriptionKey, type: 'subscription' }),
    );
    const next = all.findLast(({ id }) => !known.has(id));
    if (next?.status === 'finalized') return [preview, next];
  }
}

const alone = fc.record({
  plans: somePlans,
  steps: fc.array(
    anyStep.filter(({ kind }) => kind !== 'terminate'),
    { maxLength: 30 },
  ),
});

test('a preview is the invoice that follows, when nothing happens in between', {
  timeout: 120_000 + LIVES * 3000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(alone, async ({ plans, steps }) => {
      const business = await openBusiness(plans);
      const customer = { customer: 'acme', subscription: 's0' };
      await doStep(business, {
        kind: 'subscribe',
        ...customer,
        plan: 'plan-0',
        anniversary: false,
        daysAhead: 0,
      });
      // One subscription alone, so that no other invoice takes coupons, notes or credits before.
      for (const step of steps) {
        if (step.kind !== 'subscribe') await doStep(business, { ...step, ...customer } as Step);
      }
      const [preview, invoice] = await foretold(business);
      expect(previewedPart(preview)).toEqual(previewedPart(invoice));
      await business.billing.close();
    }),
    { seed: SEED, numRuns: LIVES, interruptAfterTimeLimit: 110_000 + LIVES * 3000 },
  );
});
