import { afterWrite, path } from '@billport/adapter-kit';
import {
  BillingError,
  type Subscription,
  type UpdateSubscriptionInput,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import type { LagoSubscription, LagoSubscriptionChange } from '../wire/subscription.ts';
import {
  aboutSubscription,
  checkLiving,
  checkSubscription,
  readSubscription,
  subscriptionLookup,
} from './find-subscription.ts';
import { droppedWarnings } from './kept-fields.ts';
import type { PlanLookup } from './plan-lookup.ts';
import { toSubscription } from './subscription-view.ts';
import { thresholdsBody } from './usage-thresholds.ts';

/** Lago would ignore the start of one that has started. */
function checkStart(row: LagoSubscription, startAt: string | undefined): void {
  if (startAt === undefined || row.status === 'pending') return;
  throw new BillingError('conflict', {
    message:
      'startAt: the subscription has started: leave its start as it is, or terminate it and create another.',
    details: { ...aboutSubscription(row.external_id), state: row.status },
  });
}

function changeOf(input: UpdateSubscriptionInput): LagoSubscriptionChange {
  return {
    name: input.name,
    ending_at: input.endingAt,
    subscription_at: input.startAt,
    usage_thresholds: thresholdsBody(input.usageThresholds),
  };
}

/**
 * Changes an active or pending subscription.
 * @throws BillingError `not_found`, or `conflict` when it has ended, or has started and is to start
 *   at another time.
 */
export async function updateSubscription(
  lago: Connection,
  input: UpdateSubscriptionInput,
  context: CallContext,
  plans: PlanLookup,
): Promise<Subscription & { warnings: Warning[] }> {
  const { subscriptionKey: key } = input;
  const before = await readSubscription(lago, key, context);
  checkLiving(before);
  checkStart(before, input.startAt);
  const row = await lago.one<LagoSubscription>(
    'subscription',
    {
      method: 'PUT',
      path: path`/subscriptions/${key}`,
      query: { status: before.status },
      body: { subscription: changeOf(input) },
      repeat: 'safe',
      about: aboutSubscription(key),
      lookup: subscriptionLookup(key),
    },
    context,
  );
  const after = await afterWrite(subscriptionLookup(key), () =>
    toSubscription(checkSubscription(row, key), plans),
  );
  return { ...after, warnings: droppedWarnings(input, row, after) };
}
