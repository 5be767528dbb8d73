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

function merge(known: MeteredColumns, added: MeteredColumns, field: string): MeteredColumns {
  if (JSON.stringify(known.filter) !== JSON.stringify(added.filter)) {
    throw new BillingError('invalid_input', {
      message: `${field}.filter: another charge counts other rows for metric ${JSON.stringify(known.metric)}: give one of them another metric code.`,
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
    };
    const known = metered.get(metric);
    metered.set(metric, known === undefined ? added : merge(known, added, field));
  }
  return [...metered.values()];
}
