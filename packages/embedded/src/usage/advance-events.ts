import { BillingError } from '@billport/core';
import type { AdvanceBilling, AdvanceFee, AdvanceState } from '@billport/rating';
import type { Engine } from '../engine.ts';
import type { Stay } from '../subscriptions/stays.ts';
import {
  type AggregateKey,
  groupValues,
  stepValue,
  storedState,
  writeState,
} from './aggregate-states.ts';
import type { StoredEvent } from './event-table.ts';
import { type MeteredCharge, priceOf } from './metered-charge.ts';
import { usagePeriodWindow } from './usage-window.ts';

/** A fee of a charge in advance: of one event, or of a recurring charge at its renewal. */
export interface EventFee {
  readonly stay: Stay;
  readonly metered: MeteredCharge;
  readonly filter: number | undefined;
  readonly group: Readonly<Record<string, string | null>> | undefined;
  /** First instant of the usage window. */
  readonly period: number;
  readonly eventId: string | undefined;
  readonly fee: AdvanceFee;
}

interface LiveState {
  readonly key: AggregateKey;
  readonly state: AdvanceState;
}

/** Bills events of charges in advance one by one. Use one instance for one transaction. */
export class AdvanceEvents {
  readonly #engine: Engine;
  readonly #keepFree: boolean;
  readonly #states = new Map<string, LiveState>();
  /** Fees in the order of the events; those without an amount are left out. */
  readonly fees: EventFee[] = [];

  /** @param options `keepFree`: fees without an amount are wanted as well. */
  constructor(engine: Engine, options: { keepFree?: boolean } = {}) {
    this.#engine = engine;
    this.#keepFree = options.keepFree ?? false;
  }

  /** Bills an event as it arrives. */
  bill(stay: Stay, metered: MeteredCharge, key: AggregateKey, event: StoredEvent): void {
    const billing = advanceBillingOf(metered, key.filter);
    const { state } = this.#load(billing, key);
    const window = usagePeriodWindow(this.#engine, stay, key.period);
    const fee =
      billing.kind === 'events'
        ? billing.bill(state, event, window)
        : this.#billValue(billing, state, metered, key, event, window);
    if (fee === undefined || (fee.amount.isZero() && !this.#keepFree)) return;
    const { filter, period } = key;
    const group = groupValues(metered, key.group);
    this.fees.push({ stay, metered, filter, group, period, eventId: event.id, fee });
  }

  /** Carries the units of a recurring charge into a new usage window, and bills them in full. */
  renew(stay: Stay, metered: MeteredCharge, from: AggregateKey, period: number): void {
    const billing = advanceBillingOf(metered, from.filter);
    const { state } = this.#load(billing, from);
    const fee = state.renew();
    const key = { ...from, period };
    this.#states.set(nameOf(key), { key, state });
    if (fee.amount.isZero()) return;
    const group = groupValues(metered, from.group);
    this.fees.push({ stay, metered, filter: from.filter, group, period, eventId: undefined, fee });
  }

  /** Writes what has changed. */
  save(): void {
    for (const { key, state } of this.#states.values()) {
      writeState(this.#engine.database, key, state.save());
    }
  }

  #load(billing: AdvanceBilling, key: AggregateKey): LiveState {
    const known = this.#states.get(nameOf(key));
    if (known !== undefined) return known;
    const stored = storedState(this.#engine.database, key);
    const state = typeof stored === 'string' ? billing.load(stored) : billing.start();
    const live = { key, state };
    this.#states.set(nameOf(key), live);
    return live;
  }

  #billValue(
    billing: Extract<AdvanceBilling, { kind: 'values' }>,
    state: AdvanceState,
    metered: MeteredCharge,
    key: AggregateKey,
    event: StoredEvent,
    window: ReturnType<typeof usagePeriodWindow>,
  ): AdvanceFee | undefined {
    const entry = billing.entryOf(event);
    if (entry === undefined) return undefined;
    const recurring = metered.metric.recurring ?? false;
    const step = stepValue(this.#engine.database, key, recurring, entry);
    return billing.bill(state, step, event.timestamp, window);
  }
}

const nameOf = (key: AggregateKey) =>
  `${key.stay} ${key.period} ${key.filter} ${key.charge}\n${key.group}`;

/** How the events of a charge in advance are billed, under one of its prices. */
function advanceBillingOf(metered: MeteredCharge, filter: number | undefined): AdvanceBilling {
  const { advance } = priceOf(metered, filter);
  if (advance !== undefined) return advance;
  throw new BillingError('conflict', {
    message: `Charge ${JSON.stringify(metered.code)} is not billed in advance.`,
    details: { resource: 'charge', key: metered.code },
  });
}
