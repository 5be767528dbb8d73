import type { BillingTime, Page, Plan, UsageThreshold } from '@billport/core';
import type { Span } from '@billport/rating';
import { decodeCursor, encodeCursor } from '../store/cursor.ts';
import type { Database } from '../store/database.ts';
import { notFound, type PageInput } from '../store/documents.ts';

/** What ended a stay. */
export type EndReason = 'terminated' | 'canceled' | 'upgrade' | 'downgrade';

/** What a stay carries beside the columns it is found by. */
export interface StayData {
  readonly name?: string;
  readonly billingTime: BillingTime;
  /** Start of the whole subscription: anniversaries count from here. */
  readonly startAt: number;
  /** First start under this key: a change of plan does not restart the trial. */
  readonly firstStartedAt: number;
  /** Days without the base price, as the plan had them when the stay began. */
  readonly trialDays?: number;
  /** Usage that is not billed yet: from here, up to the next billing. Half-open. */
  readonly openUsage?: Span;
  readonly endingAt?: number;
  readonly endedBy?: EndReason;
  /** Whether it follows a stay on another plan. */
  readonly follows?: 'upgrade' | 'downgrade';
  readonly nextPlanCode?: string;
  readonly nextPlanAt?: number;
  readonly usageThresholds?: readonly UsageThreshold[];
  readonly metadata?: Readonly<Record<string, string>>;
  readonly createdAt: number;
  /** The plan as it was when the stay ended, for drafts that are computed again later. */
  readonly endedPlan?: Plan;
}

/**
 * One stay of a subscription on one plan. A change of plan ends a stay and begins another with
 * the same key; a key that is used again after its end begins a new one as well.
 */
export interface Stay {
  readonly seq: number;
  readonly subscriptionKey: string;
  readonly customerKey: string;
  readonly planCode: string;
  readonly status: 'pending' | 'active' | 'terminated' | 'canceled';
  /** When it became active; epoch milliseconds. */
  readonly startedAt: number | undefined;
  /** When it ended; epoch milliseconds. */
  readonly endedAt: number | undefined;
  readonly data: StayData;
}

const COLUMNS = 'seq, key, customer, plan, status, started, ended, data';

type Row = Record<string, unknown>;

function fromRow(row: Row): Stay {
  return {
    seq: Number(row.seq),
    subscriptionKey: row.key as string,
    customerKey: row.customer as string,
    planCode: row.plan as string,
    status: row.status as Stay['status'],
    startedAt: row.started === null ? undefined : Number(row.started),
    endedAt: row.ended === null ? undefined : Number(row.ended),
    data: JSON.parse(row.data as string) as StayData,
  };
}

/** Filters of a list. */
export interface StayFilter {
  readonly customerKey?: string | undefined;
  readonly planCode?: string | undefined;
  readonly status?: readonly string[] | undefined;
}

/** The table of stays. */
export class Stays {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The stay with this number, which must exist. */
  bySeq(seq: number): Stay {
    const row = this.#database.sql(`SELECT ${COLUMNS} FROM subscriptions WHERE seq = ?`).get(seq);
    if (row === undefined) throw notFound('subscription', String(seq));
    return fromRow(row);
  }

  /** All stays of a subscription, oldest first. */
  ofKey(subscriptionKey: string): Stay[] {
    return this.#database
      .sql(`SELECT ${COLUMNS} FROM subscriptions WHERE key = ? ORDER BY seq`)
      .all(subscriptionKey)
      .map(fromRow);
  }

  /**
   * The newest stay of a subscription.
   * @throws BillingError `not_found`
   */
  latest(subscriptionKey: string): Stay {
    const row = this.#database
      .sql(`SELECT ${COLUMNS} FROM subscriptions WHERE key = ? ORDER BY seq DESC LIMIT 1`)
      .get(subscriptionKey);
    if (row === undefined) throw notFound('subscription', subscriptionKey);
    return fromRow(row);
  }

  /** Pending and active stays of a customer or on a plan. */
  living(column: 'customer' | 'plan', key: string): Stay[] {
    return this.#database
      .sql(
        `SELECT ${COLUMNS} FROM subscriptions WHERE ${column} = ? AND status IN ('pending', 'active') ORDER BY seq`,
      )
      .all(key)
      .map(fromRow);
  }

  /** Active stays that are going to move to a plan. */
  movingTo(plan: string): Stay[] {
    return this.#database
      .sql(
        `SELECT ${COLUMNS} FROM subscriptions WHERE status = 'active' AND data ->> '$.nextPlanCode' = ? ORDER BY seq`,
      )
      .all(plan)
      .map(fromRow);
  }

  insert(stay: Omit<Stay, 'seq'>): Stay {
    const { lastInsertRowid } = this.#database
      .sql(
        'INSERT INTO subscriptions (key, customer, plan, status, started, ended, data) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(
        stay.subscriptionKey,
        stay.customerKey,
        stay.planCode,
        stay.status,
        stay.startedAt ?? null,
        stay.endedAt ?? null,
        JSON.stringify(stay.data),
      );
    return { ...stay, seq: Number(lastInsertRowid) };
  }

  update(stay: Stay): Stay {
    this.#database
      .sql(
        'UPDATE subscriptions SET plan = ?, status = ?, started = ?, ended = ?, data = ? WHERE seq = ?',
      )
      .run(
        stay.planCode,
        stay.status,
        stay.startedAt ?? null,
        stay.endedAt ?? null,
        JSON.stringify(stay.data),
        stay.seq,
      );
    return stay;
  }

  /** Newest stay of each subscription that matches, newest first. */
  page(input: PageInput, filter: StayFilter): Page<Stay> {
    const after = decodeCursor(input.cursor, 'subscriptions', 1)?.[0] ?? Number.MAX_SAFE_INTEGER;
    const limit = input.limit ?? 50;
    const conditions = [
      'seq < ?',
      'NOT EXISTS (SELECT 1 FROM subscriptions AS newer WHERE newer.key = subscriptions.key AND newer.seq > subscriptions.seq)',
    ];
    const values: (string | number)[] = [after];
    for (const [column, wanted] of [
      ['customer', filter.customerKey === undefined ? undefined : [filter.customerKey]],
      ['plan', filter.planCode === undefined ? undefined : [filter.planCode]],
      ['status', filter.status],
    ] as const) {
      if (wanted === undefined) continue;
      conditions.push(`${column} IN (${wanted.map(() => '?').join(', ')})`);
      values.push(...wanted);
    }
    const rows = this.#database
      .sql(
        `SELECT ${COLUMNS} FROM subscriptions WHERE ${conditions.join(' AND ')} ORDER BY seq DESC LIMIT ?`,
      )
      .all(...values, limit + 1);
    const items = rows.slice(0, limit).map(fromRow);
    const last = items.at(-1);
    if (rows.length <= limit || last === undefined) return { items };
    return { items, nextCursor: encodeCursor('subscriptions', [last.seq]) };
  }
}
