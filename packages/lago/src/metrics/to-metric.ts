import { compact } from '@billport/adapter-kit';
import type { AggregationKind, Metric, UnitRounding } from '@billport/core';
import { createdAt } from '../created-at.ts';
import type { LagoMetric } from '../wire/metric.ts';

/** Whether units can carry over, by aggregation (`facts/lago.md §b`). */
const AGGREGATIONS: Readonly<Record<AggregationKind, { readonly recurs: boolean }>> = {
  count: { recurs: false },
  sum: { recurs: true },
  max: { recurs: false },
  latest: { recurs: false },
  unique_count: { recurs: true },
  weighted_sum: { recurs: true },
  custom: { recurs: false },
};

const isAggregation = (name: string): name is AggregationKind => Object.hasOwn(AGGREGATIONS, name);

const ROUNDINGS = ['round', 'ceil', 'floor'] as const satisfies readonly UnitRounding['mode'][];

function roundingOf(wire: LagoMetric): UnitRounding | undefined {
  const mode = ROUNDINGS.find((known) => known === wire.rounding_function);
  if (mode === undefined) return undefined;
  return compact({ mode, precision: wire.rounding_precision ?? undefined });
}

/** A metric of Lago in the words of the contract; a name that only repeats the code is left out. */
export function toMetric(wire: LagoMetric): Metric {
  const kind = wire.aggregation_type.replace(/_agg$/, '');
  const aggregation = isAggregation(kind) ? kind : 'unknown';
  const recurs = aggregation === 'unknown' || AGGREGATIONS[aggregation].recurs;
  return compact({
    code: wire.code,
    aggregation,
    property: wire.field_name || undefined,
    recurring: recurs ? (wire.recurring ?? undefined) : undefined,
    name: wire.name === wire.code ? undefined : wire.name,
    description: wire.description || undefined,
    rounding: roundingOf(wire),
    expression: wire.expression || undefined,
    createdAt: createdAt(wire),
    providerRef: { provider: 'lago', type: 'billable_metric', id: wire.lago_id },
  });
}
