import type { BillingEvent } from '@billport/core';

/**
 * Where events wait to be handled. Lago waits 30 seconds for an answer and tries three times, so
 * an endpoint keeps the event, answers, and leaves the work to somebody else.
 */
export interface Inbox {
  /** Keeps an event, once however often it is delivered. Resolves when it is safe. */
  keep(event: BillingEvent): Promise<void>;
}

/** An inbox in memory. Yours is a table whose unique column is `deduplicationKey`. */
export class MemoryInbox implements Inbox {
  readonly #events = new Map<string, BillingEvent>();

  async keep(event: BillingEvent): Promise<void> {
    if (!this.#events.has(event.deduplicationKey)) {
      this.#events.set(event.deduplicationKey, event);
    }
  }

  /** What waits, oldest first. */
  get events(): readonly BillingEvent[] {
    return [...this.#events.values()];
  }
}
