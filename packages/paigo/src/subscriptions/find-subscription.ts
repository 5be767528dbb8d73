import { eachAtOnce } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { readCustomer } from '../customers/read-customer.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import { allSubscriptions } from './account-scan.ts';
import { type FoundSubscription, subscriptionsOf } from './match-enrollments.ts';
import { type Meant, meantByKey, onlyMeant } from './meant-subscription.ts';
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

/** What each of the keys means. */
const ofKeys = (
  found: readonly FoundSubscription[],
  keys: ReadonlySet<string>,
): ReadonlyMap<string, Meant> =>
  meantByKey(found.filter(({ subscriptionKey }) => keys.has(subscriptionKey)));

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
): Promise<Map<string, Meant>> {
  const found = new Map<string, Meant>();
  const groups = byHint(paigo, keys);
  await eachAtOnce(groups, paigo.usageConcurrency, async ([customerKey, its]) => {
    const subscriptions = await remembered(paigo, customerKey, context);
    for (const [key, meant] of ofKeys(subscriptions, its)) {
      if (meant[0].enrollment !== undefined) found.set(key, meant);
    }
  });
  return found;
}

/** Looks for keys in the whole account, whoever had them last. */
async function scanForSubscriptions(
  paigo: Connection,
  keys: ReadonlySet<string>,
  context: CallContext,
): Promise<ReadonlyMap<string, Meant>> {
  const found = ofKeys(await allSubscriptions(paigo, context), keys);
  for (const key of keys) {
    const [its, ...others] = found.get(key) ?? [];
    if (its?.enrollment === undefined || others.length > 0) forgetKey(paigo, key);
    else rememberCustomer(paigo, key, its.customer.customerId);
  }
  return found;
}

/** @throws BillingError `conflict` where several that live have the key */
function theOnly(meant: Meant | undefined): FoundSubscription | undefined {
  const only = meant && onlyMeant(meant);
  if (BillingError.is(only)) throw only;
  return only;
}

/**
 * Looks for a key in the whole account, whoever had it last. Undefined where nothing has it.
 * @throws BillingError `conflict` where several that live have the key
 */
export async function scanForSubscription(
  paigo: Connection,
  subscriptionKey: string,
  context: CallContext,
): Promise<FoundSubscription | undefined> {
  const found = await scanForSubscriptions(paigo, new Set([subscriptionKey]), context);
  return theOnly(found.get(subscriptionKey));
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
): Promise<ReadonlyMap<string, Meant>> {
  const keys = new Set(subscriptionKeys);
  const found = await hintedSubscriptions(paigo, keys, context);
  const left = new Set([...keys].filter((key) => !found.has(key)));
  if (left.size === 0) return found;
  return new Map([...found, ...(await scanForSubscriptions(paigo, left, context))]);
}

/**
 * The subscription of a key, as {@link findSubscriptions} finds it.
 * @throws BillingError `not_found` when nothing has the key; `conflict` where several that live have it
 */
export async function findSubscription(
  paigo: Connection,
  subscriptionKey: string,
  context: CallContext,
): Promise<FoundSubscription> {
  const meant = (await findSubscriptions(paigo, [subscriptionKey], context)).get(subscriptionKey);
  const found = theOnly(meant);
  if (found !== undefined) return found;
  throw new BillingError('not_found', {
    message: `There is no subscription ${JSON.stringify(subscriptionKey)}.`,
    details: aboutSubscription(subscriptionKey),
  });
}
