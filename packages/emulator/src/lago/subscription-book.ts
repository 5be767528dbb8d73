import type { Subscription } from '@billport/core';
import { kept } from './kept.ts';
import type { LagoState } from './state.ts';

/**
 * One subscription of Lago: a stay on one plan. A change of plan and a key that is used again
 * make another row of the same external id (`facts/lago.md §b` "Subscriptions").
 */
export interface SubscriptionRow {
  readonly lagoId: string;
  /** The engine's key. */
  readonly externalId: string;
  readonly customerKey: string;
  /** Another customer may take the key once this one is deleted. */
  readonly lagoCustomerId: string;
  readonly planCode: string;
  readonly status: 'pending' | 'active' | 'terminated' | 'canceled';
  /**
   * The engine's subscription as it was when this row was its present one; of a downgrade that
   * waits, the one that it follows.
   */
  readonly view: Subscription;
  /** The row that it follows after a change of plan. */
  readonly previous: string | undefined;
  /** The row that follows it. */
  readonly next: string | undefined;
  readonly terminatedAt: string | undefined;
  readonly canceledAt: string | undefined;
  /** What was asked for its end; undefined: nothing was. */
  readonly onTerminationCreditNote: string | undefined;
  readonly onTerminationInvoice: string;
  readonly createdAt: string;
}

/** The subscriptions of an account, in the order in which they were made. */
class SubscriptionBook {
  readonly #rows = new Map<string, SubscriptionRow>();
  /** Ids of the rows of an external id, oldest first. */
  readonly #byKey = new Map<string, string[]>();

  /** All of them, newest first. */
  all(): SubscriptionRow[] {
    return [...this.#rows.values()].reverse();
  }

  /** All of an external id, oldest first. */
  ofKey(externalId: string): SubscriptionRow[] {
    const ids = this.#byKey.get(externalId) ?? [];
    return ids.flatMap((lagoId) => this.byId(lagoId) ?? []);
  }

  byId(lagoId: string | undefined): SubscriptionRow | undefined {
    return lagoId === undefined ? undefined : this.#rows.get(lagoId);
  }

  /** The row that is the engine's present subscription of the key, if that has not ended. */
  living(externalId: string): SubscriptionRow | undefined {
    return this.ofKey(externalId).findLast((row) => isLiving(row) && !this.isWaiting(row));
  }

  /** Whether the row is a downgrade that waits for the end of a period. */
  isWaiting({ status, previous }: SubscriptionRow): boolean {
    return status === 'pending' && this.byId(previous)?.status === 'active';
  }

  /** The downgrade that waits for the end of the row's period. */
  waitingAfter(row: SubscriptionRow): SubscriptionRow | undefined {
    const next = this.byId(row.next);
    return next !== undefined && this.isWaiting(next) ? next : undefined;
  }

  put(row: SubscriptionRow): SubscriptionRow {
    if (!this.#rows.has(row.lagoId)) {
      const ids = this.#byKey.get(row.externalId) ?? [];
      this.#byKey.set(row.externalId, [...ids, row.lagoId]);
    }
    this.#rows.set(row.lagoId, row);
    return row;
  }
}

/** The subscriptions of this account. */
export const subscriptionsOf = kept(() => new SubscriptionBook());

/** Whether the row has not ended. */
export const isLiving = ({ status }: SubscriptionRow): boolean =>
  status === 'active' || status === 'pending';

/** Whether the plan has or had subscriptions: its terms are fixed then. */
export function hadSubscriptions(state: LagoState, planCode: string): boolean {
  return subscriptionsOf(state)
    .all()
    .some((row) => row.planCode === planCode);
}

/** The newest row of an external id on a plan; on any plan when none is named. */
function rowOn(
  state: LagoState,
  externalId: string,
  planCode: string | undefined,
): SubscriptionRow | undefined {
  return subscriptionsOf(state)
    .ofKey(externalId)
    .findLast((row) => planCode === undefined || row.planCode === planCode);
}

/** Lago's id of a subscription of the engine: its newest row on the plan. */
export function subscriptionIdOf(state: LagoState, externalId: string, planCode: string): string {
  const row = rowOn(state, externalId, planCode);
  return row?.lagoId ?? state.ids.of('subscription', externalId);
}
