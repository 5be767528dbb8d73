import { planOf } from '../billing/plan-of.ts';
import type { Engine } from '../engine.ts';
import type { Stay } from '../subscriptions/stays.ts';
import type { AdvanceEvents } from './advance-events.ts';
import type { AggregateKey, AggregateStates } from './aggregate-states.ts';
import { groupKeyOf } from './charge-usage.ts';
import type { AcceptedEvent } from './event-check.ts';
import type { StoredEvent } from './event-table.ts';
import { type MeteredCharge, meteredCharges } from './metered-charge.ts';
import { windowKey } from './usage-window.ts';

/** Under which row an event is counted. */
export function aggregateKey(
  engine: Engine,
  stay: Stay,
  metered: MeteredCharge,
  event: StoredEvent,
): AggregateKey {
  return {
    stay: stay.seq,
    period: windowKey(engine, stay, event.timestamp),
    charge: metered.code,
    filter: metered.chooseFilter(event),
    group: groupKeyOf(metered, event),
  };
}

/** Counts a new event under every charge of the plan that prices its metric. */
export function meterEvent(
  engine: Engine,
  sinks: { states: AggregateStates; advance: AdvanceEvents },
  { stay, metric }: AcceptedEvent,
  event: StoredEvent,
): void {
  for (const metered of meteredCharges(engine, planOf(engine, stay))) {
    if (metered.metric.code !== metric.code) continue;
    const key = aggregateKey(engine, stay, metered, event);
    if (metered.charge.timing === 'advance') sinks.advance.bill(stay, metered, key, event);
    else sinks.states.add(metered, key, event);
  }
}
