import type { Fee, Invoice } from '@billport/core';
import { visibleInvoices } from './invoice-shelf.ts';
import type { LagoState } from './state.ts';

/** A fee and the invoice that it stands on. */
export interface BilledFee {
  readonly fee: Fee;
  readonly invoice: Invoice;
}

/** The fees of the invoices that clients see, newest first. */
export async function billedFees(
  state: LagoState,
  filter: { readonly customerKey?: string; readonly subscriptionKey?: string } = {},
): Promise<BilledFee[]> {
  const invoices = await visibleInvoices(state, filter);
  return invoices.flatMap((invoice) => invoice.fees.map((fee) => ({ fee, invoice })));
}

/** The fee of Lago's id, where clients see its invoice. */
export async function feeIfAny(state: LagoState, lagoId: string): Promise<BilledFee | undefined> {
  const id = state.ids.keyOf('fee', lagoId);
  if (id === undefined) return undefined;
  return (await billedFees(state)).find(({ fee }) => fee.id === id);
}
