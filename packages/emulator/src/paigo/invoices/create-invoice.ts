import { Decimal } from '@billport/core';
import type { z } from 'zod';
import { customerNamed } from '../customers/find-customer.ts';
import { badRequest } from '../failure.ts';
import type { InvoiceRecord } from '../records/invoice.ts';
import type { PaigoState } from '../state.ts';
import { decimalOfNumber } from '../wire-number.ts';
import type { CREATE_INVOICE } from './create-invoice-shape.ts';
import { lineAmount } from './invoice-amounts.ts';
import { currencyFor } from './invoice-currency.ts';
import { issueInvoice } from './issue-invoice.ts';

/**
 * Makes an invoice by hand.
 * @throws PaigoFailure 400 for an unknown customer, or for lines that sum up to less than nothing.
 */
export function createInvoice(
  state: PaigoState,
  { customerId, items, currency, ...rest }: z.output<typeof CREATE_INVOICE>,
): InvoiceRecord {
  const customer = customerNamed(state, customerId);
  const lineItems = items.map(({ quantity, unitCost, ...item }) => ({
    ...item,
    quantity: decimalOfNumber(quantity).toString(),
    unitCost: decimalOfNumber(unitCost).toString(),
  }));
  const inCurrency = currency ?? currencyFor(customer);
  const sum = Decimal.sum(lineItems.map((line) => lineAmount(line, inCurrency)));
  if (sum.isNegative()) throw badRequest('items must not sum up to less than 0');
  return issueInvoice(state, customer, {
    ...rest,
    lineItems,
    currency: inCurrency,
    invoiceType: 'MANUAL',
  });
}
