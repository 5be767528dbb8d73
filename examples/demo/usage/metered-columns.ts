import { BillingError } from '@billport/core';
import { type BillCharge, metricCode, type RowFilter } from '../bill/bill-charge.ts';
import type { Bill } from '../bill/bill-file.ts';
import { groupKeys, rowFilter } from '../inputs/charge-input.ts';

/** What the events of one metric carry, and which rows are events of it. */
export interface MeteredColumns {
  readonly metric: string;
  /** Columns that its charges read; undefined: all. */
  readonly columns: readonly string[] | undefined;
  readonly filter: RowFilter | undefined;
  /** Whether a charge takes its price from the event. */
  readonly priced: boolean;
  /** What the column of a recurring metric had added up to before the file begins. */
  readonly carried: { readonly column: string; readonly value: string } | undefined;
}

function columnsOf(charge: BillCharge, field: string): string[] | undefined {
  const { metric } = charge;
  if (metric.expression !== undefined || metric.aggregation === 'custom') return undefined;
  const filters = charge.filters ?? [];
  return [
    ...(metric.field === undefined ? [] : [metric.field]),
    ...(metric.aggregation === 'unique_count' ? ['operation_type'] : []),
    ...(groupKeys(charge, field) ?? []),
    ...filters.flatMap((filter) => Object.keys(filter.values ?? filter.matching ?? {})),
  ];
}

/** @throws BillingError `invalid_input` when the metric forgets at the end of each period. */
function carriedOf({ metric }: BillCharge, field: string): MeteredColumns['carried'] {
  if (metric.carried_value === undefined) return undefined;
  if (metric.recurring && metric.field !== undefined) {
    return { column: metric.field, value: metric.carried_value };
  }
  throw new BillingError('invalid_input', {
    message: `${field}.metric.carried_value: only a recurring metric carries something: add "recurring": true.`,
  });
}

function merge(known: MeteredColumns, added: MeteredColumns, field: string): MeteredColumns {
  const counted = ({ filter, carried }: MeteredColumns) => JSON.stringify([filter, carried]);
  if (counted(known) !== counted(added)) {
    throw new BillingError('invalid_input', {
      message: `${field}.filter: another charge counts something else under metric ${JSON.stringify(known.metric)}: give one of them another metric code.`,
    });
  }
  const all = known.columns === undefined || added.columns === undefined;
  return {
    ...known,
    columns: all ? undefined : [...new Set([...(known.columns ?? []), ...(added.columns ?? [])])],
    priced: known.priced || added.priced,
  };
}

/**
 * What to record for each metric of a plan.
 * @throws BillingError `invalid_input` when two charges count different rows for one metric.
 */
export function meteredColumns({ plan }: Bill): MeteredColumns[] {
  const metered = new Map<string, MeteredColumns>();
  for (const [index, charge] of (plan.charges ?? []).entries()) {
    const field = `plan.charges[${index}]`;
    const metric = metricCode(charge);
    const added = {
      metric,
      columns: columnsOf(charge, field),
      filter: rowFilter(charge, field),
      priced: charge.charge_model === 'dynamic',
      carried: carriedOf(charge, field),
    };
    const known = metered.get(metric);
    metered.set(metric, known === undefined ? added : merge(known, added, field));
  }
  return [...metered.values()];
}
