import type { Decimal } from '@billport/core';
import { roundToMinor } from '../period/minor-units.ts';
import { computeInvoice, type InvoiceResult } from './invoice-arithmetic.ts';
import type { FeeTax, InvoiceFee } from './invoice-fee.ts';

/** A line of a one-off invoice. */
export interface OneOffItem {
  readonly id: string;
  /** Price of one unit in minor units; may have decimals. */
  readonly unitAmountMinor: Decimal;
  /** May have decimals. */
  readonly units: Decimal;
  readonly taxes?: readonly FeeTax[];
}

/** The fee of a line: `round(unit amount x units)`, 0 at least (`facts/rating.md §15`). */
export function oneOffFee({ id, unitAmountMinor, units, taxes }: OneOffItem): InvoiceFee {
  const amount = unitAmountMinor.times(units);
  const amountMinor = amount.isNegative() ? 0n : roundToMinor(amount);
  return { id, type: 'add_on', amountMinor, ...(taxes === undefined ? {} : { taxes }) };
}

/**
 * Computes a one-off invoice: fees and taxes, no coupons, credit notes or wallets
 * (`facts/rating.md §1, §15`).
 * @throws BillingError `invalid_input` when one tax code comes with two rates.
 */
export function oneOffInvoice(items: readonly OneOffItem[], currency: string): InvoiceResult {
  return computeInvoice({ kind: 'one_off', currency, fees: items.map(oneOffFee) });
}
