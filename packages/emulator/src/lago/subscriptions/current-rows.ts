import type { LagoState } from '../state.ts';
import { isLiving, type SubscriptionRow, subscriptionsOf } from '../subscription-book.ts';
import { refreshRows } from './refresh-rows.ts';

/** The active or pending row of a key, as it is now; not a downgrade that waits. */
export async function currentRow(
  state: LagoState,
  externalId: string,
): Promise<SubscriptionRow | undefined> {
  await refreshRows(state, externalId);
  return subscriptionsOf(state).living(externalId);
}

/** Every row as it is now, newest first. */
export async function currentRows(state: LagoState): Promise<SubscriptionRow[]> {
  const book = subscriptionsOf(state);
  const keys = new Set(
    book
      .all()
      .filter(isLiving)
      .map(({ externalId }) => externalId),
  );
  for (const key of keys) await refreshRows(state, key);
  return book.all();
}
