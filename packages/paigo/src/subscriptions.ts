import { type Handlers, native, partial } from '@billport/core';
import type { Connection } from './connection.ts';
import { changePlan } from './subscriptions/change-plan.ts';
import { createSubscription, WITHOUT } from './subscriptions/create-subscription.ts';
import { findSubscription } from './subscriptions/find-subscription.ts';
import { MAY_INVOICE } from './subscriptions/invoices-at-once.ts';
import { listSubscriptions } from './subscriptions/list-subscriptions.ts';
import { toSubscription } from './subscriptions/subscription-view.ts';
import {
  TERMINATE_WITHOUT,
  terminateSubscription,
} from './subscriptions/terminate-subscription.ts';
import { updateSubscription } from './subscriptions/update-subscription.ts';

/** The port `subscriptions`: what the vendor calls enrolments. */
export function subscriptionHandlers(paigo: Connection) {
  return {
    create: partial(
      (input, context) => createSubscription(paigo, input, context),
      MAY_INVOICE,
      WITHOUT,
    ),
    get: native(async ({ subscriptionKey }, context) =>
      toSubscription(await findSubscription(paigo, subscriptionKey, context)),
    ),
    list: native((input, context) => listSubscriptions(paigo, input, context)),
    update: native((input, context) => updateSubscription(paigo, input, context)),
    changePlan: partial((input, context) => changePlan(paigo, input, context), MAY_INVOICE),
    terminate: partial(
      (input, context) => terminateSubscription(paigo, input, context),
      MAY_INVOICE,
      TERMINATE_WITHOUT,
    ),
  } satisfies Handlers['subscriptions'];
}
