import { type CreditNote, minorUnits, moneyFromMinor } from '@billport/core';
import type { Fields } from '../machinery/json-fields.ts';
import { type CreditNoteRequest, creditNoteRequest } from './credit-note-items.ts';
import { keepCreditNoteRecord } from './credit-note-records.ts';
import { FieldErrors } from './field-errors.ts';
import { metadataIn } from './metadata-map.ts';
import { creditNoteObject } from './objects/credit-notes.ts';
import { textIn } from './request-fields.ts';
import type { LagoState } from './state.ts';

const REASONS = [
  'duplicated_charge',
  'product_unsatisfactory',
  'order_change',
  'order_cancellation',
  'fraudulent_charge',
  'other',
] as const;

type Reason = (typeof REASONS)[number];

const PARTS = ['credit', 'refund', 'offset'] as const;

/** Smallest units of each part. */
type Parts = Readonly<Record<(typeof PARTS)[number], bigint>>;

function reasonIn(fields: Fields, errors: FieldErrors): Reason {
  const asked = fields.reason ?? 'other';
  const reason = REASONS.find((known) => known === asked);
  if (reason === undefined) errors.add('reason', 'value_is_invalid');
  return reason ?? 'other';
}

function centsIn(fields: Fields, part: string, errors: FieldErrors): bigint {
  const cents = fields[`${part}_amount_cents`] ?? 0;
  if (typeof cents === 'number' && Number.isSafeInteger(cents) && cents >= 0) return BigInt(cents);
  errors.add(`${part}_amount_cents`, 'invalid_value');
  return 0n;
}

function checkRefund(
  refund: bigint,
  { invoice, estimate }: CreditNoteRequest,
  errors: FieldErrors,
) {
  if (refund === 0n || estimate === undefined) return;
  if (minorUnits(invoice.totals.paid) === 0n) {
    errors.add('refund_amount_cents', 'cannot_refund_unpaid_invoice');
  } else if (refund > minorUnits(estimate.maxRefund)) {
    errors.add('refund_amount_cents', 'higher_than_remaining_invoice_amount');
  }
}

/** The parts must come to what the items do, give or take a cent (`facts/lago.md §b`). */
function checkParts(parts: Parts, request: CreditNoteRequest, errors: FieldErrors): void {
  const { estimate } = request;
  const asked = parts.credit + parts.refund + parts.offset;
  if (asked === 0n) errors.add('base', 'total_amount_must_be_positive');
  const gap = asked - (estimate === undefined ? 0n : minorUnits(estimate.total));
  if (gap > 1n || gap < -1n) errors.add('base', 'does_not_match_item_amounts');
  checkRefund(parts.refund, request, errors);
  if (estimate !== undefined && parts.offset > minorUnits(estimate.maxOffset)) {
    errors.add('offset_amount_cents', 'higher_than_remaining_invoice_amount');
  }
}

/** The parts as the engine takes them: they come to the total exactly. */
function exactParts(parts: Parts, total: bigint): Parts {
  const gap = total - parts.credit - parts.refund - parts.offset;
  const largest = PARTS.reduce((one, other) => (parts[other] > parts[one] ? other : one));
  return { ...parts, [largest]: parts[largest] + gap };
}

/**
 * Gives back parts of an invoice (`facts/lago.md §b` "Credit notes").
 * @throws LagoFailure 404, 403 and 405 as {@link creditNoteRequest}; 422 for parts that do not
 *   match the items, or pass what was paid or is due.
 */
export async function createCreditNote(state: LagoState, fields: Fields): Promise<CreditNote> {
  const request = await creditNoteRequest(state, fields);
  const { invoice, estimate } = request;
  const errors = new FieldErrors();
  const reason = reasonIn(fields, errors);
  const metadata = metadataIn(fields.metadata, errors) ?? null;
  const [credit, refund, offset] = PARTS.map((part) => centsIn(fields, part, errors));
  const parts = { credit: credit ?? 0n, refund: refund ?? 0n, offset: offset ?? 0n };
  checkParts(parts, request, errors);
  if (estimate === undefined) errors.add('base', 'total_amount_must_be_positive');
  errors.throwIfAny();
  const exact = exactParts(parts, estimate === undefined ? 0n : minorUnits(estimate.total));
  const money = (cents: bigint) => moneyFromMinor(cents, invoice.currency);
  const description = textIn(fields, 'description');
  const note = await state.billing.creditNotes.create({
    invoiceId: invoice.id,
    reason,
    items: [...request.parts],
    credit: money(exact.credit),
    refund: money(exact.refund),
    offset: money(exact.offset),
    ...(description ? { description } : {}),
  });
  keepCreditNoteRecord(state, note.id, { metadata, changedAt: undefined });
  const object = await creditNoteObject(state, note);
  state.webhooks.send('credit_note.created', 'credit_note', object);
  return note;
}
