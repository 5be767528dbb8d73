import {
  EventOutcomes,
  type InTurns,
  inTurns,
  refusalError,
  SeenEvents,
} from '@billport/adapter-kit';
import {
  BillingError,
  type EventError,
  pathText,
  type RecordUsageInput,
  type RecordUsageResult,
  toEpochMs,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { BatchSender } from './batch-sender.ts';
import { eventBatches } from './event-batches.ts';
import { EventCheck } from './event-check.ts';
import type { EventReferences, FoundReferences } from './event-references.ts';
import { eventBody } from './event-text.ts';

type Events = RecordUsageInput['events'];
type Recorded = RecordUsageResult & { warnings?: Warning[] };

/** What the events refer to. */
function referencesOf(events: Events) {
  const subscriptions = new Set<string>();
  const metrics = new Set<string>();
  let [lastSubscription, lastMetric] = ['', ''];
  for (const { subscriptionKey, metric } of events) {
    if (subscriptionKey !== lastSubscription) subscriptions.add(subscriptionKey);
    if (metric !== lastMetric) metrics.add(metric);
    [lastSubscription, lastMetric] = [subscriptionKey, metric];
  }
  return { subscriptions, metrics };
}

function outsideWarnings({ outside: { count, first } }: EventCheck): Warning[] {
  if (first === undefined) return [];
  return [
    {
      code: 'not_applied',
      field: pathText(['events', first, 'timestamp']),
      message: `${count} of the events lie before the start or after the end of their subscription: Lago keeps them, and bills none of them.`,
    },
  ];
}

/** One call on its way. */
interface Call {
  readonly events: Events;
  /** Timestamps of the events, in epoch milliseconds. */
  readonly times: Float64Array;
  readonly found: FoundReferences;
  readonly outcomes: EventOutcomes;
  readonly seen: SeenEvents;
  readonly check: EventCheck;
}

function newCall(events: Events, found: FoundReferences): Call {
  return {
    events,
    times: new Float64Array(events.length),
    found,
    outcomes: new EventOutcomes(events),
    seen: new SeenEvents(events),
    check: new EventCheck(found),
  };
}

/** Decides which events of the call are to be sent. */
function checkEvents({ events, times, outcomes, seen, check }: Call): void {
  for (const [index, event] of events.entries()) {
    const at = toEpochMs(event.timestamp);
    times[index] = at;
    const refusal = check.check(event, at, index);
    if (refusal !== undefined) {
      outcomes.refuse(index, refusal);
      continue;
    }
    const first = seen.firstOf(index, event);
    if (first !== undefined) outcomes.repeat(index, first);
  }
}

/** What is sent of some events of the call. */
function jsonOf({ events, times, found }: Call, indexes: readonly number[]): string {
  const bodies = indexes.map((index) => {
    const event = events[index];
    return event && eventBody(event, times[index] ?? 0, found);
  });
  return JSON.stringify({ events: bodies });
}

/** Records events at Lago: any number of them, in batches, several at a time. */
export class UsageRecorder {
  readonly #references: EventReferences;
  readonly #sender: BatchSender;
  readonly #inTurn: InTurns;
  readonly #atOnce: number;

  constructor(lago: Connection, references: EventReferences) {
    this.#references = references;
    this.#sender = new BatchSender(lago);
    this.#atOnce = lago.usageConcurrency;
    this.#inTurn = inTurns(lago.usageConcurrency);
  }

  /**
   * Records the events. With `onRejected: 'throw'` nothing is sent when one is refused beforehand;
   * what Lago itself refuses leaves the others recorded.
   * @throws BillingError with the code of the first refusal and an issue for each refused event, or
   *   the failure that kept Lago from answering.
   */
  async record({ events, onRejected }: RecordUsageInput, context: CallContext): Promise<Recorded> {
    const { subscriptions, metrics } = referencesOf(events);
    const found = await this.#references.find(subscriptions, metrics);
    const call = newCall(events, found);
    checkEvents(call);
    const report = onRejected === 'report';
    const { refusals } = call.outcomes;
    if (!report && refusals.size > 0) throw refusalError(refusals, 0);
    return this.#result(call, await this.#send(call, context), report);
  }

  /** Sends what is not decided. After a failure nothing more is begun. */
  async #send(call: Call, context: CallContext): Promise<unknown> {
    const { events, outcomes, seen } = call;
    let failure: unknown;
    const batches = eventBatches({
      events,
      travels: (index) => !outcomes.isDecided(index),
      hasShared: seen.hasShared,
      size: () => this.#sender.size,
    });
    const sendNext = async (): Promise<boolean> => {
      if (failure !== undefined) return false;
      const { value: indexes, done } = batches.next();
      if (done || indexes === undefined) return false;
      await this.#sender.send({ indexes, json: jsonOf(call, indexes) }, outcomes, context);
      return true;
    };
    const worker = async () => {
      try {
        while (await this.#inTurn(sendNext));
      } catch (error) {
        failure ??= error;
      }
    };
    await Promise.all(Array.from({ length: this.#atOnce }, worker));
    return failure;
  }

  #result({ outcomes, check }: Call, failure: unknown, report: boolean): Recorded {
    const { counts, results } = outcomes.summary(unsentError(failure));
    const known = counts.recorded + counts.duplicate;
    if (failure !== undefined && !(report && isPartOfAnswer(failure, known))) throw failure;
    if (!report && outcomes.refusals.size > 0) throw refusalError(outcomes.refusals, known);
    const warnings = outsideWarnings(check);
    return {
      recorded: counts.recorded,
      duplicates: counts.duplicate,
      rejected: counts.rejected,
      results,
      ...(warnings.length > 0 && { warnings }),
    };
  }
}

/** Whether a report is worth more than the failure: something is recorded, or may be. */
function isPartOfAnswer(failure: unknown, known: number): boolean {
  return BillingError.is(failure) && (known > 0 || failure.code === 'outcome_unknown');
}

/** What is said of events whose fate a failure left open. */
function unsentError(failure: unknown): EventError | undefined {
  if (!BillingError.is(failure)) return undefined;
  return { code: failure.code, message: failure.message };
}
