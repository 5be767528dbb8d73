import { type Page, toInstant, type UsageEvent } from '@billport/core';
import { compact } from '../apply-changes.ts';
import { decodeCursor, encodeCursor } from '../store/cursor.ts';
import type { Database } from '../store/database.ts';
import type { PageInput } from '../store/documents.ts';
import { type EventPlace, type EventRow, latestEvents } from './latest-events.ts';

/** An event on its way into the table. */
export interface NewEvent {
  readonly id: string;
  readonly subject: number;
  readonly metric: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Properties as JSON with sorted names, so that equal ones are equal text. */
  readonly properties: string;
  readonly price: string | null;
}

/** An event as the aggregations read it. */
export interface StoredEvent {
  readonly id: string;
  readonly timestamp: number;
  readonly properties: Readonly<Record<string, string>>;
  readonly preciseAmount?: string | undefined;
}

/** Rows of one INSERT; past this the gain is small and the statement text large. */
const ROWS_PER_INSERT = 100;

const insertSql = (rows: number) =>
  `INSERT INTO events (subject, metric, at, seq, id, properties, price, created) VALUES ${Array(
    rows,
  )
    .fill('(?, ?, ?, ?, ?, ?, ?, ?)')
    .join(', ')} ON CONFLICT (subject, id) DO NOTHING`;

const FULL_INSERT = insertSql(ROWS_PER_INSERT);

/** Filters of a list. */
export interface EventFilter {
  readonly subscriptionKey?: string | undefined;
  readonly metric?: string | undefined;
  /** First instant, epoch milliseconds. */
  readonly from?: number | undefined;
  /** Instant after the last, epoch milliseconds. */
  readonly to?: number | undefined;
}

/** The table of raw events: the truth that everything else is computed from. */
export class Events {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The short number of a subscription key or of a metric code; given at first use. */
  subject(key: string): number {
    const known = this.#database.sql('SELECT id FROM subjects WHERE key = ?').get(key);
    if (known !== undefined) return Number(known.id);
    const { lastInsertRowid } = this.#database
      .sql('INSERT INTO subjects (key) VALUES (?)')
      .run(key);
    return Number(lastInsertRowid);
  }

