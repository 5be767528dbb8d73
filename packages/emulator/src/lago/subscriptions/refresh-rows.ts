import type { Subscription } from '@billport/core';
import { customerObjectBehind } from '../customers/customer-behind.ts';
import { fullSubscriptionObject } from '../objects/subscriptions.ts';
import type { LagoState } from '../state.ts';
import { type SubscriptionRow, subscriptionsOf } from '../subscription-book.ts';

/** A row that has changed by itself, and the webhook that tells of it. */
interface Change {
  readonly type: string;
  readonly row: SubscriptionRow;
}

function ended(row: SubscriptionRow, at: string, view = row.view): SubscriptionRow {
  return { ...row, view, status: 'terminated', terminatedAt: at };
}

/** The engine moved on to the plan that waited. */
function moveOn(
  state: LagoState,
  current: SubscriptionRow,
  waiting: SubscriptionRow,
  view: Subscription,
): Change[] {
  const book = subscriptionsOf(state);
  const at = view.startedAt ?? state.now();
  const before = book.put(ended(current, at));
  const started = book.put({ ...waiting, view, status: 'active' });
  return [
    { type: 'subscription.terminated', row: before },
    { type: 'subscription.started', row: started },
    ...follow(state, started, view),
  ];
}

/** Brings the row of the same plan to what the engine shows. */
function follow(state: LagoState, current: SubscriptionRow, view: Subscription): Change[] {
  const book = subscriptionsOf(state);
  const waiting = book.waitingAfter(current);
  if (view.status === 'terminated') {
    const row = ended(current, view.terminatedAt ?? state.now(), view);
    if (waiting !== undefined) cancelWaiting(state, waiting);
    return [{ type: 'subscription.terminated', row: book.put({ ...row, next: undefined }) }];
  }
  if (view.status === 'canceled') {
    const row = book.put({ ...current, view, status: 'canceled', canceledAt: state.now() });
    return [{ type: 'subscription.terminated', row }];
  }
  const status = view.status === 'active' ? 'active' : 'pending';
  const row = book.put({ ...current, view, status });
  return status === current.status ? [] : [{ type: 'subscription.started', row }];
}

/** Cancels a downgrade that waits. The engine is told by the caller. */
export function cancelWaiting(state: LagoState, waiting: SubscriptionRow): SubscriptionRow {
  const book = subscriptionsOf(state);
  const previous = book.byId(waiting.previous);
  if (previous !== undefined) book.put({ ...previous, next: undefined });
  return book.put({ ...waiting, status: 'canceled', canceledAt: state.now() });
}

/** Tells webhooks of a subscription, with its plan and its customer inside (`facts/lago.md §c`). */
export async function announce(
  state: LagoState,
  type: string,
  row: SubscriptionRow,
): Promise<void> {
  state.webhooks.send(type, 'subscription', {
    ...(await fullSubscriptionObject(state, row)),
    customer: await customerObjectBehind(state, row.customerKey, row.createdAt),
  });
}

/**
 * Brings the rows of a key to what became of it in the engine by time: starts, ends and
 * downgrades. Tells the webhooks of each once.
 */
export async function refreshRows(state: LagoState, externalId: string): Promise<void> {
  const book = subscriptionsOf(state);
  if (book.living(externalId) === undefined) return;
  const view = await state.billing.subscriptions.get({ subscriptionKey: externalId });
  // Another request may have brought it up to date meanwhile.
  const current = book.living(externalId);
  if (current === undefined) return;
  const waiting = book.waitingAfter(current);
  const changes =
    waiting !== undefined && view.planCode === waiting.planCode
      ? moveOn(state, current, waiting, view)
      : follow(state, current, view);
  for (const { type, row } of changes) await announce(state, type, row);
}
