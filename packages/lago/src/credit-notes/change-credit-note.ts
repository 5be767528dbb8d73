import { mayHaveLanded, path } from '@billport/adapter-kit';
import {
  BillingError,
  type CreditNote,
  type Result,
  type UpdateCreditNoteInput,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { checkMetadata, mapLimits } from '../metadata-limits.ts';
import { notApplied } from '../not-applied.ts';
import { replaceMetadata } from '../replace-metadata.ts';
import type { LagoCreditNote } from '../wire/credit-note.ts';
import { readCreditNote, toCreditNote } from './credit-note.ts';

/** @throws BillingError `conflict` for a note that refunds nothing: Lago takes a status all the same. */
function checkRefund({ id, refundStatus }: CreditNote, input: UpdateCreditNoteInput): void {
  if (input.refundStatus === undefined || refundStatus !== 'none') return;
  throw new BillingError('conflict', {
    message: `Credit note ${id} refunds nothing: there is no refund to have an outcome.`,
    details: { resource: 'credit note', key: id, state: refundStatus },
  });
}

/** Sends the outcome of a refund, if there is one. */
async function sendRefund(
  lago: Connection,
  before: LagoCreditNote,
  refundStatus: UpdateCreditNoteInput['refundStatus'],
  context: CallContext,
): Promise<LagoCreditNote> {
  if (refundStatus === undefined) return before;
  const { lago_id: id, metadata } = before;
  // There are versions of Lago for which data that is not sent along is none.
  const body = { refund_status: refundStatus, ...(metadata && { metadata }) };
  return lago.one<LagoCreditNote>(
    'credit_note',
    {
      method: 'PUT',
      path: path`/credit_notes/${id}`,
      body: { credit_note: body },
      repeat: 'safe',
      ...changeOf(id),
    },
    context,
  );
}

/** How errors speak of a change. */
const changeOf = (creditNoteId: string) => ({
  lookup: `creditNotes.get({ creditNoteId: ${JSON.stringify(creditNoteId)} }): look whether the change is there.`,
  about: { resource: 'credit note', key: creditNoteId },
});

/**
 * Records the outcome of a refund, or replaces the metadata.
 * @throws BillingError `not_found`; `conflict` for the refund of a note without one.
 */
export async function updateCreditNote(
  lago: Connection,
  input: UpdateCreditNoteInput,
  context: CallContext,
): Promise<Result<CreditNote>> {
  const { creditNoteId, refundStatus, metadata } = input;
  checkMetadata(metadata, mapLimits('credit note'));
  const before = await readCreditNote(lago, creditNoteId, context);
  checkRefund(toCreditNote(before), input);
  const changed = await sendRefund(lago, before, refundStatus, context);
  if (metadata === undefined) return kept(input, changed);
  const { kept: map, failure } = await replaceMetadata(
    lago,
    {
      path: path`/credit_notes/${creditNoteId}/metadata`,
      before: before.metadata,
      metadata,
      isLastStep: changed !== before,
      ...changeOf(creditNoteId),
    },
    context,
  );
  if (failure === undefined) return kept(input, { ...changed, metadata: map ?? null });
  const { metadata: _, ...others } = input;
  const note = kept(others, changed);
  return { ...note, warnings: [...(note.warnings ?? []), failure] };
}

/** What Lago kept, with a warning for each field that it kept otherwise. */
function kept(asked: UpdateCreditNoteInput, wire: LagoCreditNote): Result<CreditNote> {
  const note = toCreditNote(wire);
  const warnings = notApplied(asked, note, ['refundStatus', 'metadata']);
  return warnings.length > 0 ? { ...note, warnings } : note;
}

const isVoided = ({ credit_status: status }: LagoCreditNote) => status === 'voided';

async function sendVoid(
  lago: Connection,
  creditNoteId: string,
  context: CallContext,
): Promise<LagoCreditNote> {
  try {
    return await lago.one<LagoCreditNote>(
      'credit_note',
      {
        method: 'PUT',
        path: path`/credit_notes/${creditNoteId}/void`,
        repeat: 'safe',
        ...changeOf(creditNoteId),
      },
      context,
    );
  } catch (error) {
    if (!mayHaveLanded(error)) throw error;
    const now = await readCreditNote(lago, creditNoteId, context);
    if (isVoided(now)) return now;
    throw error;
  }
}

/**
 * Voids what is left of the credit; a note that is void stays as it is.
 * @throws BillingError `not_found`; `conflict` where nothing is left.
 */
export async function voidCreditNote(
  lago: Connection,
  creditNoteId: string,
  context: CallContext,
): Promise<CreditNote> {
  const before = await readCreditNote(lago, creditNoteId, context);
  return toCreditNote(isVoided(before) ? before : await sendVoid(lago, creditNoteId, context));
}
