import type { Page } from '@billport/core';

/** A service's list, newest first, that others write to between any two requests. */
export class ShiftingList {
  readonly #rows: string[];
  readonly #meanwhile: (rows: string[]) => void;
  requests = 0;

  /** @param meanwhile what others do to the rows after each request */
  constructor(rows: readonly string[], meanwhile: (rows: string[]) => void = () => {}) {
    this.#rows = [...rows];
    this.#meanwhile = meanwhile;
  }

  /** The rows as they are now. */
  get rows(): readonly string[] {
    return this.#rows;
  }

  /** Takes rows out that are still there. */
  remove(gone: readonly string[]): void {
    for (const row of gone) {
      const index = this.#rows.indexOf(row);
      if (index >= 0) this.#rows.splice(index, 1);
    }
  }

  /** By page and length, as Lago does. */
  readonly counted = async (page: number, perPage: number) => {
    const start = (page - 1) * perPage;
    const reply = {
      rows: this.#rows.slice(start, start + perPage),
      more: this.#rows.length > start + perPage,
    };
    this.#answered();
    return reply;
  };

  /** All at once. */
  readonly whole = async () => {
    const reply = [...this.#rows];
    this.#answered();
    return reply;
  };

  /** Behind a row, as services with cursors do. */
  readonly behind = async (cursor: string | undefined, limit: number) => {
    const start = cursor === undefined ? 0 : this.#rows.indexOf(cursor) + 1;
    const rows = this.#rows.slice(start, start + limit);
    const next = this.#rows.length > start + limit ? rows.at(-1) : undefined;
    this.#answered();
    return { rows, next };
  };

  #answered(): void {
    this.requests++;
    this.#meanwhile(this.#rows);
  }
}

/** Pages of a walk to the end. Fails when it does not end. */
export async function walk(
  pageAt: (cursor: string | undefined) => Promise<Page<string>>,
): Promise<readonly (readonly string[])[]> {
  const pages: (readonly string[])[] = [];
  let cursor: string | undefined;
  do {
    const page = await pageAt(cursor);
    pages.push(page.items);
    cursor = page.nextCursor;
    if (pages.length > 10_000) throw new Error('The walk does not end.');
  } while (cursor !== undefined);
  return pages;
}

/** Rows `r0`, `r1`, … */
export const numbered = (count: number, prefix = 'r') =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);
