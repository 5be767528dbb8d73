import { type Customer, type Invoice, minorUnits } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { customerRecord } from '../customers/customer-records.ts';
import { findCustomer } from '../customers/find-customer.ts';
import { forbidden, notAllowed, notFound } from '../failure.ts';
import { FieldErrors } from '../field-errors.ts';
import { collectPayment } from '../invoice-payment.ts';
import { engineInvoice, isVisible } from '../invoice-shelf.ts';
import { isOverdue } from '../objects/invoices.ts';
import { paymentRequestObject } from '../objects/payment-requests.ts';
import { textIn, textsIn } from '../request-fields.ts';
import type { LagoState } from '../state.ts';
import { type PaymentRequest, partsPaid, paymentsOf } from './payment-store.ts';

/** The customer's invoices of these ids; ids of others are passed over. */
async function invoicesOf(state: LagoState, customer: Customer, ids: readonly string[]) {
  const found: Invoice[] = [];
  for (const lagoId of ids) {
    const id = state.ids.keyOf('invoice', lagoId);
    if (id === undefined || !isVisible(state, id)) continue;
    const invoice = await engineInvoice(state, id);
    if (invoice?.customerKey === customer.customerKey) found.push(invoice);
  }
  return found;
}

/** @throws LagoFailure 404 without invoices; 405 for those that cannot be asked for together. */
function checkInvoices(state: LagoState, invoices: readonly Invoice[]): string {
  const currency = invoices[0]?.currency;
  if (currency === undefined) throw notFound('invoice');
  if (!invoices.every((invoice) => isOverdue(state, invoice))) {
    throw notAllowed('invoices_not_overdue');
  }
  if (invoices.some((invoice) => invoice.currency !== currency)) {
    throw notAllowed('invoices_have_different_currencies');
  }
  return currency;
}

const openCents = (state: LagoState, invoice: Invoice): number =>
  Number(minorUnits(invoice.totals.due) - partsPaid(state, invoice));

/** The payment provider's answer, which comes later. */
async function collect(state: LagoState, request: PaymentRequest): Promise<void> {
  if (!state.switches.paymentProvider) return;
  for (const invoiceId of request.invoiceIds) await collectPayment(state, invoiceId);
  const { lagoId, customerKey, amountCents, currency, invoiceIds } = request;
  const { payments, requests } = paymentsOf(state);
  const payable = { type: 'PaymentRequest', lagoId } as const;
  const payment = state.ids.next();
  payments.set(payment, {
    lagoId: payment,
    payable,
    invoiceIds,
    customerKey,
    amountCents,
    currency,
    type: 'provider',
    reference: null,
    createdAt: state.now(),
  });
  const paid: PaymentRequest = { ...request, paymentStatus: 'succeeded' };
  requests.set(lagoId, paid);
  const object = await paymentRequestObject(state, paid);
  state.webhooks.send('payment_request.payment_status_updated', 'payment_request', object);
}

/**
 * `POST /payment_requests`: asks a customer for what is overdue (`facts/lago.md §b` "Payments").
 * @throws LagoFailure 403 without a licence; 404; 405 for invoices that are not overdue or have
 *   different currencies; 422
 */
export async function createPaymentRequest(
  state: LagoState,
  fields: Fields,
): Promise<PaymentRequest> {
  if (!state.switches.premium) throw forbidden();
  const customer = await findCustomer(state, textIn(fields, 'external_customer_id') ?? '');
  const invoices = await invoicesOf(state, customer, textsIn(fields, 'lago_invoice_ids') ?? []);
  const currency = checkInvoices(state, invoices);
  const { profile } = customerRecord(state, customer);
  const email = textIn(fields, 'email') ?? profile.email ?? '';
  const errors = new FieldErrors();
  errors.require({ email }, 'email');
  errors.throwIfAny();
  const request: PaymentRequest = {
    lagoId: state.ids.next(),
    customerKey: customer.customerKey,
    email,
    invoiceIds: invoices.map(({ id }) => id),
    amountCents: invoices.reduce((sum, invoice) => sum + openCents(state, invoice), 0),
    currency,
    paymentStatus: 'pending',
    createdAt: state.now(),
  };
  paymentsOf(state).requests.set(request.lagoId, request);
  const object = await paymentRequestObject(state, request);
  state.webhooks.send('payment_request.created', 'payment_request', object);
  state.jobs.add(`collect payment request ${request.lagoId}`, () => collect(state, request));
  return request;
}
