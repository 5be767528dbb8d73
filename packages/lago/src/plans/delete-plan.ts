import { deleteOnce, path } from '@billport/adapter-kit';
import { BillingError, type Plan, type PlanRef, type Result, type Warning } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import type { LagoPlan } from '../wire/plan.ts';
import { aboutPlan, findPlan, planLookup } from './find-plan.ts';
import { planResult } from './plan-result.ts';
import { LIVING, subscriptionOn } from './plan-subscriptions.ts';

const LATER: Warning = {
  code: 'pending',
  message: 'Lago deletes the plan in a moment: until then its code is taken.',
};

/**
 * Deletes a plan. Lago would terminate every subscription on it (`facts/lago.md §b`): they are
 * looked up first.
 * @throws BillingError `conflict` while there is one.
 */
export async function deletePlan(
  lago: Connection,
  { code }: PlanRef,
  context: CallContext,
): Promise<Result<Plan>> {
  const before = await findPlan(lago, code, context);
  const subscriber = await subscriptionOn(lago, code, LIVING, context);
  if (subscriber !== undefined) {
    throw new BillingError('conflict', {
      message: `Subscription ${JSON.stringify(subscriber)} is on the plan: move or terminate it first.`,
      details: { ...aboutPlan(code), state: 'in use' },
    });
  }
  const deleted = await deleteOnce(before, () =>
    lago.one<LagoPlan>(
      'plan',
      {
        method: 'DELETE',
        path: path`/plans/${code}`,
        repeat: 'safe',
        about: aboutPlan(code),
        lookup: planLookup(code),
      },
      context,
    ),
  );
  return planResult(before, deleted === before ? [] : [LATER]);
}
