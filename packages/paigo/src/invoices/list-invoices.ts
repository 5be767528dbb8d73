import { wholePage } from '@billport/adapter-kit';
import {
  BillingError,
  type CheckedInputOf,
  type contract,
  type Invoice,
  normalizeInstant,
  type Page,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { customersFor } from '../credits/list-wallets.ts';
import { textOf } from '../wire/reading.ts';
import { invoicesOf, isMadeUp } from './find-invoices.ts';
import { type IdentifiedInvoice, isRefunded, toInvoice } from './to-invoice.ts';

type ListInput = CheckedInputOf<typeof contract.invoices.list>;

/** Invoices that were read, and what has to be said of them. */
interface ReadInvoices {
  readonly invoices: readonly Invoice[];
  readonly warnings: readonly Warning[];
}

function isWanted(invoice: Invoice, input: ListInput): boolean {
  const { type, status, paymentStatus, issuedFrom, issuedTo } = input;
  return (
    (type === undefined || invoice.type === type) &&
    (status === undefined || invoice.status === status) &&
    (paymentStatus === undefined || invoice.paymentStatus === paymentStatus) &&
    (issuedFrom === undefined || invoice.issuingDate >= issuedFrom) &&
    (issuedTo === undefined || invoice.issuingDate < issuedTo)
  );
}

/** The second of an invoice: the rest of its date says nothing, since `orderDate` draws it by lot. */
const dateOf = ({ wire }: IdentifiedInvoice): string => {
  const date = textOf(wire.invoiceDate) ?? '';
  return (normalizeInstant(date) ?? date).slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
};

/** Newest first; those of one second in the reverse of Paigo's order. */
function newestFirst(found: readonly IdentifiedInvoice[]): IdentifiedInvoice[] {
  return found.toReversed().sort((one, other) => dateOf(other).localeCompare(dateOf(one)));
}

/** The invoice; instead of one that cannot be read, a warning: the others are to be seen. */
function read(found: IdentifiedInvoice): Invoice | Warning {
  try {
    const { warnings: _, ...invoice } = toInvoice(found);
    return invoice;
  } catch (error) {
    if (!BillingError.is(error, 'malformed_response')) throw error;
    return { code: 'partial', message: `It is left out: ${error.message}` };
  }
}

const isInvoice = (item: Invoice | Warning): item is Invoice => 'totals' in item;

function readAll(found: readonly IdentifiedInvoice[]): ReadInvoices {
  const all = newestFirst(found).map(read);
  const isUnnamed = found.some(({ id }) => isMadeUp(id));
  const message =
    'Paigo does not tell the ids of some invoices: they have made up ones, which only invoices.get knows.';
  return {
    invoices: all.filter(isInvoice),
    warnings: [
      ...(isUnnamed ? [{ code: 'partial', message, field: 'id' } as const] : []),
      ...all.filter((item): item is Warning => !isInvoice(item)),
    ],
  };
}

/** Said of those in a page whose payments went back, which their sums do not tell. */
function refundedWarnings(
  found: readonly IdentifiedInvoice[],
  items: readonly Invoice[],
): Warning[] {
  const refunded = new Set(found.filter(({ wire }) => isRefunded(wire)).map(({ id }) => id));
  const ids = items.map(({ id }) => id).filter((id) => refunded.has(id));
  if (ids.length === 0) return [];
  const message = `Money of some invoices was refunded, which totals.paid does not tell: ${ids.join(', ')}.`;
  return [{ code: 'partial', message, field: 'totals.paid' }];
}

/**
 * A page of invoices, newest first. Paigo has no list of them: they hang under the customers
 * (`facts/paigo.md §3.5`).
 */
export async function listInvoices(
  paigo: Connection,
  input: ListInput,
  context: CallContext,
): Promise<Page<Invoice>> {
  const { limit, cursor, ...filters } = input;
  const customers = await customersFor(paigo, input.customerKey, context);
  const found = customers.flatMap(invoicesOf);
  const { invoices, warnings } = readAll(found);
  const page = await wholePage<Invoice, Invoice>({
    scope: JSON.stringify(['invoices', filters]),
    limit,
    cursor,
    fetch: async () => invoices,
    keep: (invoice) => isWanted(invoice, input),
    idOf: ({ id }) => id,
    toItem: (invoice) => invoice,
  });
  const all = [...warnings, ...refundedWarnings(found, page.items)];
  return all.length === 0 ? page : { ...page, warnings: all };
}
