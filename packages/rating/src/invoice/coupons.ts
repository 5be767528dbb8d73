import { Decimal } from '@billport/core';
import { lesserMinor, roundToMinor, SHARE_DIGITS } from '../period/minor-units.ts';
import { feeShare } from './fee-share.ts';
import { type CreditedLine, type InvoiceFee, taxBase } from './invoice-fee.ts';
import { PERCENT } from './percent.ts';

/** What rounding a share to its digits changes at most. */
const HALF_SHARE_UNIT = Decimal.fromScaled(5n, SHARE_DIGITS + 1);

/** What a coupon takes off. */
export type CouponDiscount =
  | {
      readonly type: 'fixed_amount';
      /** In minor units. */
      readonly amountMinor: bigint;
      readonly currency: string;
      /** Unused rest of a `once` coupon, in minor units; the whole amount when absent. */
      readonly remainingMinor?: bigint;
    }
  | {
      readonly type: 'percentage';
      /** In percent: 20 is 20 %. */
      readonly rate: Decimal;
    };

/** How often a coupon counts. */
export type CouponFrequency =
  | { readonly frequency: 'once' | 'forever' }
  | { readonly frequency: 'recurring' /** Invoices left. */; readonly periodsRemaining: number };

/** What a coupon is limited to; nothing, metrics or plans. */
export interface CouponLimits {
  /** Codes of metrics: only their charges' fees count. */
  readonly limitedToMetrics?: readonly string[];
  /** Codes of plans: only fees of their subscriptions count. */
  readonly limitedToPlans?: readonly string[];
}

/** A coupon that was applied to the customer. */
export type AppliedCoupon = CouponLimits &
  CouponFrequency & { readonly id: string; readonly discount: CouponDiscount };

/** What a coupon did on the invoice. */
export interface CouponUse {
  readonly id: string;
  readonly amountMinor: bigint;
  /** The coupon has ended with this invoice. */
  readonly terminated: boolean;
  /** Unused rest of a fixed `once` coupon, in minor units. */
  readonly remainingMinor?: bigint;
  /** Invoices left of a `recurring` coupon. */
  readonly periodsRemaining?: number;
}

/** Coupons of an invoice, spread over its fees. */
export interface CouponResult {
  /** The coupons that were used, in the order of use. */
  readonly uses: readonly CouponUse[];
  /** Sum of the coupons, in minor units. */
  readonly amountMinor: bigint;
  /** The fees in the order given, with what progressive credits and coupons take off them. */
  readonly lines: readonly CreditedLine[];
}

/**
 * Applies coupons before tax (`facts/rating.md §9`): those limited to metrics first, then those
 * limited to plans, then the rest, each group in the order given; each works on what the former
 * left. A coupon is left untouched when no fee matches, when nothing is left to take from or to
 * give, or when its fixed amount is in another currency.
 *
 * @param coupons in the order in which they were applied to the customer
 */
export function applyCoupons(
  fees: readonly InvoiceFee[],
  coupons: readonly AppliedCoupon[],
  currency: string,
): CouponResult {
  let lines: CreditedLine[] = fees.map((fee) => ({
    fee,
    creditsMinor: fee.progressiveCreditMinor ?? Decimal.ZERO,
  }));
  let left = roundToMinor(Decimal.sum(lines.map(taxBase)));
  const uses: CouponUse[] = [];
  let amountMinor = 0n;
  for (const coupon of inOrderOfUse(coupons)) {
    if (left <= 0n) break;
    const base = couponBase(coupon, lines, left);
    const most = wholeMinor(base, fees.length * (uses.length + 1));
    const amount = couponAmount(coupon, base, most, currency);
    if (amount === undefined) continue;
    // Shares are cut to 5 decimals, so the rests of a few fees may pass the whole by a hair.
    const taken = lesserMinor(amount, left);
    lines = lines.map((line) => (matches(coupon, line.fee) ? credited(line, taken, base) : line));
    uses.push(couponUse(coupon, taken));
    left -= taken;
    amountMinor += taken;
  }
  return { uses, amountMinor, lines };
}

