import { type Charge, chargeCode, type Plan } from '@billport/core';
import type { Engine } from '../engine.ts';
import type { Stay } from '../subscriptions/stays.ts';
import { AggregateStates, dropAggregates } from './aggregate-states.ts';
import { arrearsKey } from './meter-event.ts';
import { type MeteredCharge, meteredCharges } from './metered-charge.ts';
import { replayAdvance } from './replay-advance.ts';
import { livesAt } from './usage-window.ts';

const EVER: readonly [number, number] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];

/** Adds up all events of a stay for one charge again. */
export function rebuildCharge(engine: Engine, stay: Stay, metered: MeteredCharge): void {
  if (metered.charge.timing === 'advance') {
    replayAdvance(engine, stay, metered);
    return;
  }
  dropAggregates(engine, stay.seq, metered.code);
  if (!metered.incremental) return;
  const states = new AggregateStates(engine);
  const recurring = metered.metric.recurring ?? false;
  for (const event of engine.events.between(stay.subscriptionKey, metered.metric.code, ...EVER)) {
    if (!recurring && !livesAt(stay, event.timestamp)) continue;
    states.add(metered, arrearsKey(engine, stay, metered, event), event);
  }
  states.save();
}

/** Adds up the events of changed charges again, for every subscription on the plan. */
export function rebuildAggregates(engine: Engine, plan: Plan, changed: readonly Charge[]): void {
  if (changed.length === 0) return;
  const codes = new Set(changed.map(chargeCode));
  const charges = meteredCharges(engine, engine.tables.plans.shared(plan.code)).filter(({ code }) =>
    codes.has(code),
  );
  for (const stay of engine.stays.living('plan', plan.code)) {
    if (stay.status !== 'active') continue;
    for (const metered of charges) rebuildCharge(engine, stay, metered);
  }
}
