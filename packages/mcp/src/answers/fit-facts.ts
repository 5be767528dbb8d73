import type { PiiPolicy } from '../configuration/settings.ts';
import type { Fact } from './answer.ts';
import { type CleanFact, cleanFacts } from './clean-facts.ts';
import { estimateTokens } from './estimate-tokens.ts';
import { renderFacts } from './render-facts.ts';

/** Tokens that the facts of one answer may take (`facts/mcp.md §e.3 T`), less what stands around. */
const MOST_TOKENS = 19_000;

/** Facts that fit in one answer, and how to get the others. */
export interface FittedFacts {
  readonly facts: { [name: string]: CleanFact };
  readonly notice?: string | undefined;
}

interface Fitting {
  readonly detailed: boolean;
  readonly pii: PiiPolicy;
  readonly showsLinks: boolean;
}

interface Cut {
  readonly path: string;
  readonly shown: number;
  readonly all: number;
}

/** How much is kept, from everything to little: longest value, and most entries of a list. */
const STEPS = [
  [4000, Number.POSITIVE_INFINITY],
  [300, Number.POSITIVE_INFINITY],
  [300, 100],
  [120, 30],
  [60, 10],
  [40, 4],
  [20, 2],
] as const;

function fits(facts: { [name: string]: CleanFact }): boolean {
  return [renderFacts(facts).join('\n'), JSON.stringify(facts)].every(
    (text) => Buffer.byteLength(text) <= MOST_TOKENS || estimateTokens(text) <= MOST_TOKENS,
  );
}

/** The most leading items that fit; 0 when not even one does. */
function leadingItems(facts: { [name: string]: CleanFact }, items: readonly CleanFact[]): number {
  let fitting = 0;
  let tooMany = items.length;
  while (tooMany - fitting > 1) {
    const middle = (fitting + tooMany) >> 1;
    if (fits({ ...facts, items: items.slice(0, middle) })) fitting = middle;
    else tooMany = middle;
  }
  return fitting;
}

function withFewerItems(facts: { [name: string]: CleanFact }): FittedFacts | undefined {
  // The cursor would lead past the items that are left out.
  const { items, nextCursor: _, ...others } = facts;
  if (!Array.isArray(items)) return undefined;
  const count = leadingItems(others, items);
  if (count === 0) return undefined;
  return {
    facts: { ...others, items: items.slice(0, count) },
    notice: `Only the first ${count} of these ${items.length} items fit in one answer. Call again with limit: ${count} and the same cursor as now, then go on from its nextCursor.`,
  };
}

function noticeOf(cuts: readonly Cut[], isShortened: boolean): string | undefined {
  const lists = cuts
    .slice(0, 5)
    .map(({ path, shown, all }) => `${path} has the first ${shown} of ${all}`)
    .join('; ');
  if (lists === '' && !isShortened) return undefined;
  return `The whole does not fit in one answer: ${lists === '' ? 'values that end in … are cut' : lists}. Ask for one thing at a time, or page through the list of it.`;
}

/**
 * Facts made fit to leave, and few enough for one answer. Items of a list are left out from its
 * end; where that is not enough, long values are cut, marked with `…`, and then lists inside of
 * objects, which the notice names.
 */
export function fitFacts(
  given: { readonly [name: string]: Fact },
  { detailed, pii, showsLinks }: Fitting,
): FittedFacts {
  let last: FittedFacts | undefined;
  for (const [longest, mostEntries] of STEPS.slice(detailed ? 0 : 1)) {
    const cuts: Cut[] = [];
    const facts = cleanFacts(given, {
      pii,
      longest,
      mostEntries,
      showsLinks,
      onCut: (path, shown, all) => cuts.push({ path, shown, all }),
    });
    const isShortened = last !== undefined;
    if (fits(facts)) return { facts, notice: noticeOf(cuts, isShortened) };
    const fewer = withFewerItems(facts);
    if (fewer !== undefined) return fewer;
    last = { facts, notice: noticeOf(cuts, true) };
  }
  return { facts: {}, notice: 'This does not fit in one answer. Ask for less of it.' };
}
