import type { Engine } from '../engine.ts';
import { schedule, unschedule } from '../jobs.ts';
import { meteredCharges } from '../usage/metered-charge.ts';
import { rebuildCharge } from '../usage/rebuild-aggregates.ts';
import { planOf } from './plan-of.ts';
import { usagePeriodAt } from './stay-period.ts';

/**
 * Moves the open usage windows of a customer to another time zone: each goes on from where it
 * began to the end of the period in the new zone, so that no usage is billed twice or lost
 * (`facts/rating.md §6`). Call it when the customer has the new zone.
 */
export function changeTimezone(engine: Engine, customerKey: string, now: number): void {
  for (const stay of engine.stays.living('customer', customerKey)) {
    const open = stay.data.openUsage;
    if (open === undefined) continue;
    const ref = String(stay.seq);
    const { to } = usagePeriodAt(engine, stay, now);
    unschedule(engine.database, 'bill', ref);
    schedule(engine.database, { at: to, kind: 'bill', ref });
    const moved = engine.stays.update({
      ...stay,
      data: { ...stay.data, openUsage: { from: open.from, to } },
    });
    for (const metered of meteredCharges(engine, planOf(engine, moved))) {
      rebuildCharge(engine, moved, metered);
    }
  }
}
