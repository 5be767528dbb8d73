import { eachAtOnce, LookupCache } from '@billport/adapter-kit';
import { BillingError, toEpochMs } from '@billport/core';
import type { Connection } from '../connection.ts';
import { readMetric } from '../metrics/metric-requests.ts';
import { findSubscription } from '../subscriptions/find-subscription.ts';
import type { LagoMetric } from '../wire/metric.ts';
import type { LagoSubscription } from '../wire/subscription.ts';
import { instantOf } from '../wire-instant.ts';

/** What an event must know of its subscription. */
export interface EventSubscription {
  /** Currency of its plan; undefined where Lago does not say. */
  readonly currency: string | undefined;
  /** From when events count; epoch milliseconds. */
  readonly from: number;
  /** Until when they do, of a subscription that ended. */
  readonly to: number;
}

/** What an event must know of its metric. */
export interface EventMetric {
  readonly code: string;
  /** The property that events must have; undefined where there is none, or Lago computes it. */
  readonly property: string | undefined;
  readonly isNumeric: boolean;
  readonly isUniqueCount: boolean;
  readonly recurring: boolean;
}

/** Aggregations that leave out events whose property is no number (`facts/rating.md §3`). */
const NUMERIC: ReadonlySet<string> = new Set([
  'sum_agg',
  'max_agg',
  'latest_agg',
  'weighted_sum_agg',
]);

const epochMs = (value: string, field: string) => toEpochMs(instantOf(value, field));

function toEventSubscription(row: LagoSubscription): EventSubscription {
  // A change of plan begins another row, but events from before it belong to the key as well.
  const start = row.previous_plan_code
    ? row.subscription_at
    : (row.started_at ?? row.subscription_at);
  return {
    currency: row.plan_amount_currency ?? undefined,
    from: epochMs(start, 'started_at'),
    to:
      row.status === 'terminated' && row.terminated_at
        ? epochMs(row.terminated_at, 'terminated_at') + 999
        : Number.POSITIVE_INFINITY,
  };
}

function toEventMetric(row: LagoMetric): EventMetric {
  const isCounted = ['count_agg', 'custom_agg'].includes(row.aggregation_type);
  return {
    code: row.code,
    property: isCounted || row.expression ? undefined : (row.field_name ?? undefined),
    isNumeric: NUMERIC.has(row.aggregation_type),
    isUniqueCount: row.aggregation_type === 'unique_count_agg',
    recurring: row.recurring ?? false,
  };
}

async function findMetric(lago: Connection, code: string): Promise<EventMetric | undefined> {
  try {
    return toEventMetric(await readMetric(lago, { code }, undefined));
  } catch (error) {
    if (BillingError.is(error, 'not_found')) return undefined;
    throw error;
  }
}

async function findEventSubscription(lago: Connection, key: string) {
  const row = await findSubscription(lago, key, undefined);
  return row && toEventSubscription(row);
}

/** What events of one call refer to; a key that is missing names nothing. */
export interface FoundReferences {
  readonly subscriptions: ReadonlyMap<string, EventSubscription>;
  readonly metrics: ReadonlyMap<string, EventMetric>;
}

async function findAll<Value extends object>(
  cache: LookupCache<Value>,
  keys: Iterable<string>,
  atOnce: number,
): Promise<Map<string, Value>> {
  const found = new Map<string, Value>();
  await eachAtOnce(keys, atOnce, async (key) => {
    const value = await cache.find(key);
    if (value !== undefined) found.set(key, value);
  });
  return found;
}

/**
 * Looks up what events refer to, each once a minute: Lago takes events for anything, and never
 * bills those whose subscription or metric is not there (`facts/lago.md`, trap 6).
 */
export class EventReferences {
  readonly #subscriptions: LookupCache<EventSubscription>;
  readonly #metrics: LookupCache<EventMetric>;
  readonly #atOnce: number;

  constructor(lago: Connection) {
    this.#subscriptions = new LookupCache(lago.clock, (key) => findEventSubscription(lago, key));
    this.#metrics = new LookupCache(lago.clock, (code) => findMetric(lago, code));
    this.#atOnce = lago.usageConcurrency;
  }

  /** The subscription, with the currency that its events' prices are in. */
  subscription(key: string): Promise<EventSubscription | undefined> {
    return this.#subscriptions.find(key);
  }

  /** What is there of these subscriptions and metrics. */
  async find(keys: ReadonlySet<string>, codes: ReadonlySet<string>): Promise<FoundReferences> {
    const [subscriptions, metrics] = await Promise.all([
      findAll(this.#subscriptions, keys, this.#atOnce),
      findAll(this.#metrics, codes, this.#atOnce),
    ]);
    return { subscriptions, metrics };
  }
}
