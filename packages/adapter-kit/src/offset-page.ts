import { BillingError, type Page } from '@billport/core';

/** One page as the service sees it, and what marks its rows. */
export interface OffsetRows<Row> {
  readonly rows: readonly Row[];
  /** Whether there are rows behind them. */
  readonly more: boolean;
}

/** How a list whose pages are counted is walked. */
export interface OffsetList<Row, Item> {
  /** Rows of a page when the caller names no number; 50 when absent. */
  readonly limit: number | undefined;
  /** The caller's cursor. */
  readonly cursor: string | undefined;
  /** Fetches one page, the first is 1. */
  readonly fetch: (page: number, perPage: number) => Promise<OffsetRows<Row>>;
  /** What tells rows apart. */
  readonly idOf: (row: Row) => string;
  readonly toItem: (row: Row) => Item | Promise<Item>;
  /** Rows to leave out, such as those that a filter of the service does not know. */
  readonly keep?: ((row: Row) => boolean) | undefined;
}

/** Where a walk stands: which page comes next, its length, and the last row that was seen. */
interface Position {
  readonly page: number;
  readonly perPage: number;
  readonly last: string;
}

function positionOf(cursor: string): Position {
  try {
    const [page, perPage, last] = JSON.parse(atob(cursor)) as unknown[];
    if (Number.isInteger(page) && Number.isInteger(perPage) && typeof last === 'string') {
      return { page: page as number, perPage: perPage as number, last };
    }
  } catch {
    // Said below.
  }
  throw new BillingError('invalid_input', {
    message: 'cursor: Pass `nextCursor` of the page before, as it is.',
    issues: [{ path: ['cursor'], message: 'Pass `nextCursor` of the page before, as it is.' }],
  });
}

const cursorOf = ({ page, perPage, last }: Position) => btoa(JSON.stringify([page, perPage, last]));

/** Rows behind the last one that was seen: newer ones push rows over to the next page. */
function unseen<Row>(rows: readonly Row[], last: string, idOf: (row: Row) => string) {
  const at = rows.findIndex((row) => idOf(row) === last);
  return at < 0 ? rows : rows.slice(at + 1);
}

/**
 * A page of a list that the service counts in pages, newest first. A row that comes while somebody
 * walks pushes the others on: what was seen before is left out, so that each row comes once.
 */
export async function offsetPage<Row, Item>(list: OffsetList<Row, Item>): Promise<Page<Item>> {
  const { cursor, keep, idOf } = list;
  let at: Position =
    cursor === undefined ? { page: 1, perPage: list.limit ?? 50, last: '' } : positionOf(cursor);
  for (;;) {
    const { rows, more } = await list.fetch(at.page, at.perPage);
    const fresh = unseen(rows, at.last, idOf);
    const kept = keep === undefined ? fresh : fresh.filter(keep);
    const lastRow = rows.at(-1);
    at = {
      page: at.page + 1,
      perPage: at.perPage,
      last: lastRow === undefined ? at.last : idOf(lastRow),
    };
    if (kept.length === 0 && more) continue;
    const items = await Promise.all(kept.map(list.toItem));
    return more ? { items, nextCursor: cursorOf(at) } : { items };
  }
}
