import { path } from '@billport/adapter-kit';
import type { CallContext, Connection } from '../connection.ts';

/** What is read of a subscription here. */
interface SubscriptionOnPlan {
  readonly lago_id: string;
  readonly external_id: string;
}

/** States of subscriptions that are billed, or are going to be. */
export const LIVING = ['active', 'pending', 'incomplete'] as const;

/** All states of subscriptions; without a filter Lago lists active ones only (`facts/lago.md §b`). */
export const ANY = [...LIVING, 'terminated', 'canceled'] as const;

/** The key of a subscription on the plan in one of these states, if there is one. */
export async function subscriptionOn(
  lago: Connection,
  planCode: string,
  status: readonly string[],
  context: CallContext,
): Promise<string | undefined> {
  const { items } = await lago.page<SubscriptionOnPlan, string>(
    {
      path: path`/subscriptions`,
      root: 'subscriptions',
      query: { plan_code: planCode, status },
      limit: 1,
      cursor: undefined,
      toItem: ({ external_id: key }) => key,
    },
    context,
  );
  return items[0];
}
