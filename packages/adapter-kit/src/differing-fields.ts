import { sameData } from './same-data.ts';

type Data = Readonly<Record<string, unknown>>;

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null;

/** Fields that are taken apart, so that what differs in them is named more closely. */
const NESTED: ReadonlySet<string> = new Set([
  'charges',
  'charges.pricing',
  'charges.filters',
  'charges.filters.pricing',
]);

function* differences(asked: unknown, kept: unknown, field: string): Generator<string> {
  if (sameData(asked, kept)) return;
  const nested = field === '' || NESTED.has(field);
  if (!nested || !isData(asked) || !isData(kept)) return yield field;
  const bothLists = Array.isArray(asked) && Array.isArray(kept);
  if (bothLists && asked.length !== kept.length) return yield field;
  for (const name of new Set([...Object.keys(asked), ...Object.keys(kept)])) {
    const inner = bothLists ? field : `${field}.${name}`;
    yield* differences(asked[name], kept[name], inner.replace(/^\./, ''));
  }
}

/**
 * The fields in which what was asked for differs from what was kept, both in the words of the
 * contract: `price`, or `charges.pricing.minimumPerEvent`. Each once.
 */
export function differingFields(asked: object, kept: object): string[] {
  return [...new Set(differences(asked, kept, ''))];
}
