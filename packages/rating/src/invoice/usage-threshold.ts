import { BillingError } from '@billport/core';

/** Lifetime usage that triggers an invoice before the period ends. Amounts in minor units. */
export interface UsageThresholds {
  /** Each fires once, in any order. */
  readonly fixed: readonly bigint[];
  /** Fires again at each further step, once all fixed ones are passed. */
  readonly recurring?: bigint;
}

/** How much a subscription has used, before taxes, in minor units. */
export interface LifetimeUsage {
  /** Usage from before the subscription was billed here. */
  readonly historical?: bigint;
  /** Usage on invoices of earlier periods. */
  readonly invoiced: bigint;
  /** Whole usage of the period that runs, also the part billed by progressive invoices. */
  readonly current: bigint;
  /** The part of the current usage that progressive invoices have billed. */
  readonly progressivelyBilled?: bigint;
}

/**
 * The thresholds that the usage has reached and no invoice has billed: fixed ones ascending, then
 * the recurring one, at most once (`facts/rating.md §13`).
 * @throws BillingError `invalid_input` when the recurring step is not above zero.
 */
export function passedThresholds(thresholds: UsageThresholds, usage: LifetimeUsage): bigint[] {
  const progressive = usage.progressivelyBilled ?? 0n;
  const unbilled = usage.current - progressive;
  // Usage fell below what was billed: nothing new is reached.
  if (unbilled < 0n) return [];
  const invoiced = (usage.historical ?? 0n) + usage.invoiced + progressive;
  const total = invoiced + unbilled;
  const passed = ascending(thresholds.fixed).filter(
    (threshold) => invoiced < threshold && threshold <= total,
  );
  const step = thresholds.recurring;
  if (step !== undefined && reachesStep(thresholds.fixed, step, invoiced, total)) passed.push(step);
  return passed;
}

/**
 * Below the largest fixed threshold the first step counts from it; past it, steps count from
 * `invoiced mod step`.
 */
function reachesStep(
  fixed: readonly bigint[],
  step: bigint,
  invoiced: bigint,
  total: bigint,
): boolean {
  if (step <= 0n) {
    throw new BillingError('invalid_input', {
      message: `recurring: a threshold of ${step} never ends; write an amount above zero.`,
    });
  }
  const largest = ascending(fixed).at(-1) ?? 0n;
  if (invoiced < largest) return total - largest >= step;
  return total - invoiced + (invoiced % step) >= step;
}

function ascending(amounts: readonly bigint[]): bigint[] {
  return [...amounts].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
}
