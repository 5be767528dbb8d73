import { EventOutcomes, refusalError, SeenEvents, untilGivenUp } from '@billport/adapter-kit';
import {
  BillingError,
  type BillingErrorOptions,
  type EventError,
  pathText,
  type RecordUsageInput,
  type RecordUsageResult,
  toEpochMs,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { checkEvent } from './event-check.ts';
import { lookupOf } from './event-lookup.ts';
import { EventMemory, eventName } from './event-memory.ts';
import { EventSender } from './event-sender.ts';
import { type EventTargets, findTargets } from './event-targets.ts';
import { findRecorded, type Recorded, type Wanted } from './find-recorded.ts';
import { Moments } from './moments.ts';
import { monthOf } from './months.ts';
import type { OpenEvent } from './open-event.ts';
import { untilReadable } from './readable-moment.ts';

type Result = RecordUsageResult & { warnings?: Warning[] };

/** One call on its way. */
interface Call {
  readonly outcomes: EventOutcomes;
  /** Events that can be sent. */
  readonly open: readonly OpenEvent[];
  /** Those that an earlier call left open, and that nobody can look at yet: they are not sent. */
  readonly doubtful: OpenEvent[];
  readonly context: CallContext;
}

/** Decides which events of the call can be sent. */
function newCall({ events }: RecordUsageInput, targets: EventTargets, context: CallContext): Call {
  const outcomes = new EventOutcomes(events);
  const seen = new SeenEvents(events);
  const open: OpenEvent[] = [];
  for (const [index, event] of events.entries()) {
    const checked = checkEvent(event, targets);
    if ('code' in checked) {
      outcomes.refuse(index, checked);
      continue;
    }
    const first = seen.firstOf(index, event);
    if (first !== undefined) {
      outcomes.repeat(index, first);
      continue;
    }
    const at = toEpochMs(event.timestamp);
    open.push({ index, name: eventName(event, at), event, at, destination: checked });
  }
  return { outcomes, open, doubtful: [], context };
}

const wantedOf = ({ name, at, destination: { target, metric } }: OpenEvent) => ({
  name,
  customerId: target.customerId,
  dimensionId: metric.dimensionId,
  at,
});

/**
 * Records events at Paigo, one in each request. Paigo knows no ids: what was recorded before is found by
 * what this process remembers, and by one look at what is there (`facts/paigo.md §6.1`).
 */
export class UsageRecorder {
  readonly #paigo: Connection;
  readonly #memory = new EventMemory();
  readonly #sender: EventSender;

  constructor(paigo: Connection) {
    this.#paigo = paigo;
    this.#sender = new EventSender(paigo, this.#memory, new Moments());
  }

  /**
   * Records the events. With `onRejected: 'throw'` nothing is sent when one is refused beforehand;
   * what Paigo itself refuses leaves the others recorded.
   * @throws BillingError with the code of the first refusal and an issue for each refused event;
   *   `outcome_unknown` with how to look when nobody knows what became of one; or the failure that
   *   kept Paigo from answering.
   */
  async record(input: RecordUsageInput, context: CallContext): Promise<Result> {
    const targets = await findTargets(this.#paigo, input.events, context);
    const call = newCall(input, targets, context);
    const report = input.onRejected === 'report';
    const { refusals } = call.outcomes;
    if (!report && refusals.size > 0) throw refusalError(refusals, 0);
    // The month in which the call began: what its last seconds bring may be in time.
    const now = this.#paigo.clock.now();
    return resultOf(call, await this.#recordOpen(call), { report, now });
  }

  /**
   * Records what is open. What another call has on its way is waited for: it is recorded then, or it
   * is this call's to send. Nobody who waits has others wait, so that two never wait for each other.
   */
  async #recordOpen(call: Call): Promise<BillingError | undefined> {
    let { open } = call;
    let failure: BillingError | undefined;
    while (open.length > 0 && failure === undefined) {
      const left = open.filter((each) => !this.#isKnown(each, call));
      const waiting = left.filter(({ name }) => this.#memory.underWay(name) !== undefined);
      const own = left.filter(({ name }) => this.#memory.underWay(name) === undefined);
      failure = await this.#recordOwn(own, call);
      if (failure === undefined) failure = await this.#untilLetGo(waiting, call);
      open = waiting;
    }
    return failure ?? doubtOf(call);
  }

  #isKnown({ index, name }: OpenEvent, { outcomes }: Call): boolean {
    if (!this.#memory.isRecorded(name)) return false;
    outcomes.settle(index, 'duplicate');
    return true;
  }

  /** Records events that no other call has on its way. Begins without a pause: they are claimed then. */
  async #recordOwn(own: readonly OpenEvent[], call: Call): Promise<BillingError | undefined> {
    if (own.length === 0) return undefined;
    const letGo = this.#memory.claim(own.map(({ name }) => name));
    try {
      const known = await this.#withoutDoubtful(own, call);
      const found = await this.#findRecorded(known, call);
      const unrecorded = known.filter(({ index, name }) => {
        if (!found.names.has(name)) return true;
        this.#memory.recorded(name);
        call.outcomes.settle(index, 'duplicate');
        return false;
      });
      return await this.#sender.send(unrecorded, found.places, call.outcomes, call.context);
    } catch (error) {
      if (BillingError.is(error)) return error;
      throw error;
    } finally {
      letGo();
    }
  }

  /** The events but those whose fate was left open before, and cannot be looked at yet. */
  async #withoutDoubtful(own: readonly OpenEvent[], call: Call): Promise<readonly OpenEvent[]> {
    const known: OpenEvent[] = [];
    for (const open of own) {
      const doubt = this.#memory.doubtOf(open.name);
      if (doubt === undefined || (await untilReadable(this.#paigo, doubt.at, call.context))) {
        known.push(open);
        continue;
      }
      call.doubtful.push(open);
      call.outcomes.doubt(open.index, {
        code: 'outcome_unknown',
        message: `${STILL_OPEN} Look it up: ${lookupOf(open)}.`,
      });
    }
    return known;
  }

  /** Looks at what is there of the events; also where those may lie whose fate was left open before. */
  async #findRecorded(own: readonly OpenEvent[], { context }: Call): Promise<Recorded> {
    const wanted: Wanted[] = own.map(wantedOf);
    for (const { name } of own) {
      const doubt = this.#memory.doubtOf(name);
      if (doubt !== undefined) wanted.push({ ...doubt, name });
    }
    const found = await findRecorded(this.#paigo, wanted, context);
    const names = new Set(found.names);
    for (const { name, destination } of own) {
      const doubt = this.#memory.doubtOf(name);
      const isAny = doubt !== undefined && destination.metric.isPricedByMetadata;
      if (isAny && found.places.has(doubt)) names.add(name);
    }
    return { names, places: found.places };
  }

  async #untilLetGo(
    waiting: readonly OpenEvent[],
    { context }: Call,
  ): Promise<BillingError | undefined> {
    try {
      for (const { name } of waiting) {
        const underWay = this.#memory.underWay(name);
        if (underWay !== undefined) await untilGivenUp(underWay, context?.signal);
      }
      return undefined;
    } catch (error) {
      if (BillingError.is(error)) return error;
      throw error;
    }
  }
}

const STILL_OPEN =
  'An earlier call left open whether the event is recorded, and Paigo cannot be asked about its moment yet: it was not sent again.';

/** Says that it is still open what became of events; undefined where it is of none. */
function doubtOf({ doubtful }: Call): BillingError | undefined {
  const [first] = doubtful;
  if (first === undefined) return undefined;
  const others = doubtful.length === 1 ? '' : ` So it is with ${doubtful.length - 1} more.`;
  return new BillingError('outcome_unknown', {
    message: `Event ${JSON.stringify(first.event.id)}: ${STILL_OPEN}${others}`,
    details: { lookup: lookupOf(first) },
  });
}

/** What is said of events that were not sent because of a failure. */
function unsentError(failure: BillingError | undefined): EventError | undefined {
  if (failure === undefined) return undefined;
  const { cause } = failure;
  const reason = failure.code === 'outcome_unknown' && BillingError.is(cause) ? cause : failure;
  const code = reason.code === 'outcome_unknown' ? 'unavailable' : reason.code;
  const message = `It was not sent, since the call ended before: ${reason.message} Record it again.`;
  return { code, message };
}

/** The failure, and what is recorded all the same. */
function failureOf(failure: BillingError, known: number): BillingError {
  if (known === 0) return failure;
  const options = {
    ...(failure.toJSON() as unknown as BillingErrorOptions),
    message: `${failure.message} ${known} events of the call are recorded, and count once when it is repeated.`,
    cause: failure.cause,
  };
  return new BillingError(failure.code, options);
}

/** Most ids that a warning names. */
const MOST_NAMED = 5;

/** A warning that events are kept and not billed; none where there are no such events. */
function* unbilled(events: readonly OpenEvent[], why: string): Generator<Warning> {
  const [first] = events;
  if (first === undefined) return;
  const ids = events.slice(0, MOST_NAMED).map(({ event }) => JSON.stringify(event.id));
  const rest = events.length > MOST_NAMED ? `, and ${events.length - MOST_NAMED} more` : '';
  yield {
    code: 'not_applied',
    field: pathText(['events', first.index, 'timestamp']),
    message: `${events.length} of the events ${why} (${ids.join(', ')}${rest}).`,
  };
}

/**
 * Warns of events that Paigo keeps and does not bill: those from before the enrolment
 * (`facts/paigo.md §4`), and those of months that are over. Only of what this call recorded: what was
 * there before may have come in time.
 */
function* unbilledWarnings({ open }: Call, results: RecordUsageResult['results'], now: number) {
  const recorded = open.filter(({ index }) => results[index]?.status === 'recorded');
  const isEarly = ({ at, destination }: OpenEvent) => at < destination.target.from;
  const { from: month } = monthOf(now);
  const late = recorded.filter((each) => each.at < month && !isEarly(each));
  yield* unbilled(
    recorded.filter(isEarly),
    'lie before the start of their subscription: Paigo keeps them, and bills none of them',
  );
  yield* unbilled(
    late,
    'lie in months in UTC that are over: expect Paigo to keep them and to put them on no invoice, and ask for what they cost with invoices.create',
  );
}

/** Warns of ids that are not kept, so that nobody else can tell a repeat. */
function* unnamedWarnings({ open }: Call): Generator<Warning> {
  const unnamed = open.find(({ destination }) => destination.metric.isPricedByMetadata);
  if (unnamed === undefined) return;
  yield {
    code: 'partial',
    field: pathText(['events', unnamed.index, 'id']),
    message: `Paigo prices metric ${JSON.stringify(unnamed.event.metric)} by what is kept with each record, so that no id is: a repeat is known to the process that recorded it, and to no other.`,
  };
}

function resultOf(
  call: Call,
  failure: BillingError | undefined,
  { report, now }: { readonly report: boolean; readonly now: number },
): Result {
  const { outcomes } = call;
  const { counts, results } = outcomes.summary(unsentError(failure));
  const known = counts.recorded + counts.duplicate;
  if (failure !== undefined) {
    const isPartOfReport = known > 0 || failure.code === 'outcome_unknown';
    if (!report || !isPartOfReport) throw failureOf(failure, known);
  }
  if (!report && outcomes.refusals.size > 0) throw refusalError(outcomes.refusals, known);
  const warnings = [...unbilledWarnings(call, results, now), ...unnamedWarnings(call)];
  return {
    recorded: counts.recorded,
    duplicates: counts.duplicate,
    rejected: counts.rejected,
    results,
    ...(warnings.length > 0 && { warnings }),
  };
}
