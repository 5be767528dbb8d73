import { Decimal } from '@billport/core';
import type { PaigoInvoice, PaigoInvoicePayment } from '../wire/invoice.ts';
import { decimalOf } from '../wire/reading.ts';

/** A decimal of the wire as an exact number; zero where there is none. */
export const exactly = (value: unknown): Decimal => Decimal.parse(decimalOf(value) ?? '0');

const sumOf = (payments: readonly PaigoInvoicePayment[]): Decimal =>
  Decimal.sum(payments.map(({ transactionAmount }) => exactly(transactionAmount)));

/** What the customer's credits paid of an invoice; major units. */
export const creditPayments = ({ payments }: PaigoInvoice): Decimal =>
  sumOf((payments ?? []).filter(({ type }) => type === 'Credit'));

/** What was paid of an invoice with money; major units. */
export const moneyPayments = ({ payments }: PaigoInvoice): Decimal =>
  sumOf((payments ?? []).filter(({ type }) => type !== 'Credit'));
