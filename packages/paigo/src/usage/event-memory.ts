import type { UsageEventInput } from '@billport/core';
import type { Place } from './moments.ts';
import { RecentSet } from './recent-set.ts';

/** How many events that this process recorded are remembered, at most. */
const MOST_EVENTS = 100_000;

/** How many events of which nobody knows what became are remembered; of more, the oldest go. */
const MOST_DOUBTS = 10_000;

/** An event's id, subscription and moment: keys hold no line breaks. */
export type EventName = string;

/**
 * What tells an event from all others. One id at two moments is two events, whoever is asked: what is
 * there is looked for around its moment only.
 * @param at when it happened; epoch milliseconds
 */
export const eventName = (
  { subscriptionKey, id }: Pick<UsageEventInput, 'subscriptionKey' | 'id'>,
  at: number,
): EventName => `${subscriptionKey}\n${id}\n${at}`;

/**
 * What this process knows of the events that it sent: what is younger than a second cannot be read at
 * Paigo, and so is known from here only.
 */
export class EventMemory {
  readonly #recorded = new RecentSet(MOST_EVENTS);
  readonly #doubts = new Map<EventName, Place>();
  readonly #underWay = new Map<EventName, Promise<void>>();

  isRecorded(name: EventName): boolean {
    return this.#recorded.has(name);
  }

  /** Where the record lies, if it is there at all: nobody knows. */
  doubtOf(name: EventName): Place | undefined {
    return this.#doubts.get(name);
  }

  /** Settles when the call that has the event on its way lets go of it. */
  underWay(name: EventName): Promise<void> | undefined {
    return this.#underWay.get(name);
  }

  /** Marks the events as on their way. Returns what lets go of them. */
  claim(names: readonly EventName[]): () => void {
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    for (const name of names) this.#underWay.set(name, finished);
    return () => {
      for (const name of names) this.#underWay.delete(name);
      finish();
    };
  }

  recorded(name: EventName): void {
    this.#recorded.add(name);
    this.#doubts.delete(name);
  }

  doubted(name: EventName, place: Place): void {
    this.#doubts.set(name, place);
    const [oldest] = this.#doubts.keys();
    if (this.#doubts.size > MOST_DOUBTS && oldest !== undefined) this.#doubts.delete(oldest);
  }
}
