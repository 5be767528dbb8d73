import { isDeepStrictEqual } from 'node:util';
import type { Fields } from '../../machinery/json-fields.ts';
import { invalid, LagoFailure, notEmulated } from '../failure.ts';
import type { LagoState } from '../state.ts';
import { withComputed } from './compute-expression.ts';
import { eventsOf, type LagoEvent } from './event-store.ts';
import { meterEvents } from './meter-events.ts';
import { readEvent } from './read-event.ts';

/** Most events of one batch. */
const MOST = 100;

const DUPLICATE = { transaction_id: ['value_already_exist'] };

/**
 * In ClickHouse the later of two events wins. The engine keeps what it metered: another content
 * cannot take its place.
 */
function checkReplacement(state: LagoState, event: LagoEvent): void {
  const before = eventsOf(state).repeated(event, state.switches.eventStore);
  if (before === undefined) return;
  const isSame =
    isDeepStrictEqual(before.properties, event.properties) &&
    before.preciseTotalAmountCents === event.preciseTotalAmountCents;
  if (!isSame) throw notEmulated('An event in ClickHouse that replaces one with other content.');
}

/** Keeps events that were not there; answers those. */
function store(state: LagoState, incoming: readonly LagoEvent[]): LagoEvent[] {
  const { eventStore } = state.switches;
  const events = eventsOf(state);
  const fresh = incoming.filter((event) => events.repeated(event, eventStore) === undefined);
  for (const event of fresh) events.put(event, eventStore);
  return fresh;
}

const isDuplicate = (state: LagoState, event: LagoEvent) =>
  state.switches.eventStore === 'postgres' &&
  eventsOf(state).repeated(event, 'postgres') !== undefined;

/** `POST /events`. @throws LagoFailure 422 */
export async function acceptEvent(state: LagoState, fields: Fields): Promise<LagoEvent> {
  const event = await withComputed(state, readEvent(state, fields));
  if (isDuplicate(state, event)) throw invalid(DUPLICATE);
  checkReplacement(state, event);
  await meterEvents(state, store(state, [event]));
  return event;
}

/** What is wrong with an event, as it stands under its index. */
function detailsOf(error: unknown): unknown {
  if (error instanceof LagoFailure && error.status === 422) return error.body.error_details;
  throw error;
}

type ReadEvent = { readonly event: LagoEvent } | { readonly details: unknown };

async function tryReading(state: LagoState, fields: Fields): Promise<ReadEvent> {
  try {
    return { event: await withComputed(state, readEvent(state, fields)) };
  } catch (error) {
    return { details: detailsOf(error) };
  }
}

/** What is wrong by index. A transaction id may stand once, whatever the subscriptions. */
function problemsOf(state: LagoState, events: readonly ReadEvent[]): Record<string, unknown> {
  const seen = new Set<string>();
  const problems: Record<string, unknown> = {};
  for (const [index, read] of events.entries()) {
    if ('details' in read) {
      problems[index] = read.details;
      continue;
    }
    const { transactionId } = read.event;
    if (seen.has(transactionId) || isDuplicate(state, read.event)) problems[index] = DUPLICATE;
    seen.add(transactionId);
  }
  return problems;
}

/**
 * `POST /events/batch`: all of them or, when one is wrong or was there, none.
 * @throws LagoFailure 422 with what is wrong by index
 */
export async function acceptBatch(state: LagoState, sent: readonly Fields[]): Promise<LagoEvent[]> {
  if (sent.length === 0) throw invalid({ events: ['no_events'] });
  if (sent.length > MOST) throw invalid({ events: ['too_many_events'] });
  const read: ReadEvent[] = [];
  for (const fields of sent) read.push(await tryReading(state, fields));
  // From here to the storing nothing waits: no other request comes between.
  const problems = problemsOf(state, read);
  if (Object.keys(problems).length > 0) throw invalid(problems);
  const events = read.flatMap((item) => ('event' in item ? [item.event] : []));
  for (const event of events) checkReplacement(state, event);
  await meterEvents(state, store(state, events));
  return events;
}
