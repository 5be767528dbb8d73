import {
  BillingError,
  type CreditNoteEstimate,
  type Invoice,
  moneyFromMinor,
} from '@billport/core';
import { type Fields, isFields } from '../machinery/json-fields.ts';
import type { CreditedPart } from './credited-taxes.ts';
import { forbidden, invalid, notAllowed, notFound } from './failure.ts';
import { engineInvoice, isVisible } from './invoice-shelf.ts';
import { textIn } from './request-fields.ts';
import type { LagoState } from './state.ts';

/** What a request wants to give back. */
export interface CreditNoteRequest {
  readonly invoice: Invoice;
  readonly parts: readonly CreditedPart[];
  readonly estimate: CreditNoteEstimate | undefined;
}

/** @throws LagoFailure 404 `invoice_not_found`; then 403 without a licence. */
async function invoiceIn(state: LagoState, fields: Fields): Promise<Invoice> {
  const id = state.ids.keyOf('invoice', textIn(fields, 'invoice_id') ?? '');
  const invoice = id !== undefined && isVisible(state, id) && (await engineInvoice(state, id));
  if (!invoice) throw notFound('invoice');
  if (!state.switches.premium) throw forbidden();
  const { status, type } = invoice;
  if (status !== 'finalized' || type === 'credit') throw notAllowed('invalid_type_or_status');
  return invoice;
}

function partIn(state: LagoState, item: Fields, invoice: Invoice): CreditedPart {
  const feeId = state.ids.keyOf('fee', textIn(item, 'fee_id') ?? '');
  const fee = invoice.fees.find(({ id }) => id === feeId);
  if (fee === undefined) throw notFound('fee');
  const { amount_cents: cents } = item;
  if (typeof cents !== 'number' || !Number.isSafeInteger(cents) || cents < 0) {
    throw invalid({ amount_cents: ['invalid_value'] });
  }
  return { feeId: fee.id, amount: moneyFromMinor(BigInt(cents), invoice.currency) };
}

async function estimated(
  state: LagoState,
  invoiceId: string,
  parts: readonly CreditedPart[],
): Promise<CreditNoteEstimate | undefined> {
  if (parts.length === 0) return undefined;
  try {
    return await state.billing.creditNotes.estimate({ invoiceId, items: [...parts] });
  } catch (error) {
    if (!BillingError.is(error, 'invalid_input')) throw error;
    throw invalid({ amount_cents: ['higher_than_remaining_fee_amount'] });
  }
}

/**
 * The invoice, the parts of its fees, and what they come to; parts of nothing are left out.
 * @throws LagoFailure 404 for an unknown invoice or fee; 403 without a licence; 405 for an invoice
 *   that is not final or asks for bought credits; 422 for more than is left of a fee.
 */
export async function creditNoteRequest(
  state: LagoState,
  fields: Fields,
): Promise<CreditNoteRequest> {
  const invoice = await invoiceIn(state, fields);
  const { items } = fields;
  if (!Array.isArray(items)) throw invalid({ items: ['must_be_an_array'] });
  const parts = items
    .filter(isFields)
    .map((item) => partIn(state, item, invoice))
    .filter(({ amount }) => /[1-9]/.test(amount.amount));
  return { invoice, parts, estimate: await estimated(state, invoice.id, parts) };
}
