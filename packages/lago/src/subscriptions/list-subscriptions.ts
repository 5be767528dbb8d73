import { path } from '@billport/adapter-kit';
import type { CheckedInputOf, contract, Page, Subscription } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import type { LagoSubscription } from '../wire/subscription.ts';
import type { PlanLookup } from './plan-lookup.ts';
import { toSubscription } from './subscription-view.ts';

type ListInput = CheckedInputOf<typeof contract.subscriptions.list>;

const ALL = ['pending', 'active', 'terminated', 'canceled', 'incomplete'];

/**
 * Whether the row is the subscription, and not a part of its past or future: a change of plan
 * makes another row of the same key, and the one that counts says so in `next_plan_code`.
 */
function isSubscription(row: LagoSubscription): boolean {
  const { status, previous_plan_code: previous, next_plan_code: next } = row;
  if (status === 'terminated') return !next;
  return status === 'active' || !previous;
}

/** A page of subscriptions. Lago lists active ones only, unless it is told (`facts/lago.md §b`). */
export function listSubscriptions(
  lago: Connection,
  { customerKey, planCode, status, limit, cursor }: ListInput,
  context: CallContext,
  plans: PlanLookup,
): Promise<Page<Subscription>> {
  return lago.page<LagoSubscription, Subscription>(
    {
      path: path`/subscriptions`,
      query: { external_customer_id: customerKey, plan_code: planCode, status: status ?? ALL },
      root: 'subscriptions',
      limit,
      cursor,
      keep: isSubscription,
      toItem: (row) => toSubscription(row, plans),
    },
    context,
  );
}
