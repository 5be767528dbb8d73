import { planOf } from '../billing/plan-of.ts';
import type { Engine } from '../engine.ts';
import type { Stay } from '../subscriptions/stays.ts';
import { AdvanceEvents, type EventFee } from './advance-events.ts';
import { type AggregateKey, AggregateStates } from './aggregate-states.ts';
import { groupKeyOf } from './charge-usage.ts';
import type { AcceptedEvent } from './event-check.ts';
import type { StoredEvent } from './event-table.ts';
import { type MeteredCharge, meteredCharges } from './metered-charge.ts';
import { replayAdvance } from './replay-advance.ts';
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

/** Before every window: what a recurring metric counted before its subscription began. */
const BEFORE_ALL_WINDOWS = Number.MIN_SAFE_INTEGER;

/**
 * Under which row of a charge in arrears an event is counted. What lies before the first window
 * stands at its start, whole: a row of its own is carried into it as an earlier window is.
 */
export function arrearsKey(
  engine: Engine,
  stay: Stay,
  metered: MeteredCharge,
  event: StoredEvent,
): AggregateKey {
  const key = aggregateKey(engine, stay, metered, event);
  return event.timestamp < key.period ? { ...key, period: BEFORE_ALL_WINDOWS } : key;
}

/**
 * Counts new events under every charge that prices their metric, and bills those of charges in
 * advance. Use one instance for one transaction.
 */
export class EventMeter {
  readonly #engine: Engine;
  readonly #states: AggregateStates;
  readonly #advance: AdvanceEvents;
  readonly #charges = new Map<string, readonly MeteredCharge[]>();
  readonly #late = new Map<MeteredCharge, Stay>();

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#states = new AggregateStates(engine);
    this.#advance = new AdvanceEvents(engine);
  }

  add({ stay, metric }: AcceptedEvent, event: StoredEvent): void {
    for (const metered of this.#chargesFor(stay, metric.code)) {
      if (metered.charge.timing === 'advance') {
        const key = aggregateKey(this.#engine, stay, metered, event);
        this.#advance.bill(stay, metered, key, event);
        const isLate = key.period < (stay.data.openUsage?.from ?? key.period);
        if (metered.metric.recurring && isLate) this.#late.set(metered, stay);
      } else this.#states.add(metered, arrearsKey(this.#engine, stay, metered, event), event);
    }
  }

  /** Writes what has changed. Answers the fees of charges in advance, in the order of the events. */
  save(): readonly EventFee[] {
    this.#states.save();
    this.#advance.save();
    // What came late to a recurring charge is held in the open window as well.
    for (const [metered, stay] of this.#late) replayAdvance(this.#engine, stay, metered);
    return this.#advance.fees;
  }

  #chargesFor(stay: Stay, metric: string): readonly MeteredCharge[] {
    const name = `${stay.seq} ${metric}`;
    let charges = this.#charges.get(name);
    if (charges === undefined) {
      charges = meteredCharges(this.#engine, planOf(this.#engine, stay)).filter(
        (metered) => metered.metric.code === metric,
      );
      this.#charges.set(name, charges);
    }
    return charges;
  }
}
