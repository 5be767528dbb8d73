import { type Billing, BillingError, type Listing, type OperationId } from '@billport/core';
import { z } from 'zod';
import type { Answer } from '../../answers/answer.ts';
import { shortMoney } from '../../answers/shown/index.ts';
import { words } from '../../answers/words.ts';
import { standingOf } from '../../arguments/references/find-subscription.ts';
import { onePerKey } from '../../arguments/references/one-per-key.ts';
import { counted } from '../named.ts';
import { type FailedPart, type PartFacts, readParts } from '../parts.ts';
import { READING } from '../reading-safety.ts';
import { readingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';

/** Most things of one kind that are looked through. */
const MOST_SEARCHED = 500;

/** Most hits of one kind. */
const MOST_HITS = 10;

/** What was found, as flat facts: enough to tell it from others, and the reference that the other tools take. */
type Hit = {
  readonly type: string;
  /** Key, code or id. */
  readonly reference: string;
  readonly name?: string | undefined;
  readonly about?: string | undefined;
};

/** How things of one kind are searched. */
interface Kind<Thing> {
  readonly operation: OperationId;
  readonly list: (billing: Billing, query: string) => Listing<Thing>;
  /** Gets the one with exactly this key or id, which may be too old to be looked through. */
  readonly get?: (billing: Billing, query: string) => PromiseLike<Thing>;
  /** What the words are looked for in. */
  readonly textsOf: (thing: Thing) => readonly (string | undefined)[];
  readonly hit: (thing: Thing) => Omit<Hit, 'type'>;
  /** Which of those with one reference is the hit: the one with the lowest number, of equals the newest. */
  readonly rankOf?: (thing: Thing) => number;
}

const limit = 100;

const folded = (text: string) => text.normalize('NFKC').toLowerCase();

/** Whether every word of the query is in one of the texts. */
function matches(query: string, texts: readonly (string | undefined)[]): boolean {
  const text = folded(texts.filter((each) => each !== undefined).join('\n'));
  return folded(query)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** The one whose key or id the query is. A query need not be a valid key. */
async function exactly<Thing>(
  { get }: Kind<Thing>,
  query: string,
  billing: Billing,
): Promise<Thing | undefined> {
  if (get === undefined) return undefined;
  try {
    return await get(billing, query);
  } catch (error) {
    const isNone = ['not_found', 'invalid_input', 'unsupported'] as const;
    if (isNone.some((code) => BillingError.is(error, code))) return undefined;
    throw error;
  }
}

interface Looked<Thing> {
  readonly things: readonly Thing[];
  readonly partial?: string | undefined;
}

/** Looks through the newest things of a kind. */
async function lookThrough<Thing>(
  { list, textsOf, hit, rankOf }: Kind<Thing>,
  query: string,
  billing: Billing,
): Promise<Looked<Thing>> {
  const things: Thing[] = [];
  const references = new Set<string>();
  const found = () => onePerKey(things, (thing) => hit(thing).reference, rankOf);
  let seen = 0;
  for await (const thing of list(billing, query)) {
    if (seen === MOST_SEARCHED) {
      return { things: found(), partial: `only the newest ${MOST_SEARCHED} were looked through.` };
    }
    seen += 1;
    if (!matches(query, textsOf(thing))) continue;
    const { reference } = hit(thing);
    if (references.size === MOST_HITS && !references.has(reference)) {
      return { things: found(), partial: `only the newest ${MOST_HITS} that fit; say more words.` };
    }
    references.add(reference);
    things.push(thing);
  }
  return { things: found() };
}

function searchOf<Thing>(type: string, kind: Kind<Thing>) {
  const read = async (query: string, { billing }: ToolCall): Promise<PartFacts> => {
    const exact = await exactly(kind, query, billing);
    const { things, partial } = await lookThrough(kind, query, billing);
    const found = [...(exact === undefined ? [] : [exact]), ...things];
    const hits = found.map((thing) => ({ type, ...kind.hit(thing) }));
    // What the provider itself gets by the key comes first, and stays.
    return { facts: onePerKey(hits, ({ reference }) => reference), partial };
  };
  return { operation: kind.operation, read };
}

/** Whether the provider searches customers by itself, and does not leave the words out. */
function canSearch({ capabilities, limits }: Billing): boolean {
  return (
    !capabilities['customers.list'].without?.includes('search') &&
    !limits.fields?.refused?.includes('customers.list.search')
  );
}

/** Words may stand in different fields: the provider looks for one, and the rest is looked for here. */
const longestWord = (query: string) =>
  query.split(/\s+/).reduce((longest, word) => (word.length > longest.length ? word : longest));

const SEARCHES = {
  customer: searchOf('customer', {
    operation: 'customers.list',
    list: (billing, query) =>
      billing.customers.list({
        limit,
        ...(canSearch(billing) ? { search: longestWord(query) } : {}),
      }),
    textsOf: ({ customerKey, name, legalName, email }) => [customerKey, name, legalName, email],
    hit: ({ customerKey, name, email }) => ({ reference: customerKey, name, about: email }),
  }),
  subscription: searchOf('subscription', {
    operation: 'subscriptions.list',
    list: (billing) => billing.subscriptions.list({ limit }),
    get: (billing, subscriptionKey) => billing.subscriptions.get({ subscriptionKey }),
    textsOf: ({ subscriptionKey, name, customerKey, planCode }) => [
      subscriptionKey,
      name,
      customerKey,
      planCode,
    ],
    hit: ({ subscriptionKey, name, customerKey, planCode, status }) => ({
      reference: subscriptionKey,
      name,
      about: `${customerKey} on ${planCode}, ${status}`,
    }),
    rankOf: standingOf,
  }),
  invoice: searchOf('invoice', {
    operation: 'invoices.list',
    list: (billing) => billing.invoices.list({ limit }),
    get: (billing, invoiceId) => billing.invoices.get({ invoiceId }),
    textsOf: ({ id, number, customerKey, issuingDate }) => [id, number, customerKey, issuingDate],
    hit: ({ id, number, customerKey, issuingDate, totals, paymentStatus }) => ({
      reference: id,
      name: number,
      about: `${customerKey}, ${issuingDate}, ${shortMoney(totals.total)}, payment ${paymentStatus}`,
    }),
  }),
  plan: searchOf('plan', {
    operation: 'plans.list',
    list: (billing) => billing.plans.list({ limit }),
    textsOf: ({ code, name, description }) => [code, name, description],
    hit: ({ code, name, price, interval }) => ({
      reference: code,
      name,
      about: `${shortMoney(price)} ${interval}`,
    }),
  }),
  metric: searchOf('metric', {
    operation: 'metrics.list',
    list: (billing) => billing.metrics.list({ limit }),
    textsOf: ({ code, name, description }) => [code, name, description],
    hit: ({ code, name, aggregation }) => ({ reference: code, name, about: aggregation }),
  }),
  coupon: searchOf('coupon', {
    operation: 'coupons.list',
    list: (billing) => billing.coupons.list({ limit }),
    textsOf: ({ code, name, description }) => [code, name, description],
    hit: ({ code, name, status }) => ({ reference: code, name, about: status }),
  }),
};

type Type = keyof typeof SEARCHES;

const TYPES = Object.keys(SEARCHES) as Type[];

const searchArguments = z.strictObject({
  query: z.string().trim().min(1).max(200).describe('Name, email, key, number or a part.'),
  types: z.array(z.enum(TYPES)).min(1).default(TYPES),
});

/** `, but plan and coupon could not be searched`: less was looked through than was asked for. */
const notSearched = (failed: readonly FailedPart[]): string =>
  failed.length === 0
    ? ''
    : `, but ${failed.map(({ name }) => name).join(' and ')} could not be searched`;

async function search(
  { query, types }: z.output<typeof searchArguments>,
  call: ToolCall,
): Promise<Answer> {
  const { facts, warnings, failed } = await readParts(
    [...new Set(types)].map((type) => ({
      name: type,
      operation: SEARCHES[type].operation,
      read: () => SEARCHES[type].read(query, call),
    })),
    call,
  );
  // Where nothing could be searched, nothing found would say that there is nothing.
  if (failed[0] !== undefined && Object.keys(facts).length === 0) throw failed[0].error;
  const hits = Object.values(facts).flat() as Hit[];
  const isExact = ({ reference, name }: Hit) =>
    [reference, name].some((text) => text !== undefined && folded(text) === folded(query));
  const items = hits.toSorted((one, other) => Number(isExact(other)) - Number(isExact(one)));
  return {
    summary: `${counted(items.length, 'thing')} found for ${words(query)}${notSearched(failed)}.`,
    facts: { items },
    next:
      items.length === 0
        ? 'Search again with fewer or other words, or list with list_customers, get_subscription, list_invoices or get_catalog.'
        : 'Use reference as the customer, subscription, invoice, plan, metric or coupon of other tools.',
    rest: () => 'Search again with more words, or in fewer types.',
    warnings,
  };
}

/** Finds things by what people call them. */
export const searchBilling = readingTool({
  name: 'search_billing',
  title: 'Search billing',
  description: 'Find customers, subscriptions, invoices, plans, metrics and coupons by human text.',
  toolset: 'core',
  scope: 'billing:read',
  safety: READING,
  needs: [
    [
      'customers.list',
      'subscriptions.list',
      'invoices.list',
      'plans.list',
      'metrics.list',
      'coupons.list',
    ],
  ],
  arguments: searchArguments,
  read: search,
});
