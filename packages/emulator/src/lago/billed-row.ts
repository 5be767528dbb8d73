import type { LagoState } from './state.ts';
import { type SubscriptionRow, subscriptionIdOf, subscriptionsOf } from './subscription-book.ts';

/**
 * The row of a subscription that something bills: one key has several, after changes of plan and
 * when it was used again.
 * @param at When it was billed; ISO 8601 in UTC.
 */
export function billedRow(
  state: LagoState,
  externalId: string,
  planCode: string | undefined,
  at: string,
): SubscriptionRow | undefined {
  const rows = subscriptionsOf(state)
    .ofKey(externalId)
    .filter((row) => planCode === undefined || row.planCode === planCode);
  return rows.findLast(({ view }) => view.startAt <= at) ?? rows.at(-1);
}

/** Lago's id of that row. */
export function billedRowId(
  state: LagoState,
  externalId: string,
  planCode: string | undefined,
  at: string,
): string {
  const row = billedRow(state, externalId, planCode, at);
  return row?.lagoId ?? subscriptionIdOf(state, externalId, planCode ?? '');
}
