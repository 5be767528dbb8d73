import type { Context } from 'hono';
import { LagoFailure } from './failure.ts';

/** `meta` of Lago's lists. */
export interface PageMeta {
  readonly current_page: number;
  readonly next_page: number | null;
  readonly prev_page: number | null;
  readonly total_pages: number;
  readonly total_count: number;
}

/** One page of rows, by `page` and `per_page` of the query. Without rows it is page 0 (`§a`). */
export function pageOfRows<Row>(
  context: Context,
  rows: readonly Row[],
): { rows: Row[]; meta: PageMeta } {
  const page = Math.max(1, Number.parseInt(context.req.query('page') ?? '1', 10) || 1);
  const perPage = Number.parseInt(context.req.query('per_page') ?? '100', 10);
  // Lago divides by it (`facts/lago.md §a`).
  if (!(perPage > 0)) throw new LagoFailure(500, { error: 'Internal Server Error' });
  const pages = Math.ceil(rows.length / perPage);
  const meta: PageMeta = {
    current_page: rows.length === 0 ? 0 : page,
    next_page: page < pages ? page + 1 : null,
    prev_page: page > 1 && rows.length > 0 ? page - 1 : null,
    total_pages: pages,
    total_count: rows.length,
  };
  return { rows: rows.slice((page - 1) * perPage, page * perPage), meta };
}

/** Values of an array parameter: `status[]=a&status[]=b`. A scalar is dropped, as Lago does. */
export const listParameter = (context: Context, name: string): readonly string[] =>
  context.req.queries(`${name}[]`) ?? [];
