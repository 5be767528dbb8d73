import type { Answered } from './hold-conversation.ts';

/** What each provider makes up for itself, and when and in which words it says what it leaves out. */
const OWN = [
  'id',
  'number',
  'walletId',
  'idempotencyKey',
  'createdAt',
  'summary',
  'next',
  'warnings',
];

function* leaves(value: unknown, path: string): Generator<readonly [string, string]> {
  if (typeof value !== 'object' || value === null) {
    yield [path, String(value)];
    return;
  }
  for (const [name, each] of Object.entries(value)) {
    // Absent says the same (contract of metrics.create).
    const isUsual = name === 'recurring' && each === false;
    if (!OWN.includes(name) && !isUsual) yield* leaves(each, `${path}.${name}`);
  }
}

/** Every fact of the answers as `get_usage.usage.amount: 14.00 USD`; calls of one tool are numbered. */
function factsOf(answers: readonly Answered[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  return new Map(
    answers.flatMap(({ tool, isError, facts }) => {
      const count = (counts.get(tool) ?? 0) + 1;
      counts.set(tool, count);
      return [...leaves({ isError, ...facts }, `${tool}#${count}`)];
    }),
  );
}

/** What differs between two conversations, as `fact: one → other`; `–` where a fact is not told. */
export function differences(
  one: readonly Answered[],
  other: readonly Answered[],
): readonly string[] {
  const [first, second] = [factsOf(one), factsOf(other)];
  return [...new Set([...first.keys(), ...second.keys()])]
    .filter((path) => first.get(path) !== second.get(path))
    .map((path) => `${path}: ${first.get(path) ?? '–'} → ${second.get(path) ?? '–'}`);
}
