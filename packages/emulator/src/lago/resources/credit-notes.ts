import { BillingError, type CreditNote } from '@billport/core';
import { type Context, Hono } from 'hono';
import type { Fields } from '../../machinery/json-fields.ts';
import { createCreditNote } from '../create-credit-note.ts';
import { filteredCreditNotes } from '../credit-note-filters.ts';
import { creditNoteRequest } from '../credit-note-items.ts';
import { creditNoteNumber } from '../credit-note-numbers.ts';
import { creditNoteRecord, keepCreditNoteRecord } from '../credit-note-records.ts';
import { findCustomer } from '../customers/find-customer.ts';
import { fileUrl, keepDocument } from '../documents.ts';
import { notAllowed, notFound } from '../failure.ts';
import { FieldErrors } from '../field-errors.ts';
import { metadataRoutes } from '../metadata-endpoints.ts';
import { mergedMetadata, metadataIn } from '../metadata-map.ts';
import { creditNoteEstimateObject } from '../objects/credit-note-estimate.ts';
import { creditNoteObject } from '../objects/credit-notes.ts';
import { pageOfRows } from '../page-of-rows.ts';
import { rootOf } from '../request-fields.ts';
import type { LagoState } from '../state.ts';

type RefundStatus = 'pending' | 'succeeded' | 'failed';

const REFUND_STATUSES: readonly unknown[] = ['pending', 'succeeded', 'failed'];
const isRefundStatus = (status: unknown): status is RefundStatus =>
  REFUND_STATUSES.includes(status);

/** @throws LagoFailure 404 `credit_note_not_found` */
async function found(state: LagoState, context: Context): Promise<CreditNote> {
  const creditNoteId = state.ids.keyOf('credit_note', context.req.param('id') ?? '');
  if (creditNoteId === undefined) throw notFound('credit_note');
  return state.billing.creditNotes.get({ creditNoteId });
}

async function answer(state: LagoState, context: Context, note: CreditNote) {
  return context.json({ credit_note: await creditNoteObject(state, note) });
}

async function list(state: LagoState, context: Context, customerKey: string | undefined) {
  const notes = await filteredCreditNotes(state, context, customerKey);
  const { rows, meta } = pageOfRows(context, notes);
  const objects = rows.map((note) => creditNoteObject(state, note));
  return context.json({ credit_notes: await Promise.all(objects), meta });
}

/** Lago takes an outcome also of a note that refunds nothing. */
async function recordRefund(
  state: LagoState,
  note: CreditNote,
  refundStatus: RefundStatus,
): Promise<CreditNote> {
  if (note.refundStatus === 'none') {
    keepCreditNoteRecord(state, note.id, { refundStatus });
    return note;
  }
  return state.billing.creditNotes.update({ creditNoteId: note.id, refundStatus });
}

/** Records the outcome of a refund; metadata is merged, and null leaves it. */
async function update(state: LagoState, note: CreditNote, fields: Fields): Promise<CreditNote> {
  const errors = new FieldErrors();
  const { refund_status: status } = fields;
  const change = metadataIn(fields.metadata, errors);
  if (status !== undefined && !isRefundStatus(status)) {
    errors.add('refund_status', 'value_is_invalid');
  }
  errors.throwIfAny();
  const { metadata } = creditNoteRecord(state, note.id);
  keepCreditNoteRecord(
    state,
    note.id,
    change === undefined ? {} : { metadata: mergedMetadata(metadata, change, errors) },
  );
  return isRefundStatus(status) ? recordRefund(state, note, status) : note;
}

/** @throws LagoFailure 405 `no_voidable_amount` where there is no credit left. */
async function voidNote(state: LagoState, note: CreditNote): Promise<CreditNote> {
  if (note.creditStatus !== 'available') throw notAllowed('no_voidable_amount');
  try {
    return await state.billing.creditNotes.void({ creditNoteId: note.id });
  } catch (error) {
    if (BillingError.is(error, 'conflict')) throw notAllowed('no_voidable_amount');
    throw error;
  }
}

async function makeDocument(state: LagoState, note: CreditNote): Promise<void> {
  const { url } = await state.billing.creditNotes.createDownloadLink({ creditNoteId: note.id });
  const number = await creditNoteNumber(state, note);
  const lagoId = state.ids.of('credit_note', note.id);
  keepDocument(state, lagoId, { url, engineNumber: note.number, number });
  const object = await creditNoteObject(state, note);
  state.webhooks.send('credit_note.generated', 'credit_note', object);
}

/** The first answer has no body: a job makes the document (`facts/lago.md §b` "Credit notes"). */
async function download(state: LagoState, context: Context) {
  const note = await found(state, context);
  if (fileUrl(state, state.ids.of('credit_note', note.id)) !== null) {
    return answer(state, context, note);
  }
  state.jobs.add('make the document of a credit note', () => makeDocument(state, note));
  return context.body(null, 200);
}

function readingRoutes(app: Hono, state: LagoState): void {
  app.get('/credit_notes', (context) =>
    list(state, context, context.req.query('external_customer_id')),
  );
  app.get('/customers/:customer/credit_notes', async (context) => {
    const { customerKey } = await findCustomer(state, context.req.param('customer'));
    return list(state, context, customerKey);
  });
  app.get('/credit_notes/:id', async (context) =>
    answer(state, context, await found(state, context)),
  );
  app.post('/credit_notes/estimate', async (context) => {
    const request = await creditNoteRequest(state, await rootOf(context, 'credit_note'));
    return context.json({
      estimated_credit_note: await creditNoteEstimateObject(state, request),
    });
  });
}

/** Routes of credit notes. */
export function creditNotesRoutes(state: LagoState): Hono {
  const app = new Hono();
  readingRoutes(app, state);
  app.post('/credit_notes', async (context) => {
    const fields = await rootOf(context, 'credit_note');
    return answer(state, context, await createCreditNote(state, fields));
  });
  app.put('/credit_notes/:id', async (context) => {
    const note = await found(state, context);
    return answer(state, context, await update(state, note, await rootOf(context, 'credit_note')));
  });
  app.put('/credit_notes/:id/void', async (context) =>
    answer(state, context, await voidNote(state, await found(state, context))),
  );
  for (const path of ['download', 'download_pdf']) {
    app.post(`/credit_notes/:id/${path}`, (context) => download(state, context));
  }
  metadataRoutes(app, '/credit_notes/:id/metadata', async (context) => {
    const { id } = await found(state, context);
    const { metadata } = creditNoteRecord(state, id);
    return { metadata, keep: (changed) => keepCreditNoteRecord(state, id, { metadata: changed }) };
  });
  return app;
}
