import type { LagoState } from '../state.ts';
import { type SubscriptionRow, subscriptionsOf } from '../subscription-book.ts';
import { refreshRows } from './refresh-rows.ts';

/** The active or pending row of a key, as it is now; not a downgrade that waits. */
export async function currentRow(
  state: LagoState,
  externalId: string,
): Promise<SubscriptionRow | undefined> {
  await refreshRows(state, externalId);
  return subscriptionsOf(state).living(externalId);
}
