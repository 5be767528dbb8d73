import type { OffsetRows } from './offset-page.ts';

/** A list whose pages are counted, to be read to its end. */
export interface CountedRows<Row> {
  /** What tells rows apart. */
  readonly idOf: (row: Row) => string;
  /** Fetches one page, the first is 1. */
  readonly fetch: (page: number, perPage: number) => Promise<OffsetRows<Row>>;
  /** Rows of a page; 100 when absent. */
  readonly perPage?: number;
}

/**
 * Every row of a list that the service counts in pages, each once, though others come in front of
 * them meanwhile. A row that is deleted meanwhile can hide the one behind it.
 */
export async function* everyRow<Row>(list: CountedRows<Row>): AsyncGenerator<Row, void, void> {
  const { idOf, fetch, perPage = 100 } = list;
  const seen = new Set<string>();
  let goesOn = true;
  for (let page = 1; goesOn; page++) {
    const { rows, more } = await fetch(page, perPage);
    for (const row of rows) {
      const id = idOf(row);
      if (seen.has(id)) continue;
      seen.add(id);
      yield row;
    }
    goesOn = more;
  }
}
