import { eachAtOnce } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { readCustomer } from '../customers/read-customer.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import { allSubscriptions } from './account-scan.ts';
import { type FoundSubscription, subscriptionsOf } from './match-enrollments.ts';
import { forgetKey, hintOf, rememberCustomer } from './subscription-hints.ts';
import { withEnrollments } from './with-enrollments.ts';

/** What names the subscription in errors. */
export const aboutSubscription = (key: string) => ({ resource: 'subscription', key });

/** How to find out what became of a write to the subscription. */
export const subscriptionLookup = (key: string) =>
  `subscriptions.get({ subscriptionKey: ${JSON.stringify(key)} })`;

/** A customer with all enrolments, and what they come to. */
export interface CustomersSubscriptions {
  readonly customer: PaigoCustomer;
  /** Ended ones too; newest first, those of others last. */
  readonly subscriptions: FoundSubscription[];
}

/**
 * The subscriptions of one customer.
 * @throws BillingError `not_found` when there is no such customer.
 */
export async function customersSubscriptions(
  paigo: Connection,
  customerKey: string,
  context: CallContext,
): Promise<CustomersSubscriptions> {
  const found = await readCustomer(paigo, customerKey, context);
  const customer = await withEnrollments(paigo, found, context);
  return { customer, subscriptions: subscriptionsOf(customer) };
}

/** Which of several with one key is meant: one that lives, and our own before a made up key. */
function rank({ record, enrollment }: FoundSubscription): number {
  if (enrollment !== undefined) return record === undefined ? 2 : 0;
  return record?.endedAt === undefined ? 1 : 3;
}

/** Whether the one is meant rather than the other: a key can be used again after an end. */
function isBefore(one: FoundSubscription, other: FoundSubscription): boolean {
  const ranks = rank(one) - rank(other);
  if (ranks !== 0) return ranks < 0;
  return (one.record?.createdAt ?? '') > (other.record?.createdAt ?? '');
}

/** The one of each of the keys that is meant. */
function ofKeys(
  found: readonly FoundSubscription[],
  keys: ReadonlySet<string>,
): Map<string, FoundSubscription> {
  const meant = new Map<string, FoundSubscription>();
  for (const each of found) {
    const { subscriptionKey: key } = each;
    if (!keys.has(key)) continue;
    const other = meant.get(key);
    if (other === undefined || isBefore(each, other)) meant.set(key, each);
  }
  return meant;
}

/** The keys by the customer who had them last; those that nobody remembers are left out. */
function byHint(paigo: Connection, keys: ReadonlySet<string>): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const key of keys) {
    const customerKey = hintOf(paigo, key);
    if (customerKey === undefined) continue;
    groups.set(customerKey, (groups.get(customerKey) ?? new Set()).add(key));
  }
  return groups;
}

/** The subscriptions of a customer; none of one who was deleted: the key may be another's now. */
async function remembered(
  paigo: Connection,
  customerKey: string,
  context: CallContext,
): Promise<readonly FoundSubscription[]> {
  try {
    return (await customersSubscriptions(paigo, customerKey, context)).subscriptions;
  } catch (error) {
    if (BillingError.is(error, 'not_found')) return [];
    throw error;
  }
}

/** Those that live where they were last. The key of one that has ended may live elsewhere. */
async function hintedSubscriptions(
  paigo: Connection,
  keys: ReadonlySet<string>,
  context: CallContext,
): Promise<Map<string, FoundSubscription>> {
  const found = new Map<string, FoundSubscription>();
  const groups = byHint(paigo, keys);
  await eachAtOnce(groups, paigo.usageConcurrency, async ([customerKey, its]) => {
    const subscriptions = await remembered(paigo, customerKey, context);
    for (const [key, each] of ofKeys(subscriptions, its)) {
      if (each.enrollment !== undefined) found.set(key, each);
    }
  });
  return found;
}

/** Looks for keys in the whole account, whoever had them last. */
async function scanForSubscriptions(
  paigo: Connection,
  keys: ReadonlySet<string>,
  context: CallContext,
): Promise<ReadonlyMap<string, FoundSubscription>> {
  const found = ofKeys(await allSubscriptions(paigo, context), keys);
  for (const key of keys) {
    const its = found.get(key);
    if (its?.enrollment === undefined) forgetKey(paigo, key);
    else rememberCustomer(paigo, key, its.customer.customerId);
  }
  return found;
}

/** Looks for a key in the whole account, whoever had it last. Undefined where nothing has it. */
export async function scanForSubscription(
  paigo: Connection,
  subscriptionKey: string,
  context: CallContext,
): Promise<FoundSubscription | undefined> {
  const found = await scanForSubscriptions(paigo, new Set([subscriptionKey]), context);
  return found.get(subscriptionKey);
}

/**
 * The subscriptions of many keys, whatever their status: by what is remembered of their customers,
 * each of whom is read once, and all that is left by one reading of all customers. Keys that nothing
 * has are not in it.
 */
export async function findSubscriptions(
  paigo: Connection,
  subscriptionKeys: Iterable<string>,
  context: CallContext,
): Promise<ReadonlyMap<string, FoundSubscription>> {
  const keys = new Set(subscriptionKeys);
  const found = await hintedSubscriptions(paigo, keys, context);
  const left = new Set([...keys].filter((key) => !found.has(key)));
  if (left.size === 0) return found;
  return new Map([...found, ...(await scanForSubscriptions(paigo, left, context))]);
}

/**
 * The subscription of a key, as {@link findSubscriptions} finds it.
 * @throws BillingError `not_found` when nothing has the key.
 */
export async function findSubscription(
  paigo: Connection,
  subscriptionKey: string,
  context: CallContext,
): Promise<FoundSubscription> {
  const found = (await findSubscriptions(paigo, [subscriptionKey], context)).get(subscriptionKey);
  if (found !== undefined) return found;
  throw new BillingError('not_found', {
    message: `There is no subscription ${JSON.stringify(subscriptionKey)}.`,
    details: aboutSubscription(subscriptionKey),
  });
}
