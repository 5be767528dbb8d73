import { BillingError, type Page } from '@billport/core';
import { type Position, readCursor, writeCursor } from './cursor.ts';
import { type RowList, USUAL_LIMIT } from './offset-page.ts';
import { indexBehind, isRowPosition, takeRows } from './seen-rows.ts';

/** One page as the service sees it. */
export interface CursorRows<Row> {
  readonly rows: readonly Row[];
  /** The service's cursor of the page behind; absent or empty when there is none. */
  readonly next?: string | null | undefined;
}

/** How a list whose service has cursors is walked. */
export interface CursorList<Row, Item> extends RowList<Row, Item> {
  /** Fetches the page of a cursor, or the first. It may bring more rows than were asked for. */
  readonly fetch: (cursor: string | undefined, limit: number) => Promise<CursorRows<Row>>;
}

/** Where a walk stands: the service's page, null for the first, and the place in it. */
type CursorPosition = readonly [page: string | null, offset: number, seen: readonly string[]];

function isCursorPosition(position: Position): position is CursorPosition {
  const [page, ...rest] = position;
  return (page === null || typeof page === 'string') && isRowPosition(rest);
}

function circle(): BillingError {
  return new BillingError('malformed_response', {
    message: 'The list leads back to a page that was there before.',
  });
}

/**
 * A page of a list whose service has cursors. Where the service brings more rows than asked for,
 * the rest comes with the next page.
 * @throws BillingError `invalid_input` for a cursor that is none of this list;
 *   `malformed_response` when the service leads in a circle.
 */
export async function cursorPage<Row, Item>(list: CursorList<Row, Item>): Promise<Page<Item>> {
  const { cursor, scope = '', limit = USUAL_LIMIT, idOf } = list;
  const name = `cursor ${scope}`;
  let [page, offset, before]: CursorPosition =
    cursor === undefined ? [null, 0, []] : readCursor(name, cursor, isCursorPosition);
  for (const visited = new Set([page]); ; visited.add(page)) {
    const { rows, next } = await list.fetch(page ?? undefined, limit);
    const isLast = next === undefined || next === null || next === '';
    if (!isLast && visited.has(next)) throw circle();
    const start = indexBehind(rows, before, idOf) ?? offset;
    const { kept, used, seen, isMore } = takeRows(rows.slice(start), limit, list, before);
    const onward: CursorPosition | undefined = isMore
      ? [page, start + used, seen]
      : isLast
        ? undefined
        : [next, 0, []];
    if (kept.length === 0 && onward !== undefined) {
      [page, offset, before] = onward;
      continue;
    }
    const items = await Promise.all(kept.map(list.toItem));
    return onward === undefined ? { items } : { items, nextCursor: writeCursor(name, onward) };
  }
}
