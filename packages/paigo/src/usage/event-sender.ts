import {
  type EventOutcomes,
  type EventRefusal,
  type InTurns,
  inTurns,
  path,
} from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { eventBody } from './event-body.ts';
import { lookupOf } from './event-lookup.ts';
import type { EventMemory } from './event-memory.ts';
import { isRecordedAt } from './find-recorded.ts';
import { type KnownPlaces, MomentGiver, type Moments, type Place } from './moments.ts';
import type { OpenEvent } from './open-event.ts';
import { untilReadable } from './readable-moment.ts';

/** An event and the moment that it has at Paigo. */
interface Placed {
  readonly open: OpenEvent;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Statuses by which Paigo refuses one record, and not the whole call (`facts/paigo.md §2`). */
const OF_RECORDS: ReadonlySet<number | undefined> = new Set([400, 413, 422]);

const placeOf = ({ open: { destination }, at }: Placed): Place => ({
  customerId: destination.target.customerId,
  dimensionId: destination.metric.dimensionId,
  at,
});

/** In the order of time; those of the same moment stay in theirs. */
function inTime(events: readonly OpenEvent[]): readonly OpenEvent[] {
  const isSorted = events.every(({ at }, index) => at >= (events[index - 1]?.at ?? at));
  return isSorted ? events : events.toSorted((one, other) => one.at - other.at);
}

/** Sends events to Paigo, one in each request, so many at a time. */
export class EventSender {
  readonly #paigo: Connection;
  readonly #memory: EventMemory;
  readonly #moments: Moments;
  readonly #inTurn: InTurns;

  constructor(paigo: Connection, memory: EventMemory, moments: Moments) {
    this.#paigo = paigo;
    this.#memory = memory;
    this.#moments = moments;
    this.#inTurn = inTurns(paigo.usageConcurrency);
  }

  /**
   * Sends the events and says what became of each. After a failure, and after an event of which nobody
   * knows what became, nothing more is begun.
   * @param known places at Paigo that are taken
   * @returns the failure; those that are not settled then were not sent
   */
  async send(
    events: readonly OpenEvent[],
    known: KnownPlaces,
    outcomes: EventOutcomes,
    context: CallContext,
  ): Promise<BillingError | undefined> {
    const giver = new MomentGiver(this.#moments, known);
    const waiting = inTime(events)
      .map((open) => this.#place(open, giver))
      .values();
    let failure: unknown;
    const sendNext = async (): Promise<boolean> => {
      if (failure !== undefined) return false;
      const { value: placed, done } = waiting.next();
      if (done) return false;
      await this.#sendOne(placed, outcomes, context);
      return true;
    };
    const worker = async () => {
      try {
        while (await this.#inTurn(sendNext));
      } catch (error) {
        failure ??= error;
      }
    };
    await Promise.all(Array.from({ length: this.#paigo.usageConcurrency }, worker));
    for (const unsent of waiting) this.#release(unsent);
    if (failure === undefined || BillingError.is(failure)) return failure;
    throw failure;
  }

  /** A record that may be there is sent to the same place: there it may count once all the same. */
  #place(open: OpenEvent, giver: MomentGiver): Placed {
    const { at, name, destination } = open;
    const { target, metric } = destination;
    const doubt = this.#memory.doubtOf(name);
    if (doubt !== undefined) return { open, at: doubt.at };
    const place = { customerId: target.customerId, dimensionId: metric.dimensionId, at };
    return { open, at: giver.give(place, metric.interval) };
  }

  /** Nothing of it was sent. */
  #release(placed: Placed): void {
    if (this.#memory.doubtOf(placed.open.name) === undefined) {
      this.#moments.release(placeOf(placed));
    }
  }

  /**
   * Sends one event.
   * @throws BillingError when it may not be there, and the next ones would fare alike.
   */
  async #sendOne(placed: Placed, outcomes: EventOutcomes, context: CallContext): Promise<void> {
    const { index, name } = placed.open;
    try {
      await this.#post(placed, context);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal !== undefined) {
        this.#release(placed);
        outcomes.refuse(index, refusal);
        return;
      }
      if (!BillingError.is(error, 'outcome_unknown')) {
        this.#release(placed);
        throw error;
      }
      await this.#lookFor(placed, error, outcomes, context);
    }
    this.#memory.recorded(name);
    outcomes.settle(index, 'recorded');
  }

  #post({ open, at }: Placed, context: CallContext): Promise<unknown> {
    const { event, destination } = open;
    return this.#paigo.send(
      {
        method: 'POST',
        path: path`/usage`,
        body: eventBody(event, destination, at, at !== open.at),
        // Paigo knows no ids: a second one counts twice (`facts/paigo.md §6.1`).
        repeat: 'never',
        expects: 'receipt',
        bucket: 'usage',
        lookup: lookupOf(open),
      },
      context,
    );
  }

  /**
   * Looks for a record whose answer was lost. When it is not there it may still come: it is not sent
   * again.
   * @throws BillingError the same error when it is not found
   */
  async #lookFor(
    placed: Placed,
    error: BillingError<'outcome_unknown'>,
    outcomes: EventOutcomes,
    context: CallContext,
  ): Promise<void> {
    const { index, name } = placed.open;
    this.#memory.doubted(name, placeOf(placed));
    if (await this.#isThere(placed, context)) return;
    const { code, message, details } = error;
    outcomes.doubt(index, { code, message: `${message} Look it up: ${details?.lookup}.` });
    throw error;
  }

  /** Whether the record is known to be there: a look that fails does not tell. */
  async #isThere(placed: Placed, context: CallContext): Promise<boolean> {
    const { name, destination } = placed.open;
    const sent = { ...placeOf(placed), name, isNamed: !destination.metric.isPricedByMetadata };
    try {
      if (!(await untilReadable(this.#paigo, sent.at, context))) return false;
      return await isRecordedAt(this.#paigo, sent, context);
    } catch (error) {
      if (BillingError.is(error)) return false;
      throw error;
    }
  }
}

/** Why Paigo refused this very record; undefined for all other errors. */
function refusalOf(error: unknown): EventRefusal | undefined {
  if (!BillingError.is(error) || error.retryable || !OF_RECORDS.has(error.status)) return undefined;
  if (error.code === 'outcome_unknown') return undefined;
  return { code: 'rejected', path: [], message: error.message };
}
