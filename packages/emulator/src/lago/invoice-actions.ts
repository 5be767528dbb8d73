import { BillingError, type Invoice, minorUnits } from '@billport/core';
import type { Fields } from '../machinery/json-fields.ts';
import { forbidden, notAllowed, notEmulated, notFound } from './failure.ts';
import { collectPayment } from './invoice-payment.ts';
import { invoiceRecord, keepInvoiceRecord } from './invoice-records.ts';
import { invoiceObject } from './objects/invoices.ts';
import { keepPaymentOutcome } from './payment-outcomes.ts';
import { partsPaid } from './payments/payment-store.ts';
import type { LagoState } from './state.ts';

/** Answers a refusal of the engine for the invoice's state as Lago's code. */
async function orNotAllowed(code: string, call: () => Promise<Invoice>): Promise<Invoice> {
  try {
    return await call();
  } catch (error) {
    if (BillingError.is(error, 'conflict')) throw notAllowed(code);
    throw error;
  }
}

/** Computes a draft again; any other one comes back as it is. */
export async function refreshInvoice(state: LagoState, invoice: Invoice): Promise<Invoice> {
  if (invoice.status !== 'draft') return invoice;
  return state.billing.invoices.refresh({ invoiceId: invoice.id });
}

/** @throws LagoFailure 404 `invoice_not_found`: only drafts are looked for. */
export async function finalizeInvoice(state: LagoState, invoice: Invoice): Promise<Invoice> {
  if (invoice.status !== 'draft') throw notFound('invoice');
  return state.billing.invoices.finalize({ invoiceId: invoice.id });
}

/** Computes a failed invoice again by a job: it is `pending` until then. */
export function retryInvoice(state: LagoState, invoice: Invoice): Invoice {
  const { isRetried } = invoiceRecord(state, invoice.id);
  if (invoice.status !== 'failed' || isRetried) throw notAllowed('invalid_status');
  keepInvoiceRecord(state, invoice.id, { isRetried: true });
  state.jobs.add('compute a failed invoice again', async () => {
    keepInvoiceRecord(state, invoice.id, { isRetried: false });
    const retried = await state.billing.invoices.retry({ invoiceId: invoice.id });
    if (retried.status !== 'finalized') return;
    const object = await invoiceObject(state, retried, { full: true });
    state.webhooks.send('invoice.created', 'invoice', object);
  });
  return invoice;
}

/** Asks for the money by a job. */
export function retryPayment(state: LagoState, invoice: Invoice): void {
  if (invoice.status !== 'finalized' || invoice.paymentStatus === 'succeeded') {
    throw notAllowed('invalid_status');
  }
  state.jobs.add('retry a payment', () => collectPayment(state, invoice.id));
}

/** Notes that the payment was disputed and lost. */
export async function loseDispute(state: LagoState, invoice: Invoice): Promise<Invoice> {
  const disputed = await orNotAllowed('not_disputable', () =>
    state.billing.invoices.loseDispute({ invoiceId: invoice.id }),
  );
  if (invoice.paymentDisputeLostAt === undefined) {
    const object = await invoiceObject(state, disputed, { full: true });
    state.webhooks.send('invoice.payment_dispute_lost', 'payment_dispute_lost', {
      invoice: object,
    });
  }
  return disputed;
}

/** What must hold before anything is voided (`facts/lago.md §b` "Invoices"). */
function isVoidable(state: LagoState, invoice: Invoice): boolean {
  const { status, paymentStatus, totals } = invoice;
  const paid = minorUnits(totals.paid) + partsPaid(state, invoice);
  return status === 'finalized' && paymentStatus !== 'succeeded' && paid === 0n;
}

/**
 * Voids a final invoice that is not paid.
 * @throws LagoFailure 405 `not_voidable` for any other one, also one that is voided; 403 for
 *   `generate_credit_note` without a licence.
 */
export async function voidInvoice(
  state: LagoState,
  invoice: Invoice,
  fields: Fields,
): Promise<Invoice> {
  if (fields.generate_credit_note === true) {
    if (!state.switches.premium) throw forbidden();
    throw notEmulated('The emulator voids without generate_credit_note.');
  }
  if (!isVoidable(state, invoice)) throw notAllowed('not_voidable');
  const voided = await orNotAllowed('not_voidable', () =>
    state.billing.invoices.void({ invoiceId: invoice.id }),
  );
  keepPaymentOutcome(state, voided);
  const object = await invoiceObject(state, voided, { full: true });
  state.webhooks.send('invoice.voided', 'invoice', object);
  return voided;
}
