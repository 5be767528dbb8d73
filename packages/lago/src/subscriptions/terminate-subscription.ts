import { afterWrite, path } from '@billport/adapter-kit';
import {
  BillingError,
  type CheckedInputOf,
  type contract,
  type Subscription,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import type { LagoSubscription } from '../wire/subscription.ts';
import {
  aboutSubscription,
  checkSubscription,
  isLiving,
  readSubscription,
  subscriptionLookup,
} from './find-subscription.ts';
import type { PlanLookup } from './plan-lookup.ts';
import { toSubscription } from './subscription-view.ts';

type TerminateInput = CheckedInputOf<typeof contract.subscriptions.terminate>;

/** A plan in arrears has nothing to give back, and Lago takes no word about it. */
function queryOf(row: LagoSubscription, { unusedCredit, finalInvoice }: TerminateInput) {
  if (row.status !== 'active') return { status: row.status };
  return {
    on_termination_credit_note: row.plan?.pay_in_advance === false ? undefined : unusedCredit,
    on_termination_invoice: finalInvoice,
  };
}

/** Ends the row; what had ended it in between has the last word. */
async function end(
  lago: Connection,
  row: LagoSubscription,
  input: TerminateInput,
  context: CallContext,
): Promise<LagoSubscription> {
  const { subscriptionKey: key } = input;
  try {
    const ended = await lago.one<LagoSubscription>(
      'subscription',
      {
        method: 'DELETE',
        path: path`/subscriptions/${key}`,
        query: queryOf(row, input),
        repeat: 'safe',
        about: aboutSubscription(key),
        lookup: subscriptionLookup(key),
      },
      context,
    );
    return checkSubscription(ended, key);
  } catch (error) {
    if (!BillingError.is(error, 'not_found')) throw error;
    const now = await readSubscription(lago, key, context);
    if (isLiving(now)) throw error;
    return now;
  }
}

function pendingWarnings(row: LagoSubscription, { finalInvoice }: TerminateInput): Warning[] {
  if (row.status !== 'active' || finalInvoice === 'skip') return [];
  const message = 'What is not billed yet comes on an invoice that Lago makes after this answer.';
  return [{ code: 'pending', message }];
}

/**
 * Ends an active subscription, or cancels a pending one. One that has ended stays as it is.
 * @throws BillingError `not_found` when the key never had one.
 */
export async function terminateSubscription(
  lago: Connection,
  input: TerminateInput,
  context: CallContext,
  plans: PlanLookup,
): Promise<Subscription & { warnings: Warning[] }> {
  const before = await readSubscription(lago, input.subscriptionKey, context);
  if (!isLiving(before)) return { ...(await toSubscription(before, plans)), warnings: [] };
  const row = await end(lago, before, input, context);
  const lookup = subscriptionLookup(input.subscriptionKey);
  const ended = await afterWrite(lookup, () => toSubscription(row, plans));
  return { ...ended, warnings: pendingWarnings(before, input) };
}
