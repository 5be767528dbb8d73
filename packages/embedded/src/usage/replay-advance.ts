import type { Engine } from '../engine.ts';
import type { Stay } from '../subscriptions/stays.ts';
import { AdvanceEvents, type EventFee } from './advance-events.ts';
import type { AggregateKey } from './aggregate-states.ts';
import { dropAggregates } from './aggregate-states.ts';
import { groupKeyOf } from './charge-usage.ts';
import type { StoredEvent } from './event-table.ts';
import { aggregateKey } from './meter-event.ts';
import type { MeteredCharge } from './metered-charge.ts';
import { livesAt } from './usage-window.ts';

const EVER: readonly [number, number] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];

interface Replay {
  readonly advance: AdvanceEvents;
  /** Keys of what was counted before the open window, by name. */
  readonly earlier: Map<string, AggregateKey>;
}

function keyOf(
  stay: Stay,
  metered: MeteredCharge,
  period: number,
  event: StoredEvent,
): AggregateKey {
  const filter = metered.chooseFilter(event);
  const group = groupKeyOf(metered, event);
  return { stay: stay.seq, period, charge: metered.code, filter, group };
}

/** Carries what a recurring metric had before the open window into it. */
function renewAll({ advance, earlier }: Replay, stay: Stay, metered: MeteredCharge, from: number) {
  for (const key of earlier.values()) advance.renew(stay, metered, key, from);
  earlier.clear();
}

/**
 * Brings the state of a charge in advance to where its events have led, without billing them: after
 * its pricing or its plan has changed, or a new window has opened. What a recurring metric had
 * before the open window is carried into it; events that lie after it wait for their own.
 * @returns What the units that are held would cost for the open window, for a renewal.
 */
export function replayAdvance(engine: Engine, stay: Stay, metered: MeteredCharge): EventFee[] {
  dropAggregates(engine, stay.seq, metered.code);
  const open = stay.data.openUsage;
  if (open === undefined) return [];
  const recurring = metered.metric.recurring ?? false;
  const replay: Replay = { advance: new AdvanceEvents(engine), earlier: new Map() };
  const { advance, earlier } = replay;
  let renewed: EventFee[] | undefined;
  const renew = () => {
    const before = advance.fees.length;
    renewAll(replay, stay, metered, open.from);
    renewed ??= advance.fees.slice(before);
  };
  for (const event of engine.events.between(stay.subscriptionKey, metered.metric.code, ...EVER)) {
    const isEarlier = event.timestamp < open.from;
    if (!(recurring && isEarlier) && !livesAt(stay, event.timestamp)) continue;
    if (!isEarlier && renewed === undefined) renew();
    if (recurring && event.timestamp >= open.to) break;
    const key = recurring
      ? keyOf(stay, metered, isEarlier ? open.from - 1 : open.from, event)
      : aggregateKey(engine, stay, metered, event);
    if (recurring && isEarlier) earlier.set(`${key.filter} ${key.group}`, key);
    advance.bill(stay, metered, key, event);
  }
  if (renewed === undefined) renew();
  advance.save();
  return renewed ?? [];
}
