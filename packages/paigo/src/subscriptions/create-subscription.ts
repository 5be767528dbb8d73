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
import { withRest } from '../with-rest.ts';
import { changeEnrollment } from './change-enrollment.ts';
import { checkAlone, keyTaken } from './check-alone.ts';
import {
  aboutSubscription,
  customersSubscriptions,
  scanForSubscription,
} from './find-subscription.ts';
import { mayInvoice } from './invoices-at-once.ts';
import { enrollmentsOf, type FoundSubscription } from './match-enrollments.ts';
import { checkCurrency } from './plan-currency.ts';
import { saveRecord } from './save-record.ts';
import { rememberCustomer } from './subscription-hints.ts';
import type { SubscriptionRecord } from './subscription-record.ts';
import { toSubscription, trialDaysOf } from './subscription-view.ts';
import { type BegunRecord, createLookup, withdrawn } from './withdraw-record.ts';

type CreateInput = CheckedInputOf<typeof contract.subscriptions.create>;

/** Fields of the input that Paigo has no place for. */
export const WITHOUT = ['billingTime'];

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

/** What a create noted: its record, and how to take it back. */
interface Begun extends BegunRecord {
  readonly offeringId: string;
}

/** Notes what Billport keeps of the subscription. One that ended and had the key goes. */
async function begin(
  paigo: Connection,
  input: CreateInput,
  offering: PaigoOffering,
  context: CallContext,
): Promise<Begun> {
  const { offeringId } = offering;
  const { subscriptionKey, customerKey, planCode, name, metadata } = input;
  const token = freshToken();
  const createdAt = currentInstant(paigo.clock);
  const plan = { planCode, offeringId, trialDays: trialDaysOf(offering) };
  const record = { ...plan, name: name || undefined, metadata, createdAt, token };
  let before: SubscriptionRecord | null = null;
  const next = (found: SubscriptionRecord | undefined) => {
    before = found?.endedAt === undefined ? null : found;
    const isFree = found === undefined || before !== null;
    if (isFree || isUnfinished(found, offeringId)) return record;
    throw keyTaken(subscriptionKey);
  };
  await saveRecord(paigo, { customerKey, subscriptionKey, next }, context);
  return { customerKey, subscriptionKey, token, before, offeringId };
}

const STILL_NOTED =
  "The key stays noted in the customer's metadata, so that the same call again goes on from there; subscriptions.terminate gives it up.";

/** Enrols the customer; where that does not come about, nothing of the create is left. */
async function enrol(
  paigo: Connection,
  begun: Begun,
  context: CallContext,
): Promise<readonly FoundSubscription[]> {
  const { customerKey, subscriptionKey, offeringId } = begun;
  // What is left out is decided by Paigo: stacked plans, or plans that go (`facts/paigo.md §6.8`).
  const change = { offeringId, removePriorOffering: false };
  const lookup = createLookup(subscriptionKey);
  try {
    await checkAlone(paigo, begun, context);
    return await changeEnrollment(paigo, { customerKey, change, lookup }, context);
  } catch (error) {
    if (!BillingError.is(error)) throw error;
    if (error.code === 'outcome_unknown') throw withRest(error, STILL_NOTED);
    throw await withdrawn(paigo, begun, error);
  }
}

/** The subscription that was made; undefined where another call took key or plan meanwhile. */
const madeBy = (
  subscriptions: readonly FoundSubscription[],
  { subscriptionKey, token }: Begun,
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
  const { subscriptionKey, customerKey } = input;
  const offering = await check(paigo, input, context);
  const begun = await begin(paigo, input, offering, context);
  const made = madeBy(await enrol(paigo, begun, context), begun);
  if (made === undefined) throw await withdrawn(paigo, begun, overtaken(subscriptionKey));
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
