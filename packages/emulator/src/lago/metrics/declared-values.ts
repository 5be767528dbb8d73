import { ALL_VALUES, type LagoCharge, type LagoFilter } from '../charges/lago-charge.ts';
import type { LagoMetric } from '../metric-book.ts';

/** The filter without values that the metric does not declare; undefined when none are left. */
function filterOf(filter: LagoFilter, metric: LagoMetric): LagoFilter | undefined {
  const entries = Object.entries(filter.values).flatMap(([key, values]) => {
    const declared = metric.filters.find((known) => known.key === key)?.values;
    const left = values.filter((value) => value === ALL_VALUES || declared?.includes(value));
    return declared === undefined || left.length === 0 ? [] : [[key, left] as const];
  });
  return entries.length === 0 ? undefined : { ...filter, values: Object.fromEntries(entries) };
}

/** The charge without what its metric does not declare any more. */
export function withDeclaredValues(charge: LagoCharge, metric: LagoMetric): LagoCharge {
  const filters = charge.filters.flatMap((filter) => filterOf(filter, metric) ?? []);
  return { ...charge, filters };
}
