import type { PlanChange } from '@billport/core';
import type { LagoState } from '../state.ts';
import { type SubscriptionRow, subscriptionsOf } from '../subscription-book.ts';
import { addRow } from './add-row.ts';
import { currencyRefusal } from './currency-refusal.ts';
import type { SubscriptionInput } from './read-subscription.ts';
import { announce, cancelWaiting } from './refresh-rows.ts';

/** A dearer plan counts at once: the row ends, and another one takes its place. */
async function upgrade(
  state: LagoState,
  current: SubscriptionRow,
  { subscription }: PlanChange,
): Promise<SubscriptionRow> {
  const book = subscriptionsOf(state);
  const row = addRow(state, subscription, current.lagoId);
  const before = book.put({
    ...current,
    status: 'terminated',
    terminatedAt: subscription.startedAt,
    next: row.lagoId,
  });
  await announce(state, 'subscription.terminated', before);
  await announce(state, 'subscription.started', row);
  return row;
}

/** A cheaper plan waits for the end of the period; the answer is the present row. */
async function downgrade(
  state: LagoState,
  current: SubscriptionRow,
  { subscription: view }: PlanChange,
  planCode: string,
): Promise<SubscriptionRow> {
  const waiting = addRow(state, view, current.lagoId, { planCode, status: 'pending' });
  const row = subscriptionsOf(state).put({ ...current, view, next: waiting.lagoId });
  await announce(state, 'subscription.updated', row);
  return row;
}

/** One that has not begun starts on the other plan; it may get another name as well. */
async function replace(
  state: LagoState,
  current: SubscriptionRow,
  { subscription }: PlanChange,
  name: string | undefined,
): Promise<SubscriptionRow> {
  const view =
    name === undefined
      ? subscription
      : await state.billing.subscriptions.update({ subscriptionKey: current.externalId, name });
  return subscriptionsOf(state).put({ ...current, view, planCode: view.planCode });
}

/**
 * `POST /subscriptions` for a key that has a subscription (`facts/lago.md §b` "Subscriptions").
 * On the plan that it has already nothing changes, whatever else is asked for.
 */
export async function changePlan(
  state: LagoState,
  current: SubscriptionRow,
  input: SubscriptionInput,
): Promise<SubscriptionRow> {
  const planCode = input.plan.code;
  if (planCode === current.planCode) return current;
  const waiting = subscriptionsOf(state).waitingAfter(current);
  if (waiting?.planCode === planCode) return current;
  const change = await currencyRefusal(() =>
    state.billing.subscriptions.changePlan({ subscriptionKey: current.externalId, planCode }),
  );
  if (waiting !== undefined) cancelWaiting(state, waiting);
  const present = { ...current, next: undefined };
  if (change.change === 'upgrade') return upgrade(state, present, change);
  if (change.change === 'replaced') return replace(state, present, change, input.name);
  return downgrade(state, present, change, planCode);
}
