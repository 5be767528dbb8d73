import { path } from '@billport/adapter-kit';
import { BillingError, Decimal } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { customersFor } from '../credits/list-wallets.ts';
import { allCustomers, readCustomer } from '../customers/read-customer.ts';
import { HASH_MARK, shortInId } from '../short-in-id.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import { exactDecimal } from '../wire/exact-decimal.ts';
import type { PaigoInvoice, PaigoInvoiceLine } from '../wire/invoice.ts';
import { isFields, listOf, textOf } from '../wire/reading.ts';
import { invoiceRecords } from './invoice-record.ts';
import type { IdentifiedInvoice } from './to-invoice.ts';

/**
 * Begins the ids that are made up for invoices without one; the customer follows, with `#` and a
 * hash where its key is long.
 */
const MADE_UP = 'unnamed:';

/** What names an invoice in errors. */
export const aboutInvoice = (invoiceId: string) => ({ resource: 'invoice', key: invoiceId });

/** The id that Paigo tells, if it does (§6.4). */
export const toldId = ({ invoiceId, id }: PaigoInvoice): string | undefined =>
  textOf(invoiceId) ?? textOf(id);

/** Whether the id is made up. */
export const isMadeUp = (invoiceId: string): boolean => invoiceId.startsWith(MADE_UP);

/**
 * The lines that are things at all: enough to tell an invoice from others, where one that cannot be
 * read must not hide them.
 */
export const readableLines = ({ lineItems }: PaigoInvoice): PaigoInvoiceLine[] =>
  (Array.isArray(lineItems) ? (lineItems as readonly unknown[]) : []).filter(isFields);

const priceOf = ({ quantity, unitCost }: PaigoInvoiceLine): Decimal =>
  (exactDecimal(quantity) ?? Decimal.ZERO).times(exactDecimal(unitCost) ?? Decimal.ZERO);

/** What an invoice shows that never changes: not its status, and no total that credits lower. */
function contentOf(wire: PaigoInvoice): string {
  const { invoiceDate, invoiceType, currency } = wire;
  const lines = Decimal.sum(readableLines(wire).map(priceOf));
  return [invoiceDate, invoiceType, currency, lines].join(':');
}

/** Room for the customer and for the content in an id, which has 255 characters in all. */
const ROOM = 100;

/** The customer in a made up id: its key, or a hash of one that is too long. */
const customerPart = (customerKey: string): string =>
  shortInId(encodeURIComponent(customerKey.toWellFormed()), ROOM);

/** Made up ids of a customer's invoices, in turn: those that are the same in all are counted. */
function madeUpIds(customerId: string): (wire: PaigoInvoice) => string {
  const seen = new Map<string, number>();
  return (wire) => {
    const content = shortInId(contentOf(wire), ROOM);
    const count = (seen.get(content) ?? 0) + 1;
    seen.set(content, count);
    return `${MADE_UP}${customerPart(customerId)}:${content}:${count}`;
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
  return listOf<PaigoInvoice>(invoices).map((wire) => {
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

/** A part of an id as text; undefined where it is none. */
function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part) || undefined;
  } catch {
    return undefined;
  }
}

/** The customers that an id which was made up can be of; of all, where it has a hash only. */
async function customersIn(
  paigo: Connection,
  invoiceId: string,
  context: CallContext,
): Promise<PaigoCustomer[]> {
  const [part = ''] = invoiceId.slice(MADE_UP.length).split(':');
  if (!part.startsWith(HASH_MARK)) {
    const customerKey = decoded(part);
    return customerKey === undefined ? [] : customersFor(paigo, customerKey, context);
  }
  const customers = await allCustomers(paigo, context);
  return customers.filter(({ customerId }) => customerPart(customerId) === part);
}

async function readUnnamed(
  paigo: Connection,
  invoiceId: string,
  context: CallContext,
): Promise<IdentifiedInvoice> {
  const customers = await customersIn(paigo, invoiceId, context);
  const [found, ...others] = customers.flatMap(invoicesOf).filter(({ id }) => id === invoiceId);
  if (found === undefined || others.length > 0) throw noInvoice(invoiceId);
  return found;
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
