import { planOf } from '../billing/plan-of.ts';
import type { Engine } from '../engine.ts';
import type { Stay } from '../subscriptions/stays.ts';
import { meteredCharges } from './metered-charge.ts';
import { rebuildCharge } from './rebuild-aggregates.ts';

/**
 * Counts events that lie in a stay and were recorded before it began: sent ahead of time, while
 * the subscription was on another plan. Charges in arrears only; those in advance are carried over
 * with their own state.
 */
export function countEarlyEvents(engine: Engine, stay: Stay, from: number): void {
  for (const metered of meteredCharges(engine, planOf(engine, stay))) {
    if (metered.charge.timing === 'advance') continue;
    const { code } = metered.metric;
    const latest = Number.MAX_SAFE_INTEGER;
    if (!engine.events.hasBetween(stay.subscriptionKey, code, from, latest)) continue;
    rebuildCharge(engine, stay, metered);
  }
}
