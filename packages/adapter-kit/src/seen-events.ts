import type { UsageEventInput } from '@billport/core';

/** Finds events of one call that share their id. */
export class SeenEvents {
  readonly #events: readonly UsageEventInput[];
  readonly #first = new Map<string, number>();
  /** Ids that several subscriptions use: subscription by subscription. */
  readonly #shared = new Map<string, Map<string, number>>();

  constructor(events: readonly UsageEventInput[]) {
    this.#events = events;
  }

  /** Whether one id stands for events of several subscriptions: those must not travel together. */
  get hasShared(): boolean {
    return this.#shared.size > 0;
  }

  /** The event before it that is the same; undefined for the first. */
  firstOf(index: number, { id, subscriptionKey }: UsageEventInput): number | undefined {
    const first = this.#first.get(id);
    if (first === undefined) {
      this.#first.set(id, index);
      return undefined;
    }
    if (this.#events[first]?.subscriptionKey === subscriptionKey) return first;
    const others = this.#shared.get(id) ?? new Map<string, number>();
    this.#shared.set(id, others);
    const known = others.get(subscriptionKey);
    if (known === undefined) others.set(subscriptionKey, index);
    return known;
  }
}
