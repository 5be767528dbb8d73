import { BillingError, type Page } from '@billport/core';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { Database } from './database.ts';

/** What a list takes, in the names of the contract. */
export interface PageInput {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

const DEFAULT_LIMIT = 50;

/** A condition on a column; an array means any of these. */
export type Where<Column extends string> = {
  readonly [Name in Column]?: string | number | readonly string[] | undefined;
};

/** Text that one of these fields must hold. The fields are named by the code, never by callers. */
export interface Search<Document extends object> {
  readonly text: string;
  readonly fields: readonly Extract<keyof Document, string>[];
}

/** Where clause and its values; conditions that are undefined do not count. */
function conditions(where: Where<string>): { text: string; values: (string | number)[] } {
  const parts: string[] = [];
  const values: (string | number)[] = [];
  for (const [column, wanted] of Object.entries(where)) {
    if (wanted === undefined) continue;
    const list = Array.isArray(wanted) ? wanted : [wanted as string | number];
    parts.push(`${column} IN (${list.map(() => '?').join(', ')})`);
    values.push(...list);
  }
  return { text: parts.length === 0 ? '1' : parts.join(' AND '), values };
}

/**
 * A table of JSON documents, found by key and by a few columns. `Column` are the columns beside
 * `seq`, `key` and `data`. Lists are newest first.
 */
export class Documents<Document extends object, Column extends string = never> {
  readonly #database: Database;
  readonly #table: string;
  /** What messages call a document, such as `customer`. */
  readonly resource: string;
  readonly #parsed = new Map<string, { text: string; document: Document }>();

  constructor(database: Database, table: string, resource: string) {
    this.#database = database;
    this.#table = table;
    this.resource = resource;
  }

  find(key: string): Document | undefined {
    const text = this.#text(key);
    return text === undefined ? undefined : (JSON.parse(text) as Document);
  }

  /**
   * As {@link Documents.get}, without parsing a document that did not change since. The same
   * object comes back each time: for the engine's own use, never for callers.
   * @throws BillingError `not_found`
   */
  shared(key: string): Document {
    const document = this.findShared(key);
    if (document === undefined) throw notFound(this.resource, key);
    return document;
  }

  /** As {@link Documents.shared}; undefined when there is none. */
  findShared(key: string): Document | undefined {
    const text = this.#text(key);
    if (text === undefined) return undefined;
    const known = this.#parsed.get(key);
    if (known?.text === text) return known.document;
    const document = JSON.parse(text) as Document;
    this.#parsed.set(key, { text, document });
    return document;
  }

  /** @throws BillingError `not_found` */
  get(key: string): Document {
    const document = this.find(key);
    if (document === undefined) throw notFound(this.resource, key);
    return document;
  }

  /** @throws BillingError `already_exists` */
  insert(key: string, document: Document, columns: Readonly<Record<Column, string | null>>): void {
    if (this.find(key) !== undefined) {
      throw new BillingError('already_exists', {
        message: `There is a ${this.resource} ${JSON.stringify(key)} already. Update it, or choose another key.`,
        details: { resource: this.resource, key },
      });
    }
    const names = Object.keys(columns);
    const places = ['?', '?', ...names.map(() => '?')].join(', ');
    this.#database
      .sql(
        `INSERT INTO ${this.#table} (${['key', 'data', ...names].join(', ')}) VALUES (${places})`,
      )
      .run(key, JSON.stringify(document), ...(Object.values(columns) as (string | null)[]));
  }

  /** Writes the document again, with columns that changed. */
  replace(
    key: string,
    document: Document,
    columns: Readonly<Partial<Record<Column, string>>> = {} as Partial<Record<Column, string>>,
  ): void {
    const names = Object.keys(columns);
    const sets = ['data = ?', ...names.map((name) => `${name} = ?`)].join(', ');
    this.#database
      .sql(`UPDATE ${this.#table} SET ${sets} WHERE key = ?`)
      .run(JSON.stringify(document), ...(Object.values(columns) as string[]), key);
  }

  remove(key: string): void {
    this.#database.sql(`DELETE FROM ${this.#table} WHERE key = ?`).run(key);
  }

  #text(key: string): string | undefined {
    const row = this.#database.sql(`SELECT data FROM ${this.#table} WHERE key = ?`).get(key);
    return row?.data as string | undefined;
  }

  /** Every matching document, oldest first. */
  all(where: Where<Column> = {}): Document[] {
    const { text, values } = conditions(where);
    return this.#database
      .sql(`SELECT data FROM ${this.#table} WHERE ${text} ORDER BY seq`)
      .all(...values)
      .map((row) => JSON.parse(row.data as string) as Document);
  }

  /** One page of the matching documents, newest first. */
  page(
    input: PageInput,
    where: Where<Column> = {},
    search?: Search<Document> | undefined,
  ): Page<Document> {
    const { text, values } = conditions(where);
    const after = decodeCursor(input.cursor, this.#table, 1)?.[0] ?? Number.MAX_SAFE_INTEGER;
    const limit = input.limit ?? DEFAULT_LIMIT;
    const found = searchCondition(search);
    const rows = this.#database
      .sql(
        `SELECT seq, data FROM ${this.#table} WHERE ${text} AND ${found.text} AND seq < ? ORDER BY seq DESC LIMIT ?`,
      )
      .all(...values, ...found.values, after, limit + 1);
    const items = rows.slice(0, limit).map((row) => JSON.parse(row.data as string) as Document);
    if (rows.length <= limit) return { items };
    return { items, nextCursor: encodeCursor(this.#table, [Number(rows[limit - 1]?.seq)]) };
  }
}

/** True for documents of which one of the fields holds the text; Latin letters match in either case. */
function searchCondition(search: Search<never> | undefined): { text: string; values: string[] } {
  if (search === undefined) return { text: '1', values: [] };
  const pattern = `%${search.text.replace(/[\\%_]/g, '\\$&')}%`;
  const parts = search.fields.map((field) => `data ->> '$.${field}' LIKE ? ESCAPE '\\'`);
  return { text: `(${parts.join(' OR ')})`, values: parts.map(() => pattern) };
}

/** The error for a key that names nothing. */
export function notFound(resource: string, key: string): BillingError {
  return new BillingError('not_found', {
    message: `There is no ${resource} ${JSON.stringify(key)}: check the key, or create it first.`,
    details: { resource, key },
  });
}
