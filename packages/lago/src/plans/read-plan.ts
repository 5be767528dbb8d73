import { compact } from '@billport/adapter-kit';
import type { Charge, MinimumCommitment, Plan, UsageThreshold, Warning } from '@billport/core';
import { codeOf, toCharge } from '../charges/read-charge.ts';
import { createdAt } from '../created-at.ts';
import { fromMetadataMap } from '../metadata-limits.ts';
import { fromCents } from '../minor-units.ts';
import type { LagoPlan } from '../wire/plan.ts';

const INTERVALS = ['weekly', 'monthly', 'quarterly', 'semiannual', 'yearly'] as const;

const nonEmpty = <Item>(list: readonly Item[] | null | undefined) =>
  list == null || list.length === 0 ? undefined : [...list];

const codesOf = (taxes: LagoPlan['taxes']) => nonEmpty(taxes?.map(({ code }) => code));

function commitmentOf(plan: LagoPlan): MinimumCommitment | undefined {
  const { minimum_commitment: wire, amount_currency: currency } = plan;
  if (!wire?.amount_cents) return undefined;
  return compact({
    amount: fromCents(wire.amount_cents, currency, 'minimum_commitment.amount_cents'),
    name: wire.invoice_display_name || undefined,
    taxCodes: codesOf(wire.taxes),
  });
}

function thresholdsOf(plan: LagoPlan): UsageThreshold[] | undefined {
  const field = 'usage_thresholds.amount_cents';
  const thresholds = (plan.usage_thresholds ?? []).map((wire) =>
    compact({
      amount: fromCents(wire.amount_cents, plan.amount_currency, field),
      name: wire.threshold_display_name || undefined,
      recurring: wire.recurring || undefined,
    }),
  );
  return nonEmpty(thresholds);
}

/** Days, which Lago writes as a float; parts of a day have no words in the contract. */
function trialDaysOf({ trial_period: days }: LagoPlan): number | undefined {
  return days != null && Number.isInteger(days) && days > 0 ? days : undefined;
}

/** The charges that the contract has words for, in Lago's order. */
function chargesOf(plan: LagoPlan): Charge[] {
  return (plan.charges ?? []).flatMap((wire) => toCharge(wire, plan.amount_currency) ?? []);
}

/** A plan of Lago in the words of the contract; what only repeats a default is left out. */
export function toPlan(wire: LagoPlan): Plan {
  const interval = INTERVALS.find((known) => known === wire.interval) ?? 'unknown';
  const isLong = interval === 'semiannual' || interval === 'yearly';
  return compact({
    code: wire.code,
    interval,
    name: wire.name === wire.code ? undefined : wire.name,
    description: wire.description || undefined,
    price: fromCents(wire.amount_cents, wire.amount_currency, 'amount_cents'),
    timing: wire.pay_in_advance ? 'advance' : 'arrears',
    trialDays: trialDaysOf(wire),
    chargesBilledMonthly: isLong ? (wire.bill_charges_monthly ?? undefined) : undefined,
    taxCodes: codesOf(wire.taxes),
    charges: chargesOf(wire),
    minimumCommitment: commitmentOf(wire),
    usageThresholds: thresholdsOf(wire),
    metadata: fromMetadataMap(wire.metadata),
    createdAt: createdAt(wire),
    providerRef: { provider: 'lago', type: 'plan', id: wire.lago_id },
  });
}

/** A warning for each charge that is left out of the answer, since the contract has no words for it. */
export function leftOut(wire: LagoPlan): Warning[] {
  return (wire.charges ?? [])
    .filter((charge) => toCharge(charge, wire.amount_currency) === undefined)
    .map((charge) => ({
      code: 'partial',
      message: `Charge ${JSON.stringify(codeOf(charge))} of plan ${JSON.stringify(wire.code)} is left out: its model ${JSON.stringify(charge.charge_model)}, or a part of its price, is not known here.`,
      field: 'charges',
    }));
}
