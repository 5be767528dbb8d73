import { path } from '@billport/adapter-kit';
import { BillingError, Decimal } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { readCustomer } from '../customers/read-customer.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import type { PaigoInvoice } from '../wire/invoice.ts';
import { isFields, textOf } from '../wire/reading.ts';
import { exactly } from './credit-payments.ts';
import { invoiceRecords } from './invoice-record.ts';
import type { IdentifiedInvoice } from './to-invoice.ts';

/** Begins the ids that are made up for invoices without one; the customer follows. */
const MADE_UP = 'unnamed:';

/** What names an invoice in errors. */
export const aboutInvoice = (invoiceId: string) => ({ resource: 'invoice', key: invoiceId });

/** The id that Paigo tells, if it does (§6.4). */
export const toldId = ({ invoiceId, id }: PaigoInvoice): string | undefined =>
  textOf(invoiceId) ?? textOf(id);

/** Whether the id is made up. */
export const isMadeUp = (invoiceId: string): boolean => invoiceId.startsWith(MADE_UP);

/** What an invoice shows that never changes: not its status, and no total that credits lower. */
function contentOf({ invoiceDate, invoiceType, currency, lineItems }: PaigoInvoice): string {
  const lines = (lineItems ?? []).map(({ quantity, unitCost }) =>
    exactly(quantity).times(exactly(unitCost)),
  );
  return [invoiceDate, invoiceType, currency, Decimal.sum(lines)].join(':');
}

/** Made up ids of a customer's invoices, in turn: those that are the same in all are counted. */
function madeUpIds(customerId: string): (wire: PaigoInvoice) => string {
  const seen = new Map<string, number>();
  return (wire) => {
    const content = contentOf(wire);
    const count = (seen.get(content) ?? 0) + 1;
    seen.set(content, count);
    return `${MADE_UP}${encodeURIComponent(customerId)}:${content}:${count}`;
  };
}

/**
 * The invoices that hang under a customer, each with an id. Where Paigo tells none, it is the one
 * that was told when the invoice was made, else one that is made up of what never changes.
 */
export function invoicesOf({ customerId, invoices, metadata }: PaigoCustomer): IdentifiedInvoice[] {
  const records = invoiceRecords(metadata);
  const aliases = new Map([...records].map(([id, { madeUpId }]) => [madeUpId, id] as const));
  const madeUpId = madeUpIds(customerId);
  return (invoices ?? []).filter(isFields).map((each) => {
    const wire = each as PaigoInvoice;
    const own = toldId(wire) ?? madeUpId(wire);
    const id = aliases.get(own) ?? own;
    return { id, customerKey: customerId, wire, purchase: records.get(id)?.purchase };
  });
}

function noInvoice(invoiceId: string): BillingError {
  return new BillingError('not_found', {
    message: `There is no invoice ${JSON.stringify(invoiceId)}.`,
    details: aboutInvoice(invoiceId),
  });
}

/** The customer in an id that was made up; undefined where none can be read. */
function customerIn(invoiceId: string): string | undefined {
  const [customer = ''] = invoiceId.slice(MADE_UP.length).split(':');
  try {
    return decodeURIComponent(customer) || undefined;
  } catch {
    return undefined;
  }
}

async function readUnnamed(
  paigo: Connection,
  invoiceId: string,
  context: CallContext,
): Promise<IdentifiedInvoice> {
  const customerKey = customerIn(invoiceId);
  if (customerKey === undefined) throw noInvoice(invoiceId);
  try {
    const customer = await readCustomer(paigo, customerKey, context);
    const found = invoicesOf(customer).find(({ id }) => id === invoiceId);
    if (found !== undefined) return found;
  } catch (error) {
    if (!BillingError.is(error, 'not_found')) throw error;
  }
  throw noInvoice(invoiceId);
}

/**
 * Reads an invoice. Its own reply does not name its id: that is what was asked for (§6.4).
 * @param download asks for a link to its document, too
 * @throws BillingError `not_found`; `malformed_response` when the reply names no customer, or is
 *   about another invoice
 */
export async function readInvoice(
  paigo: Connection,
  invoiceId: string,
  context: CallContext,
  { download = false }: { readonly download?: boolean } = {},
): Promise<IdentifiedInvoice> {
  if (isMadeUp(invoiceId)) return readUnnamed(paigo, invoiceId, context);
  const wire = await paigo.readOne<PaigoInvoice>(
    path`/invoices/${invoiceId}`,
    aboutInvoice(invoiceId),
    context,
    download ? { query: { download: 'true' } } : {},
  );
  const customerKey = textOf(wire.customerId);
  if (customerKey !== undefined && (toldId(wire) ?? invoiceId) === invoiceId) {
    return { id: invoiceId, customerKey, wire };
  }
  throw new BillingError('malformed_response', {
    message: `Paigo sent the reply for another invoice than ${JSON.stringify(invoiceId)}, or without its customer.`,
  });
}

/**
 * An invoice with what Billport keeps of it under its customer: only one that was made by a call can
 * have that.
 */
export async function withRecord(
  paigo: Connection,
  invoice: IdentifiedInvoice,
  context: CallContext,
): Promise<IdentifiedInvoice> {
  const { id, customerKey, wire, purchase } = invoice;
  if (wire.invoiceType !== 'MANUAL' || purchase !== undefined) return invoice;
  try {
    const { metadata } = await readCustomer(paigo, customerKey, context);
    return { ...invoice, purchase: invoiceRecords(metadata).get(id)?.purchase };
  } catch (error) {
    // Invoices stay when their customers are deleted.
    if (BillingError.is(error, 'not_found')) return invoice;
    throw error;
  }
}
