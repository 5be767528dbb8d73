import {
  BillingError,
  type CheckedInputOf,
  type contract,
  currentInstant,
  type Instant,
  type PlanChange,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { findOffering } from '../plans/find-plan.ts';
import { planCode } from '../plans/to-plan.ts';
import type { PaigoOffering } from '../wire/offering.ts';
import { withRest } from '../with-rest.ts';
import { changeEnrollment } from './change-enrollment.ts';
import { checkNotEnrolled } from './create-subscription.ts';
import { subscriptionLookup } from './find-subscription.ts';
import { findLiving, type LivingSubscription, recordOf, startsOf } from './living-subscription.ts';
import { enrolledAt, enrollmentsOf, type FoundSubscription } from './match-enrollments.ts';
import { checkCurrency } from './plan-currency.ts';
import { formerPlans } from './plans-in-time.ts';
import { saveRecord } from './save-record.ts';
import { rememberCustomer } from './subscription-hints.ts';
import type { SubscriptionRecord } from './subscription-record.ts';
import { notedTrial, toSubscription, trialDaysOf } from './subscription-view.ts';

type ChangeInput = CheckedInputOf<typeof contract.subscriptions.changePlan>;

/** The record of a subscription on its way to another plan: the plan before counts until then. */
function movingRecord(
  found: LivingSubscription,
  to: PaigoOffering,
  leftAt: Instant,
): SubscriptionRecord {
  const { offering } = found.enrollment;
  const before = recordOf(found);
  return {
    ...before,
    planCode: planCode(to),
    offeringId: to.offeringId,
    trialDays: trialDaysOf(to),
    from: {
      planCode: planCode(offering),
      offeringId: offering.offeringId,
      trialDays: notedTrial(offering, before),
      enrolledAt: enrolledAt(found.enrollment) ?? '',
      leftAt,
    },
    former: formerPlans(found),
    startAt: startsOf(found).startAt,
  };
}

/** Takes the customer off a plan, and off no other. */
function leave(
  paigo: Connection,
  { customer, subscriptionKey }: FoundSubscription,
  offeringId: string,
  context: CallContext,
): Promise<readonly FoundSubscription[]> {
  const wanted = {
    customerKey: customer.customerId,
    change: { unenrollOffering: offeringId },
    lookup: subscriptionLookup(subscriptionKey),
  };
  return changeEnrollment(paigo, wanted, context);
}

/**
 * Writes what was kept before, after a refused change.
 * @returns the refusal; when the record could not be written, that is said too.
 */
async function withdrawn(
  paigo: Connection,
  { customer, subscriptionKey, record }: LivingSubscription,
  refusal: BillingError,
): Promise<BillingError> {
  const customerKey = customer.customerId;
  try {
    // The caller's signal may have fired, and what was begun is to be put back all the same.
    await saveRecord(
      paigo,
      { customerKey, subscriptionKey, next: () => record ?? null },
      undefined,
    );
    return refusal;
  } catch (error) {
    if (!BillingError.is(error)) throw error;
    const rest = "The change stays noted in the customer's metadata, and the plan is the same.";
    return withRest(refusal, rest);
  }
}

/** Enrols in the new plan; where it is refused, nothing of the change is left. */
async function enrol(
  paigo: Connection,
  found: LivingSubscription,
  change: { readonly offeringId: string; readonly removePriorOffering: boolean },
  context: CallContext,
): Promise<readonly FoundSubscription[]> {
  const { customer, subscriptionKey } = found;
  const lookup = subscriptionLookup(subscriptionKey);
  try {
    return await changeEnrollment(
      paigo,
      { customerKey: customer.customerId, change, lookup },
      context,
    );
  } catch (error) {
    if (!BillingError.is(error) || error.code === 'outcome_unknown') throw error;
    throw await withdrawn(paigo, found, error);
  }
}

/** Leaves the old plan once the new one is there; a failure says where the subscription stands. */
async function leaveOld(
  paigo: Connection,
  found: LivingSubscription,
  context: CallContext,
): Promise<readonly FoundSubscription[]> {
  try {
    return await leave(paigo, found, found.enrollment.offering.offeringId, context);
  } catch (error) {
    if (!BillingError.is(error)) throw error;
    const rest = 'The subscription is on the new plan, and on the old one still: call again.';
    throw withRest(error, rest);
  }
}

/**
 * Moves record and enrolment. The record goes first and names both plans: whichever of the two the
 * customer is enrolled in is the subscription's, so no moment between the writes shows anything else
 * than what Paigo bills. The only enrolment is replaced in one step. Beside others, which must not go
 * with it, the new one is added before the old one goes: the customer is never on neither.
 */
async function move(
  paigo: Connection,
  found: LivingSubscription,
  to: PaigoOffering,
  context: CallContext,
): Promise<readonly FoundSubscription[]> {
  const { customer, subscriptionKey } = found;
  const record = movingRecord(found, to, currentInstant(paigo.clock));
  const customerKey = customer.customerId;
  await saveRecord(paigo, { customerKey, subscriptionKey, next: () => record }, context);
  const isOnly = enrollmentsOf(customer).length === 1;
  const change = { offeringId: to.offeringId, removePriorOffering: isOnly };
  const moved = await enrol(paigo, found, change, context);
  return isOnly ? moved : leaveOld(paigo, found, context);
}

/** The subscription after a change: it is there, since the change was seen. */
function changed(
  subscriptions: readonly FoundSubscription[],
  subscriptionKey: string,
): FoundSubscription {
  const found = subscriptions.find((each) => each.subscriptionKey === subscriptionKey);
  if (found !== undefined) return found;
  throw new BillingError('outcome_unknown', {
    message: `Subscription ${JSON.stringify(subscriptionKey)} was taken away while its plan changed.`,
    details: { lookup: subscriptionLookup(subscriptionKey) },
  });
}

/** The subscription is on the plan already; what an earlier change was to leave and did not, goes. */
async function stay(
  paigo: Connection,
  found: LivingSubscription,
  context: CallContext,
): Promise<PlanChange> {
  const { leftOver, subscriptionKey } = found;
  const subscriptions =
    leftOver === undefined
      ? [found]
      : await leave(paigo, found, leftOver.offering.offeringId, context);
  const subscription = toSubscription(changed(subscriptions, subscriptionKey));
  const effectiveAt = subscription.startedAt ?? subscription.startAt;
  return { subscription, change: 'none', effectiveAt };
}

async function change(
  paigo: Connection,
  { subscriptionKey, planCode: code }: ChangeInput,
  found: LivingSubscription,
  context: CallContext,
): Promise<PlanChange> {
  const { customer, enrollment } = found;
  const to = await findOffering(paigo, code, context);
  if (enrollment.offering.offeringId === to.offeringId) return stay(paigo, found, context);
  checkNotEnrolled(customer, to, code);
  checkCurrency(customer, to);
  const subscriptions = await move(paigo, found, to, context);
  rememberCustomer(paigo, subscriptionKey, customer.customerId);
  const subscription = toSubscription(changed(subscriptions, subscriptionKey));
  const effectiveAt = subscription.startedAt ?? currentInstant(paigo.clock);
  return { subscription, change: 'upgrade', effectiveAt };
}

/**
 * Moves a subscription to another plan, at once: Paigo knows no other moment (`facts/paigo.md §3.2`).
 * @throws BillingError `not_found`; `conflict` when it is not active, or the customer is on the plan
 *   with another subscription; `invalid_input` for a plan of another currency
 */
export async function changePlan(
  paigo: Connection,
  input: ChangeInput,
  context: CallContext,
): Promise<PlanChange> {
  const { subscriptionKey } = input;
  return paigo.turns.take(`subscription:${subscriptionKey}`, async () => {
    const { customer } = await findLiving(paigo, subscriptionKey, context);
    return paigo.turns.take(`enrolments:${customer.customerId}`, async () =>
      change(paigo, input, await findLiving(paigo, subscriptionKey, context), context),
    );
  });
}
