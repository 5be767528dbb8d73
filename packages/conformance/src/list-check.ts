import type { Listing, Page } from '@billport/core';
import { ensure, same } from './assertions.ts';

type List<Item> = (page: { limit: number; cursor?: string }) => Listing<Item>;

/** Everything of a list, by the cursor of each page. */
async function collected<Item>(list: List<Item>, limit: number): Promise<Item[]> {
  const items: Item[] = [];
  const cursors = new Set<string>();
  let page = await list({ limit });
  items.push(...page.items);
  while (page.nextCursor !== undefined) {
    const { nextCursor: cursor } = page;
    ensure(!cursors.has(cursor), 'the list brings one cursor twice');
    cursors.add(cursor);
    page = await list({ limit, cursor });
    const repeated = page.items.some((item) => items.some((before) => alike(item, before)));
    ensure(!repeated, 'the list brings an item twice');
    items.push(...page.items);
  }
  return items;
}

function alike(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

async function walked<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/**
 * Goes on when the list brings the same items page by page, by iteration and by `pages()`, each
 * once, and in this order the ones that `isOurs` takes.
 *
 * @param expected what identifies our items, in the order of the list.
 * @throws ConformanceFailure when one of the ways differs.
 */
export async function sameInEveryWay<Item>(
  list: List<Item>,
  identify: (item: Item) => string,
  expected: readonly string[],
): Promise<void> {
  const ours = (items: readonly Item[]) =>
    items.map(identify).filter((identity) => expected.includes(identity));
  same(ours(await collected(list, 2)), expected, 'the list, two items a page');
  same(ours(await collected(list, 100)), expected, 'the list, 100 items a page');
  same(ours(await walked(list({ limit: 2 }))), expected, 'the list by iteration');
  const pages: Page<Item>[] = await walked(list({ limit: 2 }).pages());
  same(ours(pages.flatMap(({ items }) => items)), expected, 'the list by pages()');
  const first = await list({ limit: 2 });
  ensure(first.items.length === 2, `a page of 2 has ${first.items.length} of at least 3 items`);
  ensure(first.nextCursor !== undefined, 'the first of several pages has no cursor');
  const rest = await walked(list({ limit: 2, cursor: first.nextCursor }));
  const together = [...first.items, ...rest];
  same(ours(together), expected, 'a page and the walk from its cursor');
}
