import { BillingError, chargeCode, type Plan } from '@billport/core';
import { notFound } from '../failure.ts';
import { type LagoPlan, plansOf } from '../plan-book.ts';
import type { LagoState } from '../state.ts';

async function engineTaxes(state: LagoState, code: string): Promise<Plan | undefined> {
  try {
    return await state.billing.plans.get({ code });
  } catch (error) {
    if (BillingError.is(error, 'not_found')) return undefined;
    throw error;
  }
}

/** The plan without taxes that were deleted since: the engine takes them off plans and charges. */
export async function withPresentTaxes(state: LagoState, plan: LagoPlan): Promise<LagoPlan> {
  const engine = await engineTaxes(state, plan.code);
  if (engine === undefined) return plan;
  const commitment = plan.minimumCommitment;
  const taxesOfCharge = new Map(
    engine.charges.map((charge) => [chargeCode(charge), charge.taxCodes ?? []]),
  );
  return {
    ...plan,
    taxCodes: engine.taxCodes ?? [],
    charges: plan.charges.map((charge) => ({
      ...charge,
      taxCodes: taxesOfCharge.get(charge.lagoId) ?? [],
    })),
    minimumCommitment: commitment && {
      ...commitment,
      taxCodes: engine.minimumCommitment?.taxCodes ?? [],
    },
  };
}

/** @throws LagoFailure 404 `plan_not_found` */
export async function findPlan(state: LagoState, code: string): Promise<LagoPlan> {
  const plan = plansOf(state).find(code);
  if (plan === undefined) throw notFound('plan');
  return withPresentTaxes(state, plan);
}
