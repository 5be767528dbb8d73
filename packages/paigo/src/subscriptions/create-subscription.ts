import {
  BillingError,
  type CheckedInputOf,
  type contract,
  currentInstant,
  type Subscription,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { freshToken } from '../fresh-token.ts';
import { notApplied } from '../not-applied.ts';
import { findOffering } from '../plans/find-plan.ts';
import type { PaigoOffering } from '../wire/offering.ts';
import { changeEnrollment } from './change-enrollment.ts';
import {
  aboutSubscription,
  customersSubscriptions,
  scanForSubscription,
  subscriptionLookup,
} from './find-subscription.ts';
import { mayInvoice } from './invoices-at-once.ts';
import { enrollmentsOf, type FoundSubscription } from './match-enrollments.ts';
import { checkCurrency } from './plan-currency.ts';
import { saveRecord } from './save-record.ts';
import { rememberCustomer } from './subscription-hints.ts';
import type { SubscriptionRecord } from './subscription-record.ts';
import { toSubscription } from './subscription-view.ts';
import { withRest } from './with-rest.ts';

type CreateInput = CheckedInputOf<typeof contract.subscriptions.create>;

/** Fields of the input that Paigo has no place for. */
export const WITHOUT = ['billingTime'];

function keyTaken(key: string): BillingError {
  return new BillingError('already_exists', {
    message: `There is a subscription ${JSON.stringify(key)} already. Use changePlan to move it to another plan.`,
    details: aboutSubscription(key),
  });
}

/** A create that did not come to its end: nothing is enrolled for it, and the same call goes on. */
function isUnfinished(record: SubscriptionRecord, offeringId: string): boolean {
  return record.endedAt === undefined && record.offeringId === offeringId;
}

/** @throws BillingError `already_exists` while the key names a subscription that has not ended. */
function checkKey(
  found: FoundSubscription | undefined,
  { subscriptionKey: key, customerKey }: CreateInput,
  { offeringId }: PaigoOffering,
): void {
  if (found === undefined) return;
  const { record, enrollment, customer } = found;
  if (record === undefined || enrollment !== undefined) throw keyTaken(key);
  if (record.endedAt !== undefined) return;
  if (customer.customerId === customerKey && isUnfinished(record, offeringId)) return;
  throw keyTaken(key);
}

/** @throws BillingError `conflict`: a customer is on an offering once (`facts/paigo.md §3.2`). */
export function checkNotEnrolled(
  customer: FoundSubscription['customer'],
  { offeringId }: PaigoOffering,
  planCode: string,
): void {
  if (enrollmentsOf(customer).every(({ offering }) => offering.offeringId !== offeringId)) return;
  throw new BillingError('conflict', {
    message: `Customer ${JSON.stringify(customer.customerId)} is on plan ${JSON.stringify(planCode)} already, and Paigo enrols a customer in a plan once: choose another plan or another customer.`,
    details: { resource: 'plan', key: planCode },
  });
}

/** Everything that can be refused before anything is written. */
async function check(
  paigo: Connection,
  input: CreateInput,
  context: CallContext,
): Promise<PaigoOffering> {
  const { subscriptionKey, customerKey, planCode } = input;
  const [{ customer }, offering, found] = await Promise.all([
    customersSubscriptions(paigo, customerKey, context),
    findOffering(paigo, planCode, context),
    // All customers, whatever is remembered: the key may be another's by now.
    scanForSubscription(paigo, subscriptionKey, context),
  ]);
  checkKey(found, input, offering);
  checkNotEnrolled(customer, offering, planCode);
  checkCurrency(customer, offering);
  return offering;
}

/**
 * Takes the record of a refused create away again.
 * @returns the refusal; when the record could not be taken away, that is said too.
 */
async function withdrawn(
  paigo: Connection,
  { customerKey, subscriptionKey }: CreateInput,
  token: string,
  refusal: BillingError,
): Promise<BillingError> {
  const next = (before: SubscriptionRecord | undefined) =>
    before === undefined || before.token === token ? null : before;
  try {
    // The caller's signal may have fired, and what was begun is to be put back all the same.
    await saveRecord(paigo, { customerKey, subscriptionKey, next }, undefined);
    return refusal;
  } catch (error) {
    if (!BillingError.is(error)) throw error;
    const rest = `The key stays noted in the customer's metadata, and nothing is enrolled for it: the same call again goes on from there, and subscriptions.terminate ends it.`;
    return withRest(refusal, rest);
  }
}

async function enrol(
  paigo: Connection,
  input: CreateInput,
  record: SubscriptionRecord & { readonly token: string },
  context: CallContext,
): Promise<readonly FoundSubscription[]> {
  const { customerKey, subscriptionKey } = input;
  // What is left out is decided by Paigo: stacked plans, or plans that go (`facts/paigo.md §6.8`).
  const change = { offeringId: record.offeringId, removePriorOffering: false };
  const lookup = subscriptionLookup(subscriptionKey);
  try {
    return await changeEnrollment(paigo, { customerKey, change, lookup }, context);
  } catch (error) {
    if (!BillingError.is(error) || error.code === 'outcome_unknown') throw error;
    throw await withdrawn(paigo, input, record.token, error);
  }
}

/** The subscription that was made; undefined where another call took key or plan meanwhile. */
const madeBy = (
  subscriptions: readonly FoundSubscription[],
  { subscriptionKey }: CreateInput,
  token: string,
): FoundSubscription | undefined =>
  subscriptions.find(
    ({ subscriptionKey: key, record, enrollment }) =>
      key === subscriptionKey && record?.token === token && enrollment !== undefined,
  );

function overtaken(key: string): BillingError {
  return new BillingError('conflict', {
    message: `Another call took key or plan of subscription ${JSON.stringify(key)} at the same moment: look at subscriptions.list of the customer.`,
    details: aboutSubscription(key),
  });
}

/**
 * Puts a customer on a plan, in two writes: what Billport keeps of it first, the enrolment second. In
 * this order nothing bills that nobody can name: a record without an enrolment is not active, and
 * the same call again enrols it; an enrolment without a record would be billed under a key that the
 * caller never gave.
 * @throws BillingError `not_found`, `already_exists`; `conflict` when the customer is on the plan;
 *   `invalid_input` for a plan of another currency
 */
async function create(
  paigo: Connection,
  input: CreateInput,
  context: CallContext,
): Promise<Subscription & { warnings: Warning[] }> {
  const { subscriptionKey, customerKey, planCode, name, metadata } = input;
  const { offeringId } = await check(paigo, input, context);
  const token = freshToken();
  const createdAt = currentInstant(paigo.clock);
  const record = { planCode, offeringId, name: name || undefined, metadata, createdAt, token };
  const next = (before: SubscriptionRecord | undefined) => {
    const isFree = before === undefined || before.endedAt !== undefined;
    if (isFree || isUnfinished(before, offeringId)) return record;
    throw keyTaken(subscriptionKey);
  };
  await saveRecord(paigo, { customerKey, subscriptionKey, next }, context);
  const subscriptions = await enrol(paigo, input, record, context);
  const made = madeBy(subscriptions, input, token);
  if (made === undefined) throw await withdrawn(paigo, input, token, overtaken(subscriptionKey));
  rememberCustomer(paigo, subscriptionKey, customerKey);
  return { ...toSubscription(made), warnings: [mayInvoice, ...notApplied(input, WITHOUT)] };
}

/** Creates a subscription; creates of one key or of one customer wait for each other. */
export function createSubscription(
  paigo: Connection,
  input: CreateInput,
  context: CallContext,
): Promise<Subscription & { warnings: Warning[] }> {
  return paigo.turns.take(`subscription:${input.subscriptionKey}`, () =>
    paigo.turns.take(`enrolments:${input.customerKey}`, () => create(paigo, input, context)),
  );
}
