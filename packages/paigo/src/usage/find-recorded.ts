import { eachAtOnce } from '@billport/adapter-kit';
import type { CallContext, Connection } from '../connection.ts';
import { type EventName, eventName } from './event-memory.ts';
import { KnownPlaces, type Place } from './moments.ts';
import { type RawRecord, readableUntil, readRawUsage, type Span } from './raw-usage.ts';
import { isSoWithin } from './readable-moment.ts';
import { recordedAround } from './recorded-around.ts';

/** What is looked for: an event, and where it may lie. */
export interface Wanted extends Place {
  readonly name: EventName;
}

/** What was found at Paigo. */
export interface Recorded {
  readonly names: ReadonlySet<EventName>;
  readonly places: KnownPlaces;
}

/** The span of the moments that can be read, by customer. */
function spansOf(wanted: readonly Wanted[], readable: number): Map<string, Span> {
  const spans = new Map<string, Span>();
  for (const { customerId, at } of wanted) {
    if (at >= readable) continue;
    const { from, to } = spans.get(customerId) ?? { from: at, to: at + 1 };
    if (at < from || at >= to || !spans.has(customerId)) {
      spans.set(customerId, { from: Math.min(from, at), to: Math.max(to, at + 1) });
    }
  }
  return spans;
}

const nameOf = ({ event: id, subscriptionKey }: RawRecord): EventName | undefined =>
  id === undefined || subscriptionKey === undefined
    ? undefined
    : eventName({ id, subscriptionKey });

/**
 * Finds what is recorded at Paigo of these events: one read for each customer, over the time of the
 * events. What is younger than a second cannot be found.
 */
export async function findRecorded(
  paigo: Connection,
  wanted: readonly Wanted[],
  context: CallContext,
): Promise<Recorded> {
  const names = new Set<EventName>();
  const places = new KnownPlaces();
  const spans = spansOf(wanted, readableUntil(paigo));
  await eachAtOnce(spans, paigo.usageConcurrency, async ([customerId, span]) => {
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

/**
 * Whether a record that was sent to a place lies there. The place was free before: whatever lies there
 * without an id is this one too.
 * @throws BillingError when it cannot be read
 */
export async function isRecordedAt(
  paigo: Connection,
  { name, customerId, dimensionId, at }: Wanted,
  context: CallContext,
): Promise<boolean> {
  const look = async () => {
    const rows = await readRawUsage(paigo, customerId, { from: at, to: at + 1 }, context);
    return rows.some((row) => row.dimensionId === dimensionId && (nameOf(row) ?? name) === name);
  };
  return isSoWithin(LOOK_MS, look, context);
}
