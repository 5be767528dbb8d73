import { describe, expect, it } from 'vitest';
import { Listing, type Page } from './listing.ts';

/** A list of numbers, two to a page, that counts how often a page was fetched. */
function numbers(count: number, start?: string) {
  const fetched: (string | undefined)[] = [];
  const list = new Listing<number>(async (cursor) => {
    fetched.push(cursor);
    const from = Number(cursor ?? 0);
    const items = Array.from({ length: count }, (_, index) => index).slice(from, from + 2);
    const page: Page<number> = { items };
    return from + 2 < count ? { ...page, nextCursor: String(from + 2) } : page;
  }, start);
  return { list, fetched };
}

describe('a listing', () => {
  it('fetches nothing until it is asked', () => {
    expect(numbers(5).fetched).toEqual([]);
  });

  it('is one page when awaited, fetched once however often', async () => {
    const { list, fetched } = numbers(5);
    expect(await list).toEqual({ items: [0, 1], nextCursor: '2' });
    expect(await list).toEqual({ items: [0, 1], nextCursor: '2' });
    expect(fetched).toEqual([undefined]);
  });

  it('starts at the cursor that it was given', async () => {
    const { list } = numbers(5, '4');
    expect(await list).toEqual({ items: [4] });
    expect(await Array.fromAsync(list)).toEqual([4]);
  });

  it.each([0, 1, 2, 3, 4, 5])('walks %i items, each once and in order', async (count) => {
    const { list, fetched } = numbers(count);
    expect(await Array.fromAsync(list)).toEqual(Array.from({ length: count }, (_, i) => i));
    expect(fetched).toHaveLength(Math.max(1, Math.ceil(count / 2)));
  });

  it('starts each walk at the beginning', async () => {
    const { list } = numbers(3);
    expect(await Array.fromAsync(list)).toEqual([0, 1, 2]);
    expect(await Array.fromAsync(list)).toEqual([0, 1, 2]);
  });

  it('fetches no page that the walk did not reach', async () => {
    const { list, fetched } = numbers(100);
    for await (const item of list) if (item === 1) break;
    expect(fetched).toEqual([undefined]);
  });

  it('gives its pages one by one', async () => {
    const pages = await Array.fromAsync(numbers(3).list.pages());
    expect(pages).toEqual([{ items: [0, 1], nextCursor: '2' }, { items: [2] }]);
  });

  it('rejects as a promise does', async () => {
    const failure = new Error('no page');
    const failing = () => new Listing<number>(() => Promise.reject(failure));
    await expect(failing()).rejects.toBe(failure);
    await expect(Array.fromAsync(failing())).rejects.toBe(failure);
    expect(await failing().catch((error) => error)).toBe(failure);
    let settled = 0;
    await expect(failing().finally(() => settled++)).rejects.toBe(failure);
    expect(settled).toBe(1);
  });

  it('ends a walk with the error of the page that failed', async () => {
    const list = new Listing<number>(async (cursor) => {
      if (cursor !== undefined) throw new Error('second page');
      return { items: [1], nextCursor: 'next' };
    });
    const seen: number[] = [];
    const walk = async () => {
      for await (const item of list) seen.push(item);
    };
    await expect(walk()).rejects.toThrow('second page');
    expect(seen).toEqual([1]);
  });
});
