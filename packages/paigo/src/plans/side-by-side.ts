import { eachAtOnce } from '@billport/adapter-kit';

/** How many dimensions are written at a time: Paigo has no request for several. */
const AT_ONCE = 5;

/**
 * Does the work for each item, some at a time. After a failure nothing more is begun, and what is
 * under way is waited for: what it has made can be taken away then.
 * @throws what the first work that fails rejects with
 */
export async function sideBySide<Item>(
  items: Iterable<Item>,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  await eachAtOnce(items, AT_ONCE, async (item) => {
    if (failures.length > 0) return;
    try {
      await work(item);
    } catch (error) {
      failures.push(error);
    }
  });
  if (failures.length > 0) throw failures[0];
}
