import type { Fields } from '../../machinery/json-fields.ts';
import { toSeconds } from '../instants.ts';
import { invoiceNumber } from '../invoice-numbers.ts';
import { engineInvoice } from '../invoice-shelf.ts';
import { PAYMENT_PROVIDER } from '../payment-links.ts';
import type { Payment } from '../payments/payment-store.ts';
import type { LagoState } from '../state.ts';

async function invoiceNumbers(state: LagoState, ids: readonly string[]): Promise<string[]> {
  const invoices = await Promise.all(ids.map((id) => engineInvoice(state, id)));
  return invoices.flatMap((invoice) =>
    invoice === undefined ? [] : [invoiceNumber(state, invoice)],
  );
}

/** A payment as Lago writes it. */
export async function paymentObject(state: LagoState, payment: Payment): Promise<Fields> {
  const isCollected = payment.type === 'provider';
  const providerId = isCollected ? `pi_${payment.lagoId.replaceAll('-', '')}` : null;
  return {
    lago_id: payment.lagoId,
    lago_customer_id: state.ids.of('customer', payment.customerKey),
    external_customer_id: payment.customerKey,
    invoice_ids: payment.invoiceIds.map((id) => state.ids.of('invoice', id)),
    invoice_numbers: await invoiceNumbers(state, payment.invoiceIds),
    lago_payable_id: payment.payable.lagoId,
    payable_type: payment.payable.type,
    amount_cents: payment.amountCents,
    amount_currency: payment.currency,
    status: 'succeeded',
    payment_status: 'succeeded',
    type: payment.type,
    reference: payment.reference,
    payment_provider_code: isCollected ? PAYMENT_PROVIDER : null,
    payment_provider_type: isCollected ? PAYMENT_PROVIDER : null,
    external_payment_id: providerId,
    provider_payment_id: providerId,
    provider_customer_id: null,
    payment_method_id: null,
    next_action: {},
    created_at: toSeconds(payment.createdAt),
  };
}
