import { BillingError, type Invoice } from '@billport/core';
import { kept } from './kept.ts';
import type { LagoState } from './state.ts';

/** Which invoices of the engine clients know of. */
interface InvoiceShelf {
  /** Every invoice that was noticed, with the status that clients were last told of. */
  readonly known: Map<string, Invoice['status']>;
  /** Noticed, and waiting for the job that makes them in a real Lago. */
  readonly hidden: Set<string>;
  /** Notices that wait for each other, so that none is taken twice. */
  noticing: Promise<void>;
}

/** What clients know of the invoices of this account. */
export const shelfOf = kept(
  (): InvoiceShelf => ({ known: new Map(), hidden: new Set(), noticing: Promise.resolve() }),
);

/** Whether clients see the invoice by now. */
export function isVisible(state: LagoState, id: string): boolean {
  const { known, hidden } = shelfOf(state);
  return known.has(id) && !hidden.has(id);
}

/** The engine's invoice; undefined where it is gone, as an empty draft is after its grace. */
export async function engineInvoice(state: LagoState, id: string): Promise<Invoice | undefined> {
  try {
    return await state.billing.invoices.get({ invoiceId: id });
  } catch (error) {
    if (BillingError.is(error, 'not_found')) return undefined;
    throw error;
  }
}

/** Filters of the engine's list. */
export type InvoiceFilter = Omit<
  NonNullable<Parameters<LagoState['billing']['invoices']['list']>[0]>,
  'limit' | 'cursor'
>;

/** The invoices that clients see, newest first. */
export async function visibleInvoices(
  state: LagoState,
  filter: InvoiceFilter = {},
): Promise<Invoice[]> {
  const invoices = await Array.fromAsync(state.billing.invoices.list(filter));
  return invoices.filter(({ id }) => isVisible(state, id));
}
