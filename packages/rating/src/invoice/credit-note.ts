import { BillingError, Decimal } from '@billport/core';
import { Fraction } from '../fraction.ts';
import { PRECISE_DIGITS, roundToMinor, SHARE_DIGITS } from '../period/minor-units.ts';
import { PERCENT } from './percent.ts';

/** A fee as the finalized invoice shows it. */
export interface CreditedFee {
  /** Before coupons and tax, in minor units. */
  readonly amountMinor: bigint;
  /** Share of coupons and progressive credits, in minor units. */
  readonly creditsMinor: Decimal;
  /** Sum of its taxes' rates, in percent. */
  readonly taxRate: Decimal;
}

/** What is given back of one fee. */
export interface CreditNoteItem {
  readonly fee: CreditedFee;
  /** Before tax, in minor units; cut to 5 decimals. */
  readonly amountMinor: Decimal;
}

/** The amounts of a credit note, in minor units. */
export interface CreditNoteAmounts {
  /** Items less coupons, rounded. */
  readonly subTotalMinor: bigint;
  readonly taxMinor: bigint;
  /** Always sub-total plus tax. */
  readonly totalMinor: bigint;
  /** The items' part of the coupons, rounded. */
  readonly couponsAdjustmentMinor: bigint;
  /** The tax before rounding, with 15 digits behind the point. */
  readonly taxPreciseMinor: Decimal;
  /**
   * Rounded tax less precise tax: what the note that exhausts the invoice has to take back, with
   * those of the other notes, as `previousRoundingAdjustmentMinor`.
   */
  readonly taxRoundingAdjustmentMinor: Decimal;
}

/**
 * Amounts of a credit note over parts of fees (`facts/rating.md §11`). Each item gives back its
 * part of the fee's coupons, and the tax of the rest. The exact total is moved by at most one
 * minor unit, so that it is the rounded sub-total plus the rounded tax.
 *
 * @param previousRoundingAdjustmentMinor only for the note that gives back all that is left of the
 *   invoice: the sum of the earlier notes' `taxRoundingAdjustmentMinor`
 * @throws BillingError `invalid_input` when an item is below zero or more than its fee.
 */
export function creditNoteAmounts(
  items: readonly CreditNoteItem[],
  previousRoundingAdjustmentMinor: Decimal = Decimal.ZERO,
): CreditNoteAmounts {
  let adjustment = Fraction.ZERO;
  let tax = Fraction.of(previousRoundingAdjustmentMinor.negated());
  let itemsTotal = Decimal.ZERO;
  for (const item of items) {
    const amount = itemAmount(item);
    const credits = itemCredits(item.fee, amount);
    const rate = Fraction.of(item.fee.taxRate.times(PERCENT));
    itemsTotal = itemsTotal.plus(amount);
    adjustment = adjustment.plus(credits);
    tax = tax.plus(Fraction.of(amount).minus(credits).times(rate));
  }
  const subTotalMinor = roundToMinor(Fraction.of(itemsTotal).minus(adjustment));
  const taxMinor = roundToMinor(tax);
  const taxPreciseMinor = tax.toDecimal(PRECISE_DIGITS);
  return {
    subTotalMinor,
    taxMinor,
    totalMinor: subTotalMinor + taxMinor,
    couponsAdjustmentMinor: roundToMinor(adjustment),
    taxPreciseMinor,
    taxRoundingAdjustmentMinor: Decimal.fromInteger(taxMinor).minus(taxPreciseMinor),
  };
}

function itemAmount({ amountMinor, fee }: CreditNoteItem): Decimal {
  const cut = amountMinor.round(SHARE_DIGITS, 'down');
  if (cut.isNegative() || cut.compare(Decimal.fromInteger(fee.amountMinor)) > 0) {
    throw new BillingError('invalid_input', {
      message: `items: ${cut} cannot be credited of a fee of ${fee.amountMinor} minor units; credit between 0 and what is left of the fee.`,
    });
  }
  return cut;
}

/** The item's part of the fee's coupons and progressive credits. */
function itemCredits(fee: CreditedFee, amount: Decimal): Fraction {
  if (fee.amountMinor === 0n) return Fraction.ZERO;
  return Fraction.of(fee.creditsMinor.times(amount)).dividedBy(Fraction.ofInteger(fee.amountMinor));
}

/** What can still be credited of a fee before tax, in minor units (`facts/rating.md §11`). */
export function creditableMinor(feeAmountMinor: bigint, creditedMinor: Iterable<Decimal>): Decimal {
  const left = Decimal.fromInteger(feeAmountMinor).minus(Decimal.sum(creditedMinor));
  return Decimal.max(left, Decimal.ZERO);
}
