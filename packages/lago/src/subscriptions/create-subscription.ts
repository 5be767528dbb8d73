import { afterWrite, path } from '@billport/adapter-kit';
import {
  BillingError,
  type CreateSubscriptionInput,
  type Subscription,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { readCustomer } from '../customers/read-customer.ts';
import type { LagoSubscription, LagoSubscriptionInput } from '../wire/subscription.ts';
import {
  aboutSubscription,
  checkSubscription,
  findLiving,
  subscriptionLookup,
} from './find-subscription.ts';
import { droppedWarnings } from './kept-fields.ts';
import type { PlanLookup } from './plan-lookup.ts';
import { toSubscription } from './subscription-view.ts';
import { thresholdsBody } from './usage-thresholds.ts';

function alreadyThere(key: string): BillingError {
  return new BillingError('already_exists', {
    message: `There is a subscription ${JSON.stringify(key)} already. Use changePlan to move it to another plan.`,
    details: aboutSubscription(key),
  });
}

function bodyOf(input: CreateSubscriptionInput): LagoSubscriptionInput {
  return {
    external_customer_id: input.customerKey,
    external_id: input.subscriptionKey,
    plan_code: input.planCode,
    name: input.name,
    billing_time: input.billingTime,
    subscription_at: input.startAt,
    ending_at: input.endingAt,
    usage_thresholds: thresholdsBody(input.usageThresholds),
  };
}

/** @throws BillingError `conflict` when somebody took the key in between: then it was a change of plan. */
function checkMade(row: LagoSubscription, input: CreateSubscriptionInput): void {
  checkSubscription(row, input.subscriptionKey);
  if (row.plan_code === input.planCode && !row.previous_plan_code) return;
  const key = input.subscriptionKey;
  throw new BillingError('conflict', {
    message: `Another call made subscription ${JSON.stringify(key)} at the same moment, and Lago took this one for a change of its plan to ${JSON.stringify(input.planCode)}. Look at it with subscriptions.get.`,
    details: { ...aboutSubscription(key), state: row.status },
  });
}

/** Lago makes invoices in a job of its own (`facts/lago.md §b`, Subscriptions). */
function pendingWarnings({ status, plan }: LagoSubscription): Warning[] {
  const billedLater = plan?.pay_in_advance === false || (plan?.trial_period ?? 0) > 0;
  if (status !== 'active' || billedLater) return [];
  const message =
    'What is billed in advance comes on an invoice that Lago makes after this answer.';
  return [{ code: 'pending', message }];
}

/**
 * Puts a customer on a plan. Lago makes a customer whom it does not know, and takes a key that is
 * taken for a change of plan: both are looked up before (`facts/lago.md §b`, Subscriptions).
 * @throws BillingError `not_found`, `already_exists`, or `rejected` by Lago.
 */
export async function createSubscription(
  lago: Connection,
  input: CreateSubscriptionInput,
  context: CallContext,
  plans: PlanLookup,
): Promise<Subscription & { warnings: Warning[] }> {
  const { subscriptionKey: key, customerKey } = input;
  const body = bodyOf(input);
  const [, living] = await Promise.all([
    readCustomer(lago, customerKey, context),
    findLiving(lago, key, context),
  ]);
  if (living !== undefined) throw alreadyThere(key);
  const row = await lago.one<LagoSubscription>(
    'subscription',
    {
      method: 'POST',
      path: path`/subscriptions`,
      body: { subscription: body },
      // The same key on the same plan brings the one that is there (§a, Retry safety).
      repeat: 'safe',
      about: { ...aboutSubscription(key), named: { plan: input.planCode, customer: customerKey } },
      lookup: subscriptionLookup(key),
    },
    context,
  );
  checkMade(row, input);
  const made = await afterWrite(subscriptionLookup(key), () => toSubscription(row, plans));
  return { ...made, warnings: [...droppedWarnings(input, row, made), ...pendingWarnings(row)] };
}
