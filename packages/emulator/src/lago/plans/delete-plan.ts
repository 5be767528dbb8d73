import { type LagoPlan, plansOf } from '../plan-book.ts';
import type { LagoState } from '../state.ts';
import { endSubscriptionsOf } from '../subscriptions/end-subscriptions.ts';

async function finish(state: LagoState, lagoId: string): Promise<void> {
  const plans = plansOf(state);
  const plan = plans.all().find((candidate) => candidate.lagoId === lagoId);
  if (plan === undefined) return;
  await endSubscriptionsOf(state, plan);
  await state.billing.plans.delete({ code: plan.code });
  plans.remove(plan);
}

/**
 * Marks a plan as deleted. A job ends its subscriptions and takes it away
 * (`facts/lago.md §b` "Plans, charges").
 */
export function deletePlan(state: LagoState, plan: LagoPlan): LagoPlan {
  if (plan.pendingDeletion) return plan;
  const leaving = { ...plan, pendingDeletion: true };
  plansOf(state).put(leaving);
  state.jobs.add(`delete plan ${plan.code}`, () => finish(state, plan.lagoId));
  return leaving;
}
