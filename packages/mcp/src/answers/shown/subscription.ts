import type { Subscription } from '@billport/core';
import type { Fact } from '../answer.ts';
import { shortInstant } from './short.ts';
import { whole } from './whole.ts';

/** A subscription: who is on which plan since when, or all of it. */
export function shownSubscription(subscription: Subscription, detailed: boolean): Fact {
  if (detailed) return whole(subscription);
  const { subscriptionKey, customerKey, planCode, name, status } = subscription;
  return {
    subscriptionKey,
    customerKey,
    planCode,
    name,
    status,
    startAt: shortInstant(subscription.startAt),
    endingAt: shortInstant(subscription.endingAt),
    terminatedAt: shortInstant(subscription.terminatedAt),
    nextPlanCode: subscription.nextPlanCode,
    nextPlanAt: shortInstant(subscription.nextPlanAt),
  };
}