  #numberOf(key: string): number | undefined {
    const row = this.#database.sql('SELECT id FROM subjects WHERE key = ?').get(key);
    return row && Number(row.id);
  }

  /** Inserts events whose id is new, in this order. Answers which of them were. */
  insert(events: readonly NewEvent[], created: number): boolean[] {
    const fresh: boolean[] = [];
    let seq = this.#reserve(events.length);
    for (let start = 0; start < events.length; start += ROWS_PER_INSERT) {
      const rows = events.slice(start, start + ROWS_PER_INSERT);
      if (this.#insertRows(rows, seq, created) === rows.length) {
        for (const _ of rows) fresh.push(true);
      } else {
        fresh.push(...this.#whichAreNew(rows, seq));
      }
      seq += rows.length;
    }
    return fresh;
  }

  #insertRows(rows: readonly NewEvent[], firstSeq: number, created: number): number {
    const values: (string | number | null)[] = [];
    let seq = firstSeq;
    for (const { subject, metric, at, id, properties, price } of rows) {
      values.push(subject, metric, at, seq++, id, properties, price, created);
    }
    const { changes } = this.#database
      .sql(rows.length === ROWS_PER_INSERT ? FULL_INSERT : insertSql(rows.length))
      .run(...values);
    return Number(changes);
  }

  /** After a partial insert: a row is new when the stored one has its sequence number. */
  #whichAreNew(rows: readonly NewEvent[], firstSeq: number): boolean[] {
    const find = this.#database.sql('SELECT seq FROM events WHERE subject = ? AND id = ?');
    return rows.map(
      (event, index) => Number(find.get(event.subject, event.id)?.seq) === firstSeq + index,
    );
  }

  #reserve(count: number): number {
    const row = this.#database
      .sql(
        'INSERT INTO counters VALUES (?, ?) ON CONFLICT DO UPDATE SET value = value + excluded.value RETURNING value',
      )
      .get('event', count);
    return Number(row?.value) - count + 1;
  }

  /** Whether an event that was stored under this id has the same content. */
  isSame(event: NewEvent): boolean {
    const row = this.#database
      .sql('SELECT metric, at, properties, price FROM events WHERE subject = ? AND id = ?')
      .get(event.subject, event.id);
    return (
      row !== undefined &&
      Number(row.metric) === event.metric &&
      Number(row.at) === event.at &&
      row.properties === event.properties &&
      row.price === event.price
    );
  }

  find(subscriptionKey: string, id: string): UsageEvent | undefined {
    const row = this.#database
      .sql(
        `SELECT e.*, s.key AS subscription, m.key AS metricCode FROM events e
         JOIN subjects s ON s.id = e.subject JOIN subjects m ON m.id = e.metric
         WHERE s.key = ? AND e.id = ?`,
      )
      .get(subscriptionKey, id);
    return row && toUsageEvent(row);
  }

  /** Events of one subscription and metric in `[from, to)`, by time and arrival. */
  *between(
    subscriptionKey: string,
    metric: string,
    from: number,
    to: number,
  ): Generator<StoredEvent> {
    const subject = this.#numberOf(subscriptionKey);
    const number = this.#numberOf(metric);
    if (subject === undefined || number === undefined) return;
    const rows = this.#database
      .sql(
        'SELECT id, at, properties, price FROM events WHERE subject = ? AND metric = ? AND at >= ? AND at < ? ORDER BY at, seq',
      )
      .iterate(subject, number, from, to);
    for (const row of rows) {
      yield {
        id: row.id as string,
        timestamp: Number(row.at),
        properties: JSON.parse(row.properties as string) as Record<string, string>,
        preciseAmount: (row.price as string | null) ?? undefined,
      };
    }
  }

  /** Whether a subscription has an event of this metric in `[from, to)`. */
  hasBetween(subscriptionKey: string, metric: string, from: number, to: number): boolean {
    for (const _ of this.between(subscriptionKey, metric, from, to)) return true;
    return false;
  }

  /** One page of events, latest first. */
  page(input: PageInput, filter: EventFilter): Page<UsageEvent> {
    const limit = input.limit ?? 50;
    const before = startOf(decodeCursor(input.cursor, 'events', 2), filter.to);
    const rows = this.#latest(filter, before, limit + 1);
    const items = rows.slice(0, limit).map(toUsageEvent);
    const last = rows[limit - 1];
    if (rows.length <= limit || last === undefined) return { items };
    return { items, nextCursor: encodeCursor('events', [Number(last.at), Number(last.seq)]) };
  }

  #latest(filter: EventFilter, before: EventPlace, count: number): EventRow[] {
    const { subscriptionKey, metric: code, from = Number.MIN_SAFE_INTEGER } = filter;
    const subject = subscriptionKey === undefined ? undefined : this.#numberOf(subscriptionKey);
    const metric = code === undefined ? undefined : this.#numberOf(code);
    const isUnknown =
      (subscriptionKey !== undefined && subject === undefined) ||
      (code !== undefined && metric === undefined);
    return isUnknown ? [] : latestEvents(this.#database, { subject, metric, from, before, count });
  }
}

/** Where a page begins: after the place of its cursor, and before the end of the time that is asked for. */
function startOf(place: readonly number[] | undefined, to: number | undefined): EventPlace {
  const [at = Number.MAX_SAFE_INTEGER, seq = Number.MAX_SAFE_INTEGER] = place ?? [];
  // Numbers of arrival begin with 1.
  return to === undefined || at < to ? { at, seq } : { at: to, seq: 0 };
}

function toUsageEvent(row: EventRow): UsageEvent {
  return compact({
    id: row.id as string,
    subscriptionKey: row.subscription as string,
    metric: row.metricCode as string,
    timestamp: toInstant(Number(row.at)),
    properties: JSON.parse(row.properties as string) as Record<string, string>,
    preciseAmount: (row.price as string | null) ?? undefined,
    createdAt: toInstant(Number(row.created)),
  });
}
