import type { Decimal } from '@billport/core';
import type { Fraction } from '../fraction.ts';

/** Digits behind the point of an amount that is kept unrounded beside its fee (`facts/rating.md §2`). */
export const PRECISE_DIGITS = 15;

/** Digits of a minor unit that a fee's share of a coupon or credit keeps (`facts/rating.md §2`). */
export const SHARE_DIGITS = 5;

/** An amount in minor units as a whole number, half away from zero (`facts/rating.md §2`). */
export function roundToMinor(amount: Decimal | Fraction): bigint {
  const rounded = 'numerator' in amount ? amount.toDecimal(0) : amount.round(0);
  return rounded.toScaled(0);
}

/** The smaller of two amounts: Math.min takes no bigint. */
export function lesserMinor(one: bigint, other: bigint): bigint {
  if (one < other) return one;
  return other;
}
