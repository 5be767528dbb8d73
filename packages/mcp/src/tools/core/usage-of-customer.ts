import type { UsageSummary, Warning } from '@billport/core';
import { warningsOf } from '../result-warnings.ts';
import type { ToolCall } from '../tool-call.ts';

/** Most subscriptions whose usage one answer has: each costs a request. */
const MOST_SUBSCRIPTIONS = 10;

/** Usage of the running periods of a customer. */
export interface CustomerUsage {
  readonly summaries: readonly UsageSummary[];
  /** Leads to the usage of the other subscriptions. */
  readonly nextCursor?: string | undefined;
  readonly warnings: readonly Warning[];
}

/** Which subscriptions: the newest ones when absent. */
interface PageOptions {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** What active subscriptions of a customer, newest first, used so far in their periods. */
export async function usageOfCustomer(
  customerKey: string,
  { billing }: ToolCall,
  { limit = MOST_SUBSCRIPTIONS, cursor }: PageOptions = {},
): Promise<CustomerUsage> {
  const active = await billing.subscriptions.list({
    customerKey,
    status: ['active'],
    limit: Math.min(limit, MOST_SUBSCRIPTIONS),
    cursor,
  });
  const summaries = await Promise.all(
    active.items.map(({ subscriptionKey }) => billing.usage.current({ subscriptionKey })),
  );
  return {
    summaries,
    nextCursor: active.nextCursor,
    warnings: warningsOf([active, ...summaries]),
  };
}
