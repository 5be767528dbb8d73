import type { LagoPlan } from '../plan-book.ts';
import type { LagoState } from '../state.ts';
import { isLiving, type SubscriptionRow, subscriptionsOf } from '../subscription-book.ts';
import { announce, cancelWaiting, refreshRows } from './refresh-rows.ts';

/** How a subscription ends. */
interface Ending {
  readonly unusedCredit: 'credit' | 'refund' | 'offset' | 'skip';
  readonly finalInvoice: 'generate' | 'skip';
}

const ORDINARY: Ending = { unusedCredit: 'credit', finalInvoice: 'generate' };

/** Cancels a downgrade that waits: the subscription stays on its plan. */
async function cancelDowngrade(state: LagoState, waiting: SubscriptionRow): Promise<void> {
  const previous = subscriptionsOf(state).byId(waiting.previous);
  const { externalId: subscriptionKey } = waiting;
  const planCode = previous?.planCode ?? waiting.planCode;
  const { subscription } = await state.billing.subscriptions.changePlan({
    subscriptionKey,
    planCode,
  });
  const row = cancelWaiting(state, waiting);
  const current = subscriptionsOf(state).living(subscriptionKey);
  if (current !== undefined) subscriptionsOf(state).put({ ...current, view: subscription });
  await announce(state, 'subscription.terminated', row);
}

/**
 * Ends an active row, or cancels a pending one.
 * @returns the row as it is then
 */
export async function endSubscription(
  state: LagoState,
  row: SubscriptionRow,
  ending: Ending = ORDINARY,
): Promise<SubscriptionRow> {
  const book = subscriptionsOf(state);
  if (book.isWaiting(row)) {
    await cancelDowngrade(state, row);
  } else {
    const { externalId: subscriptionKey } = row;
    await state.billing.subscriptions.terminate({ subscriptionKey, ...ending });
    await refreshRows(state, subscriptionKey);
  }
  return book.byId(row.lagoId) ?? row;
}

/** Ends every subscription of a plan, and cancels those that wait to move to it. */
export async function endSubscriptionsOf(state: LagoState, plan: LagoPlan): Promise<void> {
  const book = subscriptionsOf(state);
  for (const { lagoId } of book.all()) {
    const row = book.byId(lagoId);
    if (row === undefined || !isLiving(row) || row.planCode !== plan.code) continue;
    await endSubscription(state, row);
  }
}
