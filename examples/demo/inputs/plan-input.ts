import { type CreatePlanInput, moneyFromMinor } from '@billport/core';
import type { Bill, BillPlan } from '../bill/bill-file.ts';
import { chargeInput } from './charge-input.ts';
import { present } from './present.ts';
import { trialDaysFromAnchor } from './trial-input.ts';

function commitmentInput(plan: BillPlan) {
  const given = plan.minimum_commitment;
  const cents =
    given?.amount_cents ??
    given?.commitment_cents ??
    plan.commitment_cents ??
    plan.minimum_commitment_cents;
  if (!cents) return undefined;
  return present({
    amount: moneyFromMinor(cents, plan.currency),
    name: given?.name ?? given?.invoice_display_name,
    taxCodes: given?.tax_codes,
  });
}

function thresholdInputs(plan: BillPlan) {
  return plan.usage_thresholds?.map(({ amount_cents, recurring, name }) =>
    present({ amount: moneyFromMinor(amount_cents, plan.currency), recurring, name }),
  );
}

/**
 * The plan of a bill file as the contract takes it.
 * @throws BillingError `invalid_input` when settings contradict each other.
 */
export function planInput(bill: Bill): CreatePlanInput {
  const { plan } = bill;
  const input = present({
    code: plan.code,
    name: plan.name,
    description: plan.description,
    interval: plan.interval,
    price: moneyFromMinor(plan.amount_cents, plan.currency),
    timing: plan.pay_in_advance ? 'advance' : 'arrears',
    trialDays: trialDaysFromAnchor(bill),
    taxCodes: plan.tax_codes,
    chargesBilledMonthly: plan.bill_charges_monthly || undefined,
    minimumCommitment: commitmentInput(plan),
    usageThresholds: thresholdInputs(plan),
    charges: plan.charges?.map((charge, index) =>
      chargeInput(charge, plan.currency, `plan.charges[${index}]`),
    ),
  });
  return input as CreatePlanInput;
}
