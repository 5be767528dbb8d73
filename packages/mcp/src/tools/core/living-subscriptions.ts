import type { Subscription } from '@billport/core';
import type { ToolCall } from '../tool-call.ts';

/** Whether a subscription is billed, or is going to be. */
export const isLiving = ({ status }: Subscription): boolean =>
  status === 'active' || status === 'pending';

/** Subscriptions of a customer that are billed, or are going to be. */
export async function livingSubscriptions(
  { billing }: ToolCall,
  customerKey: string,
): Promise<Subscription[]> {
  const found: Subscription[] = [];
  const status: ('active' | 'pending')[] = ['active', 'pending'];
  for await (const each of billing.subscriptions.list({ customerKey, status, limit: 100 })) {
    found.push(each);
  }
  return found;
}

/** A subscription as a candidate among several. */
export const candidate = ({ subscriptionKey, planCode, status }: Subscription) => ({
  subscriptionKey,
  planCode,
  status,
});
