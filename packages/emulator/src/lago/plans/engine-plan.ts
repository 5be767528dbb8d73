import { type CreatePlanInput, moneyFromMinor, type Plan } from '@billport/core';
import { engineCharge } from '../charges/engine-charge.ts';
import { inLagosWords } from '../field-errors.ts';
import { metricsOf } from '../metric-book.ts';
import { type LagoPlan, type LagoThreshold, plansOf } from '../plan-book.ts';
import type { LagoState } from '../state.ts';

const money = (cents: number, currency: string) => moneyFromMinor(BigInt(cents), currency);

/** The engine's thresholds. */
export function engineThresholds(thresholds: readonly LagoThreshold[], currency: string) {
  return thresholds.map(({ amountCents, displayName, recurring }) => ({
    amount: money(amountCents, currency),
    ...(displayName === null ? {} : { name: displayName }),
    ...(recurring ? { recurring } : {}),
  }));
}

function engineCharges(state: LagoState, { charges, currency }: LagoPlan) {
  const metrics = metricsOf(state);
  return charges.flatMap((charge) => {
    const metric = metrics.find(charge.metricCode);
    return metric === undefined ? [] : [engineCharge(charge, metric, currency)];
  });
}

/** What may change while there are subscriptions, as the engine takes it; null clears. */
function changeable(state: LagoState, plan: LagoPlan) {
  const { minimumCommitment: commitment, currency } = plan;
  return {
    code: plan.code,
    name: plan.invoiceDisplayName ?? plan.name,
    price: money(plan.amountCents, currency),
    trialDays: plan.trialPeriod === 0 ? null : plan.trialPeriod,
    taxCodes: plan.taxCodes.length === 0 ? null : [...plan.taxCodes],
    charges: engineCharges(state, plan),
    minimumCommitment:
      commitment === undefined
        ? null
        : {
            amount: money(commitment.amountCents, currency),
            ...(commitment.invoiceDisplayName === null
              ? {}
              : { name: commitment.invoiceDisplayName }),
            ...(commitment.taxCodes.length === 0 ? {} : { taxCodes: [...commitment.taxCodes] }),
          },
    usageThresholds:
      plan.usageThresholds.length === 0 ? null : engineThresholds(plan.usageThresholds, currency),
  };
}

/** The plan as the engine bills it. */
function enginePlan(state: LagoState, plan: LagoPlan): CreatePlanInput {
  const set = Object.fromEntries(
    Object.entries(changeable(state, plan)).filter(([, value]) => value !== null),
  );
  return {
    ...set,
    interval: plan.interval,
    timing: plan.payInAdvance ? 'advance' : 'arrears',
    ...(plan.billChargesMonthly ? { chargesBilledMonthly: true } : {}),
  } as CreatePlanInput;
}

/** Whether the plans differ in what the engine fixes when it makes one. */
function isOtherPlan(before: LagoPlan, after: LagoPlan): boolean {
  const fixed = ['code', 'interval', 'currency', 'payInAdvance', 'billChargesMonthly'] as const;
  return fixed.some((field) => before[field] !== after[field]);
}

function change(state: LagoState, before: LagoPlan, after: LagoPlan): Promise<Plan> {
  const kept = new Set(after.charges.map(({ lagoId }) => lagoId));
  const removeCharges = before.charges
    .map(({ lagoId }) => lagoId)
    .filter((lagoId) => !kept.has(lagoId));
  return state.billing.plans.update({ ...changeable(state, after), removeCharges });
}

/** Makes the plan anew, which only one without subscriptions allows. */
async function remake(state: LagoState, before: LagoPlan, after: LagoPlan): Promise<Plan> {
  const { plans } = state.billing;
  await plans.delete({ code: before.code });
  try {
    return await plans.create(enginePlan(state, after));
  } catch (error) {
    await plans.create(enginePlan(state, before));
    throw error;
  }
}

/** Lago's names of what the engine may refuse. */
const NAMES = { price: 'amount_cents', trialDays: 'trial_period', taxCodes: 'tax_codes' };

/**
 * Keeps a plan that is new or has changed, here and in the engine. Where nobody subscribed, the
 * engine may get it as a new one.
 */
export async function savePlan(
  state: LagoState,
  plan: LagoPlan,
  before: LagoPlan | undefined,
): Promise<void> {
  await inLagosWords(NAMES, async () => {
    if (before !== undefined && !isOtherPlan(before, plan)) return change(state, before, plan);
    if (before === undefined) return state.billing.plans.create(enginePlan(state, plan));
    return remake(state, before, plan);
  });
  plansOf(state).put(plan);
}
