import { afterWrite } from '@billport/adapter-kit';
import {
  type CreateInvoiceInput,
  type Handlers,
  type Invoice,
  native,
  partial,
  type Result,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from './connection.ts';
import { createInvoice, invoiceLookup } from './invoices/create-invoice.ts';
import { readInvoice, withRecord } from './invoices/find-invoices.ts';
import { downloadLink, paymentLink } from './invoices/invoice-links.ts';
import { listInvoices } from './invoices/list-invoices.ts';
import { toInvoice } from './invoices/to-invoice.ts';
import { notApplied } from './not-applied.ts';

/** Fields of a new invoice that Paigo has no place for. */
const WITHOUT = ['metadata', 'items.taxCodes'];

const NOT_TOLD =
  'Paigo tells neither periods nor subscriptions nor charges of an invoice, a due date only where there is a term, one amount for all taxes, and no number: the id stands for it.';

function notKept(input: CreateInvoiceInput): Warning[] {
  const taxCodes = input.items.find((item) => item.taxCodes !== undefined)?.taxCodes;
  const items = notApplied({ 'items.taxCodes': taxCodes }, ['items.taxCodes']);
  return [...notApplied(input, ['metadata']), ...items];
}

async function create(
  paigo: Connection,
  input: CreateInvoiceInput,
  context: CallContext,
): Promise<Result<Invoice>> {
  const { customerKey, currency, items } = input;
  const made = await createInvoice(paigo, { customerKey, currency, items }, context);
  const read = () => toInvoice(made);
  const { warnings = [], ...invoice } = await afterWrite(invoiceLookup(made.id), read);
  return { ...invoice, warnings: [...warnings, ...notKept(input)] };
}

const BILLED_OTHERWISE = `${NOT_TOLD} Lines are as Paigo makes them: one for each tier, packages instead of units, in its own order. Credits count once a payment was collected: expect totals without them of customers who pay outside of Paigo.`;

/** The port `invoices`. What else can be done with an invoice is done in the vendor's dashboard. */
export function invoiceHandlers(paigo: Connection) {
  return {
    create: partial((input, context) => create(paigo, input, context), NOT_TOLD, WITHOUT),
    get: partial(async ({ invoiceId }, context) => {
      const found = await readInvoice(paigo, invoiceId, context);
      return toInvoice(await withRecord(paigo, found, context));
    }, BILLED_OTHERWISE),
    list: partial((input, context) => listInvoices(paigo, input, context), BILLED_OTHERWISE),
    createPaymentLink: native(({ invoiceId }, context) => paymentLink(paigo, invoiceId, context)),
    createDownloadLink: partial(
      ({ invoiceId }, context) => downloadLink(paigo, invoiceId, context),
      'An invoice whose id Paigo never told has none.',
    ),
  } satisfies Handlers['invoices'];
}
