import type { UsageSummary, Warning } from '@billport/core';
import { warningsOf } from '../result-warnings.ts';
import type { ToolCall } from '../tool-call.ts';

/** Most subscriptions whose usage one answer has. */
const MOST_SUBSCRIPTIONS = 10;

/** Usage of the running periods of a customer. */
export interface CustomerUsage {
  readonly summaries: readonly UsageSummary[];
  /** Why it is not that of all subscriptions. */
  readonly partial?: string | undefined;
  readonly warnings: readonly Warning[];
}

/** What all active subscriptions of a customer used so far in their periods. */
export async function usageOfCustomer(
  customerKey: string,
  { billing }: ToolCall,
): Promise<CustomerUsage> {
  const active = await billing.subscriptions.list({
    customerKey,
    status: ['active'],
    limit: MOST_SUBSCRIPTIONS,
  });
  const summaries = await Promise.all(
    active.items.map(({ subscriptionKey }) => billing.usage.current({ subscriptionKey })),
  );
  return {
    summaries,
    partial:
      active.nextCursor === undefined
        ? undefined
        : `only of the newest ${active.items.length} active subscriptions; get_usage has each.`,
    warnings: warningsOf([active, ...summaries]),
  };
}
