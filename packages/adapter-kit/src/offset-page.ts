import type { Page } from '@billport/core';
import { readCursor, writeCursor } from './cursor.ts';
import {
  indexBehind,
  isRowPosition,
  type RowPosition,
  type RowRules,
  takeRows,
} from './seen-rows.ts';

/** What every list needs to be walked, however its service cuts it into pages. */
export interface RowList<Row, Item> extends RowRules<Row> {
  /** Names the list and its filters, so that a cursor of another list is refused. */
  readonly scope?: string | undefined;
  /** Items of a page; 50 when absent. */
  readonly limit: number | undefined;
  /** The caller's cursor. */
  readonly cursor: string | undefined;
  /** What tells rows apart. */
  readonly idOf: (row: Row) => string;
  readonly toItem: (row: Row) => Item | Promise<Item>;
  /** Whether a row comes: for filters that the service does not know. */
  readonly keep?: ((row: Row) => boolean) | undefined;
}

/** One page as the service sees it. */
export interface OffsetRows<Row> {
  readonly rows: readonly Row[];
  /** Whether there are rows behind them. */
  readonly more: boolean;
}

/** How a list whose pages are counted is walked. */
export interface OffsetList<Row, Item> extends RowList<Row, Item> {
  /** Fetches one page, the first is 1. It has `perPage` rows unless it is the last. */
  readonly fetch: (page: number, perPage: number) => Promise<OffsetRows<Row>>;
}

/** Items of a page when the caller names no number. */
export const USUAL_LIMIT = 50;

/** A page of the service, and how many rows lie before it. */
interface Window {
  readonly page: number;
  readonly perPage: number;
  readonly start: number;
}

/**
 * The smallest page that holds the row before `offset` and `count` rows from there. The row before
 * shows whether the others moved in the meantime: without it, a page of new rows looks like any
 * other. Pages are a fifth longer for it, on average.
 */
function windowFor(offset: number, count: number): Window {
  const mark = offset - 1;
  if (mark < 0) return { page: 1, perPage: count, start: 0 };
  let perPage = count + 1;
  while (mark % perPage > perPage - 1 - count) perPage++;
  const pagesBefore = Math.floor(mark / perPage);
  return { page: pagesBefore + 1, perPage, start: pagesBefore * perPage };
}

/** Rows that were not seen yet. */
interface Unseen<Row> extends OffsetRows<Row> {
  /** How many rows lie before them. */
  readonly offset: number;
}

/** Most pages that are looked through on either side: a cursor can be made up, and name any place. */
const MOST_SEARCHED = 1_000;

/** Looks for the remembered rows around the page where they should be, nearest first. */
async function searchAround<Row>(
  list: OffsetList<Row, unknown>,
  { page, perPage }: Window,
  seen: readonly string[],
  isMoreBehind: boolean,
): Promise<Unseen<Row> | undefined> {
  let goesOn = isMoreBehind;
  for (let step = 1; step <= MOST_SEARCHED && (goesOn || page - step >= 1); step++) {
    for (const each of goesOn ? [page + step, page - step] : [page - step]) {
      if (each < 1) continue;
      const { rows, more } = await list.fetch(each, perPage);
      if (each > page) goesOn = more;
      const index = indexBehind(rows, seen, list.idOf);
      if (index === undefined) continue;
      return { rows: rows.slice(index), more, offset: (each - 1) * perPage + index };
    }
  }
  return undefined;
}

async function unseenRows<Row>(
  list: OffsetList<Row, unknown>,
  [offset, seen]: RowPosition,
  count: number,
): Promise<Unseen<Row>> {
  const window = windowFor(offset, count);
  const { rows, more } = await list.fetch(window.page, window.perPage);
  if (offset === 0) return { rows, more, offset };
  const index = indexBehind(rows, seen, list.idOf);
  if (index !== undefined) return { rows: rows.slice(index), more, offset: window.start + index };
  const found = await searchAround(list, window, seen, more);
  // All that was remembered is gone: what stands at the place now is the best guess.
  return found ?? { rows: rows.slice(offset - window.start), more, offset };
}

/**
 * A page of a list that the service counts in pages. Rows that come or go while somebody walks
 * move the others: each row that stays comes once all the same, unless rows come and go between the
 * very requests that look for the place.
 * @throws BillingError `invalid_input` for a cursor that is none of this list.
 */
export async function offsetPage<Row, Item>(list: OffsetList<Row, Item>): Promise<Page<Item>> {
  const { cursor, scope = '', limit = USUAL_LIMIT } = list;
  const name = `offset ${scope}`;
  let at: RowPosition = cursor === undefined ? [0, []] : readCursor(name, cursor, isRowPosition);
  for (;;) {
    const { rows, more, offset } = await unseenRows(list, at, limit);
    const { kept, used, seen, isMore } = takeRows(rows, limit, list, at[1]);
    at = [offset + used, seen];
    if (kept.length === 0 && more) continue;
    const items = await Promise.all(kept.map(list.toItem));
    return more || isMore ? { items, nextCursor: writeCursor(name, at) } : { items };
  }
}
