import type { Fields } from '../../machinery/json-fields.ts';
import type { LagoMetric } from '../metric-book.ts';

/** Stands for every value that the metric declares (`facts/lago.md §b` "Plans, charges"). */
export const ALL_VALUES = '__ALL_FILTER_VALUES__';

/** Another price for the events that match. */
export interface LagoFilter {
  readonly lagoId: string;
  readonly invoiceDisplayName: string | null;
  /** Values of event properties, as they were sent: {@link ALL_VALUES} may be among them. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly properties: Fields;
}

/** A charge with everything that Lago keeps of it. */
export interface LagoCharge {
  /** Also the charge's code in the engine: a charge that is made anew is another one there. */
  readonly lagoId: string;
  /** The caller's own code, unique in the plan. */
  readonly code: string;
  readonly metricCode: string;
  readonly chargeModel: string;
  readonly invoiceDisplayName: string | null;
  readonly payInAdvance: boolean;
  readonly invoiceable: boolean;
  readonly prorated: boolean;
  readonly regroupPaidFees: string | null;
  /** In the currency's smallest unit; 0 for none. */
  readonly minAmountCents: number;
  readonly properties: Fields;
  readonly filters: readonly LagoFilter[];
  readonly taxCodes: readonly string[];
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
}

/** The values that a filter takes, with {@link ALL_VALUES} written out. */
export function matchOf(
  { values }: LagoFilter,
  metric: LagoMetric | undefined,
): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(values).map(([key, wanted]) => {
      const declared = metric?.filters.find((filter) => filter.key === key)?.values ?? [];
      return [key, wanted.includes(ALL_VALUES) ? [...declared] : [...wanted]];
    }),
  );
}

const sorted = (match: Readonly<Record<string, readonly string[]>>): string =>
  JSON.stringify(Object.entries(match).sort(([one], [other]) => (one < other ? -1 : 1)));

/** The filter of the charge that the engine names by what it matches; undefined for none. */
export function filterOfMatch(
  charge: LagoCharge,
  metric: LagoMetric | undefined,
  match: Readonly<Record<string, readonly string[]>> | undefined,
): LagoFilter | undefined {
  if (match === undefined) return undefined;
  return charge.filters.find((filter) => sorted(matchOf(filter, metric)) === sorted(match));
}
