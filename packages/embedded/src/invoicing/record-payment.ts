import { BillingError, minorUnits } from '@billport/core';
import type { Engine, Moment } from '../engine.ts';
import { settlePurchase } from '../wallets/purchase.ts';
import type { InvoiceRecord } from './invoice-record.ts';
import { dueMinor } from './invoice-view.ts';

/** @throws BillingError `conflict` unless the invoice is final. */
export function checkFinal(invoice: InvoiceRecord, what: string): void {
  if (invoice.status === 'finalized') return;
  throw new BillingError('conflict', {
    message: `${what}: invoice ${invoice.id} is ${invoice.status}; only a final one can be paid.`,
    details: { resource: 'invoice', key: invoice.id, state: invoice.status },
  });
}

/**
 * Records what became of the payment of an invoice. A paid one is paid in full; bought credits
 * count from then on.
 */
export function recordPayment(
  engine: Engine,
  invoice: InvoiceRecord,
  status: InvoiceRecord['paymentStatus'],
  moment: Moment,
): InvoiceRecord {
  checkFinal(invoice, 'paymentStatus');
  // Nothing is asked for, so that nothing can be open or fail.
  if (minorUnits(invoice.body.totals.total) === 0n) return invoice;
  if (invoice.type === 'credit') settlePurchase(engine, invoice.id, status, moment);
  const paid = status === 'succeeded' ? BigInt(invoice.state.paidMinor) + dueMinor(invoice) : 0n;
  return engine.invoices.update({
    ...invoice,
    paymentStatus: status,
    state: { ...invoice.state, paidMinor: paid.toString() },
  });
}
