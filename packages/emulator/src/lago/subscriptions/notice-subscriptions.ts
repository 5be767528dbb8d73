import type { LagoState } from '../state.ts';
import { isLiving, type SubscriptionRow, subscriptionsOf } from '../subscription-book.ts';
import { refreshRows } from './refresh-rows.ts';

/** Whether the row was to start, to end or to move to another plan by now. */
function isDue({ status, view }: SubscriptionRow, now: string): boolean {
  const moments = [status === 'pending' ? view.startAt : undefined, view.endingAt, view.nextPlanAt];
  return moments.some((moment) => moment !== undefined && moment <= now);
}

async function refreshEach(
  state: LagoState,
  wanted: (row: SubscriptionRow) => boolean,
): Promise<void> {
  const rows = subscriptionsOf(state).all().reverse();
  const keys = new Set(rows.filter((row) => isLiving(row) && wanted(row)).map((r) => r.externalId));
  for (const key of keys) await refreshRows(state, key);
}

/** Brings subscriptions up to date that changed as time went on, and tells of it. */
export function noticeSubscriptions(state: LagoState): Promise<void> {
  const now = state.now();
  return refreshEach(state, (row) => isDue(row, now));
}

/** Brings the subscriptions of a customer up to date, who was deleted, and tells of it. */
export function noticeEndsOf(state: LagoState, customerKey: string): Promise<void> {
  return refreshEach(state, (row) => row.customerKey === customerKey);
}
