import type { Invoice } from '@billport/core';
import { type Context, Hono } from 'hono';
import { findCustomer } from '../customers/find-customer.ts';
import { invalid, notAllowed, notEmulated } from '../failure.ts';
import { findInvoice } from '../find-invoice.ts';
import {
  finalizeInvoice,
  loseDispute,
  refreshInvoice,
  retryInvoice,
  retryPayment,
  voidInvoice,
} from '../invoice-actions.ts';
import { hasDocument } from '../invoice-document.ts';
import { filteredInvoices } from '../invoice-filters.ts';
import { updateInvoice } from '../invoice-update.ts';
import { invoiceObject } from '../objects/invoices.ts';
import { createOneOffInvoice } from '../one-off-invoice.ts';
import { pageOfRows } from '../page-of-rows.ts';
import { PAYMENT_PROVIDER, paymentUrl } from '../payment-links.ts';
import { previewInvoice } from '../preview-invoice.ts';
import { bodyOf, rootOf } from '../request-fields.ts';
import type { LagoState } from '../state.ts';

const found = (state: LagoState, context: Context): Promise<Invoice> =>
  findInvoice(state, context.req.param('id') ?? '');

async function answer(state: LagoState, context: Context, invoice: Invoice) {
  return context.json({ invoice: await invoiceObject(state, invoice, { full: true }) });
}

async function list(state: LagoState, context: Context, customerKey: string | undefined) {
  const invoices = await filteredInvoices(state, context, customerKey);
  const { rows, meta } = pageOfRows(context, invoices, { state, list: 'invoices' });
  const objects = rows.map((invoice) => invoiceObject(state, invoice, { full: false }));
  return context.json({ invoices: await Promise.all(objects), meta });
}

/** The first answer has no body: a job makes the document (`facts/lago.md §b` "Invoices"). */
async function download(state: LagoState, context: Context) {
  const invoice = await found(state, context);
  if (!hasDocument(state, invoice)) return context.body(null, 200);
  return context.json({ invoice: await invoiceObject(state, invoice, { full: true }) });
}

/** Why there is no page to pay the invoice. */
function whyNotPayable(state: LagoState, { status, paymentStatus }: Invoice): string | undefined {
  if (!state.switches.paymentProvider) return 'no_linked_payment_provider';
  const isOpen = status === 'finalized' && paymentStatus !== 'succeeded';
  return isOpen ? undefined : 'invalid_invoice_status_or_payment_status';
}

async function payment(state: LagoState, context: Context) {
  const invoice = await found(state, context);
  const why = whyNotPayable(state, invoice);
  if (why !== undefined) throw invalid({ base: [why] });
  const lagoId = state.ids.of('invoice', invoice.id);
  return context.json({
    invoice_payment_details: {
      lago_customer_id: state.ids.of('customer', invoice.customerKey),
      external_customer_id: invoice.customerKey,
      payment_provider: PAYMENT_PROVIDER,
      lago_invoice_id: lagoId,
      payment_url: paymentUrl(lagoId),
    },
  });
}

/** Routes that make invoices and read them. */
function readingRoutes(app: Hono, state: LagoState): void {
  app.get('/invoices', (context) =>
    list(state, context, context.req.query('external_customer_id')),
  );
  app.get('/customers/:customer/invoices', async (context) => {
    const { customerKey } = await findCustomer(state, context.req.param('customer'));
    return list(state, context, customerKey);
  });
  app.post('/invoices', async (context) => {
    const fields = await rootOf(context, 'invoice');
    return answer(state, context, await createOneOffInvoice(state, fields));
  });
  app.post('/invoices/preview', async (context) =>
    answer(state, context, await previewInvoice(state, await bodyOf(context))),
  );
  app.get('/invoices/:id', async (context) => answer(state, context, await found(state, context)));
}

/** Routes that change one invoice. */
function changingRoutes(app: Hono, state: LagoState): void {
  const change = (work: (invoice: Invoice, context: Context) => Promise<Invoice> | Invoice) =>
    async function changed(context: Context) {
      return answer(state, context, await work(await found(state, context), context));
    };
  app.put(
    '/invoices/:id',
    change(async (invoice, context) =>
      updateInvoice(state, invoice, await rootOf(context, 'invoice')),
    ),
  );
  app.put(
    '/invoices/:id/refresh',
    change((invoice) => refreshInvoice(state, invoice)),
  );
  app.put(
    '/invoices/:id/finalize',
    change((invoice) => finalizeInvoice(state, invoice)),
  );
  app.post(
    '/invoices/:id/retry',
    change((invoice) => retryInvoice(state, invoice)),
  );
  app.post(
    '/invoices/:id/lose_dispute',
    change((invoice) => loseDispute(state, invoice)),
  );
  app.post(
    '/invoices/:id/void',
    change(async (invoice, context) => voidInvoice(state, invoice, await bodyOf(context))),
  );
  app.delete(
    '/invoices/:id',
    change(({ status }) => {
      if (status !== 'draft') throw notAllowed('not_deletable');
      throw notEmulated('The emulator deletes no draft invoices.');
    }),
  );
}

/** Routes of invoices. */
export function invoicesRoutes(state: LagoState): Hono {
  const app = new Hono();
  readingRoutes(app, state);
  changingRoutes(app, state);
  for (const path of ['download', 'download_pdf']) {
    app.post(`/invoices/:id/${path}`, (context) => download(state, context));
  }
  app.post('/invoices/:id/retry_payment', async (context) => {
    retryPayment(state, await found(state, context));
    return context.body(null, 200);
  });
  app.post('/invoices/:id/payment_url', (context) => payment(state, context));
  return app;
}
