import type { Invoice } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { customerObjectBehind } from '../customers/customer-behind.ts';
import { toSeconds } from '../instants.ts';
import { engineInvoice } from '../invoice-shelf.ts';
import type { PaymentRequest } from '../payments/payment-store.ts';
import type { LagoState } from '../state.ts';
import { invoiceObject } from './invoices.ts';

async function invoiceObjects(state: LagoState, ids: readonly string[]): Promise<Fields[]> {
  const found = await Promise.all(ids.map((id) => engineInvoice(state, id)));
  const invoices = found.filter((invoice): invoice is Invoice => invoice !== undefined);
  return Promise.all(invoices.map((invoice) => invoiceObject(state, invoice, { full: false })));
}

/** A payment request as Lago writes it. */
export async function paymentRequestObject(
  state: LagoState,
  request: PaymentRequest,
): Promise<Fields> {
  const { customerKey, createdAt } = request;
  return {
    lago_id: request.lagoId,
    email: request.email,
    amount_cents: request.amountCents,
    amount_currency: request.currency,
    payment_status: request.paymentStatus,
    created_at: toSeconds(createdAt),
    customer: await customerObjectBehind(state, customerKey, createdAt),
    invoices: await invoiceObjects(state, request.invoiceIds),
  };
}
