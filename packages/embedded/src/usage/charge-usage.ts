import type { Span } from '@billport/rating';
import {
  aggregate,
  type CarriedMeterState,
  eventGroup,
  type Usage,
  type Window,
} from '@billport/rating';
import type { Engine } from '../engine.ts';
import type { Stay } from '../subscriptions/stays.ts';
import { groupValues, type StoredAggregate, storedAggregates } from './aggregate-states.ts';
import type { StoredEvent } from './event-table.ts';
import { type MeteredCharge, priceOf } from './metered-charge.ts';
import { livesAt, usageWindowOf } from './usage-window.ts';

/** Usage under one price of a charge and one group. */
export interface PricedUsage {
  readonly filter: number | undefined;
  /** Values of the properties that the charge is grouped by; undefined without groups. */
  readonly group: Readonly<Record<string, string | null>> | undefined;
  readonly usage: Usage;
}

const EARLIEST = Number.MIN_SAFE_INTEGER;

/** The key of an event's group: empty without groups. */
export function groupKeyOf(metered: MeteredCharge, event: StoredEvent): string {
  const { groupBy } = metered.charge;
  return groupBy === undefined ? '' : eventGroup(groupBy, event).key;
}

/** Events of the window that the charge counts; of a recurring metric also all before it. */
function* eventsOf(
  engine: Engine,
  stay: Stay,
  metered: MeteredCharge,
  window: Window,
): Generator<StoredEvent> {
  const recurring = metered.metric.recurring ?? false;
  const from = recurring ? EARLIEST : window.from;
  const { subscriptionKey } = stay;
  for (const event of engine.events.between(
    subscriptionKey,
    metered.metric.code,
    from,
    window.to,
  )) {
    if (recurring || livesAt(stay, event.timestamp)) yield event;
  }
}

interface EventBucket {
  readonly filter: number | undefined;
  readonly group: string;
  readonly events: StoredEvent[];
}

function intoBuckets(metered: MeteredCharge, events: Iterable<StoredEvent>): EventBucket[] {
  const buckets = new Map<string, EventBucket>();
  for (const event of events) {
    const filter = metered.chooseFilter(event);
    const group = groupKeyOf(metered, event);
    const name = `${filter} ${group}`;
    const known = buckets.get(name);
    if (known === undefined) buckets.set(name, { filter, group, events: [event] });
    else known.events.push(event);
  }
  return [...buckets.values()];
}

function fromEvents(
  engine: Engine,
  stay: Stay,
  metered: MeteredCharge,
  window: Window,
): PricedUsage[] {
  const custom = engine.customAggregations[metered.metric.code];
  return intoBuckets(metered, eventsOf(engine, stay, metered, window)).map(
    ({ filter, group, events }) => ({
      filter,
      group: groupValues(metered, group),
      usage: aggregate(metered.metric, priceOf(metered, filter).priced, events, window, { custom }),
    }),
  );
}

/** One usage of rows that share filter and group, earlier windows first. */
function joined(
  metered: MeteredCharge,
  rows: readonly StoredAggregate[],
  window: Window,
): Usage | undefined {
  const filter = rows[0]?.filter;
  const { meter } = priceOf(metered, filter);
  if (meter === undefined) return undefined;
  if (meter.kind === 'values') {
    const total = meter.start();
    for (const row of rows) {
      if (row.state === undefined) return undefined;
      total.carry(meter.load(row.state));
    }
    return total.read();
  }
  let total: CarriedMeterState | undefined;
  for (const row of rows) {
    if (row.state === undefined) return undefined;
    const state = meter.load(row.state);
    if (total !== undefined) state.carry(total);
    total = state;
  }
  const last = rows.at(-1);
  if (total === undefined || last === undefined || last.period === window.from) {
    return total?.read(window);
  }
  // Nothing happened in this window yet: it begins with what the earlier ones left.
  const current = meter.start();
  current.carry(total);
  return current.read(window);
}

/** From the kept rows, or undefined where one of them must be computed from the events. */
function fromRows(
  engine: Engine,
  stay: Stay,
  metered: MeteredCharge,
  window: Window,
): PricedUsage[] | undefined {
  const key = { stay: stay.seq, period: window.from, charge: metered.code };
  const rows = storedAggregates(engine, key, metered.metric.recurring ?? false);
  const groups = Map.groupBy(rows, ({ filter, group }) => `${filter} ${group}`);
  const result: PricedUsage[] = [];
  for (const group of groups.values()) {
    const usage = joined(metered, group, window);
    if (usage === undefined) return undefined;
    const { filter, group: groupKey } = group[0] as StoredAggregate;
    result.push({ filter, group: groupValues(metered, groupKey), usage });
  }
  return result;
}

/**
 * Whether the kept rows hold just what the span asks for. A stay counts what a recurring metric
 * had in earlier stays of its key (`facts/rating.md §4`: all events ever), and one that ended
 * early does not count what came after.
 */
function rowsMatch(engine: Engine, stay: Stay, metered: MeteredCharge, span: Span): boolean {
  if (!metered.incremental) return false;
  const { subscriptionKey } = stay;
  if (metered.metric.recurring && engine.stays.ofKey(subscriptionKey)[0]?.seq !== stay.seq) {
    return false;
  }
  if (stay.endedAt === undefined) return true;
  const latest = Number.MAX_SAFE_INTEGER;
  return !engine.events.hasBetween(subscriptionKey, metered.metric.code, span.to, latest);
}

/** Prices without usage count as zero: a tier may ask for its flat amount all the same. */
function withUnused(metered: MeteredCharge, used: PricedUsage[], window: Window): PricedUsage[] {
  const unused = metered.prices.filter(
    (price) => !used.some(({ filter }) => filter === price.filter),
  );
  return [
    ...used,
    ...unused.map(({ filter, priced }) => ({
      filter,
      group: groupValues(metered, ''),
      usage: aggregate(metered.metric, priced, [], window, {
        custom: ZERO_CUSTOM,
      }),
    })),
  ];
}

/** Without events a custom aggregation is not asked. */
const ZERO_CUSTOM = (total: Parameters<NonNullable<Engine['customAggregations'][string]>>[0]) =>
  total;

/** The usage of a charge in a span, computed from the events themselves. */
export function chargeUsageFromEvents(
  engine: Engine,
  stay: Stay,
  metered: MeteredCharge,
  span: Span,
): PricedUsage[] {
  const window = usageWindowOf(engine, stay, span);
  return withUnused(metered, fromEvents(engine, stay, metered, window), window);
}

/**
 * The usage of a charge in a span, by price and group. Read from kept rows where the metric and
 * the charge allow it, so that it costs the same for one event as for a million.
 */
export function chargeUsage(
  engine: Engine,
  stay: Stay,
  metered: MeteredCharge,
  span: Span,
): PricedUsage[] {
  const window = usageWindowOf(engine, stay, span);
  const used =
    (rowsMatch(engine, stay, metered, span)
      ? fromRows(engine, stay, metered, window)
      : undefined) ?? fromEvents(engine, stay, metered, window);
  return withUnused(metered, used, window);
}
