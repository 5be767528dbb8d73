import { toEpochMs } from '@billport/core';
import { chargeTrueUp, commitmentTrueUp } from '@billport/rating';
import { afterInclusive, cents, minor, type Numeric } from './fields.ts';

interface ChargeMinimumVector {
  min_amount_cents: Numeric;
  fees_cents: Numeric[];
  period: { from: string; to: string; duration_days: number };
  timezone?: string;
}

export function chargeMinimum(input: ChargeMinimumVector): Record<string, unknown> {
  const trueUp = chargeTrueUp({
    minimumMinor: minor(input.min_amount_cents),
    feesMinor: input.fees_cents.map(minor),
    window: { from: toEpochMs(input.period.from), to: afterInclusive(input.period.to) },
    periodDays: input.period.duration_days,
    timezone: input.timezone ?? 'UTC',
  });
  return {
    true_up_cents: cents(trueUp.amountMinor),
    precise_true_up_cents: trueUp.preciseMinor.toString(),
  };
}

interface MinimumCommitmentVector {
  commitment_cents: Numeric;
  billed_days: number;
  period_days: number;
  fees_cents: Numeric[];
}

export function minimumCommitment(input: MinimumCommitmentVector): Record<string, unknown> {
  const { commitmentMinor, trueUpMinor } = commitmentTrueUp({
    commitmentMinor: minor(input.commitment_cents),
    billedDays: input.billed_days,
    periodDays: input.period_days,
    feesMinor: input.fees_cents.map(minor),
  });
  return {
    prorated_commitment_cents: cents(commitmentMinor),
    true_up_cents: cents(trueUpMinor),
  };
}
