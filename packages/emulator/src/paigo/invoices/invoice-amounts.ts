import { currencyDigits, Decimal } from '@billport/core';
import type { InvoiceLineRecord, InvoiceRecord } from '../records/invoice.ts';

/** What a line costs, in the currency's smallest steps. */
export const lineAmount = (
  { quantity, unitCost }: Pick<InvoiceLineRecord, 'quantity' | 'unitCost'>,
  currency: string,
): Decimal =>
  Decimal.parse(quantity).times(Decimal.parse(unitCost)).round(currencyDigits(currency));

/** A percentage of an amount, in the currency's smallest steps. */
export const shareOf = (amount: Decimal, percentage: Decimal, currency: string): Decimal =>
  amount.times(percentage).times(Decimal.parse('0.01')).round(currencyDigits(currency));

/** What has to be paid in all. */
export const totalOf = ({ amount, taxAmount }: InvoiceRecord): Decimal =>
  Decimal.parse(amount).plus(Decimal.parse(taxAmount));

/** What was paid with credits. */
export const creditsOn = ({ payments }: InvoiceRecord): Decimal =>
  Decimal.sum(
    payments
      .filter(({ type }) => type === 'Credit')
      .map(({ transactionAmount }) => Decimal.parse(transactionAmount)),
  );

/** What was paid, however it was. */
export const paidOn = ({ payments, paidElsewhere }: InvoiceRecord): Decimal =>
  Decimal.sum(payments.map(({ transactionAmount }) => Decimal.parse(transactionAmount))).plus(
    Decimal.parse(paidElsewhere),
  );
