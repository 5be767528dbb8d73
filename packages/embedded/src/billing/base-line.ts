import { minorUnits, type Plan, toInstant } from '@billport/core';
import { type Span, subscriptionFee } from '@billport/rating';
import { type Engine, nextId } from '../engine.ts';
import type { Stay } from '../subscriptions/stays.ts';
import { type FeeLine, singleUnit } from './fee-line.ts';
import { cycleOf, toPeriod, trialOf } from './stay-period.ts';
import { taxCodesFor } from './tax-codes.ts';

/**
 * Whether the first period of a plan in advance is billed whole: an anniversary one without
 * predecessor, or one that began in the past (`facts/rating.md §7`).
 */
function isBilledWhole(stay: Stay, plan: Plan): boolean {
  if (plan.timing === 'arrears' || stay.data.follows !== undefined) return false;
  return stay.data.billingTime === 'anniversary' || stay.data.startAt < stay.data.createdAt;
}

/** The base price of a part of a period. */
export function baseLine(engine: Engine, stay: Stay, plan: Plan, span: Span, at: number): FeeLine {
  const { currency } = plan.price;
  const trial = trialOf(stay, plan);
  const fee = subscriptionFee({
    priceMinor: minorUnits(plan.price),
    cycle: cycleOf(engine, stay, plan),
    period: span,
    ...(trial === undefined ? {} : { trial }),
    terminatedByUpgrade: stay.data.endedBy === 'upgrade' && plan.timing === 'arrears',
    fullPeriod: isBilledWhole(stay, plan),
  });
  return {
    id: nextId(engine, 'fee'),
    type: 'subscription',
    name: stay.data.name ?? plan.name ?? plan.code,
    stay: stay.seq,
    subscriptionKey: stay.subscriptionKey,
    planCode: plan.code,
    timing: plan.timing,
    period: toPeriod(span),
    ...singleUnit(fee.amountMinor, fee.preciseMinor, currency),
    taxCodes: taxCodesFor(engine, stay.customerKey, undefined, plan),
    createdAt: toInstant(at),
  };
}