function inOrderOfUse(coupons: readonly AppliedCoupon[]): AppliedCoupon[] {
  const rank = (coupon: AppliedCoupon) =>
    isLimit(coupon.limitedToMetrics) ? 0 : isLimit(coupon.limitedToPlans) ? 1 : 2;
  return [...coupons].sort((one, other) => rank(one) - rank(other));
}

function isLimit(codes: readonly string[] | undefined): codes is readonly string[] {
  return codes !== undefined && codes.length > 0;
}

/** What a coupon works on: all that is left, or what is left of the fees it is limited to. */
function couponBase(coupon: CouponLimits, lines: readonly CreditedLine[], left: bigint): Decimal {
  if (!isLimit(coupon.limitedToMetrics) && !isLimit(coupon.limitedToPlans)) {
    return Decimal.fromInteger(left);
  }
  return Decimal.sum(lines.filter((line) => matches(coupon, line.fee)).map(taxBase));
}

function credited(line: CreditedLine, couponMinor: bigint, baseMinor: Decimal): CreditedLine {
  const share = feeShare(Decimal.fromInteger(couponMinor), taxBase(line), baseMinor);
  return { fee: line.fee, creditsMinor: line.creditsMinor.plus(share) };
}

function matches(coupon: CouponLimits, fee: InvoiceFee): boolean {
  if (isLimit(coupon.limitedToMetrics)) {
    return fee.metric !== undefined && coupon.limitedToMetrics.includes(fee.metric);
  }
  if (isLimit(coupon.limitedToPlans)) {
    return fee.plan !== undefined && coupon.limitedToPlans.includes(fee.plan);
  }
  return true;
}

/** Minor units a coupon takes from `base`; undefined when it cannot be used on this invoice. */
function couponAmount(
  coupon: AppliedCoupon,
  base: Decimal,
  most: bigint,
  currency: string,
): bigint | undefined {
  const { discount } = coupon;
  if (most <= 0n) return undefined;
  if (coupon.frequency === 'recurring' && coupon.periodsRemaining <= 0) return undefined;
  if (discount.type === 'percentage') {
    return lesserMinor(roundToMinor(base.times(discount.rate).times(PERCENT)), most);
  }
  if (discount.currency !== currency) return undefined;
  const available = fixedRest(coupon);
  return available > 0n ? lesserMinor(available, most) : undefined;
}

/**
 * Whole minor units of what a coupon works on. Percentages may leave fees a part of a unit, which
 * no coupon can take; what the 5 decimals of earlier shares miss of a whole unit is not such a part.
 */
function wholeMinor(base: Decimal, shareCount: number): bigint {
  const missed = HALF_SHARE_UNIT.times(Decimal.fromInteger(shareCount));
  return base.plus(missed).round(0, 'down').toScaled(0);
}

/** What a fixed coupon can still give on one invoice: only `once` carries its rest over. */
function fixedRest(coupon: AppliedCoupon): bigint {
  if (coupon.discount.type !== 'fixed_amount') return 0n;
  const { amountMinor, remainingMinor } = coupon.discount;
  return coupon.frequency === 'once' ? (remainingMinor ?? amountMinor) : amountMinor;
}

function couponUse(coupon: AppliedCoupon, amountMinor: bigint): CouponUse {
  const { id } = coupon;
  switch (coupon.frequency) {
    case 'forever':
      return { id, amountMinor, terminated: false };
    case 'recurring': {
      const periodsRemaining = coupon.periodsRemaining - 1;
      return { id, amountMinor, terminated: periodsRemaining === 0, periodsRemaining };
    }
    case 'once': {
      if (coupon.discount.type === 'percentage') return { id, amountMinor, terminated: true };
      const remainingMinor = fixedRest(coupon) - amountMinor;
      return { id, amountMinor, terminated: remainingMinor === 0n, remainingMinor };
    }
  }
}
