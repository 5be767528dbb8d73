import type { Span } from '@billport/rating';
import type { Engine } from '../engine.ts';
import { schedule, unschedule } from '../jobs.ts';
import type { Stay } from '../subscriptions/stays.ts';
import { meteredCharges } from '../usage/metered-charge.ts';
import { rebuildCharge } from '../usage/rebuild-aggregates.ts';
import { ZONE_SPREAD_MS } from './billed-spans.ts';
import { refuseWhileFailing } from './end-billing.ts';
import { planOf } from './plan-of.ts';
import { basePeriodAt, usagePeriodAt } from './stay-period.ts';

/**
 * When the open window closes in the new zone: at the end of the period that holds the present,
 * or at its beginning where the old zone had not come there yet.
 */
function nextClosing(engine: Engine, stay: Stay, open: Span, now: number): number {
  const period = usagePeriodAt(engine, stay, now);
  const hasBegun = period.from > open.from && Math.abs(period.from - open.to) < ZONE_SPREAD_MS;
  return hasBegun ? period.from : period.to;
}

/**
 * Moves the open usage windows of a customer to another time zone: each goes on from where it
 * began to the end of the period in the new zone, so that no usage is billed twice or lost
 * (`facts/rating.md §6`). Call it when the customer has the new zone.
 */
export function changeTimezone(engine: Engine, customerKey: string, now: number): void {
  for (const stay of engine.stays.living('customer', customerKey)) {
    const open = stay.data.openUsage;
    if (open === undefined) continue;
    refuseWhileFailing(engine, stay);
    const ref = String(stay.seq);
    const to = nextClosing(engine, stay, open, now);
    const { nextPlanAt } = stay.data;
    unschedule(engine.database, 'bill', ref);
    schedule(engine.database, { at: to, kind: 'bill', ref });
    const moved = engine.stays.update({
      ...stay,
      data: {
        ...stay.data,
        openUsage: { from: open.from, to },
        ...(nextPlanAt === undefined ? {} : { nextPlanAt: basePeriodAt(engine, stay, to - 1).to }),
      },
    });
    for (const metered of meteredCharges(engine, planOf(engine, moved))) {
      rebuildCharge(engine, moved, metered);
    }
  }
}
