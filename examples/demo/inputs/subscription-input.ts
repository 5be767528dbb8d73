import { BillingError, type BillingTime, toEpochMs } from '@billport/core';
import type { Bill } from '../bill/bill-file.ts';

/** When the subscription of a bill begins, is placed, ends and is billed; epoch milliseconds. */
export interface SubscriptionTimes {
  /** Anniversaries count from here. */
  readonly anchor: number;
  /** When the plan of the bill became active; later than the anchor after a change of plan. */
  readonly startedAt: number;
  readonly terminatedAt: number | undefined;
  readonly billAt: number;
  readonly timezone: string;
  readonly billingTime: BillingTime;
}

function fail(field: string, message: string): never {
  throw new BillingError('invalid_input', { message: `${field}: ${message}` });
}

/** @throws BillingError `invalid_input` when the moments are out of order or settings differ. */
export function subscriptionTimes({ plan, subscription, customer }: Bill): SubscriptionTimes {
  const startedAt = toEpochMs(subscription.started_at);
  const anchor = toEpochMs(subscription.subscription_at ?? subscription.started_at);
  const billAt = toEpochMs(subscription.bill_at);
  const terminatedAt =
    subscription.terminated_at === undefined ? undefined : toEpochMs(subscription.terminated_at);
  if (anchor > startedAt) fail('subscription.subscription_at', 'Write started_at or earlier.');
  if (billAt < startedAt) fail('subscription.bill_at', 'Write a moment after started_at.');
  if (terminatedAt !== undefined && (terminatedAt < startedAt || terminatedAt > billAt)) {
    fail('subscription.terminated_at', 'Write a moment between started_at and bill_at.');
  }
  const zones = [subscription.timezone, customer?.timezone].filter((zone) => zone !== undefined);
  if (new Set(zones).size > 1) fail('customer.timezone', "It differs from the subscription's.");
  const placements = [subscription.billing_time, plan.billing_time].filter(
    (time) => time !== undefined,
  );
  if (new Set(placements).size > 1) {
    fail('subscription.billing_time', "It differs from the plan's.");
  }
  return {
    anchor,
    startedAt,
    terminatedAt,
    billAt,
    timezone: zones[0] ?? 'UTC',
    billingTime: placements[0] ?? 'calendar',
  };
}
