import type { Subscription } from '@billport/core';
import type { ToolCall } from '../../tools/tool-call.ts';
import { findReference } from './find-reference.ts';

const STANDINGS: readonly Subscription['status'][] = ['active', 'pending'];

/** Which of the subscriptions with one key the key means: 0 for an active one, then what is going to be. */
export function standingOf({ status }: Subscription): number {
  const standing = STANDINGS.indexOf(status);
  return standing === -1 ? STANDINGS.length : standing;
}

/**
 * The subscription with this key, or else with this name; with `customerKey`, only among those of
 * that customer.
 *
 * @throws Refusal `ambiguous` with candidates, `not_found`, or `invalid_arguments` for one of
 *   another customer.
 */
export function findSubscription(
  { billing }: ToolCall,
  reference: string,
  within: { readonly customerKey?: string | undefined } = {},
): Promise<Subscription> {
  return findReference<Subscription>({
    noun: 'subscription',
    field: 'subscription',
    accepts: 'key or name',
    reference,
    get: (subscriptionKey) => billing.subscriptions.get({ subscriptionKey }),
    list: () => billing.subscriptions.list({ limit: 100, customerKey: within.customerKey }),
    ofCustomer: within.customerKey,
    ownerOf: ({ customerKey }) => customerKey,
    keyOf: ({ subscriptionKey }) => subscriptionKey,
    rankOf: standingOf,
    namesOf: ({ subscriptionKey, name }) => [subscriptionKey, name],
    candidate: ({ subscriptionKey, customerKey, planCode, name, status }) => ({
      subscriptionKey,
      customerKey,
      planCode,
      name,
      status,
    }),
  });
}
