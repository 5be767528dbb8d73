import type { Page } from '@billport/core';
import { readCursor, writeCursor } from './cursor.ts';
import { type RowList, USUAL_LIMIT } from './offset-page.ts';
import { indexBehind, isRowPosition, type RowPosition, takeRows } from './seen-rows.ts';

/** How a list that the service answers all at once is walked. */
export interface WholeList<Row, Item> extends RowList<Row, Item> {
  /** Fetches all rows. */
  readonly fetch: () => Promise<readonly Row[]>;
}

/**
 * A page of a list that the service answers all at once. Rows that come or go while somebody walks
 * move the others: each row that stays comes once all the same.
 * @throws BillingError `invalid_input` for a cursor that is none of this list.
 */
export async function wholePage<Row, Item>(list: WholeList<Row, Item>): Promise<Page<Item>> {
  const { cursor, scope = '', limit = USUAL_LIMIT, idOf } = list;
  const name = `whole ${scope}`;
  const [offset, before]: RowPosition =
    cursor === undefined ? [0, []] : readCursor(name, cursor, isRowPosition);
  const rows = await list.fetch();
  const start = indexBehind(rows, before, idOf) ?? offset;
  const { kept, used, seen, isMore } = takeRows(rows.slice(start), limit, list, before);
  const items = await Promise.all(kept.map(list.toItem));
  return isMore ? { items, nextCursor: writeCursor(name, [start + used, seen]) } : { items };
}
