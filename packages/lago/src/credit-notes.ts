import { path } from '@billport/adapter-kit';
import {
  BillingError,
  type CreditNote,
  type contract,
  type Handlers,
  type InputOf,
  native,
  type Page,
} from '@billport/core';
import type { CallContext, Connection } from './connection.ts';
import { updateCreditNote, voidCreditNote } from './credit-notes/change-credit-note.ts';
import { createCreditNote, estimateCreditNote } from './credit-notes/create-credit-note.ts';
import { readCreditNote, toCreditNote } from './credit-notes/credit-note.ts';
import { documentLink } from './document-link.ts';
import { readWireInvoice } from './invoices/invoice-reader.ts';
import type { LagoCreditNote } from './wire/credit-note.ts';

type ListInput = InputOf<typeof contract.creditNotes.list>;

/** The invoice's number, by which Lago filters; undefined for an invoice that is not there. */
async function numberOf(lago: Connection, invoiceId: string, context: CallContext) {
  try {
    return (await readWireInvoice(lago, invoiceId, context)).number ?? undefined;
  } catch (error) {
    if (BillingError.is(error, 'not_found')) return undefined;
    throw error;
  }
}

async function listCreditNotes(
  lago: Connection,
  { customerKey, invoiceId, limit, cursor }: ListInput,
  context: CallContext,
): Promise<Page<CreditNote>> {
  const number = invoiceId === undefined ? undefined : await numberOf(lago, invoiceId, context);
  if (invoiceId !== undefined && number === undefined) return { items: [] };
  // A number can begin another one, and drafts share theirs.
  const keep =
    invoiceId === undefined
      ? undefined
      : (row: LagoCreditNote) => row.lago_invoice_id === invoiceId;
  return lago.page<LagoCreditNote, CreditNote>(
    {
      path: path`/credit_notes`,
      query: { external_customer_id: customerKey, invoice_number: number },
      root: 'credit_notes',
      limit,
      cursor,
      ...(keep && { keep }),
      toItem: toCreditNote,
    },
    context,
  );
}

function downloadLink(lago: Connection, creditNoteId: string, context: CallContext) {
  return documentLink(
    lago,
    {
      resource: 'credit note',
      id: creditNoteId,
      path: path`/credit_notes/${creditNoteId}`,
      download: path`/credit_notes/${creditNoteId}/download`,
      root: 'credit_note',
    },
    context,
  );
}

/** What takes a licence. */
function licensed(lago: Connection) {
  return {
    create: native((input, context) => createCreditNote(lago, input, context)),
    estimate: native((input, context) => estimateCreditNote(lago, input, context)),
  } satisfies Handlers['creditNotes'];
}

/** The port `creditNotes`. */
export function creditNoteHandlers(lago: Connection) {
  return {
    ...(lago.premium ? licensed(lago) : undefined),
    get: native(async ({ creditNoteId }, context) =>
      toCreditNote(await readCreditNote(lago, creditNoteId, context)),
    ),
    list: native((input, context) => listCreditNotes(lago, input, context)),
    update: native((input, context) => updateCreditNote(lago, input, context)),
    void: native(({ creditNoteId }, context) => voidCreditNote(lago, creditNoteId, context)),
    createDownloadLink: native(({ creditNoteId }, context) =>
      downloadLink(lago, creditNoteId, context),
    ),
  } satisfies Handlers['creditNotes'];
}
