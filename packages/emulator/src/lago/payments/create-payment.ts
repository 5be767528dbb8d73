import { type Invoice, minorUnits, normalizeInstant } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { integerIn } from '../amounts.ts';
import { forbidden } from '../failure.ts';
import { FieldErrors } from '../field-errors.ts';
import { findInvoice } from '../find-invoice.ts';
import { tellPayment } from '../invoice-payment.ts';
import { invoiceType } from '../objects/invoices.ts';
import { textIn } from '../request-fields.ts';
import type { LagoState } from '../state.ts';
import { type Payment, partsPaid, paymentsOf } from './payment-store.ts';

/** @throws LagoFailure 403 without a licence, and for an invoice that is not final. */
function checkAllowed(state: LagoState, invoice: Invoice): void {
  const isFree = invoiceType(state, invoice) === 'advance_charges';
  if (!isFree && !state.switches.premium) throw forbidden();
  if (invoice.status !== 'finalized') throw forbidden();
}

function amountIn(fields: Fields, errors: FieldErrors): number {
  const { amount_cents: sent } = fields;
  errors.require(fields, 'amount_cents');
  if (sent === undefined || sent === null) return 0;
  const cents = integerIn(sent);
  if (cents === undefined) errors.add('amount_cents', 'value_is_invalid');
  else if (cents <= 0n) errors.add('amount_cents', 'value_is_out_of_range');
  return Number(cents ?? 0n);
}

/** When it was paid: a day or a moment. */
function paidAt(state: LagoState, fields: Fields, errors: FieldErrors): string {
  const text = textIn(fields, 'paid_at');
  if (text == null || text === '') return state.now();
  const instant = normalizeInstant(text) ?? normalizeInstant(`${text}T00:00:00Z`);
  if (instant === undefined) errors.add('paid_at', 'invalid_date');
  return instant ?? state.now();
}

function paymentIn(state: LagoState, invoice: Invoice, fields: Fields): Payment {
  const errors = new FieldErrors();
  errors.require(fields, 'reference');
  const amountCents = amountIn(fields, errors);
  const createdAt = paidAt(state, fields, errors);
  errors.throwIfAny();
  return {
    lagoId: state.ids.next(),
    payable: { type: 'Invoice', lagoId: state.ids.of('invoice', invoice.id) },
    invoiceIds: [invoice.id],
    customerKey: invoice.customerKey,
    amountCents,
    currency: invoice.currency,
    type: 'manual',
    reference: textIn(fields, 'reference') ?? null,
    createdAt,
  };
}

/** Parts add up: with the last one the invoice is paid. */
async function settle(state: LagoState, invoice: Invoice): Promise<void> {
  if (invoice.paymentStatus === 'succeeded') return;
  if (partsPaid(state, invoice) < minorUnits(invoice.totals.due)) return;
  const paid = await state.billing.invoices.update({
    invoiceId: invoice.id,
    paymentStatus: 'succeeded',
  });
  await tellPayment(state, invoice, paid);
}

/**
 * `POST /payments`: notes money that came in outside of Lago (`facts/lago.md §b` "Payments").
 * @throws LagoFailure 403, 404 `invoice_not_found`, 422
 */
export async function createPayment(state: LagoState, fields: Fields): Promise<Payment> {
  const invoice = await findInvoice(state, textIn(fields, 'invoice_id') ?? '');
  checkAllowed(state, invoice);
  const payment = paymentIn(state, invoice, fields);
  paymentsOf(state).payments.set(payment.lagoId, payment);
  await settle(state, invoice);
  return payment;
}
