import { currencyDigits, Decimal, toInstant, type UsageEventInput } from '@billport/core';
import type { RowFilter } from '../bill/bill-charge.ts';
import type { MeteredColumns } from './metered-columns.ts';
import type { UsageRow } from './usage-file.ts';

/** The column that prices events of the dynamic model, in minor units. */
const PRICE = 'precise_total_amount_cents';

type Values = UsageRow['values'];

function matches(values: Values, wanted: Readonly<Record<string, readonly string[]>>): boolean {
  return Object.entries(wanted).every(
    ([column, accepted]) => values[column] !== undefined && accepted.includes(values[column]),
  );
}

/** Whether a row has every key of `matching` and none of the `ignored` objects. */
export function passes(filter: RowFilter | undefined, values: Values): boolean {
  if (filter === undefined) return true;
  return (
    matches(values, filter.matching ?? {}) &&
    !(filter.ignored ?? []).some((ignored) => matches(values, ignored))
  );
}

function propertiesOf(values: Values, columns: readonly string[] | undefined): Values {
  if (columns === undefined) return values;
  const properties: Record<string, string> = {};
  for (const column of columns) {
    const value = values[column];
    if (value !== undefined) properties[column] = value;
  }
  return properties;
}

function priceOf(values: Values, currency: string): { preciseAmount?: string } {
  const cents = values[PRICE];
  if (cents === undefined) return {};
  const { coefficient, scale } = Decimal.parse(cents);
  return {
    preciseAmount: Decimal.fromScaled(coefficient, scale + currencyDigits(currency)).toString(),
  };
}

/**
 * The events of a row: one for each metric that counts it. Ids are unique in the subscription
 * and the same each time the file is read.
 */
export function usageEvents(
  row: UsageRow,
  metered: readonly MeteredColumns[],
  subscriptionKey: string,
  currency: string,
): UsageEventInput[] {
  return metered
    .filter(({ filter }) => passes(filter, row.values))
    .map(({ metric, columns, priced }) => ({
      id: `${row.transactionId}:${metric}`,
      subscriptionKey,
      metric,
      timestamp: row.timestamp,
      properties: propertiesOf(row.values, columns),
      ...(priced ? priceOf(row.values, currency) : {}),
    }));
}

/**
 * What recurring metrics had before the file begins, as events from before the subscription:
 * a recurring metric attaches those to it (`facts/rating.md §3`).
 * @param at - Epoch milliseconds before the start of the subscription.
 */
export function carriedEvents(
  metered: readonly MeteredColumns[],
  subscriptionKey: string,
  at: number,
): UsageEventInput[] {
  return metered.flatMap(({ metric, carried }) =>
    carried === undefined
      ? []
      : [
          {
            id: `carried:${metric}`,
            subscriptionKey,
            metric,
            timestamp: toInstant(at),
            properties: { [carried.column]: carried.value },
          },
        ],
  );
}
