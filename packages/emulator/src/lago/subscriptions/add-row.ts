import type { Subscription } from '@billport/core';
import type { LagoState } from '../state.ts';
import { type SubscriptionRow, subscriptionsOf } from '../subscription-book.ts';

/** A row for the engine's subscription, under a new id. */
export function addRow(
  state: LagoState,
  view: Subscription,
  previous: string | undefined,
  waitingFor: Partial<SubscriptionRow> = {},
): SubscriptionRow {
  // The newest row has the id that the key stands for.
  state.ids.release('subscription', view.subscriptionKey);
  return subscriptionsOf(state).put({
    lagoId: state.ids.of('subscription', view.subscriptionKey),
    externalId: view.subscriptionKey,
    customerKey: view.customerKey,
    lagoCustomerId: state.ids.of('customer', view.customerKey),
    planCode: view.planCode,
    status: view.status === 'active' ? 'active' : 'pending',
    view,
    previous,
    next: undefined,
    terminatedAt: undefined,
    canceledAt: undefined,
    onTerminationCreditNote: undefined,
    onTerminationInvoice: 'generate',
    createdAt: state.now(),
    ...waitingFor,
  });
}
