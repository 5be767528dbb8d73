import { lesserMinor } from '../period/minor-units.ts';
import { type LifetimeUsage, passedThresholds, type UsageThresholds } from './usage-threshold.ts';

/** An invoice that a threshold triggers inside a period. Amounts in minor units, before tax. */
export interface ProgressiveInvoice {
  /** The thresholds reached. */
  readonly passed: readonly bigint[];
  /** Fees of the invoice: the whole usage of the period so far. */
  readonly usageMinor: bigint;
  /** Credit on it: what earlier progressive invoices of the period billed. */
  readonly creditMinor: bigint;
  /** What the invoice adds. */
  readonly amountMinor: bigint;
}

/**
 * The progressive invoice due now, or undefined when no threshold is newly reached
 * (`facts/rating.md §13`).
 * @throws BillingError `invalid_input` when the recurring step is not above zero.
 */
export function progressiveInvoice(
  thresholds: UsageThresholds,
  usage: LifetimeUsage,
): ProgressiveInvoice | undefined {
  const passed = passedThresholds(thresholds, usage);
  if (passed.length === 0) return undefined;
  const creditMinor = usage.progressivelyBilled ?? 0n;
  return {
    passed,
    usageMinor: usage.current,
    creditMinor,
    amountMinor: usage.current - creditMinor,
  };
}

/** How the invoice of a period settles its progressive invoices. Amounts in minor units. */
export interface ProgressiveSettlement {
  /** Credit on the period's invoice, before tax. */
  readonly creditMinor: bigint;
  /** Usage that is left to pay. */
  readonly dueMinor: bigint;
  /** Billed too much during the period, to be given back by a credit note; before tax. */
  readonly excessMinor: bigint;
}

/** Credits all progressive invoices of a period against its usage fees (`facts/rating.md §13`). */
export function settleProgressive(
  usageMinor: bigint,
  progressivelyBilledMinor: bigint,
): ProgressiveSettlement {
  const creditMinor = lesserMinor(progressivelyBilledMinor, usageMinor);
  return {
    creditMinor,
    dueMinor: usageMinor - creditMinor,
    excessMinor: progressivelyBilledMinor - creditMinor,
  };
}
