import { Decimal } from '@billport/core';
import { amountOf } from '../wire/exact-decimal.ts';
import type { PaigoInvoice, PaigoInvoicePayment } from '../wire/invoice.ts';
import { listOf } from '../wire/reading.ts';

function paid(
  { payments }: PaigoInvoice,
  isMeant: (payment: PaigoInvoicePayment) => boolean,
): Decimal {
  const meant = listOf<PaigoInvoicePayment>(payments).filter(isMeant);
  return Decimal.sum(
    meant.map(({ transactionAmount }) => amountOf(transactionAmount, 'transactionAmount')),
  );
}

/**
 * What the customer's credits paid of an invoice; major units.
 * @throws BillingError `malformed_response` for payments that cannot be read.
 */
export const creditPayments = (invoice: PaigoInvoice): Decimal =>
  paid(invoice, ({ type }) => type === 'Credit');

/**
 * What was paid of an invoice with money; major units.
 * @throws BillingError `malformed_response` for payments that cannot be read.
 */
export const moneyPayments = (invoice: PaigoInvoice): Decimal =>
  paid(invoice, ({ type }) => type !== 'Credit');
