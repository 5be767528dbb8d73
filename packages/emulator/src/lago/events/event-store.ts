import type { Fields } from '../../machinery/json-fields.ts';
import { kept } from '../kept.ts';
import type { EventTime } from './event-time.ts';

/** An event as it was sent. */
export interface LagoEvent {
  /** Also its id in the engine, where ids are shorter than what clients may send. */
  readonly lagoId: string;
  readonly transactionId: string;
  /** Null: it is stored, and nobody pays for it. */
  readonly externalSubscriptionId: string | null;
  readonly code: string;
  readonly timestamp: EventTime;
  readonly preciseTotalAmountCents: string | null;
  readonly properties: Fields;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
}

/** Which of an account's events is meant, by the account's event store. */
type EventStore = 'postgres' | 'clickhouse';

/**
 * What is the same for an event that was sent before (`facts/lago.md §b` "Events", duplicates).
 * Undefined for an event without a subscription: it is never a duplicate.
 */
function eventKey(event: LagoEvent, store: EventStore): string | undefined {
  const { externalSubscriptionId, transactionId, timestamp, code } = event;
  if (externalSubscriptionId === null) return undefined;
  const parts =
    store === 'postgres'
      ? [externalSubscriptionId, transactionId]
      : [transactionId, String(timestamp.micros), externalSubscriptionId, code];
  return JSON.stringify(parts);
}

/** The events of an account, in the order in which they came. */
class LagoEvents {
  readonly #byId = new Map<string, LagoEvent>();
  readonly #byKey = new Map<string, LagoEvent>();
  /** The first one of each transaction id. */
  readonly #byTransaction = new Map<string, LagoEvent>();

  /** All of them, latest timestamp first. */
  all(): LagoEvent[] {
    return [...this.#byId.values()]
      .reverse()
      .sort((one, other) => Number(other.timestamp.micros - one.timestamp.micros));
  }

  /** The first one with the transaction id, whatever its subscription. */
  first(transactionId: string): LagoEvent | undefined {
    return this.#byTransaction.get(transactionId);
  }

  /** The stored event that this one repeats. */
  repeated(event: LagoEvent, store: EventStore): LagoEvent | undefined {
    const key = eventKey(event, store);
    return key === undefined ? undefined : this.#byKey.get(key);
  }

  /** What a fee of the engine names by the engine's id. */
  transactionIdOf(engineEventId: string): string | undefined {
    return this.#byId.get(engineEventId)?.transactionId;
  }

  put(event: LagoEvent, store: EventStore): void {
    const { lagoId, transactionId } = event;
    this.#byId.set(lagoId, event);
    if (!this.#byTransaction.has(transactionId)) this.#byTransaction.set(transactionId, event);
    const key = eventKey(event, store);
    if (key !== undefined) this.#byKey.set(key, event);
  }
}

/** The events of this account. */
export const eventsOf = kept(() => new LagoEvents());
