import type { PiiPolicy } from '../configuration/settings.ts';
import type { Fact } from './answer.ts';
import { type CleanFact, cleanFacts } from './clean-facts.ts';
import { exceedsTokens } from './estimate-tokens.ts';
import { renderFacts } from './render-facts.ts';

/** Tokens that the facts of one answer may take (`facts/mcp.md §e.3 T`), less what stands around. */
const MOST_TOKENS = 19_000;

/** Facts that fit in one answer. */
export interface FittedFacts {
  readonly facts: { [name: string]: CleanFact };
  /** How to get the items that are left out. Takes the place of how to go on otherwise. */
  readonly next?: string | undefined;
  /** What is not shown as a whole. */
  readonly warning?: { readonly code: 'shortened'; readonly message: string } | undefined;
}

interface Fitting {
  readonly detailed: boolean;
  readonly pii: PiiPolicy;
  readonly showsLinks: boolean;
}

/** Most lists that the warning names. */
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

function fits(facts: { [name: string]: CleanFact }): boolean {
  return (
    !exceedsTokens(JSON.stringify(facts), MOST_TOKENS) &&
    !exceedsTokens(renderFacts(facts).join('\n'), MOST_TOKENS)
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
    next: `Only the first ${count} of these ${items.length} items fit in one answer. Call again with limit: ${count} and the same cursor as now, then go on from its nextCursor.`,
  };
}

function shortened(cuts: readonly Cut[], hasShortValues: boolean): FittedFacts['warning'] {
  const lists = cuts
    .slice(0, MOST_NAMED_CUTS)
    .map(({ path, shown, all }) => `${path} has the first ${shown} of ${all}`);
  if (hasShortValues) lists.push('values that end in … are cut');
  if (lists.length === 0) return undefined;
  const others = cuts.length > MOST_NAMED_CUTS ? ', and other lists likewise' : '';
  return {
    code: 'shortened',
    message: `Not everything is shown: ${lists.join('; ')}${others}. Ask for one thing, with response_format detailed.`,
  };
}

/**
 * Facts made fit to leave, and few enough for one answer. Items of a list are left out from its
 * end; where that is not enough, long values are cut, marked with `…`, and then lists inside of
 * objects, which the warning names.
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
    const warning = shortened(cuts, hasShortValues);
    if (fits(facts)) return { facts, warning };
    const fewer = withFewerItems(facts);
    if (fewer !== undefined) return { ...fewer, warning };
  }
  return {
    facts: {},
    warning: {
      code: 'shortened',
      message: 'Nothing is shown: it does not fit in one answer. Ask for less of it.',
    },
  };
}
