import type { Context } from 'hono';
import { LagoFailure } from './failure.ts';
import { kept } from './kept.ts';
import type { LagoState } from './state.ts';

/** `meta` of Lago's lists. */
export interface PageMeta {
  readonly current_page: number;
  readonly next_page: number | null;
  readonly prev_page: number | null;
  readonly total_pages: number;
  readonly total_count: number;
}

/** A list whose count Lago keeps for a while. */
export interface CountedList {
  readonly state: LagoState;
  /** Its name: the counts of each list are kept apart. */
  readonly list: string;
}

const KEPT_MS = 30 * 60_000;
const DEFAULT_PER_PAGE = 100;

const countsOf = kept(() => new Map<string, { readonly count: number; readonly until: number }>());

/** The filters of the request; the page itself is none. */
function filtersOf(context: Context): string {
  const filters = Object.entries(context.req.queries()).filter(([name]) => name !== 'page');
  return JSON.stringify(filters.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * How many rows Lago says that there are. It keeps the count of a set of filters for half an hour,
 * and counts again on what was the last page (`facts/lago.md §a` "Pagination").
 */
function countOf(context: Context, { state, list }: CountedList, rows: number, seen: number) {
  const counts = countsOf(state);
  const key = `${list} ${filtersOf(context)}`;
  const known = counts.get(key);
  const now = state.clock.now();
  if (known !== undefined && known.until > now && known.count > seen) return known.count;
  counts.set(key, { count: rows, until: now + KEPT_MS });
  return rows;
}

const numberIn = (text: string | undefined, otherwise: number) =>
  Number.parseInt(text ?? String(otherwise), 10);

/**
 * One page of rows, by `page` and `per_page` of the query. Without rows it is page 0 (`§a`).
 * @param counted For a list whose count is kept for a while.
 */
export function pageOfRows<Row>(
  context: Context,
  rows: readonly Row[],
  counted?: CountedList,
): { rows: Row[]; meta: PageMeta } {
  const page = Math.max(1, numberIn(context.req.query('page'), 1) || 1);
  const perPage = numberIn(context.req.query('per_page'), DEFAULT_PER_PAGE);
  // Lago divides by it (`facts/lago.md §a`).
  if (!(perPage > 0)) throw new LagoFailure(500, { error: 'Internal Server Error' });
  const count =
    counted === undefined ? rows.length : countOf(context, counted, rows.length, page * perPage);
  const pages = Math.ceil(count / perPage);
  const meta: PageMeta = {
    current_page: count === 0 ? 0 : page,
    next_page: page < pages ? page + 1 : null,
    prev_page: page > 1 && count > 0 ? page - 1 : null,
    total_pages: pages,
    total_count: count,
  };
  return { rows: rows.slice((page - 1) * perPage, page * perPage), meta };
}

/** Values of an array parameter: `status[]=a&status[]=b`. A scalar is dropped, as Lago does. */
export const listParameter = (context: Context, name: string): readonly string[] =>
  context.req.queries(`${name}[]`) ?? [];
