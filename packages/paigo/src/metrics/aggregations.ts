import type { AggregationKind, Metric } from '@billport/core';
import { OWN, ownValue } from '../own-metadata.ts';
import type { PaigoCountBody, PaigoDimension } from '../wire/dimension.ts';

/** How Paigo aggregates what the contract has words for (`facts/paigo.md §5`). */
const METHODS = {
  count: 'count',
  sum: 'sum',
  max: 'max',
  latest: 'last',
} as const satisfies Partial<Record<AggregationKind, PaigoCountBody['aggregationMethod']>>;

/** The aggregations that Paigo has. */
export type PaigoAggregation = keyof typeof METHODS;

/** Whether Paigo has the aggregation. */
export const hasMethod = (aggregation: string): aggregation is PaigoAggregation =>
  Object.hasOwn(METHODS, aggregation);

/** Paigo's word for an aggregation. */
export const methodOf = (aggregation: PaigoAggregation) => METHODS[aggregation];

/** The aggregation of a dimension; `unknown` where the contract has no word for it. */
export function aggregationOf({ aggregationMethod }: PaigoDimension): Metric['aggregation'] {
  const method = aggregationMethod ?? 'max';
  const found = Object.entries(METHODS).find(([, known]) => known === method);
  return found === undefined ? 'unknown' : (found[0] as PaigoAggregation);
}

/** The event property that a dimension aggregates, where somebody said so. */
export const propertyOf = ({ metadata }: PaigoDimension): string | undefined =>
  ownValue(metadata, OWN.property);
