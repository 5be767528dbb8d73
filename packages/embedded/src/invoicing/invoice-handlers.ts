import {
  BillingError,
  emulated,
  type HandlerContext,
  type Handlers,
  native,
  toInstant,
  type UpdateInvoiceInput,
} from '@billport/core';
import { dataUrl } from '../documents/data-url.ts';
import { invoiceDocument } from '../documents/invoice-document.ts';
import { command, type Engine, type Moment, query } from '../engine.ts';
import { type Collector, collect, collectNothing } from './collect.ts';
import { finalizeDraft, refreshDraft } from './finalize-draft.ts';
import type { InvoiceRecord } from './invoice-record.ts';
import { toInvoice } from './invoice-view.ts';
import { createOneOffInvoice } from './one-off-invoice.ts';
import { previewInvoice } from './preview-invoice.ts';
import { checkFinal, recordPayment } from './record-payment.ts';
import { voidInvoice } from './void-invoice.ts';

function update(engine: Engine, input: UpdateInvoiceInput, moment: Moment): InvoiceRecord {
  const invoice = engine.invoices.get(input.invoiceId);
  const { paymentStatus, metadata } = input;
  const paid =
    paymentStatus === undefined ? invoice : recordPayment(engine, invoice, paymentStatus, moment);
  if (metadata === undefined) return paid;
  const { metadata: _, ...state } = paid.state;
  return engine.invoices.update({
    ...paid,
    state: metadata === null ? state : { ...state, metadata },
  });
}

/** @throws BillingError `conflict` when the invoice has another status. */
function checkStatus(invoice: InvoiceRecord, wanted: InvoiceRecord['status'], verb: string): void {
  if (invoice.status === wanted) return;
  throw new BillingError('conflict', {
    message: `Invoice ${invoice.id} is ${invoice.status}: only a ${wanted} one can be ${verb}.`,
    details: { resource: 'invoice', key: invoice.id, state: invoice.status },
  });
}

function finalize(engine: Engine, id: string, { now }: Moment): InvoiceRecord {
  const invoice = engine.invoices.get(id);
  if (invoice.status === 'finalized') return invoice;
  checkStatus(invoice, 'draft', 'made final');
  return finalizeDraft(engine, invoice, now);
}

function refresh(engine: Engine, id: string, { now }: Moment): InvoiceRecord {
  const invoice = engine.invoices.get(id);
  checkStatus(invoice, 'draft', 'refreshed');
  return refreshDraft(engine, invoice, now);
}

function retry(engine: Engine, id: string, { now }: Moment): InvoiceRecord {
  const invoice = engine.invoices.get(id);
  checkStatus(invoice, 'failed', 'tried again');
  return finalizeDraft(engine, invoice, now);
}

function loseDispute(engine: Engine, id: string, { instant }: Moment): InvoiceRecord {
  const invoice = engine.invoices.get(id);
  checkFinal(invoice, 'invoiceId');
  if (invoice.state.paymentDisputeLostAt !== undefined) return invoice;
  return engine.invoices.update({
    ...invoice,
    state: { ...invoice.state, paymentDisputeLostAt: instant },
  });
}

function documentLink(engine: Engine, id: string): { url: string } {
  const invoice = toInvoice(engine.invoices.get(id));
  const customer = engine.tables.customers.find(invoice.customerKey);
  return { url: dataUrl(invoiceDocument(invoice, customer)) };
}

function paymentLink(engine: Engine, id: string): { url: string } {
  checkFinal(engine.invoices.get(id), 'invoiceId');
  return documentLink(engine, id);
}

const DOCUMENT =
  'The link holds the document itself (a data: URL), since there is no server behind it.';
const NO_PAYMENT_PAGE =
  'There is no payment provider behind the embedded engine: the link shows the invoice (a data: URL). Record the payment with invoices.update.';
const NO_COLLECTOR =
  'Nothing was charged: the embedded engine was made without the option collect. Record the payment with invoices.update.';

function collectHandler(engine: Engine, collector: Collector | undefined) {
  if (collector === undefined) {
    return emulated(
      query(engine, ({ invoiceId }: { invoiceId: string }) => collectNothing(engine, invoiceId)),
      NO_COLLECTOR,
    );
  }
  return native(({ invoiceId }: { invoiceId: string }, context: HandlerContext) =>
    collect(engine, collector, invoiceId, context),
  );
}

/** The port `invoices`. */
export function invoiceHandlers(engine: Engine, collector: Collector | undefined) {
  const { invoices } = engine;
  const change = (work: (engine: Engine, id: string, moment: Moment) => InvoiceRecord) =>
    native(
      command(engine, ({ invoiceId }: { invoiceId: string }, moment) =>
        toInvoice(work(engine, invoiceId, moment)),
      ),
    );
  return {
    create: native(
      command(engine, (input, moment) => toInvoice(createOneOffInvoice(engine, input, moment))),
    ),
    get: native(query(engine, ({ invoiceId }) => toInvoice(invoices.get(invoiceId)))),
    list: native(
      query(engine, ({ limit, cursor, ...filter }) => {
        const page = invoices.page({ limit, cursor }, filter);
        return { ...page, items: page.items.map(toInvoice) };
      }),
    ),
    update: native(command(engine, (input, moment) => toInvoice(update(engine, input, moment)))),
    preview: native((input) => {
      const now = engine.clock.now();
      return previewInvoice(engine, input, { now, instant: toInstant(now) });
    }),
    finalize: change(finalize),
    refresh: change(refresh),
    retry: change(retry),
    void: change(voidInvoice),
    collect: collectHandler(engine, collector),
    loseDispute: change(loseDispute),
    createPaymentLink: emulated(
      query(engine, ({ invoiceId }) => paymentLink(engine, invoiceId)),
      NO_PAYMENT_PAGE,
    ),
    createDownloadLink: emulated(
      query(engine, ({ invoiceId }) => documentLink(engine, invoiceId)),
      DOCUMENT,
    ),
  } satisfies Handlers['invoices'];
}
