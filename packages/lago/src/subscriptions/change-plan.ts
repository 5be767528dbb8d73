import { afterWrite, path } from '@billport/adapter-kit';
import { BillingError, type PlanChange, type Warning } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import type { LagoSubscription, LagoSubscriptionInput } from '../wire/subscription.ts';
import {
  aboutSubscription,
  checkLiving,
  checkSubscription,
  readSubscription,
  subscriptionLookup,
} from './find-subscription.ts';
import type { PlanLookup } from './plan-lookup.ts';
import { nextPlanAt, toSubscription } from './subscription-view.ts';

function moveTo(lago: Connection, row: LagoSubscription, planCode: string, context: CallContext) {
  const body: LagoSubscriptionInput = {
    external_customer_id: row.external_customer_id,
    external_id: row.external_id,
    plan_code: planCode,
    // The row that follows begins with what is sent, not with what the one before it was called.
    name: row.name || undefined,
    ending_at: row.ending_at ?? undefined,
  };
  return lago.one<LagoSubscription>(
    'subscription',
    {
      method: 'POST',
      path: path`/subscriptions`,
      body: { subscription: body },
      repeat: 'safe',
      about: { resource: 'plan', key: planCode },
      lookup: subscriptionLookup(row.external_id),
    },
    context,
  );
}

/**
 * Calls off the downgrade that is planned: it is a pending row of the same key.
 * @returns The subscription as it is then.
 */
async function stay(lago: Connection, row: LagoSubscription, context: CallContext) {
  const key = row.external_id;
  try {
    await lago.one<LagoSubscription>(
      'subscription',
      {
        method: 'DELETE',
        path: path`/subscriptions/${key}`,
        query: { status: 'pending' },
        repeat: 'safe',
        about: aboutSubscription(key),
        lookup: subscriptionLookup(key),
      },
      context,
    );
  } catch (error) {
    // Then there is none any more, which is what was wanted.
    if (!BillingError.is(error, 'not_found')) throw error;
  }
  return readSubscription(lago, key, context);
}

/** What a change came to, by the rows before and after it. */
function kindOf(before: LagoSubscription, after: LagoSubscription, planCode: string) {
  if (before.status === 'pending') return 'replaced';
  if (after.plan_code === planCode) return 'upgrade';
  if (after.next_plan_code === planCode) return 'downgrade';
  throw new BillingError('malformed_response', {
    message: `Lago answered a change of plan with plan ${JSON.stringify(after.plan_code)} instead of ${JSON.stringify(planCode)}.`,
  });
}

async function change(
  lago: Connection,
  before: LagoSubscription,
  planCode: string,
  context: CallContext,
): Promise<{ row: LagoSubscription; kind: PlanChange['change'] }> {
  const isDowngrading = before.status === 'active' && Boolean(before.next_plan_code);
  if (before.plan_code === planCode) {
    return { row: isDowngrading ? await stay(lago, before, context) : before, kind: 'none' };
  }
  // A second downgrade to the same plan would be planned anew.
  if (isDowngrading && before.next_plan_code === planCode)
    return { row: before, kind: 'downgrade' };
  const key = before.external_id;
  const row = checkSubscription(await moveTo(lago, before, planCode, context), key);
  return { row, kind: kindOf(before, row, planCode) };
}

function warningsOf(kind: PlanChange['change']): Warning[] {
  if (kind !== 'upgrade') return [];
  const message = 'The old plan is billed on an invoice that Lago makes after this answer.';
  return [{ code: 'pending', message }];
}

/**
 * Moves a subscription to another plan. At Lago that is a create under the same key, and its
 * answer is the subscription before or after it (`facts/lago.md §b`, Subscriptions).
 * @throws BillingError `not_found`, or `conflict` when it has ended.
 */
export async function changePlan(
  lago: Connection,
  { subscriptionKey, planCode }: { subscriptionKey: string; planCode: string },
  context: CallContext,
  plans: PlanLookup,
): Promise<PlanChange & { warnings: Warning[] }> {
  const before = await readSubscription(lago, subscriptionKey, context);
  checkLiving(before);
  const { row, kind } = await change(lago, before, planCode, context);
  const read = () => toSubscription(row, plans);
  const lookup = subscriptionLookup(subscriptionKey);
  const subscription = await (row === before ? read() : afterWrite(lookup, read));
  const { startAt, startedAt = startAt } = subscription;
  const effectiveAt =
    kind === 'downgrade' ? nextPlanAt(row) : row.status === 'pending' ? startAt : startedAt;
  return {
    subscription,
    change: kind,
    effectiveAt: effectiveAt ?? startedAt,
    warnings: warningsOf(kind),
  };
}
