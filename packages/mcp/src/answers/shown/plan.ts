import type { Plan } from '@billport/core';
import type { Fact } from '../answer.ts';
import { shortMoney } from './short.ts';
import { whole } from './whole.ts';

/** A plan: its base price, and the model and metric of each charge, or all of it. */
export function shownPlan(plan: Plan, detailed: boolean): Fact {
  if (detailed) return whole(plan);
  const { code, name, interval, price, timing, trialDays, charges } = plan;
  return {
    code,
    name,
    price: shortMoney(price),
    interval,
    timing,
    trialDays,
    charges: charges.map(({ metric, model }) => `${metric} ${model}`),
  };
}
