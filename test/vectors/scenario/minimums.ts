import { chargeTrueUp, commitmentTrueUp } from '@billport/rating';
import { z } from 'zod';
import { afterInclusive, cents, instant, minor, timezone, topic } from './fields.ts';

const chargeMinimumInput = z.object({
  min_amount_cents: minor,
  fees_cents: z.array(minor),
  period: z.object({ from: instant, to: instant, duration_days: z.int().positive() }),
  timezone,
});

export const chargeMinimum = topic(chargeMinimumInput, (input) => {
  const trueUp = chargeTrueUp({
    minimumMinor: input.min_amount_cents,
    feesMinor: input.fees_cents,
    window: { from: input.period.from, to: afterInclusive(input.period.to) },
    periodDays: input.period.duration_days,
    timezone: input.timezone,
  });
  return {
    true_up_cents: cents(trueUp.amountMinor),
    precise_true_up_cents: trueUp.preciseMinor.toString(),
  };
});

const minimumCommitmentInput = z.object({
  commitment_cents: minor,
  billed_days: z.int().nonnegative(),
  period_days: z.int().positive(),
  fees_cents: z.array(minor),
});

export const minimumCommitment = topic(minimumCommitmentInput, (input) => {
  const { commitmentMinor, trueUpMinor } = commitmentTrueUp({
    commitmentMinor: input.commitment_cents,
    billedDays: input.billed_days,
    periodDays: input.period_days,
    feesMinor: input.fees_cents,
  });
  return {
    prorated_commitment_cents: cents(commitmentMinor),
    true_up_cents: cents(trueUpMinor),
  };
});
