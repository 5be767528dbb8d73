import type { Charge, Warning } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { readMetric, writeMetric } from '../metrics/metric-requests.ts';
import type { LagoMetric, LagoMetricFilter } from '../wire/metric.ts';

/** Stands for all values that a metric has declared (`facts/lago.md §b`). */
const ALL_VALUES = '__ALL_FILTER_VALUES__';

/** The values by property that filters of these charges match. */
function matched(charges: readonly Charge[]): Map<string, Set<string>> {
  const values = new Map<string, Set<string>>();
  const matches = charges.flatMap(({ filters = [] }) => filters.map(({ match }) => match));
  for (const match of matches) {
    for (const [key, list] of Object.entries(match)) {
      const all = values.get(key) ?? new Set();
      for (const value of list) if (value !== ALL_VALUES) all.add(value);
      values.set(key, all);
    }
  }
  return values;
}

/** What the metric declares with these values added; undefined when it declares them all. */
function withValues(
  declared: readonly LagoMetricFilter[],
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
): LagoMetricFilter[] | undefined {
  const merged = new Map(declared.map(({ key, values }) => [key, new Set(values)]));
  let isNew = false;
  for (const [key, values] of wanted) {
    const known = merged.get(key) ?? new Set();
    isNew ||= !merged.has(key) || [...values].some((value) => !known.has(value));
    merged.set(key, new Set([...known, ...values]));
  }
  if (!isNew) return undefined;
  return [...merged].map(([key, values]) => ({ key, values: [...values] }));
}

/** Calls that wait for another one on the same metric: its filters are replaced as a whole. */
const turns = new WeakMap<Connection, Map<string, Promise<unknown>>>();

async function inTurn<Value>(lago: Connection, code: string, work: () => Promise<Value>) {
  const waiting = turns.get(lago) ?? new Map<string, Promise<unknown>>();
  turns.set(lago, waiting);
  const before = waiting.get(code) ?? Promise.resolve();
  const mine = before.then(work, work);
  waiting.set(code, mine);
  try {
    return await mine;
  } finally {
    if (waiting.get(code) === mine) waiting.delete(code);
  }
}

/** A metric, and what had to be said of it. */
export interface DeclaredMetric {
  readonly metric: LagoMetric;
  readonly warnings: readonly Warning[];
}

/**
 * Declares at the metric what the filters of charges match: Lago refuses values that the metric
 * does not know, and a list that leaves some out deletes those (`facts/lago.md §b`).
 */
export function declareFilters(
  lago: Connection,
  code: string,
  charges: readonly Charge[],
  context: CallContext,
): Promise<DeclaredMetric> {
  return inTurn(lago, code, async () => {
    const metric = await readMetric(lago, { code }, context);
    const filters = withValues(metric.filters ?? [], matched(charges));
    if (filters === undefined) return { metric, warnings: [] };
    const message = `Values that filters match were added to the filters of metric ${JSON.stringify(code)}, where Lago wants them declared.`;
    return {
      metric: await writeMetric(lago, { code }, { filters }, context),
      warnings: [{ code: 'emulated', message, field: 'charges.filters' }],
    };
  });
}
