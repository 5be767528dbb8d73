import { normalizeInstant } from '@billport/core';
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { PaigoState } from '../state.ts';
import { totalOf } from './invoice-amounts.ts';
import { invoiceDocument } from './invoice-document.ts';
import { DOCUMENTS_PATH, opensDocument, opensPayment, PAYMENTS_PATH } from './invoice-links.ts';

/** What a store of files answers to a link that is not, or no longer, good. */
const DENIED =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>';

/** Routes that the links on invoices lead to. They need no token. */
export function documentRoutes(state: PaigoState): Hono {
  const app = new Hono();
  app.get(`${DOCUMENTS_PATH}/:file`, (context) => {
    const invoice = state.invoices.get(context.req.param('file').replace(/\.html$/, ''));
    const { ends = '', signature = '' } = context.req.query();
    const link = { ends: normalizeInstant(ends) ?? '', signature };
    if (invoice !== undefined && opensDocument(state, invoice, link)) {
      return context.html(invoiceDocument(invoice));
    }
    return context.body(DENIED, 403, { 'content-type': 'application/xml' });
  });
  app.get(`${PAYMENTS_PATH}/:id/:secret`, (context) => {
    const { id, secret } = context.req.param();
    const invoice = state.invoices.get(id);
    if (invoice === undefined || !opensPayment(invoice, secret)) return context.notFound();
    const due = `${totalOf(invoice)} ${invoice.currency}`;
    return context.html(
      html`<!DOCTYPE html><title>Pay ${due}</title><p>Invoice ${id}: ${invoice.invoiceStatus}.</p>`,
    );
  });
  return app;
}
