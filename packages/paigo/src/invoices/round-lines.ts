import { Decimal } from '@billport/core';
import type { PaigoInvoiceLine } from '../wire/invoice.ts';
import { exactly } from './credit-payments.ts';

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

/** The lines of an invoice, each rounded half away from zero to the currency's digits. */
export function roundLines(lines: readonly PaigoInvoiceLine[], digits: number): ExactLine[] {
  return lines.map(({ name, description, quantity, unitCost }) => {
    const units = exactly(quantity);
    const price = exactly(unitCost);
    const precise = units.times(price);
    return {
      name: name ?? '',
      description: description || undefined,
      quantity: units,
      unitCost: price,
      precise,
      amount: precise.round(digits),
      isMadeUp: false,
    };
  });
}
