import type { PiiPolicy } from '../configuration/settings.ts';
import type { Fact } from './answer.ts';
import { type CleanFact, cleanFacts } from './clean-facts.ts';
import { exceedsTokens } from './estimate-tokens.ts';
import { renderFacts } from './render-facts.ts';

/** Tokens that the facts of one answer may take (`facts/mcp.md §e.3 T`), less what stands around. */
const MOST_TOKENS = 19_000;

/** Of these, what the longest cursor takes: the same items come with one when only they are asked for. */
const CURSOR_TOKENS = 400;

/** Facts that fit in one answer. */
export interface FittedFacts {
  readonly facts: { [name: string]: CleanFact };
  /** How many of the items are there, where some are left out; the cursor behind them is too. */
  readonly items?: { readonly shown: number; readonly all: number } | undefined;
  /** What else is not shown as a whole, in a sentence. */
  readonly cut?: string | undefined;
}

/** `Only the first 64 of these 100 items fit in one answer`, without a full stop. */
export function fewerItems({ shown, all }: NonNullable<FittedFacts['items']>): string {
  return `Only the first ${shown} of these ${all} items fit in one answer`;
}

interface Fitting {
  readonly detailed: boolean;
  readonly pii: PiiPolicy;
  readonly showsLinks: boolean;
}

/** Most lists that are named. */
const MOST_NAMED_CUTS = 5;

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

function fits(facts: { [name: string]: CleanFact }, most = MOST_TOKENS): boolean {
  return (
    !exceedsTokens(JSON.stringify(facts), most) &&
    !exceedsTokens(renderFacts(facts).join('\n'), most)
  );
}

/** The most leading items that fit; 0 when not even one does. */
function leadingItems(facts: { [name: string]: CleanFact }, items: readonly CleanFact[]): number {
  let fitting = 0;
  let tooMany = items.length;
  while (tooMany - fitting > 1) {
    const middle = (fitting + tooMany) >> 1;
    const leading = { ...facts, items: items.slice(0, middle) };
    if (fits(leading, MOST_TOKENS - CURSOR_TOKENS)) fitting = middle;
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
    items: { shown: count, all: items.length },
  };
}

function whatIsCut(cuts: readonly Cut[], hasShortValues: boolean): string | undefined {
  const lists = cuts
    .slice(0, MOST_NAMED_CUTS)
    .map(({ path, shown, all }) => `${path} has the first ${shown} of ${all}`);
  if (hasShortValues) lists.push('values that end in … are cut');
  if (lists.length === 0) return undefined;
  const others = cuts.length > MOST_NAMED_CUTS ? ', and other lists likewise' : '';
  return `Not everything is shown: ${lists.join('; ')}${others}.`;
}

/**
 * Facts made fit to leave, and few enough for one answer. Items of a list are left out from its
 * end; where that is not enough, long values are cut, marked with `…`, and then lists inside of
 * objects, which are named.
 */
export function fitFacts(
  given: { readonly [name: string]: Fact },
  { detailed, pii, showsLinks }: Fitting,
): FittedFacts {
  for (const [longest, mostEntries] of STEPS.slice(detailed ? 0 : 1)) {
    const cuts: Cut[] = [];
    let hasShortValues = false;
    const facts = cleanFacts(given, {
      pii,
      longest,
      mostEntries,
      showsLinks,
      onCut: (path, shown, all) => cuts.push({ path, shown, all }),
      onShortened: () => {
        hasShortValues = true;
      },
    });
    const cut = whatIsCut(cuts, hasShortValues);
    if (fits(facts)) return { facts, cut };
    const fewer = withFewerItems(facts);
    if (fewer !== undefined) return { ...fewer, cut };
  }
  return { facts: {}, cut: 'Nothing is shown: it does not fit in one answer.' };
}
