import type { PaigoDimensionUsage } from '../wire/usage.ts';
import type { RawRecord } from './raw-usage.ts';

type Rows<Item> = readonly PaigoDimensionUsage<Item>[];

/** What a row says that its usage is of; empty where it says nothing. */
const offeringOf = ({ offeringId }: PaigoDimensionUsage<unknown>): string => offeringId ?? '';

/** The rows of what `key` tells, in the order in which each first comes. */
function grouped<Row>(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
}

/**
 * The rows of usage that count under an offering. A dimension can be in several offerings of a
 * customer, and rows can name the one that they are of (`facts/paigo.md §3.6`): all of them together
 * would count the same usage several times.
 * @param isEnrolled whether the customer is on the offering: else rows cannot name it, and those of one
 *   other offering tell the usage too
 */
export function rowsOfOffering<Item>(
  rows: Rows<Item>,
  { offeringId, isEnrolled }: { readonly offeringId: string; readonly isEnrolled: boolean },
): Rows<Item> {
  return [...grouped(rows, ({ dimensionId }) => dimensionId).values()].flatMap((its) => {
    const offerings = grouped(its, offeringOf);
    const [other] = isEnrolled ? [] : offerings.values();
    return offerings.get(offeringId) ?? offerings.get('') ?? other ?? [];
  });
}

/** What tells usage records apart. */
const contentOf = ({ dimensionId, at, value, metadata }: RawRecord): string =>
  JSON.stringify([dimensionId, at, value, metadata]);

/**
 * Each record once that stands in the rows of several offerings. Records that are the same stand as
 * often as one offering has them.
 * @param parts records by what their rows are of
 */
export function recordsOnce(parts: readonly (readonly RawRecord[])[]): RawRecord[] {
  const [first = [], ...others] = parts;
  const all = [...first];
  for (const records of others) {
    const known = grouped(all, contentOf);
    all.push(...records.filter((record) => known.get(contentOf(record))?.pop() === undefined));
  }
  return all;
}

/** The rows by dimension and offering: those of one dimension beside each other. */
export const rowsByOffering = <Item>(rows: Rows<Item>): PaigoDimensionUsage<Item>[][][] =>
  [...grouped(rows, ({ dimensionId }) => dimensionId).values()].map((its) => [
    ...grouped(its, offeringOf).values(),
  ]);
