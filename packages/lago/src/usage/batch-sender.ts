import { type EventOutcomes, mayHaveLanded, path } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { batchRefusal } from './batch-refusal.ts';
import { batchText, eventTexts } from './event-text.ts';

/** Most events that travel together, unless Lago says fewer (`facts/lago.md §b`, Events). */
const BATCH_SIZE = 100;

/** Events on their way: their places in the call, and what is sent of them. */
export interface EventBatch {
  readonly indexes: readonly number[];
  /** Written once: what is sent again is the same to the last byte. */
  readonly json: string;
}

function part({ indexes, json }: EventBatch, keep: (place: number) => boolean): EventBatch {
  return {
    indexes: indexes.filter((_, place) => keep(place)),
    json: batchText(eventTexts(json).filter((_, place) => keep(place))),
  };
}

function halves(batch: EventBatch): [EventBatch, EventBatch] {
  const middle = Math.ceil(batch.indexes.length / 2);
  return [part(batch, (place) => place < middle), part(batch, (place) => place >= middle)];
}

/** Sends batches of events, so many at a time, and finds out what became of each event. */
export class BatchSender {
  readonly #lago: Connection;
  /** Most events of a batch, as far as Lago has said. */
  #size = BATCH_SIZE;

  constructor(lago: Connection) {
    this.#lago = lago;
  }

  get size(): number {
    return this.#size;
  }

  /**
   * Sends the batch until each of its events is settled.
   * @throws BillingError when the service fails; then those that are not settled are unknown.
   */
  async send(batch: EventBatch, outcomes: EventOutcomes, context: CallContext): Promise<void> {
    const waiting = [batch];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      try {
        await this.#post(next, outcomes.lookup(next.indexes[0] ?? 0), context);
      } catch (error) {
        if (!BillingError.is(error)) throw error;
        waiting.push(...this.#recover(next, error, outcomes));
        continue;
      }
      for (const index of next.indexes) outcomes.settle(index, 'recorded');
    }
  }

  #post({ json }: EventBatch, lookup: string, context: CallContext): Promise<unknown> {
    return this.#lago.send(
      {
        method: 'POST',
        path: path`/events/batch`,
        json,
        // Each event has its timestamp: sent again, it is the same event (§a, Retry safety).
        repeat: 'safe',
        expects: 'receipt',
        bucket: 'events',
        lookup,
      },
      context,
    );
  }

  /** Settles what a refusal says, and brings what is to be sent again. */
  #recover(batch: EventBatch, error: BillingError, outcomes: EventOutcomes): EventBatch[] {
    const { indexes } = batch;
    const refusal = batchRefusal(error, indexes.length);
    if (refusal.kind === 'failure') throw error;
    if (refusal.kind === 'too_many') {
      this.#size = Math.min(this.#size, Math.ceil(indexes.length / 2));
      return halves(batch);
    }
    if (refusal.kind === 'some') {
      if (indexes.length > 1) return halves(batch);
      for (const index of indexes) outcomes.refuse(index, refusal.refusal);
      return [];
    }
    const { events } = refusal;
    const all = [...events.values()].filter((each) => each === 'duplicate').length;
    // A batch is stored as a whole: when all is there and an attempt was lost, it was that one.
    const isOwn = mayHaveLanded(error) && all === indexes.length;
    for (const [place, index] of indexes.entries()) {
      const said = events.get(place);
      if (said === 'duplicate') outcomes.settle(index, isOwn ? 'recorded' : 'duplicate');
      else if (said !== undefined) outcomes.refuse(index, said);
    }
    const rest = part(batch, (place) => !events.has(place));
    return rest.indexes.length === 0 ? [] : [rest];
  }
}
