import { Decimal } from '@billport/core';

/** What a line of an invoice charges for. */
export type FeeType =
  | 'subscription'
  | 'charge'
  | 'fixed_charge'
  | 'commitment'
  | 'add_on'
  | 'credit';

/** One tax that a fee bears. */
export interface FeeTax {
  readonly code: string;
  /** In percent: 20 is 20 %. */
  readonly rate: Decimal;
}

/** A line of an invoice before coupons, taxes and credits. */
export interface InvoiceFee {
  /** The caller's name for the line; unique in the invoice. */
  readonly id: string;
  readonly type: FeeType;
  /** Rounded amount in minor units, from zero up. */
  readonly amountMinor: bigint;
  /** Code of the metric of a charge: limits of coupons and wallets name it. */
  readonly metric?: string;
  /** Code of the subscription's plan: limits of coupons name it. */
  readonly plan?: string;
  /** All of them add up; none compounds. Absent or empty: no tax. */
  readonly taxes?: readonly FeeTax[];
  /** The unrounded tax in minor units where it was computed elsewhere; `taxes` is then not used. */
  readonly taxPreciseMinor?: Decimal;
  /** The part that progressive invoices of the period have billed already, in minor units. */
  readonly progressiveCreditMinor?: Decimal;
}

/**
 * Whether a charge's fee is put on the invoice: one without units, amount and events is left out,
 * unless a true-up fee refers to it (`facts/rating.md §1`).
 */
export function isChargeFeeBilled(fee: {
  readonly units: Decimal;
  readonly amountMinor: bigint;
  readonly eventsCount: number;
  readonly hasTrueUp: boolean;
}): boolean {
  return fee.hasTrueUp || !fee.units.isZero() || fee.amountMinor !== 0n || fee.eventsCount !== 0;
}

/** A fee with what was taken off it before tax. */
export interface CreditedLine {
  readonly fee: InvoiceFee;
  /** Progressive credits and coupons, in minor units with 5 decimals. */
  readonly creditsMinor: Decimal;
}

/** What the taxes of a line are taken of, in minor units. */
export function taxBase({ fee, creditsMinor }: CreditedLine): Decimal {
  return Decimal.fromInteger(fee.amountMinor).minus(creditsMinor);
}
