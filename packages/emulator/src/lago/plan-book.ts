import type { PlanInterval } from '@billport/core';
import { filterOfMatch, type LagoCharge, type LagoFilter } from './charges/lago-charge.ts';
import { kept } from './kept.ts';
import type { MetadataMap } from './metadata-map.ts';
import { metricsOf } from './metric-book.ts';
import type { LagoState } from './state.ts';

/** The least that a period of the plan costs. */
export interface LagoCommitment {
  readonly lagoId: string;
  /** In the currency's smallest unit. */
  readonly amountCents: number;
  readonly invoiceDisplayName: string | null;
  readonly taxCodes: readonly string[];
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
}

/** Usage that is billed before the period ends. */
export interface LagoThreshold {
  readonly lagoId: string;
  readonly amountCents: number;
  readonly displayName: string | null;
  readonly recurring: boolean;
  readonly createdAt: string;
}

/** A plan with everything that Lago keeps of it. The engine has the part that it bills by. */
export interface LagoPlan {
  readonly lagoId: string;
  readonly code: string;
  readonly name: string;
  readonly invoiceDisplayName: string | null;
  readonly description: string | null;
  readonly interval: PlanInterval;
  /** In the currency's smallest unit. */
  readonly amountCents: number;
  readonly currency: string;
  /** Days; null or 0 for none. */
  readonly trialPeriod: number | null;
  readonly payInAdvance: boolean;
  readonly billChargesMonthly: boolean | null;
  readonly billFixedChargesMonthly: boolean | null;
  readonly taxCodes: readonly string[];
  readonly charges: readonly LagoCharge[];
  readonly minimumCommitment: LagoCommitment | undefined;
  readonly usageThresholds: readonly LagoThreshold[];
  /** Null when it was never set. */
  readonly metadata: MetadataMap | null;
  /** Deleted for good once its job has run. */
  readonly pendingDeletion: boolean;
  readonly createdAt: string;
}

/** The plans of an account, in the order in which they were made. */
class PlanBook {
  readonly #plans = new Map<string, LagoPlan>();
  /** The last ones of their codes that are gone: their subscriptions and fees stay. */
  readonly #gone = new Map<string, LagoPlan>();
  /** Also of charges that are gone. */
  readonly #charges = new Map<string, LagoCharge>();

  /** All of them, newest first; also those whose deletion waits (`facts/lago.md §d.7`). */
  all(): LagoPlan[] {
    return [...this.#plans.values()].reverse();
  }

  find(code: string): LagoPlan | undefined {
    return this.all().find((plan) => plan.code === code);
  }

  /** The plan that has the code, or had it last. */
  known(code: string): LagoPlan | undefined {
    return this.find(code) ?? this.#gone.get(code);
  }

  /** The charge that has or had the id. */
  charge(lagoId: string): LagoCharge | undefined {
    return this.#charges.get(lagoId);
  }

  put(plan: LagoPlan): void {
    this.#plans.set(plan.lagoId, plan);
    for (const charge of plan.charges) this.#charges.set(charge.lagoId, charge);
  }

  remove(plan: LagoPlan): void {
    this.#plans.delete(plan.lagoId);
    this.#gone.set(plan.code, plan);
  }

  /** Whether a plan charges for the metric: its aggregation is fixed then. */
  isCharged(metricCode: string): boolean {
    return this.all().some(({ charges }) =>
      charges.some((charge) => charge.metricCode === metricCode),
    );
  }
}

/** The plans of this account. */
export const plansOf = kept(() => new PlanBook());

/** The charge behind the engine's `chargeCode`, also one that is gone. */
export function chargeById(state: LagoState, chargeCode: string): LagoCharge | undefined {
  return plansOf(state).charge(chargeCode);
}

/** The filter of a charge behind what the engine says that it matches. */
export function filterById(
  state: LagoState,
  charge: LagoCharge,
  match: Readonly<Record<string, readonly string[]>> | undefined,
): LagoFilter | undefined {
  return filterOfMatch(charge, metricsOf(state).find(charge.metricCode), match);
}
