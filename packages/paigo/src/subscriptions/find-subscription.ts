import { path } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { allCustomers, readCustomer } from '../customers/read-customer.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import type { PaigoEnrollment } from '../wire/enrollment.ts';
import { type FoundSubscription, subscriptionsOf } from './match-enrollments.ts';
import { recordsOf } from './subscription-record.ts';

/** How many keys are remembered with their customers; of more, the oldest go. */
const MOST_HINTS = 10_000;

/** Which customer had a key when it was last seen. Only a hint: what is read decides. */
const hintsOf = new WeakMap<Connection, Map<string, string>>();

function hints(paigo: Connection): Map<string, string> {
  const known = hintsOf.get(paigo) ?? new Map<string, string>();
  hintsOf.set(paigo, known);
  return known;
}

/** Remembers which customer has the key, so that it is found without reading all customers. */
export function rememberCustomer(
  paigo: Connection,
  subscriptionKey: string,
  customerKey: string,
): void {
  const known = hints(paigo);
  known.delete(subscriptionKey);
  known.set(subscriptionKey, customerKey);
  const [oldest] = known.keys();
  if (known.size > MOST_HINTS && oldest !== undefined) known.delete(oldest);
}

/** What names the subscription in errors. */
export const aboutSubscription = (key: string) => ({ resource: 'subscription', key });

/** How to find out what became of a write to the subscription. */
export const subscriptionLookup = (key: string) =>
  `subscriptions.get({ subscriptionKey: ${JSON.stringify(key)} })`;

/**
 * The customer with all enrolments. They stand on the customer; where that leaves them out and one
 * of our own subscriptions may be enrolled, they are read for themselves (`facts/paigo.md §3.1`).
 */
async function withEnrollments(
  paigo: Connection,
  customer: PaigoCustomer,
  context: CallContext,
): Promise<PaigoCustomer> {
  if (Array.isArray(customer.enrollments)) return customer;
  const isAnyOpen = [...recordsOf(customer.metadata).values()].some(
    ({ endedAt }) => endedAt === undefined,
  );
  if (!isAnyOpen) return { ...customer, enrollments: [] };
  const enrollments = await paigo.readAll<PaigoEnrollment>(
    path`/customers/${customer.customerId}/enrollment`,
    context,
  );
  return { ...customer, enrollments };
}

/**
 * The subscriptions of one customer, ended ones too.
 * @throws BillingError `not_found` when there is no such customer.
 */
export async function customersSubscriptions(
  paigo: Connection,
  customerKey: string,
  context: CallContext,
): Promise<FoundSubscription[]> {
  const customer = await readCustomer(paigo, customerKey, context);
  return subscriptionsOf(await withEnrollments(paigo, customer, context));
}

/** The subscriptions of the whole account, ended ones too: one request, whatever its size. */
export async function allSubscriptions(
  paigo: Connection,
  context: CallContext,
): Promise<FoundSubscription[]> {
  const found: FoundSubscription[] = [];
  for (const customer of await allCustomers(paigo, context)) {
    found.push(...subscriptionsOf(await withEnrollments(paigo, customer, context)));
  }
  return found;
}

/** The one of this key; our own goes before one whose key is only made up. */
function ofKey(found: readonly FoundSubscription[], key: string): FoundSubscription | undefined {
  const same = found.filter(({ subscriptionKey }) => subscriptionKey === key);
  return same.find(({ record }) => record !== undefined) ?? same[0];
}

async function hintedSubscription(
  paigo: Connection,
  key: string,
  context: CallContext,
): Promise<FoundSubscription | undefined> {
  const customerKey = hints(paigo).get(key);
  if (customerKey === undefined) return undefined;
  try {
    return ofKey(await customersSubscriptions(paigo, customerKey, context), key);
  } catch (error) {
    // The customer was deleted meanwhile: the key may be another's now.
    if (BillingError.is(error, 'not_found')) return undefined;
    throw error;
  }
}

/** Looks for a key in the whole account, whoever had it last. Undefined where nothing has it. */
export async function scanForSubscription(
  paigo: Connection,
  subscriptionKey: string,
  context: CallContext,
): Promise<FoundSubscription | undefined> {
  const found = ofKey(await allSubscriptions(paigo, context), subscriptionKey);
  if (found === undefined) hints(paigo).delete(subscriptionKey);
  else rememberCustomer(paigo, subscriptionKey, found.customer.customerId);
  return found;
}

/**
 * The subscription of a key, whatever its status: by what is remembered of its customer, else by
 * one reading of all customers.
 * @throws BillingError `not_found` when nothing has the key.
 */
export async function findSubscription(
  paigo: Connection,
  subscriptionKey: string,
  context: CallContext,
): Promise<FoundSubscription> {
  const found =
    (await hintedSubscription(paigo, subscriptionKey, context)) ??
    (await scanForSubscription(paigo, subscriptionKey, context));
  if (found !== undefined) return found;
  throw new BillingError('not_found', {
    message: `There is no subscription ${JSON.stringify(subscriptionKey)}.`,
    details: aboutSubscription(subscriptionKey),
  });
}
