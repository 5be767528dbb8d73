import { type Handlers, native, partial } from '@billport/core';
import type { Connection } from './connection.ts';
import { changePlan } from './subscriptions/change-plan.ts';
import { createSubscription } from './subscriptions/create-subscription.ts';
import { readSubscription } from './subscriptions/find-subscription.ts';
import { listSubscriptions } from './subscriptions/list-subscriptions.ts';
import { planLookup } from './subscriptions/plan-lookup.ts';
import { toSubscription } from './subscriptions/subscription-view.ts';
import { terminateSubscription } from './subscriptions/terminate-subscription.ts';
import { updateSubscription } from './subscriptions/update-subscription.ts';

/** The port `subscriptions`. */
export function subscriptionHandlers(lago: Connection) {
  const plans = planLookup(lago);
  const without = lago.premium ? ['metadata'] : ['metadata', 'usageThresholds'];
  const missing = lago.premium
    ? 'Lago keeps no metadata of subscriptions.'
    : 'Lago keeps no metadata of subscriptions, and thresholds of usage with a licence only.';
  return {
    create: partial(
      (input, context) => createSubscription(lago, input, context, plans),
      missing,
      without,
    ),
    get: native(async ({ subscriptionKey }, context) =>
      toSubscription(await readSubscription(lago, subscriptionKey, context), plans),
    ),
    list: native((input, context) => listSubscriptions(lago, input, context, plans)),
    update: partial(
      (input, context) => updateSubscription(lago, input, context, plans),
      missing,
      without,
    ),
    changePlan: native((input, context) => changePlan(lago, input, context, plans)),
    terminate: native((input, context) => terminateSubscription(lago, input, context, plans)),
  } satisfies Handlers['subscriptions'];
}
