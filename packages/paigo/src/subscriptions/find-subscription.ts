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
export async function withEnrollments(
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

/** The subscriptions of the whole account, ended ones too: one request, whatever its size. */
export async function allSubscriptions(
  paigo: Connection,
  context: CallContext,
): Promise<FoundSubscription[]> {
  const found: FoundSubscription[] = [];
  for (const customer of await allCustomers(paigo, context)) {
    found.push(...subscriptionsOf(await withEnrollments(paigo, customer, context)));
  }
  // One reading answers for all keys, and not once for each.
  for (const { subscriptionKey, customer, enrollment } of found) {
    if (enrollment) rememberCustomer(paigo, subscriptionKey, customer.customerId);
  }
  return found;
}

/** Which of several with one key is meant: one that lives, and our own before a made up key. */
function rank({ record, enrollment }: FoundSubscription): number {
  if (enrollment !== undefined) return record === undefined ? 2 : 0;
  return record?.endedAt === undefined ? 1 : 3;
}

/** The one of this key: a key can be used again when its subscription has ended. */
function ofKey(found: readonly FoundSubscription[], key: string): FoundSubscription | undefined {
  const [first] = found
    .filter(({ subscriptionKey }) => subscriptionKey === key)
    .sort(
      (one, other) =>
        rank(one) - rank(other) ||
        (other.record?.createdAt ?? '').localeCompare(one.record?.createdAt ?? ''),
    );
  return first;
}

async function hintedSubscription(
  paigo: Connection,
  key: string,
  context: CallContext,
): Promise<FoundSubscription | undefined> {
  const customerKey = hints(paigo).get(key);
  if (customerKey === undefined) return undefined;
  try {
    const { subscriptions } = await customersSubscriptions(paigo, customerKey, context);
    const found = ofKey(subscriptions, key);
    // The key of one that has ended may live at another customer.
    return found?.enrollment === undefined ? undefined : found;
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
