import type { Answer, Fact } from './answer.ts';

/** A page of a list. */
export interface PageOf {
  /** What is listed, as one and as many: `['customer', 'customers']`. */
  readonly noun: string | readonly [one: string, many: string];
  /** Flat rows, or whole objects where they are asked for. */
  readonly items: readonly Fact[];
  readonly nextCursor?: string | undefined;
  readonly warnings?: Answer['warnings'];
  /** What comes after the noun in the summary: `of "Acme" (acme), newest first`. */
  readonly about?: string | undefined;
}

/**
 * The answer of every list: how many there are, the rows, and how to get those that follow.
 * `noun` in one word is made plural with an s.
 */
export function pageAnswer({ noun, items, nextCursor, warnings, about }: PageOf): Answer {
  const [one, many] = typeof noun === 'string' ? [noun, `${noun}s`] : noun;
  const count =
    items.length === 0 ? `No ${many}` : `${items.length} ${items.length === 1 ? one : many}`;
  const more = nextCursor === undefined ? '' : ', and there are more';
  return {
    summary: `${count}${about === undefined ? '' : ` ${about}`}${more}.`,
    facts: nextCursor === undefined ? { items } : { items, nextCursor },
    next: nextCursor === undefined ? undefined : 'For more, call again with cursor: nextCursor.',
    rest: (shown) =>
      `Call again with limit: ${shown} and the same cursor as now, then go on from its nextCursor.`,
    warnings,
  };
}
