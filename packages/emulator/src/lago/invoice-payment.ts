import type { Invoice } from '@billport/core';
import { invoiceObject } from './objects/invoices.ts';
import { keepPaymentOutcome } from './payment-outcomes.ts';
import type { LagoState } from './state.ts';
import { purchaseOf } from './wallet-purchase.ts';
import { tellTransaction } from './webhooks/tell-transaction.ts';

/** Notes and tells what became of the payment of an invoice, where that is news. */
export async function tellPayment(
  state: LagoState,
  before: Invoice,
  after: Invoice,
): Promise<void> {
  if (before.paymentStatus === after.paymentStatus) return;
  keepPaymentOutcome(state, after);
  // Of what lists leave out it has the lines only (`facts/lago.md §c` "Envelope").
  const { fees } = await invoiceObject(state, after, { full: true });
  const object = { ...(await invoiceObject(state, after, { full: false })), fees };
  state.webhooks.send('invoice.payment_status_updated', 'invoice', object);
  const purchase = await purchaseOf(state, after);
  if (purchase === undefined) return;
  await tellTransaction(state, 'updated', purchase);
}

/** Asks the customer's payment provider for the money, where there is one: it always pays. */
export async function collectPayment(state: LagoState, invoiceId: string): Promise<void> {
  if (!state.switches.paymentProvider) return;
  const before = await state.billing.invoices.get({ invoiceId });
  if (before.status !== 'finalized' || before.paymentStatus === 'succeeded') return;
  const after = await state.billing.invoices.update({ invoiceId, paymentStatus: 'succeeded' });
  await tellPayment(state, before, after);
}
