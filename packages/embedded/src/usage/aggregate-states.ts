import {
  type ActiveValues,
  type CarriedMeterState,
  type Meter,
  type MeteredEvent,
  type UniqueCountEntry,
  type UniqueCountStep,
  type UniqueValueState,
  uniqueCountStep,
} from '@billport/rating';
import type { Engine } from '../engine.ts';
import type { Database } from '../store/database.ts';
import { type MeteredCharge, priceOf } from './metered-charge.ts';

/** Filter number of the charge's own price. */
const NO_FILTER = -1;
/** Period of rows that belong to no single period: the values of a recurring unique count. */
const ALL_PERIODS = 0;

/** Which usage a row keeps. */
export interface AggregateKey {
  /** Number of the stay. */
  readonly stay: number;
  /** First instant of the usage window. */
  readonly period: number;
  readonly charge: string;
  readonly filter: number | undefined;
  /** The group as text; empty without groups. */
  readonly group: string;
}

type MeterStateOf = CarriedMeterState | ActiveValues;

/** The values of the properties that a charge is grouped by; undefined without groups. */
export function groupValues(
  metered: MeteredCharge,
  group: string,
): Readonly<Record<string, string | null>> | undefined {
  const { groupBy } = metered.charge;
  if (groupBy === undefined) return undefined;
  const values = (group === '' ? [] : JSON.parse(group)) as (string | null)[];
  return Object.fromEntries(groupBy.map((name, index) => [name, values[index] ?? null]));
}

/** A row in memory. `state` is undefined when the usage must be computed from the events. */
interface LiveRow {
  readonly key: AggregateKey;
  readonly meter: Meter;
  readonly recurring: boolean;
  state: MeterStateOf | undefined;
}

function isSameRow(one: AggregateKey, other: AggregateKey): boolean {
  return (
    one.stay === other.stay &&
    one.period === other.period &&
    one.filter === other.filter &&
    one.group === other.group
  );
}

/** The key as the columns of its tables. */
const columnsOf = (key: AggregateKey): [number, number, string, number, string] => [
  key.stay,
  key.period,
  key.charge,
  key.filter ?? NO_FILTER,
  key.group,
];

/**
 * What events add up to, row by row: read once, changed in memory, and written back together.
 * Use one instance for one transaction.
 */
export class AggregateStates {
  readonly #database: Database;
  readonly #rows = new Map<string, LiveRow>();
  readonly #lastRows = new Map<MeteredCharge, LiveRow>();

  constructor(engine: Engine) {
    this.#database = engine.database;
  }

  /** Counts an event that was stored, under a charge that is metered event by event. */
  add(metered: MeteredCharge, key: AggregateKey, event: MeteredEvent): void {
    const row = this.#row(metered, key);
    if (row?.state === undefined) return;
    const inOrder =
      row.meter.kind === 'values'
        ? this.#addValue(row, row.meter, event)
        : (row.state as CarriedMeterState).add(event) !== 'out_of_order';
    if (!inOrder) row.state = undefined;
  }

  /** Writes what has changed. */
  save(): void {
    for (const { key, state } of this.#rows.values()) {
      writeState(this.#database, key, state?.save() ?? null);
    }
  }

  #row(metered: MeteredCharge, key: AggregateKey): LiveRow | undefined {
    // Events of one call mostly fall under the same rows: the last one of a charge is often the next.
    const last = this.#lastRows.get(metered);
    if (last !== undefined && isSameRow(last.key, key)) return last;
    const name = `${key.stay} ${key.period} ${key.filter ?? NO_FILTER} ${key.charge}\n${key.group}`;
    const row = this.#rows.get(name) ?? this.#load(metered, key);
    if (row === undefined) return undefined;
    this.#rows.set(name, row);
    this.#lastRows.set(metered, row);
    return row;
  }

  #load(metered: MeteredCharge, key: AggregateKey): LiveRow | undefined {
    const { meter } = priceOf(metered, key.filter);
    if (meter === undefined) return undefined;
    const recurring = metered.metric.recurring ?? false;
    const stored = storedState(this.#database, key);
    if (stored === undefined) return { key, meter, recurring, state: meter.start() };
    const state = stored === null ? undefined : meter.load(stored);
    return { key, meter, recurring, state };
  }

  #addValue(row: LiveRow, meter: Extract<Meter, { kind: 'values' }>, event: MeteredEvent): boolean {
    const entry = meter.entryOf(event);
    if (entry === undefined) return true;
    const step = stepValue(this.#database, row.key, row.recurring, entry);
    (row.state as ActiveValues).apply(step);
    // A late event of a recurring count may change a window that is open still.
    return !(row.recurring && step.late);
  }
}

/** The state of a row; null when it must be computed from the events, undefined without a row. */
export function storedState(database: Database, key: AggregateKey): string | null | undefined {
  const row = database
    .sql(
      'SELECT state FROM aggregates WHERE subscription = ? AND period = ? AND charge = ? AND filter = ? AND grp = ?',
    )
    .get(...columnsOf(key));
  return row?.state as string | null | undefined;
}

/** Writes the state of a row. */
export function writeState(database: Database, key: AggregateKey, state: string | null): void {
  database
    .sql(
      'INSERT INTO aggregates VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET state = excluded.state',
    )
    .run(...columnsOf(key), state);
}

/** Enters an operation on one value of a unique count, and tells what it changed. */
export function stepValue(
  database: Database,
  row: AggregateKey,
  recurring: boolean,
  entry: UniqueCountEntry,
): UniqueCountStep {
  const columns = columnsOf(recurring ? { ...row, period: ALL_PERIODS } : row);
  const stored = database
    .sql(
      'SELECT state FROM distinct_values WHERE subscription = ? AND period = ? AND charge = ? AND filter = ? AND grp = ? AND value = ?',
    )
    .get(...columns, entry.value);
  const previous =
    stored === undefined ? undefined : (JSON.parse(stored.state as string) as UniqueValueState);
  const step = uniqueCountStep(previous, entry);
  if (step.state !== previous) {
    database
      .sql(
        'INSERT INTO distinct_values VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET state = excluded.state',
      )
      .run(...columns, entry.value, JSON.stringify(step.state));
  }
  return step;
}

/** A stored row as it is read for pricing. */
export interface StoredAggregate {
  readonly period: number;
  readonly filter: number | undefined;
  readonly group: string;
  /** undefined when the usage must be computed from the events. */
  readonly state: string | undefined;
}

/** The rows of one charge: of one window, or, to carry over, of that window and all before it. */
export function storedAggregates(
  engine: Engine,
  key: Pick<AggregateKey, 'stay' | 'period' | 'charge'>,
  withEarlier: boolean,
): StoredAggregate[] {
  return engine.database
    .sql(
      `SELECT period, filter, grp, state FROM aggregates
       WHERE subscription = ? AND period ${withEarlier ? '<=' : '='} ? AND charge = ? ORDER BY period`,
    )
    .all(key.stay, key.period, key.charge)
    .map((row) => ({
      period: Number(row.period),
      filter: Number(row.filter) === NO_FILTER ? undefined : Number(row.filter),
      group: row.grp as string,
      state: (row.state as string | null) ?? undefined,
    }));
}

/** Forgets what the events of a charge added up to. */
export function dropAggregates(engine: Engine, stay: number, charge: string): void {
  for (const table of ['aggregates', 'distinct_values']) {
    engine.database
      .sql(`DELETE FROM ${table} WHERE subscription = ? AND charge = ?`)
      .run(stay, charge);
  }
}
