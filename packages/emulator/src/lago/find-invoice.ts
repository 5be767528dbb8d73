import type { Invoice } from '@billport/core';
import { notFound } from './failure.ts';
import { engineInvoice, isVisible } from './invoice-shelf.ts';
import type { LagoState } from './state.ts';

/**
 * The invoice of Lago's id, where clients see it.
 * @throws LagoFailure 404 `invoice_not_found`
 */
export async function findInvoice(state: LagoState, lagoId: string): Promise<Invoice> {
  const id = state.ids.keyOf('invoice', lagoId);
  const invoice = id !== undefined && isVisible(state, id) && (await engineInvoice(state, id));
  if (!invoice) throw notFound('invoice');
  return invoice;
}
