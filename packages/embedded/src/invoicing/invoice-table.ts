import type { Page } from '@billport/core';
import { decodeCursor, encodeCursor } from '../store/cursor.ts';
import type { Database } from '../store/database.ts';
import { notFound, type PageInput } from '../store/documents.ts';
import type { InvoiceBody, InvoiceRecord, InvoiceState } from './invoice-record.ts';

const COLUMNS = 'seq, key, customer, type, status, payment, issued, body, state';

function fromRow(row: Record<string, unknown>): InvoiceRecord {
  return {
    seq: Number(row.seq),
    id: row.key as string,
    customerKey: row.customer as string,
    type: row.type as InvoiceRecord['type'],
    status: row.status as InvoiceRecord['status'],
    paymentStatus: row.payment as InvoiceRecord['paymentStatus'],
    issuingDate: row.issued as string,
    body: JSON.parse(row.body as string) as InvoiceBody,
    state: JSON.parse(row.state as string) as InvoiceState,
  };
}

/** Filters of a list. */
export interface InvoiceFilter {
  readonly customerKey?: string | undefined;
  readonly subscriptionKey?: string | undefined;
  readonly type?: string | undefined;
  readonly status?: string | undefined;
  readonly paymentStatus?: string | undefined;
  /** First day of issue. */
  readonly issuedFrom?: string | undefined;
  /** Day after the last day of issue. */
  readonly issuedTo?: string | undefined;
}

const CONDITIONS: Readonly<Record<keyof InvoiceFilter, string>> = {
  customerKey: 'customer = ?',
  subscriptionKey: 'key IN (SELECT invoice FROM invoice_subscriptions WHERE subscription = ?)',
  type: 'type = ?',
  status: 'status = ?',
  paymentStatus: 'payment = ?',
  issuedFrom: 'issued >= ?',
  issuedTo: 'issued < ?',
};

function conditionsOf(filter: InvoiceFilter): { text: string; values: string[] } {
  const wanted = (Object.keys(CONDITIONS) as (keyof InvoiceFilter)[]).filter(
    (name) => filter[name] !== undefined,
  );
  return {
    text: ['1', ...wanted.map((name) => CONDITIONS[name])].join(' AND '),
    values: wanted.map((name) => filter[name] as string),
  };
}

/** The table of invoices. A trigger refuses to change the body of a final one. */
export class Invoices {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @throws BillingError `not_found` */
  get(id: string): InvoiceRecord {
    const row = this.#database.sql(`SELECT ${COLUMNS} FROM invoices WHERE key = ?`).get(id);
    if (row === undefined) throw notFound('invoice', id);
    return fromRow(row);
  }

  insert(invoice: Omit<InvoiceRecord, 'seq'>, subscriptionKeys: readonly string[]): InvoiceRecord {
    const { lastInsertRowid } = this.#database
      .sql(
        'INSERT INTO invoices (key, customer, type, status, payment, issued, body, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(
        invoice.id,
        invoice.customerKey,
        invoice.type,
        invoice.status,
        invoice.paymentStatus,
        invoice.issuingDate,
        JSON.stringify(invoice.body),
        JSON.stringify(invoice.state),
      );
    const seq = Number(lastInsertRowid);
    const link = this.#database.sql('INSERT INTO invoice_subscriptions VALUES (?, ?, ?)');
    for (const key of new Set(subscriptionKeys)) link.run(invoice.id, key, seq);
    return { ...invoice, seq };
  }

  /** Writes status, payment and state; and the body, while the invoice is not final. */
  update(invoice: InvoiceRecord): InvoiceRecord {
    this.#database
      .sql(
        'UPDATE invoices SET status = ?, payment = ?, issued = ?, body = ?, state = ? WHERE key = ?',
      )
      .run(
        invoice.status,
        invoice.paymentStatus,
        invoice.issuingDate,
        JSON.stringify(invoice.body),
        JSON.stringify(invoice.state),
        invoice.id,
      );
    return invoice;
  }

  /** One page of the matching invoices, newest first. */
  page(input: PageInput, filter: InvoiceFilter): Page<InvoiceRecord> {
    const after = decodeCursor(input.cursor, 'invoices', 1)?.[0] ?? Number.MAX_SAFE_INTEGER;
    const limit = input.limit ?? 50;
    const { text, values } = conditionsOf(filter);
    const rows = this.#database
      .sql(`SELECT ${COLUMNS} FROM invoices WHERE ${text} AND seq < ? ORDER BY seq DESC LIMIT ?`)
      .all(...values, after, limit + 1);
    const items = rows.slice(0, limit).map(fromRow);
    const last = items.at(-1);
    if (rows.length <= limit || last === undefined) return { items };
    return { items, nextCursor: encodeCursor('invoices', [last.seq]) };
  }

  /** Every matching invoice, oldest first. */
  all(filter: InvoiceFilter): InvoiceRecord[] {
    const { text, values } = conditionsOf(filter);
    return this.#database
      .sql(`SELECT ${COLUMNS} FROM invoices WHERE ${text} ORDER BY seq`)
      .all(...values)
      .map(fromRow);
  }
}
