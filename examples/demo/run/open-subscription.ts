import { type Billing, type CreatePlanInput, moneyFromMinor } from '@billport/core';
import type { TimedBilling } from '../../provider/timed-billing.ts';
import type { SubscriptionTimes } from '../inputs/subscription-input.ts';

/** The caller's own keys of the one customer and the one subscription of a bill. */
export const CUSTOMER = 'demo-customer';
export const SUBSCRIPTION = 'demo-subscription';

/** The plan that a subscription is on until `startedAt`, where that is not its first start. */
function planBefore(plan: CreatePlanInput): CreatePlanInput {
  return {
    code: `${plan.code}-before`,
    interval: plan.interval,
    timing: 'arrears',
    price: moneyFromMinor(0n, plan.price.currency),
  };
}

/** Creates the subscription while its start still lies in the future. */
export async function createSubscription(
  billing: Billing,
  plan: CreatePlanInput,
  times: SubscriptionTimes,
): Promise<void> {
  const first = times.anchor < times.startedAt ? planBefore(plan) : plan;
  if (first !== plan) await billing.plans.create(first);
  await billing.subscriptions.create({
    subscriptionKey: SUBSCRIPTION,
    customerKey: CUSTOMER,
    planCode: first.code,
    billingTime: times.billingTime,
    startAt: new Date(times.anchor),
  });
}

/** Brings the subscription to the moment from which it is on the plan of the bill. */
export async function startSubscription(
  billing: TimedBilling,
  plan: CreatePlanInput,
  times: SubscriptionTimes,
): Promise<void> {
  await billing.advanceTo(new Date(times.startedAt));
  if (times.anchor === times.startedAt) return;
  await billing.subscriptions.changePlan({ subscriptionKey: SUBSCRIPTION, planCode: plan.code });
}

/** Bills everything up to the moment of the bill, and ends the subscription where the bill says so. */
export async function advanceToBill(
  billing: TimedBilling,
  times: SubscriptionTimes,
): Promise<void> {
  if (times.terminatedAt !== undefined) {
    await billing.advanceTo(new Date(times.terminatedAt));
    await billing.subscriptions.terminate({ subscriptionKey: SUBSCRIPTION });
  }
  await billing.advanceTo(new Date(times.billAt));
}
