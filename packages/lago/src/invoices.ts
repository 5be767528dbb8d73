import { path } from '@billport/adapter-kit';
import { emulated, type Handlers, native } from '@billport/core';
import type { CallContext, Connection } from './connection.ts';
import { documentLink } from './document-link.ts';
import {
  finalizeInvoice,
  loseDispute,
  refreshInvoice,
  retryInvoice,
  updateInvoice,
  voidInvoice,
} from './invoices/change-invoice.ts';
import { collectInvoice, paymentLink } from './invoices/collect-invoice.ts';
import { InvoiceReader } from './invoices/invoice-reader.ts';
import { listInvoices } from './invoices/list-invoices.ts';
import { createInvoice } from './invoices/one-off.ts';
import { previewInvoice } from './invoices/preview-invoice.ts';

const OF_ADD_ON =
  'Lago bills add-ons only: each line is one of the add-on billport_item, under its own name and price.';
const READ_ONE_BY_ONE =
  'Lago lists invoices without their lines: each of the page was read by itself.';

function downloadLink(lago: Connection, invoiceId: string, context: CallContext) {
  return documentLink(
    lago,
    {
      resource: 'invoice',
      id: invoiceId,
      path: path`/invoices/${invoiceId}`,
      download: path`/invoices/${invoiceId}/download`,
      root: 'invoice',
    },
    context,
  );
}

/** What takes a licence. */
function licensed(lago: Connection) {
  return {
    preview: native((input, context) => previewInvoice(lago, input, context)),
  } satisfies Handlers['invoices'];
}

/** The port `invoices`. */
export function invoiceHandlers(lago: Connection) {
  return {
    create: emulated((input, context) => createInvoice(lago, input, context), OF_ADD_ON),
    get: native(({ invoiceId }, context) => new InvoiceReader(lago, context).read(invoiceId)),
    list: emulated((input, context) => listInvoices(lago, input, context), READ_ONE_BY_ONE),
    update: native((input, context) => updateInvoice(lago, input, context)),
    ...(lago.premium ? licensed(lago) : undefined),
    finalize: native(({ invoiceId }, context) => finalizeInvoice(lago, invoiceId, context)),
    refresh: native(({ invoiceId }, context) => refreshInvoice(lago, invoiceId, context)),
    retry: native(({ invoiceId }, context) => retryInvoice(lago, invoiceId, context)),
    void: native(({ invoiceId }, context) => voidInvoice(lago, invoiceId, context)),
    collect: native(({ invoiceId }, context) => collectInvoice(lago, invoiceId, context)),
    loseDispute: native(({ invoiceId }, context) => loseDispute(lago, invoiceId, context)),
    createPaymentLink: native(({ invoiceId }, context) => paymentLink(lago, invoiceId, context)),
    createDownloadLink: native(({ invoiceId }, context) => downloadLink(lago, invoiceId, context)),
  } satisfies Handlers['invoices'];
}
