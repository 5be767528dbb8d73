import { roundToMinor } from '../period/minor-units.ts';
import { prorateMinor } from '../period/proration.ts';

/** What the true-up of a plan is made from. Amounts in minor units. */
export interface MinimumCommitmentInput {
  /** Least amount of a whole period. */
  readonly commitmentMinor: bigint;
  /** Local days of the period on which the subscription lived. */
  readonly billedDays: number;
  /** Local days of the whole period. */
  readonly periodDays: number;
  /** Subscription fee, usage in arrears and in advance, fixed charges; before coupons and taxes. */
  readonly feesMinor: Iterable<bigint>;
}

/** The commitment of a period and what lacks to it, in minor units. */
export interface CommitmentTrueUp {
  readonly commitmentMinor: bigint;
  /** The fee of type `commitment`; 0 when the fees reach the commitment. */
  readonly trueUpMinor: bigint;
}

/**
 * `round(commitment x billed days / period days)` less the fees of the period, 0 at least
 * (`facts/rating.md §8`). A plan in advance settles a period on the invoice after it.
 * @throws BillingError `invalid_input` when `periodDays` is zero.
 */
export function commitmentTrueUp(input: MinimumCommitmentInput): CommitmentTrueUp {
  const commitmentMinor = roundToMinor(
    prorateMinor(input.commitmentMinor, input.billedDays, input.periodDays),
  );
  let missing = commitmentMinor;
  for (const fee of input.feesMinor) missing -= fee;
  return { commitmentMinor, trueUpMinor: missing > 0n ? missing : 0n };
}
