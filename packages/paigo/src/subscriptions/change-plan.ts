import {
  BillingError,
  type BillingErrorCode,
  type CheckedInputOf,
  type contract,
  currentInstant,
  type PlanChange,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { findOffering } from '../plans/find-plan.ts';
import { planCode } from '../plans/to-plan.ts';
import type { PaigoOffering } from '../wire/offering.ts';
import { changeEnrollment } from './change-enrollment.ts';
import { checkNotEnrolled } from './create-subscription.ts';
import { rememberCustomer, subscriptionLookup } from './find-subscription.ts';
import { mayInvoice } from './invoices-at-once.ts';
import { findLiving, type LivingSubscription, recordOf, startsOf } from './living-subscription.ts';
import { enrolledAt, enrollmentsOf, type FoundSubscription } from './match-enrollments.ts';
import { checkCurrency } from './plan-currency.ts';
import { saveRecord } from './save-record.ts';
import type { SubscriptionRecord } from './subscription-record.ts';
import { toSubscription } from './subscription-view.ts';

type ChangeInput = CheckedInputOf<typeof contract.subscriptions.changePlan>;

type ChangedPlan = PlanChange & { warnings: Warning[] };

/** The record of a subscription on its way to another plan: the plan before counts until then. */
function movingRecord(found: LivingSubscription, to: PaigoOffering): SubscriptionRecord {
  const { offering } = found.enrollment;
  return {
    ...recordOf(found),
    planCode: planCode(to),
    offeringId: to.offeringId,
    from: {
      planCode: planCode(offering),
      offeringId: offering.offeringId,
      enrolledAt: enrolledAt(found.enrollment) ?? '',
    },
    startAt: startsOf(found).startAt,
  };
}

/** Leaves the plan before, where the customer is on others, too: they must not go with it. */
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
 * Moves the enrolment. The only one is replaced in one step; beside others the new one is added
 * before the old one goes, so that the customer is never on neither.
 */
async function move(
  paigo: Connection,
  found: LivingSubscription,
  { offeringId }: PaigoOffering,
  context: CallContext,
): Promise<readonly FoundSubscription[]> {
  const { customer, subscriptionKey, enrollment } = found;
  const isOnly = enrollmentsOf(customer).length === 1;
  const wanted = {
    customerKey: customer.customerId,
    change: { offeringId, removePriorOffering: isOnly },
    lookup: subscriptionLookup(subscriptionKey),
  };
  const moved = await changeEnrollment(paigo, wanted, context);
  return isOnly ? moved : leave(paigo, found, enrollment.offering.offeringId, context);
}

/** Failures after which the enrolment may have moved all the same: the record must go with it. */
const IN_DOUBT: ReadonlySet<BillingErrorCode> = new Set(['outcome_unknown']);

/**
 * Moves record and enrolment. The record goes first and names both plans: whichever of the two the
 * customer is enrolled in is the subscription's, so no moment between the two writes shows anything
 * else than what Paigo bills. A refused move is taken out of the record again.
 */
async function moveBoth(
  paigo: Connection,
  found: LivingSubscription,
  to: PaigoOffering,
  context: CallContext,
): Promise<readonly FoundSubscription[]> {
  const { customer, subscriptionKey } = found;
  const record = movingRecord(found, to);
  const save = (kept: SubscriptionRecord | null, of: CallContext) =>
    saveRecord(paigo, { customerKey: customer.customerId, subscriptionKey, next: () => kept }, of);
  await save(record, context);
  try {
    return await move(paigo, found, to, context);
  } catch (error) {
    // Reads are right without it, as long as nobody enrols the customer in the other plan.
    if (BillingError.is(error) && !IN_DOUBT.has(error.code))
      await save(found.record ?? null, undefined);
    throw error;
  }
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
): Promise<ChangedPlan> {
  const { leftOver, subscriptionKey } = found;
  const subscriptions =
    leftOver === undefined
      ? [found]
      : await leave(paigo, found, leftOver.offering.offeringId, context);
  const subscription = toSubscription(changed(subscriptions, subscriptionKey));
  const effectiveAt = subscription.startedAt ?? subscription.startAt;
  return { subscription, change: 'none', effectiveAt, warnings: [] };
}

async function change(
  paigo: Connection,
  { subscriptionKey, planCode: code }: ChangeInput,
  found: LivingSubscription,
  context: CallContext,
): Promise<ChangedPlan> {
  const { customer, enrollment } = found;
  const to = await findOffering(paigo, code, context);
  if (enrollment.offering.offeringId === to.offeringId) return stay(paigo, found, context);
  checkNotEnrolled(customer, to, code);
  checkCurrency(customer, to);
  const subscriptions = await moveBoth(paigo, found, to, context);
  rememberCustomer(paigo, subscriptionKey, customer.customerId);
  const subscription = toSubscription(changed(subscriptions, subscriptionKey));
  const effectiveAt = subscription.startedAt ?? currentInstant(paigo.clock);
  return { subscription, change: 'upgrade', effectiveAt, warnings: [mayInvoice] };
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
): Promise<ChangedPlan> {
  const { subscriptionKey } = input;
  return paigo.turns.take(`subscription:${subscriptionKey}`, async () => {
    const { customer } = await findLiving(paigo, subscriptionKey, context);
    return paigo.turns.take(`enrolments:${customer.customerId}`, async () =>
      change(paigo, input, await findLiving(paigo, subscriptionKey, context), context),
    );
  });
}
