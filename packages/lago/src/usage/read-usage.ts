import { path } from '@billport/adapter-kit';
import {
  BillingError,
  type CheckedInputOf,
  type contract,
  type Page,
  type UsageSummary,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { aboutSubscription, readSubscription } from '../subscriptions/find-subscription.ts';
import type { LagoCustomerUsage } from '../wire/usage.ts';
import { toUsageSummary } from './usage-summary.ts';

/**
 * What a subscription used in its current period. Lago asks for the customer as well, and fails on
 * one whom it does not know: the subscription says who that is (`facts/lago.md §b`, Usage).
 * @throws BillingError `not_found`, or `conflict` when the subscription is not active.
 */
export async function currentUsage(
  lago: Connection,
  subscriptionKey: string,
  context: CallContext,
): Promise<UsageSummary> {
  const row = await readSubscription(lago, subscriptionKey, context);
  if (row.status !== 'active') {
    throw new BillingError('conflict', {
      message: `Subscription ${JSON.stringify(subscriptionKey)} is ${row.status}: only an active one has current usage. See usage.past.`,
      details: { ...aboutSubscription(subscriptionKey), state: row.status },
    });
  }
  const { external_customer_id: customerKey, plan_code: planCode } = row;
  const usage = await lago.read<LagoCustomerUsage>(
    'customer_usage',
    path`/customers/${customerKey}/current_usage`,
    context,
    {
      query: { external_subscription_id: subscriptionKey },
      about: aboutSubscription(subscriptionKey),
      bucket: 'usage',
    },
  );
  return toUsageSummary(usage, { subscriptionKey, customerKey, planCode });
}

/** Periods of an invoice that bills no usage, such as the first one of a plan in advance, are empty. */
const isEmpty = ({
  from_datetime: from,
  to_datetime: to,
  charges_usage: charges,
}: LagoCustomerUsage) => charges.length === 0 && from >= to;

/**
 * A page of what a subscription used in periods that were invoiced.
 * @throws BillingError `not_found`
 */
export async function pastUsage(
  lago: Connection,
  { subscriptionKey, limit, cursor }: CheckedInputOf<typeof contract.usage.past>,
  context: CallContext,
): Promise<Page<UsageSummary>> {
  const { external_customer_id: customerKey } = await readSubscription(
    lago,
    subscriptionKey,
    context,
  );
  return lago.page<LagoCustomerUsage, UsageSummary>(
    {
      path: path`/customers/${customerKey}/past_usage`,
      query: { external_subscription_id: subscriptionKey },
      about: aboutSubscription(subscriptionKey),
      root: 'usage_periods',
      limit,
      cursor,
      idOf: ({ lago_invoice_id: invoice, from_datetime: from }) => JSON.stringify([invoice, from]),
      keep: (usage) => !isEmpty(usage),
      toItem: (usage) => toUsageSummary(usage, { subscriptionKey, customerKey }),
    },
    context,
  );
}
