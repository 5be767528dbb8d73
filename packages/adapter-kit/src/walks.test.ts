import type { Page } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeCursor } from './cursor.ts';
import { cursorPage } from './cursor-page.ts';
import { everyRow } from './every-row.ts';
import { offsetPage } from './offset-page.ts';
import { numbered, ShiftingList, walk } from './shifting-list.fixture.ts';
import { wholePage } from './whole-page.ts';

interface Walked {
  readonly limit: number;
  readonly cursor: string | undefined;
  readonly keep?: (row: string) => boolean;
}

type Cut = (list: ShiftingList, walked: Walked) => Promise<Page<string>>;

const row = { idOf: (id: string) => id, toItem: (id: string) => id };

const WAYS: Readonly<Record<string, Cut>> = {
  offsetPage: (list, walked) => offsetPage({ ...walked, ...row, fetch: list.counted }),
  cursorPage: (list, walked) => cursorPage({ ...walked, ...row, fetch: list.behind }),
  wholePage: (list, walked) => wholePage({ ...walked, ...row, fetch: list.whole }),
};

/** Adds rows in front after each request: as many as the next number says. */
function adding(counts: readonly number[]) {
  let turn = 0;
  return (rows: string[]) => {
    const count = counts[turn++] ?? 0;
    rows.unshift(...numbered(count, `new-${turn}-`));
  };
}

const limits = fc.integer({ min: 1, max: 12 });
const lengths = fc.integer({ min: 0, max: 60 });
/** Now and then far more than some pages. */
const added = fc.array(fc.oneof(fc.constant(0), fc.nat(3), fc.nat(100)), { maxLength: 30 });

