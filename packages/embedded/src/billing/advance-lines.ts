import { moneyFromMinor } from '@billport/core';
import { roundAmount } from '@billport/rating';
import { compact } from '../apply-changes.ts';
import type { Engine } from '../engine.ts';
import type { Stay } from '../subscriptions/stays.ts';
import type { EventFee } from '../usage/advance-events.ts';
import { meteredCharges } from '../usage/metered-charge.ts';
import { replayAdvance } from '../usage/replay-advance.ts';
import { usagePeriodWindow } from '../usage/usage-window.ts';
import { chargeLineFields, feeIds, filterFields } from './charge-lines.ts';
import { type FeeLine, preciseText } from './fee-line.ts';
import { planOf } from './plan-of.ts';

/** The line of a fee in advance. */
export function advanceLine(engine: Engine, eventFee: EventFee, at: number): FeeLine {
  const { stay, metered, fee, period, filter } = eventFee;
  const plan = planOf(engine, stay);
  const { currency } = plan.price;
  const { from, to } = usagePeriodWindow(engine, stay, period);
  const context = { engine, stay, plan, metered, span: { from, to }, at, newId: feeIds(engine) };
  return compact({
    ...chargeLineFields(context),
    ...filterFields(metered, filter),
    group: eventFee.group,
    eventId: eventFee.eventId,
    units: fee.units.toString(),
    eventsCount: eventFee.eventId === undefined ? 0 : 1,
    unitAmount: preciseText(fee.unitAmount),
    amount: moneyFromMinor(roundAmount(fee.amount, currency), currency),
    preciseAmount: preciseText(fee.amount),
  });
}

/** Recurring charges in advance, carried into the open usage window of the stay. */
function carriedFees(engine: Engine, stay: Stay): EventFee[] {
  return meteredCharges(engine, planOf(engine, stay))
    .filter(({ charge, metric }) => charge.timing === 'advance' && metric.recurring)
    .flatMap((metered) => replayAdvance(engine, stay, metered));
}

/**
 * Bills what recurring charges in advance hold at the start of the open usage window for it in
 * full (`facts/rating.md §5`).
 */
export function renewalLines(engine: Engine, stay: Stay, at: number): FeeLine[] {
  return carriedFees(engine, stay).map((fee) => advanceLine(engine, fee, at));
}

/**
 * Carries recurring charges in advance of an earlier stay into the one that follows it. At the end
 * of a period they are billed for the next one in full; after an upgrade in its middle the customer
 * has paid for them already.
 */
export function followingLines(engine: Engine, stay: Stay, at: number): FeeLine[] {
  const fees = carriedFees(engine, stay);
  return stay.data.follows === 'downgrade' ? fees.map((fee) => advanceLine(engine, fee, at)) : [];
}
