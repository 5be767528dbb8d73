import type { Billing, Listing, OperationId } from '@billport/core';
import type { CompleteResult } from '@modelcontextprotocol/server';
import { escapeText } from '../answers/escape-text.ts';
import type { OpenBilling } from '../server/look.ts';
import type { Completable } from './completable.ts';

/** Most values that are offered. */
const MOST_VALUES = 20;
/** Things that are looked through: one page. */
const PAGE = 100;

/** What is offered for a kind of thing, and the names by which it is found. */
interface Completing<Thing> {
  readonly operation: OperationId;
  readonly list: (billing: Billing, typed: string) => Listing<Thing>;
  readonly value: (thing: Thing) => string;
  readonly names: (thing: Thing) => readonly (string | undefined)[];
}

const completing = <Thing>(of: Completing<Thing>) => of as Completing<unknown>;

/** Whether the provider searches customers by itself. */
function searches({ capabilities, limits }: Billing): boolean {
  const { without } = capabilities['customers.list'];
  return !without?.includes('search') && !limits.fields?.refused?.includes('customers.list.search');
}

const OF_PROVIDER: Readonly<Record<Exclude<Completable, 'topic'>, Completing<unknown>>> = {
  customer: completing({
    operation: 'customers.list',
    list: (billing, typed) =>
      billing.customers.list({
        limit: PAGE,
        ...(typed !== '' && searches(billing) ? { search: typed } : {}),
      }),
    value: ({ customerKey }) => customerKey,
    names: ({ customerKey, name, email }) => [customerKey, name, email],
  }),
  invoice: completing({
    operation: 'invoices.list',
    list: (billing) => billing.invoices.list({ limit: PAGE }),
    value: ({ id }) => id,
    names: ({ id, number }) => [id, number],
  }),
  plan: completing({
    operation: 'plans.list',
    list: (billing) => billing.plans.list({ limit: PAGE }),
    value: ({ code }) => code,
    names: ({ code, name }) => [code, name],
  }),
};

/** A key that can be shown and typed as it is; any other would have to be changed for that. */
const isPlain = (value: string) => escapeText(value) === value;

const fold = (text: string) => text.toLowerCase();

async function valuesOf(kind: Completable, typed: string, open: OpenBilling): Promise<string[]> {
  if (kind === 'topic') {
    const { TOPICS } = await import('../resources/guides/topics.ts');
    return Object.keys(TOPICS).filter((topic) => topic.startsWith(fold(typed)));
  }
  const { operation, list, value, names } = OF_PROVIDER[kind];
  const billing = await open();
  if (!billing.supports(operation)) return [];
  const { items } = await list(billing, typed);
  const wanted = fold(typed);
  return items
    .filter((thing) =>
      names(thing).some((name) => name !== undefined && fold(name).includes(wanted)),
    )
    .map(value)
    .filter(isPlain);
}

/**
 * Keys, codes or ids that begin to be typed, by what they or the names of their things contain: at
 * most 20, out of one page of the provider's list.
 */
export async function complete(
  kind: Completable,
  typed: string,
  open: OpenBilling,
): Promise<CompleteResult['completion']> {
  const values = [...new Set(await valuesOf(kind, typed.trim(), open))];
  return { values: values.slice(0, MOST_VALUES), hasMore: values.length > MOST_VALUES };
}
