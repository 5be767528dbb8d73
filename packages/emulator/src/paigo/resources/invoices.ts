import { Hono } from 'hono';
import { z } from 'zod';
import { readReply } from '../find-thing.ts';
import { createInvoice } from '../invoices/create-invoice.ts';
import { CREATE_INVOICE } from '../invoices/create-invoice-shape.ts';
import { invoiceObject } from '../objects/invoice.ts';
import type { InvoiceRecord } from '../records/invoice.ts';
import { checkedBody, checkedQuery } from '../requests/checked-request.ts';
import { text } from '../requests/field-rules.ts';
import type { PaigoState } from '../state.ts';

const READ_INVOICE = z.strictObject({ download: text.optional() });

/** What a new invoice is answered with: nobody knows, so by the switch (`facts/paigo.md §6.5`). */
function createdReply({ switches }: PaigoState, { invoiceId, customerId }: InvoiceRecord) {
  const message = 'Generated invoice';
  switch (switches.invoiceReply) {
    case 'flat':
      return { message, invoiceId, customerId };
    case 'list':
      return { message, data: [{ invoiceId, customerId }] };
    case 'object':
      return { message, data: { invoiceId, customerId } };
    case 'message':
      return { message };
  }
}

/** Routes of invoices. There is none that lists them: they hang under customers. */
export function invoiceRoutes(state: PaigoState): Hono {
  const app = new Hono();
  app.post('/invoices', async (context) => {
    const invoice = createInvoice(state, await checkedBody(state, context, CREATE_INVOICE));
    return context.json(createdReply(state, invoice), 201);
  });
  app.get('/invoices/:id', (context) => {
    const download = checkedQuery(state, context, READ_INVOICE).download === 'true';
    const id = context.req.param('id');
    const reply = readReply(state, state.invoices, id, 'Invoices', (invoice) =>
      invoiceObject(state, invoice, { download }),
    );
    return context.json(reply);
  });
  return app;
}
