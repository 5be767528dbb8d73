import { wholePage } from '@billport/adapter-kit';
import {
  BillingError,
  type CheckedInputOf,
  type contract,
  type Page,
  type Subscription,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { allSubscriptions } from './account-scan.ts';
import { customersSubscriptions } from './find-subscription.ts';
import { enrolledAt, type FoundSubscription } from './match-enrollments.ts';
import { toSubscription } from './subscription-view.ts';

type ListInput = CheckedInputOf<typeof contract.subscriptions.list>;

/** The subscriptions of a customer, else of all; none of a customer whom there is not. */
async function subscriptionsFor(
  paigo: Connection,
  customerKey: string | undefined,
  context: CallContext,
): Promise<readonly FoundSubscription[]> {
  if (customerKey === undefined) return allSubscriptions(paigo, context);
  try {
    return (await customersSubscriptions(paigo, customerKey, context)).subscriptions;
  } catch (error) {
    if (BillingError.is(error, 'not_found')) return [];
    throw error;
  }
}

/** When a subscription came, as far as anybody knows. */
function since({ record, enrollment }: FoundSubscription): string {
  return record?.createdAt ?? (enrollment && enrolledAt(enrollment)) ?? '';
}

/** A page of subscriptions, newest first. Paigo has no list of them: they hang under the customers. */
export function listSubscriptions(
  paigo: Connection,
  { customerKey, planCode, status, limit, cursor }: ListInput,
  context: CallContext,
): Promise<Page<Subscription>> {
  return wholePage<Subscription, Subscription>({
    scope: JSON.stringify(['subscriptions', customerKey, planCode, status]),
    limit,
    cursor,
    fetch: async () => {
      const found = await subscriptionsFor(paigo, customerKey, context);
      return found
        .toSorted((one, other) => since(other).localeCompare(since(one)))
        .map(toSubscription);
    },
    keep: (item) =>
      (planCode === undefined || item.planCode === planCode) &&
      (status === undefined || status.some((each) => each === item.status)),
    idOf: (item) => JSON.stringify([item.customerKey, item.subscriptionKey, item.createdAt]),
    toItem: (item) => item,
  });
}
