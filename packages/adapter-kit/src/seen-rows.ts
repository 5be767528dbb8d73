/** How rows are told apart, and which ones come. */
export interface RowRules<Row> {
  readonly idOf: (row: Row) => string;
  readonly keep?: ((row: Row) => boolean) | undefined;
}

/** Where a walk stands: how many rows lie behind it, and which ones were the last. */
export type RowPosition = readonly [offset: number, seen: readonly string[]];

/** Most rows that a list can have. */
const MOST_ROWS = 1_000_000_000;

/** Rows that are remembered, so that the walk finds its place though one or two are gone. */
const REMEMBERED = 3;

/** Whether what a cursor holds is a {@link RowPosition}. */
export function isRowPosition(position: readonly unknown[]): position is RowPosition {
  const [offset, seen] = position;
  return (
    position.length === 2 &&
    Number.isInteger(offset) &&
    Number(offset) >= 0 &&
    Number(offset) <= MOST_ROWS &&
    Array.isArray(seen) &&
    seen.length <= REMEMBERED &&
    seen.every((id) => typeof id === 'string')
  );
}

/** Index of the first row behind the remembered ones; undefined when none of those is there. */
export function indexBehind<Row>(
  rows: readonly Row[],
  seen: readonly string[],
  idOf: (row: Row) => string,
): number | undefined {
  const last = rows.findLastIndex((row) => seen.includes(idOf(row)));
  return last < 0 ? undefined : last + 1;
}

/** Rows that were taken for a page, and the rest. */
export interface Taken<Row> {
  readonly kept: readonly Row[];
  /** How many rows the page used up. */
  readonly used: number;
  /** The last rows that were seen, the newest knowledge last. */
  readonly seen: readonly string[];
  /** Whether one of the rows that are left will be kept. */
  readonly isMore: boolean;
}

/** Takes rows for one page, at most `limit` of those that are kept. */
export function takeRows<Row>(
  rows: readonly Row[],
  limit: number,
  { idOf, keep = () => true }: RowRules<Row>,
  seenBefore: readonly string[],
): Taken<Row> {
  const kept: Row[] = [];
  let used = 0;
  for (const row of rows) {
    if (kept.length === limit) break;
    if (keep(row)) kept.push(row);
    used++;
  }
  const seen = [...seenBefore, ...rows.slice(0, used).map(idOf)].slice(-REMEMBERED);
  return { kept, used, seen, isMore: rows.slice(used).some(keep) };
}
