import type { Customer, Subscription } from '@billport/core';
import { Refusal } from '../../answers/refusal.ts';
import { shownSubscription } from '../../answers/shown/index.ts';
import { namedCustomer } from '../named.ts';
import type { ToolCall } from '../tool-call.ts';

/** Most candidates that a refusal names. */
const MOST_CANDIDATES = 10;

/**
 * The one active subscription of a customer.
 * @throws Refusal `ambiguous` with candidates when there are several, `not_found` when there is none.
 */
export async function onlySubscription(
  customer: Customer,
  { billing }: ToolCall,
): Promise<Subscription> {
  const { items } = await billing.subscriptions.list({
    customerKey: customer.customerKey,
    status: ['active'],
    limit: MOST_CANDIDATES,
  });
  const [only] = items;
  if (only !== undefined && items.length === 1) return only;
  if (only === undefined) {
    throw new Refusal('not_found', {
      field: 'customer',
      message: `customer: ${namedCustomer(customer)} has no active subscription.`,
      next: 'get_subscription with customer shows those that ended or start later; name one as subscription.',
    });
  }
  throw new Refusal('ambiguous', {
    field: 'customer',
    message: `customer: ${namedCustomer(customer)} has ${items.length} active subscriptions or more.`,
    next: 'Ask which one is meant, and call again with subscription.',
    facts: { candidates: items.map((item) => shownSubscription(item, false)) },
  });
}
