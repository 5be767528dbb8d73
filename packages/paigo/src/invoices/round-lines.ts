import { BillingError, Decimal } from '@billport/core';
import { amountOf } from '../wire/exact-decimal.ts';
import type { PaigoInvoiceLine } from '../wire/invoice.ts';
import { textOf } from '../wire/reading.ts';

/** A line in exact numbers. */
export interface ExactLine {
  readonly name: string;
  readonly description: string | undefined;
  readonly quantity: Decimal;
  readonly unitCost: Decimal;
  /** Quantity times price of one; unrounded. */
  readonly precise: Decimal;
  /** The same in whole smallest units of the currency. */
  readonly amount: Decimal;
  /** What makes up for the total that Paigo tells, where the lines do not. */
  readonly isMadeUp: boolean;
}

/** A line of its own for what the lines do not come to. */
export const madeUpLine = (name: string, amount: Decimal): ExactLine => ({
  name,
  description: undefined,
  quantity: Decimal.ONE,
  unitCost: amount,
  precise: amount,
  amount,
  isMadeUp: true,
});

/** Most characters of a decimal in the contract. */
const MOST = 60;

function product(units: Decimal, price: Decimal): Decimal {
  const precise = units.times(price);
  if (precise.toString().length <= MOST) return precise;
  throw new BillingError('malformed_response', {
    message: `Paigo sent a line whose price has more than ${MOST} characters.`,
  });
}

/**
 * The lines of an invoice, each rounded half away from zero to the currency's digits.
 * @throws BillingError `malformed_response` for a line whose price cannot be read.
 */
export function roundLines(lines: readonly PaigoInvoiceLine[], digits: number): ExactLine[] {
  return lines.map(({ name, description, quantity, unitCost }) => {
    const units = amountOf(quantity, 'quantity');
    const price = amountOf(unitCost, 'unitCost');
    const precise = product(units, price);
    return {
      name: textOf(name) ?? '',
      description: textOf(description),
      quantity: units,
      unitCost: price,
      precise,
      amount: precise.round(digits),
      isMadeUp: false,
    };
  });
}
