import type { EventError, EventResult, UsageEventInput } from '@billport/core';
import { type EventRefusal, eventError } from './event-refusal.ts';

const STATUSES = ['unknown', 'recorded', 'duplicate', 'rejected'] as const;

type Status = (typeof STATUSES)[number];

/** What became of the events of one call so far. In the beginning that is unknown of all. */
export class EventOutcomes {
  readonly #events: readonly UsageEventInput[];
  readonly #statuses: Uint8Array;
  readonly #refusals = new Map<number, EventRefusal>();
  /** Why nobody knows what became of single events. */
  readonly #doubts = new Map<number, EventError>();
  /** Events that stand in the call before, with the same id and subscription. */
  readonly #repeats = new Map<number, number>();

  constructor(events: readonly UsageEventInput[]) {
    this.#events = events;
    this.#statuses = new Uint8Array(events.length);
  }

  settle(index: number, status: Exclude<Status, 'rejected'>): void {
    this.#statuses[index] = STATUSES.indexOf(status);
  }

  refuse(index: number, refusal: EventRefusal): void {
    this.#statuses[index] = STATUSES.indexOf('rejected');
    this.#refusals.set(index, refusal);
  }

  /** Nobody knows what became of the event: `error` says why, and how to find out. */
  doubt(index: number, error: EventError): void {
    this.#doubts.set(index, error);
  }

  /** The event is the same as one before it: what becomes of that one becomes of it. */
  repeat(index: number, first: number): void {
    this.#repeats.set(index, first);
  }

  /** How to find out whether the event is there: that of a batch, by its first one. */
  lookup(index: number): string {
    const { subscriptionKey, id } = this.#events[index] as UsageEventInput;
    const event = JSON.stringify({ subscriptionKey, id });
    return `usage.getEvent(${event}), and so for each event; or record the same events again: what is there counts once.`;
  }

  /** Whether the event is not to be sent. */
  isDecided(index: number): boolean {
    return this.#statuses[index] !== 0 || this.#repeats.has(index);
  }

  get refusals(): ReadonlyMap<number, EventRefusal> {
    return this.#refusals;
  }

  /** Gives repeated events the outcome of the first: `duplicate` where that is there. */
  #settleRepeats(): void {
    for (const [index, first] of this.#repeats) {
      const refusal = this.#refusals.get(first);
      const doubt = this.#doubts.get(first);
      if (refusal !== undefined) this.refuse(index, refusal);
      else if (this.#statuses[first] !== 0) this.settle(index, 'duplicate');
      else if (doubt !== undefined) this.doubt(index, doubt);
    }
    this.#repeats.clear();
  }

  /** How many have each status, and one result for each event. `unsent`: why the rest is unknown. */
  summary(unsent: EventError | undefined) {
    this.#settleRepeats();
    const counts = { unknown: 0, recorded: 0, duplicate: 0, rejected: 0 };
    const results = this.#events.map(({ id, subscriptionKey }, index): EventResult => {
      const status = STATUSES[this.#statuses[index] ?? 0] ?? 'unknown';
      counts[status]++;
      const refusal = status === 'rejected' ? this.#refusals.get(index) : undefined;
      const error = refusal === undefined ? undefined : eventError(refusal);
      const shown = status === 'unknown' ? (this.#doubts.get(index) ?? unsent) : error;
      return shown === undefined
        ? { id, subscriptionKey, status }
        : { id, subscriptionKey, status, error: shown };
    });
    return { counts, results };
  }
}
