import { afterWrite } from '@billport/adapter-kit';
import {
  type CheckedInputOf,
  type contract,
  currentInstant,
  type Subscription,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { notApplied } from '../not-applied.ts';
import { changeEnrollment } from './change-enrollment.ts';
import { findSubscription, subscriptionLookup } from './find-subscription.ts';
import { mayInvoice } from './invoices-at-once.ts';
import { recordOf, startsOf } from './living-subscription.ts';
import type { FoundSubscription } from './match-enrollments.ts';
import { formerPlans } from './plans-in-time.ts';
import { saveRecord } from './save-record.ts';
import type { SubscriptionRecord } from './subscription-record.ts';
import { notedTrial, toSubscription } from './subscription-view.ts';

type TerminateInput = CheckedInputOf<typeof contract.subscriptions.terminate>;
type Terminated = Subscription & { warnings: Warning[] };

/** Fields of the input that Paigo does not ask for. */
export const TERMINATE_WITHOUT = ['unusedCredit', 'finalInvoice'];

/** Takes the customer off the plan, and off one that a change of plan was to leave. */
async function unenrol(
  paigo: Connection,
  { customer, subscriptionKey, enrollment, leftOver }: FoundSubscription,
  context: CallContext,
): Promise<void> {
  for (const each of [leftOver, enrollment]) {
    if (each === undefined) continue;
    const wanted = {
      customerKey: customer.customerId,
      change: { unenrollOffering: each.offering.offeringId },
      lookup: subscriptionLookup(subscriptionKey),
    };
    await changeEnrollment(paigo, wanted, context);
  }
}

/** What is kept of a subscription that has ended. */
function endedRecord(found: FoundSubscription, endedAt: string): SubscriptionRecord {
  const { enrollment, record } = found;
  const kept =
    enrollment === undefined
      ? (record as SubscriptionRecord)
      : { ...recordOf({ ...found, enrollment }), ...startsOf({ ...found, enrollment }) };
  const { from: _, ...rest } = kept;
  const offeringId = enrollment?.offering.offeringId ?? kept.offeringId;
  // The plan of a change that was asked for and not done is another one, with a trial of its own.
  const trialDays = enrollment ? notedTrial(enrollment.offering, kept) : kept.trialDays;
  const { planCode } = toSubscription(found);
  return { ...rest, planCode, offeringId, trialDays, former: formerPlans(found), endedAt };
}

async function end(
  paigo: Connection,
  found: FoundSubscription,
  input: TerminateInput,
  context: CallContext,
): Promise<Terminated> {
  const { subscriptionKey } = input;
  const ignored = notApplied(input, TERMINATE_WITHOUT);
  if (found.record?.endedAt !== undefined) {
    return { ...toSubscription(found), warnings: ignored };
  }
  await unenrol(paigo, found, context);
  const record = endedRecord(found, currentInstant(paigo.clock));
  const { customerId: customerKey } = found.customer;
  await afterWrite(subscriptionLookup(subscriptionKey), () =>
    saveRecord(paigo, { customerKey, subscriptionKey, next: () => record }, context),
  );
  const ended = { ...found, record, enrollment: undefined, leftOver: undefined };
  return { ...toSubscription(ended), warnings: [mayInvoice, ...ignored] };
}

/**
 * Ends a subscription at once; one that has ended stays as it is. The customer is taken off the plan
 * first and its end is noted second: a note without that would hide what Paigo bills on. Where the
 * second write fails, the subscription is not enrolled and does not look active, and the same call
 * again notes its end.
 * @throws BillingError `not_found` when nothing has the key; `outcome_unknown`
 */
export async function terminateSubscription(
  paigo: Connection,
  input: TerminateInput,
  context: CallContext,
): Promise<Terminated> {
  const { subscriptionKey } = input;
  return paigo.turns.take(`subscription:${subscriptionKey}`, async () => {
    const { customer } = await findSubscription(paigo, subscriptionKey, context);
    return paigo.turns.take(`enrolments:${customer.customerId}`, async () =>
      end(paigo, await findSubscription(paigo, subscriptionKey, context), input, context),
    );
  });
}
