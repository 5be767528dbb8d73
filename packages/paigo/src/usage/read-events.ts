import { cursorPage } from '@billport/adapter-kit';
import {
  BillingError,
  type CheckedInputOf,
  type contract,
  invalidInput,
  type Page,
  toEpochMs,
  type UsageEvent,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { allDimensions } from '../metrics/find-metric.ts';
import { findSubscription } from '../subscriptions/find-subscription.ts';
import type { FoundSubscription } from '../subscriptions/match-enrollments.ts';
import {
  EventView,
  type FoundRecord,
  heldDimensions,
  latestFirst,
  recordsOfSubscription,
} from './event-view.ts';
import { mayLieBefore, mayLieBehind } from './moved-records.ts';
import { type RawRecord, readRawUsage, type Span } from './raw-usage.ts';
import { readableUntil } from './read-until-now.ts';
import { subscriptionStart } from './subscription-start.ts';
import {
  firstWindow,
  type Life,
  parseWindow,
  type Window,
  windowBefore,
  windowBeforeSpan,
  windowText,
} from './windows.ts';

type GetInput = CheckedInputOf<typeof contract.usage.getEvent>;
type ListInput = CheckedInputOf<typeof contract.usage.listEvents>;

/** How far from where it happened a record is looked for at first, since that moment may be taken. */
const MARGIN_MS = 60_000;

/** Rows of a page when nobody says how many. */
const USUAL_LIMIT = 50;

/** What lies in a span. */
interface ReadSpan {
  /** The records of the subscription. */
  readonly records: readonly FoundRecord[];
  /** All records of the customer. */
  readonly rows: readonly RawRecord[];
}

/** Reads the events of one subscription. */
class EventReader {
  readonly #paigo: Connection;
  readonly #found: FoundSubscription;
  readonly #context: CallContext;
  /** What was read last. */
  #last: { readonly name: string; readonly read: Promise<ReadSpan> } | undefined;
  /** All dimensions of the account, where one was asked for. */
  #all: Promise<EventView> | undefined;

  constructor(paigo: Connection, found: FoundSubscription, context: CallContext) {
    this.#paigo = paigo;
    this.#found = found;
    this.#context = context;
  }

  /** Reads what lies in a span; of the span that was read last it is known. */
  read(span: Span): Promise<ReadSpan> {
    const name = `${span.from}/${span.to}`;
    if (this.#last?.name !== name) this.#last = { name, read: this.#read(span) };
    return this.#last.read;
  }

  async #read(span: Span): Promise<ReadSpan> {
    const { customerId } = this.#found.customer;
    const rows = await readRawUsage(this.#paigo, customerId, span, this.#context);
    return { records: recordsOfSubscription(this.#found, rows), rows };
  }

  /** From when on there is usage, as a rule; where nobody says, all time is alike. */
  get start(): number {
    return subscriptionStart(this.#found) ?? Number.POSITIVE_INFINITY;
  }

  /** Shows the records: those of a plan before this one need the dimensions of the whole account. */
  async viewOf(records: readonly FoundRecord[]): Promise<EventView> {
    const held = heldDimensions(this.#found);
    const ids = new Set(held.map(({ dimensionId }) => dimensionId));
    if (records.every(({ dimensionId }) => ids.has(dimensionId))) {
      return new EventView(this.#found, held);
    }
    this.#all ??= this.#readAll();
    return this.#all;
  }

  async #readAll(): Promise<EventView> {
    return new EventView(this.#found, await allDimensions(this.#paigo, this.#context));
  }
}

/**
 * Reads an event. Paigo has no ids: the usage of the customer is searched, the latest first.
 * @throws BillingError `not_found`
 */
export async function getEvent(
  paigo: Connection,
  { subscriptionKey, id }: GetInput,
  context: CallContext,
): Promise<UsageEvent> {
  const found = await findSubscription(paigo, subscriptionKey, context);
  const reader = new EventReader(paigo, found, context);
  const life = { from: 0, to: readableUntil(paigo), start: reader.start };
  let window = firstWindow(life);
  while (window !== undefined) {
    const { records, rows } = await reader.read(window);
    const record = records.find((each) => each.id === id);
    if (record !== undefined) return (await reader.viewOf([record])).show(record);
    window = windowBefore(window, life, rows.length);
  }
  throw new BillingError('not_found', {
    message: `Subscription ${JSON.stringify(subscriptionKey)} has no event ${JSON.stringify(id)}, or none that can be read yet: that takes a second or more.`,
    details: { resource: 'event', key: id },
  });
}

/** What of the records belongs to a list. */
async function listed(
  reader: EventReader,
  found: readonly FoundRecord[],
  { metric, from, to }: ListInput,
): Promise<FoundRecord[]> {
  const start = from === undefined ? Number.NEGATIVE_INFINITY : toEpochMs(from);
  const end = to === undefined ? Number.POSITIVE_INFINITY : toEpochMs(to);
  const records = found.filter(({ happenedAt }) => happenedAt >= start && happenedAt < end);
  const view = await reader.viewOf(records);
  return latestFirst(
    records.filter((each) => metric === undefined || view.metricOf(each) === metric),
  );
}

/** The time that a list is about; epoch milliseconds. */
function spanOf(paigo: Connection, { from, to }: ListInput): Span {
  return {
    from: from === undefined ? 0 : toEpochMs(from),
    to: to === undefined ? readableUntil(paigo) : toEpochMs(to),
  };
}

/** What of it is read at least: records may lie before its start, since they were moved. */
const lifeOf = ({ from }: Span, { start }: EventReader): Life => ({
  from: Math.max(0, from - MARGIN_MS),
  start,
});

/**
 * The latest window of a list. It ends now, or so far behind the list's end that no record of the list
 * can lie behind it.
 */
async function latestWindow(
  paigo: Connection,
  reader: EventReader,
  { from }: Life,
  { to: end }: Span,
): Promise<Window | undefined> {
  const readable = readableUntil(paigo);
  for (let margin = MARGIN_MS; end + margin < readable; margin *= 4) {
    const window = firstWindow({ from, to: end + margin });
    if (window === undefined) return undefined;
    const { rows } = await reader.read(window);
    if (!mayLieBehind(rows, window, end)) return window;
  }
  return firstWindow({ from, to: readable });
}

/** The window to read next: before the list's start too, as far as records of the list can lie there. */
function nextWindow(
  window: Window,
  life: Life,
  { from: start, to }: Span,
  rows: readonly RawRecord[],
): Window | undefined {
  const next = windowBefore(window, life, rows.length);
  if (next !== undefined || window.from === 0) return next;
  const isMore = mayLieBefore(rows, { from: window.from, to }, start);
  return isMore ? windowBeforeSpan(window, life, MARGIN_MS) : undefined;
}

/**
 * A page of a walk through windows. The first step has no rows: it fixes where the walk begins, so
 * that what is recorded meanwhile moves nothing.
 */
function partOfPage(
  paigo: Connection,
  reader: EventReader,
  input: ListInput,
  cursor: string | undefined,
  limit: number,
): Promise<Page<UsageEvent>> {
  const span = spanOf(paigo, input);
  const life = lifeOf(span, reader);
  const next = (window: Window | undefined) => window && windowText(window);
  return cursorPage<FoundRecord, UsageEvent>({
    limit,
    cursor,
    scope: JSON.stringify([input.subscriptionKey, input.metric, input.from, input.to]),
    idOf: ({ position }) => position,
    toItem: async (record) => (await reader.viewOf([record])).show(record),
    async fetch(page) {
      if (page === undefined) {
        return { rows: [], next: next(await latestWindow(paigo, reader, life, span)) };
      }
      const window = parseWindow(page, life);
      const { records, rows } = await reader.read(window);
      return {
        rows: await listed(reader, records, input),
        next: next(nextWindow(window, life, span, rows)),
      };
    },
  });
}

/**
 * A page of a subscription's events, latest first: what Paigo has of the customer, read by time and
 * paged here.
 * @throws BillingError `not_found`; `invalid_input` without a subscription, or for a cursor of another
 *   list
 */
export async function listEvents(
  paigo: Connection,
  input: ListInput,
  context: CallContext,
): Promise<Page<UsageEvent>> {
  const { subscriptionKey, limit = USUAL_LIMIT } = input;
  if (subscriptionKey === undefined) {
    const message = 'Paigo lists usage by customer: name a subscription.';
    throw invalidInput([{ path: ['subscriptionKey'], message }]);
  }
  const found = await findSubscription(paigo, subscriptionKey, context);
  const reader = new EventReader(paigo, found, context);
  const items: UsageEvent[] = [];
  let cursor = input.cursor;
  for (;;) {
    const page = await partOfPage(paigo, reader, input, cursor, limit - items.length);
    items.push(...page.items);
    cursor = page.nextCursor;
    if (cursor === undefined) return { items };
    if (items.length >= limit) return { items, nextCursor: cursor };
  }
}
