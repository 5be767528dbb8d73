import {
  type CreateInvoiceInput,
  type Customer,
  currencyDigits,
  Decimal,
  type Money,
  sumMoney,
} from '@billport/core';
import { taxRates, withTax } from './tax-rate.ts';
import type { ToolCall } from './tool-call.ts';

/** What the items of a one-off invoice come to. */
export interface ItemsMoney {
  readonly beforeTax: Money;
  /** At most this much; undefined where the provider does not tell its taxes. */
  readonly withTax: Money | undefined;
}

type Items = Pick<CreateInvoiceInput, 'items' | 'currency'>;

/** Lines before tax: each is rounded by itself (`facts/rating.md §15`). */
function linesOf({ items, currency }: Items): Money[] {
  const digits = currencyDigits(currency);
  return items.map(({ unitAmount, units = '1' }) => {
    const amount = Decimal.parse(unitAmount).times(Decimal.parse(units)).round(digits);
    return { amount: amount.toFixed(digits), currency };
  });
}

/** The total of a one-off invoice, before tax and with it: each line with its own taxes. */
export async function itemsMoney(
  call: ToolCall,
  input: Items,
  customer: Pick<Customer, 'taxCodes'> | undefined,
): Promise<ItemsMoney> {
  const { items, currency } = input;
  const lines = linesOf(input);
  const named = items.map(({ taxCodes }) => taxCodes);
  const rates = await taxRates(call, { named, customer: customer?.taxCodes });
  // An item with an empty list has no tax, whatever its customer names.
  const taxed = rates?.map((rate, index) => (named[index]?.length === 0 ? Decimal.ZERO : rate));
  return {
    beforeTax: sumMoney(lines, currency),
    withTax:
      taxed &&
      sumMoney(
        lines.map((line, index) => withTax(line, taxed[index] ?? Decimal.ZERO)),
        currency,
      ),
  };
}

/** `, 40.00 USD with tax`, where tax is known and comes on top. */
export function taxInWords({ beforeTax, withTax }: ItemsMoney): string {
  if (withTax === undefined || withTax.amount === beforeTax.amount) return '';
  return `, ${withTax.amount} ${withTax.currency} with tax`;
}
