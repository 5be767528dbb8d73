import type { Fields } from '../../machinery/json-fields.ts';
import { toSeconds } from '../instants.ts';
import type { LagoCommitment, LagoPlan, LagoThreshold } from '../plan-book.ts';
import { withPresentTaxes } from '../plans/find-plan.ts';
import type { LagoState } from '../state.ts';
import { chargeObject } from './charges.ts';
import { taxObjects } from './taxes.ts';

/** A threshold as Lago writes it. */
export function thresholdObject(threshold: LagoThreshold): Fields {
  return {
    lago_id: threshold.lagoId,
    threshold_display_name: threshold.displayName,
    amount_cents: threshold.amountCents,
    recurring: threshold.recurring,
    created_at: toSeconds(threshold.createdAt),
    updated_at: toSeconds(threshold.createdAt),
  };
}

async function commitmentObject(
  state: LagoState,
  plan: LagoPlan,
  commitment: LagoCommitment,
): Promise<Fields> {
  return {
    lago_id: commitment.lagoId,
    plan_code: plan.code,
    invoice_display_name: commitment.invoiceDisplayName,
    commitment_type: 'minimum_commitment',
    amount_cents: commitment.amountCents,
    interval: plan.interval,
    created_at: toSeconds(commitment.createdAt),
    updated_at: toSeconds(commitment.createdAt),
    taxes: await taxObjects(state, commitment.taxCodes),
  };
}

/** Keys that are there only when they were set (`facts/lago.md §b` "Plans, charges"). */
async function optionalFields(state: LagoState, plan: LagoPlan): Promise<Fields> {
  const { minimumCommitment: commitment, metadata } = plan;
  return {
    ...(commitment && { minimum_commitment: await commitmentObject(state, plan, commitment) }),
    ...(metadata && { metadata }),
  };
}

/**
 * A plan as Lago writes it. Its counts are out of use and always 0.
 * @param full Whether it is answered by itself: lists leave out `fixed_charges`.
 */
export async function planObject(state: LagoState, stored: LagoPlan, full = true): Promise<Fields> {
  const plan = await withPresentTaxes(state, stored);
  return {
    lago_id: plan.lagoId,
    name: plan.name,
    invoice_display_name: plan.invoiceDisplayName,
    created_at: toSeconds(plan.createdAt),
    code: plan.code,
    interval: plan.interval,
    description: plan.description,
    amount_cents: plan.amountCents,
    amount_currency: plan.currency,
    trial_period: plan.trialPeriod,
    pay_in_advance: plan.payInAdvance,
    bill_charges_monthly: plan.billChargesMonthly,
    bill_fixed_charges_monthly: plan.billFixedChargesMonthly,
    customers_count: 0,
    active_subscriptions_count: 0,
    draft_invoices_count: 0,
    parent_id: null,
    pending_deletion: plan.pendingDeletion,
    taxes: await taxObjects(state, plan.taxCodes),
    charges: await Promise.all(plan.charges.map((charge) => chargeObject(state, charge))),
    ...(full ? { fixed_charges: [] } : {}),
    usage_thresholds: plan.usageThresholds.map(thresholdObject),
    ...(await optionalFields(state, plan)),
  };
}
