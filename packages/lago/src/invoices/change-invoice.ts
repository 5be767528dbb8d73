import { mayHaveLanded, path, type RequestPath } from '@billport/adapter-kit';
import { BillingError, type Invoice, type Result, type UpdateInvoiceInput } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { checkMetadata } from '../metadata-limits.ts';
import { notApplied } from '../not-applied.ts';
import type { LagoInvoice } from '../wire/invoice.ts';
import { InvoiceReader, readWireInvoice } from './invoice-reader.ts';
import { INVOICE_METADATA, metadataRows } from './metadata-rows.ts';

/** A change of what an invoice is. */
interface InvoiceChange {
  readonly method: 'POST' | 'PUT';
  readonly path: (invoiceId: string) => RequestPath;
  readonly body?: object;
  /** Whether there is nothing left to do. */
  readonly isDone: (invoice: LagoInvoice) => boolean;
  /** Which status it can be done in, and the words for it; any when absent. */
  readonly only?: { readonly status: string; readonly verb: string };
}

const lookupOf = (invoiceId: string) =>
  `invoices.get({ invoiceId: ${JSON.stringify(invoiceId)} }): look at its status.`;

function checkStatus({ lago_id: id, status }: LagoInvoice, { only }: InvoiceChange): void {
  if (only === undefined || status === only.status) return;
  throw new BillingError('conflict', {
    message: `Invoice ${id} is ${status}: only a ${only.status} one can be ${only.verb}.`,
    details: { resource: 'invoice', key: id ?? '', state: status },
  });
}

/** Sends the change. One that is sent again after a lost answer may find its own work done. */
async function send(
  lago: Connection,
  invoiceId: string,
  change: InvoiceChange,
  context: CallContext,
): Promise<LagoInvoice> {
  try {
    return await lago.one<LagoInvoice>(
      'invoice',
      {
        method: change.method,
        path: change.path(invoiceId),
        ...(change.body && { body: change.body }),
        repeat: 'safe',
        lookup: lookupOf(invoiceId),
        about: { resource: 'invoice', key: invoiceId },
      },
      context,
    );
  } catch (error) {
    if (!mayHaveLanded(error)) throw error;
    const now = await readWireInvoice(lago, invoiceId, context);
    if (change.isDone(now)) return now;
    throw error;
  }
}

/**
 * Changes what an invoice is, unless it is that already.
 * @throws BillingError `not_found`; `conflict` where its state does not allow it.
 */
async function changeInvoice(
  lago: Connection,
  invoiceId: string,
  change: InvoiceChange,
  context: CallContext,
): Promise<Invoice> {
  const before = await readWireInvoice(lago, invoiceId, context);
  const done = change.isDone(before);
  if (!done) checkStatus(before, change);
  const wire = done ? before : await send(lago, invoiceId, change, context);
  return new InvoiceReader(lago, context).complete(wire);
}

/** Makes a draft final. Lago finds no draft that is final, and says 404 (`facts/lago.md §b`). */
export function finalizeInvoice(lago: Connection, invoiceId: string, context: CallContext) {
  const change: InvoiceChange = {
    method: 'PUT',
    path: (id) => path`/invoices/${id}/finalize`,
    isDone: ({ status }) => status === 'finalized',
    only: { status: 'draft', verb: 'made final' },
  };
  return changeInvoice(lago, invoiceId, change, context);
}

/** Computes a draft again. Lago brings one that is no draft as it is, with a 200. */
export function refreshInvoice(lago: Connection, invoiceId: string, context: CallContext) {
  const change: InvoiceChange = {
    method: 'PUT',
    path: (id) => path`/invoices/${id}/refresh`,
    isDone: () => false,
    only: { status: 'draft', verb: 'refreshed' },
  };
  return changeInvoice(lago, invoiceId, change, context);
}

/** Voids an invoice. */
export function voidInvoice(lago: Connection, invoiceId: string, context: CallContext) {
  const change: InvoiceChange = {
    method: 'POST',
    path: (id) => path`/invoices/${id}/void`,
    isDone: ({ status }) => status === 'voided',
  };
  return changeInvoice(lago, invoiceId, change, context);
}

/** Marks the payment of an invoice as disputed and lost. */
export function loseDispute(lago: Connection, invoiceId: string, context: CallContext) {
  const change: InvoiceChange = {
    method: 'POST',
    path: (id) => path`/invoices/${id}/lose_dispute`,
    isDone: ({ payment_dispute_lost_at: lostAt }) => lostAt != null,
  };
  return changeInvoice(lago, invoiceId, change, context);
}

/** Computes a failed invoice again, which Lago does later. */
export async function retryInvoice(
  lago: Connection,
  invoiceId: string,
  context: CallContext,
): Promise<Result<Invoice>> {
  const change: InvoiceChange = {
    method: 'POST',
    path: (id) => path`/invoices/${id}/retry`,
    isDone: ({ status }) => status === 'pending',
    only: { status: 'failed', verb: 'tried again' },
  };
  const invoice = await changeInvoice(lago, invoiceId, change, context);
  if (invoice.status !== 'pending') return invoice;
  const message = 'Lago computes the invoice again: read it later.';
  return { ...invoice, warnings: [{ code: 'pending', message }] };
}

/** What an update sends, and whether an invoice shows it. */
interface Update {
  readonly body: object;
  readonly isDone: (wire: LagoInvoice) => boolean;
}

function updateOf(
  { paymentStatus, metadata }: UpdateInvoiceInput,
  before: LagoInvoice | undefined,
): Update {
  const rows =
    metadata === undefined ? undefined : metadataRows(metadata ?? {}, before?.metadata ?? []);
  return {
    body: {
      ...(paymentStatus !== undefined && { payment_status: paymentStatus }),
      ...(rows !== undefined && { metadata: rows }),
    },
    isDone: (wire) =>
      (paymentStatus === undefined || wire.payment_status === paymentStatus) &&
      (rows === undefined || sameRows(rows, wire.metadata ?? [])),
  };
}

type Row = { readonly key: string; readonly value: string };

function sameRows(asked: readonly Row[], kept: readonly Row[]): boolean {
  const values = new Map(kept.map(({ key, value }) => [key, value]));
  return asked.length === kept.length && asked.every(({ key, value }) => values.get(key) === value);
}

/**
 * Records the outcome of a payment, or replaces the metadata.
 * @throws BillingError `not_found`; `conflict` for a draft; `invalid_input` for data that Lago does
 * not keep.
 */
export async function updateInvoice(
  lago: Connection,
  input: UpdateInvoiceInput,
  context: CallContext,
): Promise<Result<Invoice>> {
  const { invoiceId, paymentStatus, metadata } = input;
  checkMetadata(metadata, INVOICE_METADATA);
  const reader = new InvoiceReader(lago, context);
  if (paymentStatus === undefined && metadata === undefined) return reader.read(invoiceId);
  const before =
    metadata === undefined ? undefined : await readWireInvoice(lago, invoiceId, context);
  const { body, isDone } = updateOf(input, before);
  const change: InvoiceChange = {
    method: 'PUT',
    path: (id) => path`/invoices/${id}`,
    body: { invoice: body },
    isDone,
  };
  const invoice = await reader.complete(await send(lago, invoiceId, change, context));
  const warnings = notApplied(input, invoice, ['paymentStatus', 'metadata']);
  return warnings.length > 0 ? { ...invoice, warnings } : invoice;
}
