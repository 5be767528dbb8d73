import { eachAtOnce } from '@billport/adapter-kit';
import type { CallContext, Connection } from '../connection.ts';
import { type EventName, eventName } from './event-memory.ts';
import { KnownPlaces, type Place } from './moments.ts';
import { type RawRecord, readRawUsage, type Span } from './raw-usage.ts';
import { readableUntil } from './read-until-now.ts';
import { isSoWithin } from './readable-moment.ts';
import { recordedAround } from './recorded-around.ts';
import { spansAround } from './spans-around.ts';

/** What is looked for: an event, and where it may lie. */
export interface Wanted extends Place {
  readonly name: EventName;
}

/** What was found at Paigo. */
export interface Recorded {
  readonly names: ReadonlySet<EventName>;
  readonly places: KnownPlaces;
}

/** The moments that can be read, by customer. */
function momentsOf(wanted: readonly Wanted[], readable: number): Map<string, number[]> {
  const moments = new Map<string, number[]>();
  for (const { customerId, at } of wanted) {
    if (at >= readable) continue;
    const its = moments.get(customerId);
    if (its === undefined) moments.set(customerId, [at]);
    else its.push(at);
  }
  return moments;
}

/** What is read of a customer at a time. */
interface Look {
  readonly customerId: string;
  readonly span: Span;
}

function* looksOf(wanted: readonly Wanted[], readable: number): Generator<Look> {
  for (const [customerId, moments] of momentsOf(wanted, readable)) {
    for (const span of spansAround(moments)) yield { customerId, span };
  }
}

const nameOf = ({ event: id, subscriptionKey, happenedAt }: RawRecord): EventName | undefined =>
  id === undefined || subscriptionKey === undefined
    ? undefined
    : eventName({ id, subscriptionKey }, happenedAt);

/**
 * Finds what is recorded at Paigo of these events: one read for each customer, over the time of the
 * events; where they lie far apart, one for each group of near ones. What is younger than a second
 * cannot be found.
 */
export async function findRecorded(
  paigo: Connection,
  wanted: readonly Wanted[],
  context: CallContext,
): Promise<Recorded> {
  const names = new Set<EventName>();
  const places = new KnownPlaces();
  const looks = looksOf(wanted, readableUntil(paigo));
  await eachAtOnce(looks, paigo.usageConcurrency, async ({ customerId, span }) => {
    for (const row of await recordedAround(paigo, customerId, span, context)) {
      const name = nameOf(row);
      if (name !== undefined) names.add(name);
      places.add({ customerId, dimensionId: row.dimensionId, at: row.at });
    }
  });
  return { names, places };
}

/** How long a record that was just sent is looked for. */
const LOOK_MS = 500;

/** A record that was sent. */
export interface Sent extends Wanted {
  /** Whether it holds the event's id: none does that is priced by its metadata (§6.2). */
  readonly isNamed: boolean;
}

/**
 * Whether a record that was sent to a place lies there. One that holds an id is known by it alone: what
 * others recorded at that very moment is another one. One without is known by its place.
 * @throws BillingError when it cannot be read
 */
export async function isRecordedAt(
  paigo: Connection,
  { name, customerId, dimensionId, at, isNamed }: Sent,
  context: CallContext,
): Promise<boolean> {
  const isIt = (row: RawRecord) =>
    row.dimensionId === dimensionId && nameOf(row) === (isNamed ? name : undefined);
  const look = async () => {
    const rows = await readRawUsage(paigo, customerId, { from: at, to: at + 1 }, context);
    return rows.some(isIt);
  };
  return isSoWithin(LOOK_MS, look, context);
}
