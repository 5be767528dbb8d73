import { Decimal } from '@billport/core';
import { SHARE_DIGITS } from '../period/minor-units.ts';

/**
 * How much of a credit falls on one fee: `credit x rest of the fee / base`, kept to 5 decimals of
 * a minor unit, and never more than the rest (`facts/rating.md §2, §9`).
 *
 * @param creditMinor what is credited in all, in minor units
 * @param restMinor what earlier credits left of the fee, in minor units
 * @param baseMinor what all fees have left together, in minor units
 */
export function feeShare(creditMinor: Decimal, restMinor: Decimal, baseMinor: Decimal): Decimal {
  if (!restMinor.isPositive() || !baseMinor.isPositive()) return Decimal.ZERO;
  return Decimal.min(restMinor, creditMinor.times(restMinor).dividedBy(baseMinor, SHARE_DIGITS));
}

/**
 * Spreads a progressive credit over the usage fees of its subscription by their amounts, so that
 * the shares add up to it within 5 decimals. (Lago divides by the whole sub-total, base price
 * included, and so credits the fees less than the invoice.)
 *
 * @returns one share for each fee, in minor units
 */
export function shareProgressiveCredit(
  creditMinor: bigint,
  usageFeesMinor: readonly bigint[],
): Decimal[] {
  const base = Decimal.fromInteger(usageFeesMinor.reduce((sum, fee) => sum + fee, 0n));
  const credit = Decimal.fromInteger(creditMinor);
  return usageFeesMinor.map((fee) => feeShare(credit, Decimal.fromInteger(fee), base));
}
