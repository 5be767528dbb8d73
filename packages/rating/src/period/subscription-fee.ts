import type { Decimal } from '@billport/core';
import { type BillingCycle, billingPeriodAt } from './billing-period.ts';
import { PRECISE_DIGITS, roundToMinor } from './minor-units.ts';
import { localDayCount, prorateMinor, type Span } from './proration.ts';
import { type Trial, withoutTrial } from './trial.ts';

/** What the base price of one period is made from. */
export interface SubscriptionFeeInput {
  /** Price of a whole period, in minor units. */
  readonly priceMinor: bigint;
  readonly cycle: BillingCycle;
  /** The period, already cut where the subscription starts or ends in it. */
  readonly period: Span;
  readonly trial?: Trial;
  /** An upgrade ended the subscription: its last day belongs to the new plan. */
  readonly terminatedByUpgrade?: boolean;
  /** No proration by days, see `isFullPeriod`; a trial that ends in the period is prorated even so. */
  readonly fullPeriod?: boolean;
}

/** The base price of one period. */
export interface SubscriptionFee {
  /** Rounded half away from zero to minor units. */
  readonly amountMinor: bigint;
  /** The amount before rounding, in minor units, with 15 digits behind the point. */
  readonly preciseMinor: Decimal;
  readonly billedDays: number;
  readonly periodDays: number;
}

/**
 * Price times billed days over the days of the whole period (`facts/rating.md §7`). Days are local
 * calendar days; a partial day counts whole. 0 where a trial covers the period.
 * @throws BillingError `invalid_input` when the time zone is unknown.
 */
export function subscriptionFee(input: SubscriptionFeeInput): SubscriptionFee {
  const periodDays = billingPeriodAt(input.cycle, input.period.from).durationDays;
  const billedDays = daysToBill(input, periodDays);
  const amount = prorateMinor(input.priceMinor, billedDays, periodDays);
  return {
    amountMinor: roundToMinor(amount),
    preciseMinor: amount.toDecimal(PRECISE_DIGITS),
    billedDays,
    periodDays,
  };
}

function daysToBill(input: SubscriptionFeeInput, periodDays: number): number {
  const billed = withoutTrial(input.period, input.trial);
  if (billed === undefined) return 0;
  const days = localDayCount(billed, input.cycle.timezone);
  if (input.terminatedByUpgrade) return Math.max(days - 1, 0);
  return input.fullPeriod && billed === input.period ? periodDays : days;
}
