import { Decimal, normalizeInstant } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { saveCustomer } from '../customers/save-customer.ts';
import { INVOICE_PREFIX, type PaigoMetadata } from '../own-metadata.ts';
import { ownRecord, ownRecords } from '../own-records.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import { isFields } from '../wire/reading.ts';

/** Credits that an invoice asks the price of. */
export interface PurchaseRecord {
  /** Decimal text. */
  readonly credits: string;
  /** When they were bought, as an instant. */
  readonly createdAt: string;
  readonly name?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/**
 * What Billport keeps of an invoice in its customer's metadata: an invoice has none
 * (`facts/paigo.md §3`).
 */
export interface InvoiceRecord {
  /** What it is called where Paigo's lists tell no ids (§6.4). */
  readonly madeUpId?: string | undefined;
  readonly purchase?: PurchaseRecord | undefined;
}

const isAbsentOrText = (value: unknown) => value === undefined || typeof value === 'string';

function isPurchase(value: unknown): value is PurchaseRecord {
  if (!isFields(value)) return false;
  const { credits, createdAt, name, metadata = {} } = value;
  return (
    Decimal.isDecimal(credits) &&
    typeof createdAt === 'string' &&
    normalizeInstant(createdAt) === createdAt &&
    isAbsentOrText(name) &&
    isFields(metadata) &&
    Object.values(metadata).every((each) => typeof each === 'string')
  );
}

function isRecord(value: unknown): value is InvoiceRecord {
  if (!isFields(value) || !isAbsentOrText(value.madeUpId)) return false;
  return value.purchase === undefined || isPurchase(value.purchase);
}

/** What is kept of a customer's invoices, by their ids; the oldest first. */
export const invoiceRecords = (
  metadata: PaigoMetadata | null | undefined,
): ReadonlyMap<string, InvoiceRecord> => ownRecords(metadata, INVOICE_PREFIX, isRecord);

/**
 * Adds to what is kept of an invoice.
 * @returns the customer as read afterwards
 */
export function noteInvoice(
  paigo: Connection,
  customerKey: string,
  invoiceId: string,
  added: InvoiceRecord,
  context: CallContext,
): Promise<PaigoCustomer> {
  const changes = ({ metadata }: PaigoCustomer) => {
    const before = invoiceRecords(metadata).get(invoiceId);
    return { metadata: ownRecord(INVOICE_PREFIX, invoiceId, { ...before, ...added }) };
  };
  return saveCustomer(paigo, customerKey, changes, context);
}
