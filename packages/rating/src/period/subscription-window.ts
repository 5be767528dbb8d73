import type { BillingCycle, BillingInterval, BillingPeriod } from './billing-period.ts';
import { billingPeriodAt } from './billing-period.ts';
import { localCalendar } from './local-calendar.ts';
import type { Span } from './proration.ts';

/** When a subscription was live, in milliseconds since 1970-01-01T00:00:00Z. */
export interface SubscriptionLife {
  readonly startedAt: number;
  /** Last instant that belongs to the subscription; absent while it lives. */
  readonly terminatedAt?: number;
}

/**
 * The part of a period that the base price covers: from 00:00 of the local day on which the
 * subscription started, up to and including the instant of its termination
 * (`facts/rating.md §6`). Half-open, so a termination ends it one millisecond later.
 * @returns undefined when the subscription did not live in the period.
 */
export function subscriptionWindow(
  period: Span,
  life: SubscriptionLife,
  timezone: string,
): Span | undefined {
  const calendar = localCalendar(timezone);
  return cut(period, calendar.startOf(calendar.dayOf(life.startedAt)), life.terminatedAt);
}

/**
 * The part of a period whose usage is billed: as {@link subscriptionWindow}, but from the exact
 * instant of the start (`facts/rating.md §6, §16 no. 7`). After a change of time zone pass
 * `previousTo`, the end of the usage window billed last: the window begins there, so that no
 * event is billed twice or lost.
 * @returns undefined when the subscription did not live in the period.
 */
export function usageWindow(
  period: Span,
  life: SubscriptionLife,
  previousTo?: number,
): Span | undefined {
  const from = previousTo === undefined ? period.from : previousTo;
  return cut({ from, to: period.to }, life.startedAt, life.terminatedAt);
}

function cut(period: Span, startedAt: number, terminatedAt: number | undefined): Span | undefined {
  const from = Math.max(period.from, startedAt);
  const to = terminatedAt === undefined ? period.to : Math.min(period.to, terminatedAt + 1);
  return from < to ? { from, to } : undefined;
}

/**
 * The cycle in which usage is billed: monthly where a yearly or half-year plan bills its charges
 * each month, else the plan's own (`facts/rating.md §6`).
 */
export function usageCycle(cycle: BillingCycle, chargesBilledMonthly: boolean): BillingCycle {
  const long: BillingInterval[] = ['semiannual', 'yearly'];
  return chargesBilledMonthly && long.includes(cycle.interval)
    ? { ...cycle, interval: 'monthly' }
    : cycle;
}

/**
 * Whether the base price is billed together with the usage window that begins at `usagePeriod`:
 * with the first month of a longer period only (`facts/rating.md §6`).
 */
export function startsBasePeriod(
  cycle: BillingCycle,
  usagePeriod: Pick<BillingPeriod, 'from'>,
): boolean {
  return billingPeriodAt(cycle, usagePeriod.from).from === usagePeriod.from;
}
