import { notFound } from '../failure.ts';
import type { LagoState } from '../state.ts';
import { type SubscriptionRow, subscriptionsOf } from '../subscription-book.ts';
import { refreshRows } from './refresh-rows.ts';

/**
 * The newest row of a key with a status.
 * @param status Active when absent (`facts/lago.md §b` "Subscriptions").
 * @throws LagoFailure 404 `subscription_not_found`
 */
export async function findSubscription(
  state: LagoState,
  externalId: string,
  status: string | undefined,
): Promise<SubscriptionRow> {
  await refreshRows(state, externalId);
  const row = subscriptionsOf(state)
    .ofKey(externalId)
    .findLast((candidate) => candidate.status === (status ?? 'active'));
  if (row === undefined) throw notFound('subscription');
  return row;
}
