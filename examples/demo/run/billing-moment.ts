import {
  BillingError,
  type Charge,
  type CreatePlanInput,
  manualClock,
  toEpochMs,
} from '@billport/core';
import { createEmbedded, type EmbeddedBilling } from '@billport/embedded';
import type { SubscriptionTimes } from '../inputs/subscription-input.ts';
import {
  advanceToBill,
  CUSTOMER,
  createSubscription,
  SUBSCRIPTION,
  startSubscription,
} from './open-subscription.ts';

/** Costs something in every period, used or not: the first flat amount of a graduated charge. */
const ALWAYS_BILLED: Charge = {
  metric: 'any',
  model: 'graduated',
  timing: 'arrears',
  pricing: { tiers: [{ upTo: null, unitAmount: '0', flatAmount: '1' }] },
};

async function rehearse(billing: EmbeddedBilling, plan: CreatePlanInput, times: SubscriptionTimes) {
  await billing.metrics.create({ code: 'any', aggregation: 'count' });
  await billing.plans.create(plan);
  await billing.customers.upsert({ customerKey: CUSTOMER, timezone: times.timezone });
  await createSubscription(billing, plan, times);
  await startSubscription(billing, plan, times);
  await advanceToBill(billing, times);
  const { items } = await billing.invoices.list({
    subscriptionKey: SUBSCRIPTION,
    type: 'subscription',
    limit: 1,
  });
  return items[0];
}

/**
 * When the bill will be made: the last billing up to `billAt`. Coupons, credit notes and wallets
 * of a bill are those the customer has at that moment, so they must not be there for the invoices
 * before it. Found by a rehearsal on an engine of its own, which takes a few milliseconds.
 * @throws BillingError `invalid_input` when nothing is billed by then.
 */
export async function billingMoment(
  plan: CreatePlanInput,
  times: SubscriptionTimes,
): Promise<number> {
  const { minimumCommitment: _commitment, usageThresholds: _thresholds, ...rest } = plan;
  const rehearsed: CreatePlanInput = { ...rest, taxCodes: [], charges: [ALWAYS_BILLED] };
  const billing = createEmbedded({ clock: manualClock(times.anchor - 1) });
  try {
    const made = (await rehearse(billing, rehearsed, times))?.createdAt;
    if (made !== undefined) return toEpochMs(made);
    throw new BillingError('invalid_input', {
      message: 'subscription.bill_at: no period is billed by then: write a later moment.',
    });
  } finally {
    await billing.close();
  }
}
