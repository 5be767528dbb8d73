import type { InvoiceRecord } from '../records/invoice.ts';
import type { PaigoState } from '../state.ts';

const byCustomer = new WeakMap<PaigoState, Map<string, InvoiceRecord[]>>();

function shelfOf(state: PaigoState): Map<string, InvoiceRecord[]> {
  const known = byCustomer.get(state) ?? new Map<string, InvoiceRecord[]>();
  byCustomer.set(state, known);
  return known;
}

/** Keeps a new invoice. */
export function addInvoice(state: PaigoState, invoice: InvoiceRecord): void {
  const { customerId, invoiceId } = invoice;
  state.invoices.set(invoiceId, invoice);
  const shelf = shelfOf(state);
  shelf.set(customerId, [...invoicesOf(state, customerId), invoice]);
}

/** A customer's invoices, in the order in which they were made. */
export const invoicesOf = (state: PaigoState, customerId: string): InvoiceRecord[] =>
  (shelfOf(state).get(customerId) ?? []).filter(({ invoiceId }) => state.invoices.has(invoiceId));
