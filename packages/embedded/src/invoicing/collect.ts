import { BillingError, type HandlerContext, type Invoice, toInstant } from '@billport/core';
import type { Engine } from '../engine.ts';
import { dueMinor, toInvoice } from './invoice-view.ts';
import { checkFinal, recordPayment } from './record-payment.ts';

/**
 * The application's own way to ask a customer for money, such as a call to its payment provider.
 * Called outside any transaction; what it answers is recorded on the invoice.
 */
export type Collector = (
  invoice: Invoice,
  context: Pick<HandlerContext, 'signal' | 'idempotencyKey'>,
) => Promise<'succeeded' | 'failed' | 'pending'>;

function payable(engine: Engine, invoiceId: string): Invoice {
  const invoice = engine.invoices.get(invoiceId);
  checkFinal(invoice, 'invoiceId');
  if (dueMinor(invoice) > 0n) return toInvoice(invoice);
  throw new BillingError('conflict', {
    message: `Nothing is due on invoice ${invoiceId}.`,
    details: { resource: 'invoice', key: invoiceId, state: 'paid' },
  });
}

/** Asks for what is due, and records the answer. */
export async function collect(
  engine: Engine,
  collector: Collector,
  invoiceId: string,
  context: HandlerContext,
): Promise<Invoice> {
  const invoice = engine.database.read(() => payable(engine, invoiceId));
  const status = await collector(invoice, context);
  const now = engine.clock.now();
  const moment = { now, instant: toInstant(now) };
  return engine.database.write(() =>
    toInvoice(recordPayment(engine, engine.invoices.get(invoiceId), status, moment)),
  );
}

/** Without a collector nothing is charged: the invoice comes back as it is. */
export function collectNothing(engine: Engine, invoiceId: string): Invoice {
  return payable(engine, invoiceId);
}
