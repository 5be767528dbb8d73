import type { Decimal } from '@billport/core';
import { Fraction } from '../fraction.ts';
import { PRECISE_DIGITS, roundToMinor } from '../period/minor-units.ts';
import { localDayCount, prorateMinor, type Span } from '../period/proration.ts';

/** What the true-up of one charge is made from. Amounts in minor units. */
export interface ChargeMinimumInput {
  /** Least amount of a whole period. */
  readonly minimumMinor: bigint;
  /** Fees of the charge over all its filters and groups, before coupons and taxes. */
  readonly feesMinor: Iterable<bigint>;
  /** The billed window: the period, cut where the subscription starts or ends in it. */
  readonly window: Span;
  /** Days of the whole billing period. */
  readonly periodDays: number;
  /** IANA name of the customer's time zone. */
  readonly timezone: string;
}

/** An extra line of the invoice. Amounts in minor units. */
export interface ChargeTrueUp {
  /** Rounded half away from zero; 0 when the minimum is reached. */
  readonly amountMinor: bigint;
  /** Before rounding, with 15 digits behind the point; 0 when the minimum is reached. */
  readonly preciseMinor: Decimal;
}

/**
 * What lacks to a charge's minimum: `minimum x days / period days - fees`, rounded
 * (`facts/rating.md §5`). Charges in advance have no minimum.
 * @throws BillingError `invalid_input` when the time zone is unknown or `periodDays` is zero.
 */
export function chargeTrueUp(input: ChargeMinimumInput): ChargeTrueUp {
  const days = localDayCount(input.window, input.timezone);
  let missing = prorateMinor(input.minimumMinor, days, input.periodDays);
  for (const fee of input.feesMinor) missing = missing.minus(Fraction.ofInteger(fee));
  if (missing.isNegative()) missing = Fraction.ZERO;
  return { amountMinor: roundToMinor(missing), preciseMinor: missing.toDecimal(PRECISE_DIGITS) };
}