describe.each(Object.entries(WAYS))('a walk by %s', (_, cut) => {
  const walkAll = (list: ShiftingList, limit: number, keep?: Walked['keep']) =>
    walk((cursor) => cut(list, { limit, cursor, ...(keep && { keep }) }));

  it('brings every row once, in order, in full pages', async () => {
    await fc.assert(
      fc.asyncProperty(lengths, limits, async (length, limit) => {
        const pages = await walkAll(new ShiftingList(numbered(length)), limit);
        expect(pages.flat()).toEqual(numbered(length));
        const short = pages.slice(0, -1).filter((page) => page.length !== limit);
        expect(short).toEqual([]);
        expect(pages.at(-1)?.length).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('brings every old row exactly once while rows are added in front', async () => {
    await fc.assert(
      fc.asyncProperty(lengths, limits, added, async (length, limit, counts) => {
        const list = new ShiftingList(numbered(length), adding(counts));
        const pages = await walkAll(list, limit);
        const all = pages.flat();
        expect(all.filter((id) => id.startsWith('r'))).toEqual(numbered(length));
        expect(new Set(all).size).toBe(all.length);
        expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('brings every kept row exactly once through long runs of others', async () => {
    const kept = fc.array(fc.boolean(), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(kept, limits, added, async (flags, limit, counts) => {
        const rows = numbered(flags.length);
        const keep = (id: string) => id.startsWith('r') && flags[Number(id.slice(1))] === true;
        const pages = await walkAll(new ShiftingList(rows, adding(counts)), limit, keep);
        expect(pages.flat()).toEqual(rows.filter(keep));
        // A page without items would look like the end to those who stop at it.
        expect(pages.slice(0, -1).filter((page) => page.length === 0)).toEqual([]);
      }),
    );
  });

  it('is one empty page of an empty list', async () => {
    expect(await walkAll(new ShiftingList([]), 5)).toEqual([[]]);
  });

  it('takes 50 rows a page when nobody says how many', async () => {
    const list = new ShiftingList(numbered(60));
    const page = await cut(list, { limit: undefined as never, cursor: undefined });
    expect(page.items).toHaveLength(50);
  });

  it('may change the length of its pages on the way', async () => {
    const list = new ShiftingList(numbered(30));
    const sizes = [3, 7, 1, 12, 2, 5, 9];
    const pages = await walk((cursor) => cut(list, { limit: sizes.pop() ?? 4, cursor }));
    expect(pages.flat()).toEqual(numbered(30));
  });
});

describe.each(['offsetPage', 'wholePage'])('a walk by %s among rows that go', (name) => {
  it('brings every row that stays exactly once while others go between pages', async () => {
    // No more than two of the three rows that are remembered go at a time, and there are three.
    const gone = fc.array(fc.array(fc.nat(59), { maxLength: 2 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(limits, gone, async (size, turns) => {
        const limit = size + 2;
        const list = new ShiftingList(numbered(60));
        const way = WAYS[name];
        let turn = 0;
        const pages = await walk(async (cursor) => {
          const page = await way?.(list, { limit, cursor });
          list.remove((turns[turn++] ?? []).map((index) => `r${index}`));
          return page as Page<string>;
        });
        const all = pages.flat();
        expect(list.rows.filter((id) => !all.includes(id))).toEqual([]);
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });
});

describe('offsetPage', () => {
  it('asks for the first page as it is, and for others with a row of the one before', async () => {
    const asked: number[][] = [];
    const list = new ShiftingList(numbered(200));
    await walk((cursor) =>
      offsetPage({
        limit: 50,
        cursor,
        ...row,
        fetch: (page, perPage) => {
          asked.push([(page - 1) * perPage, page * perPage]);
          return list.counted(page, perPage);
        },
      }),
    );
    expect(asked[0]).toEqual([0, 50]);
    for (const [index, [start = 0, end = 0]] of asked.slice(1).entries()) {
      const offset = (index + 1) * 50;
      expect(start).toBeLessThan(offset);
      expect(end).toBeGreaterThanOrEqual(offset + 50);
    }
    expect(list.requests).toBe(4);
  });

  it('goes on at its place when all that it remembers is gone', async () => {
    const list = new ShiftingList(numbered(10), (rows) => {
      if (rows.length === 10) rows.splice(0, 3, 'x0', 'x1', 'x2');
    });
    const pages = await walk((cursor) =>
      offsetPage({ limit: 3, cursor, ...row, fetch: list.counted }),
    );
    expect(pages.flat()).toEqual(numbered(10));
  });

  it('looks only so far for a place that a made-up cursor names', async () => {
    const list = new ShiftingList([]);
    const cursor = writeCursor('offset ', [1_000_000_000, ['nobody']]);
    await offsetPage({ limit: 50, cursor, ...row, fetch: list.counted });
    expect(list.requests).toBeLessThanOrEqual(2_001);
  });

  it('waits for items that are made one by one', async () => {
    const toItem = async (id: string) => `${id}!`;
    const page = await offsetPage({
      limit: 2,
      cursor: undefined,
      idOf: (id: string) => id,
      toItem,
      fetch: new ShiftingList(numbered(2)).counted,
    });
    expect(page).toEqual({ items: ['r0!', 'r1!'] });
  });
});

describe('wholePage', () => {
  it('ends where none of the rows that are left will come', async () => {
    const keep = (id: string) => id === 'r0' || id === 'r1';
    const list = new ShiftingList(numbered(9));
    const page = await wholePage({ limit: 2, cursor: undefined, ...row, keep, fetch: list.whole });
    expect(page).toEqual({ items: ['r0', 'r1'] });
  });
});

describe('cursorPage', () => {
  it('cuts pages of a service that brings more rows than asked for', async () => {
    const rows = numbered(23);
    const fetch = async (cursor: string | undefined) => {
      const start = Number(cursor ?? 0);
      return {
        rows: rows.slice(start, start + 10),
        next: start < 20 ? String(start + 10) : null,
      };
    };
    const pages = await walk((cursor) => cursorPage({ limit: 4, cursor, ...row, fetch }));
    expect(pages.map((page) => page.length)).toEqual([4, 4, 2, 4, 4, 2, 3]);
    expect(pages.flat()).toEqual(rows);
  });

  it('takes an empty cursor for the end', async () => {
    const fetch = async () => ({ rows: ['a'], next: '' });
    expect(await cursorPage({ limit: 4, cursor: undefined, ...row, fetch })).toEqual({
      items: ['a'],
    });
  });

  it.each([
    ['to the same page', { first: 'a', a: 'a' }],
    ['in a circle', { first: 'a', a: 'b', b: 'a' }],
  ])('refuses a service that leads back %s without end', async (_, ways) => {
    const fetch = async (cursor: string | undefined) => ({
      rows: [] as string[],
      next: (ways as Record<string, string>)[cursor ?? 'first'],
    });
    await expect(cursorPage({ limit: 4, cursor: undefined, ...row, fetch })).rejects.toMatchObject({
      code: 'malformed_response',
    });
  });
});

describe('everyRow', () => {
  it('brings every old row exactly once while rows are added in front', async () => {
    await fc.assert(
      fc.asyncProperty(lengths, limits, added, async (length, perPage, counts) => {
        const list = new ShiftingList(numbered(length), adding(counts));
        const all = await Array.fromAsync(
          everyRow({ idOf: row.idOf, fetch: list.counted, perPage }),
        );
        expect(all.filter((id) => id.startsWith('r'))).toEqual(numbered(length));
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });
});
