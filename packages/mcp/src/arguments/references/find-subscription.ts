import type { Subscription } from '@billport/core';
import type { ToolCall } from '../../tools/tool-call.ts';
import { findReference } from './find-reference.ts';

/**
 * The subscription with this key, or else with this name; with `customerKey`, only among those of
 * that customer.
 *
 * @throws Refusal `ambiguous` with candidates, or `not_found`.
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
    isWithin: ({ customerKey }) => customerKey === (within.customerKey ?? customerKey),
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
