import { minorUnits, moneyFromMinor, type Plan, toInstant } from '@billport/core';
import {
  chargeTrueUp,
  isChargeFeeBilled,
  type Rated,
  roundAmount,
  type Span,
} from '@billport/rating';
import { compact } from '../apply-changes.ts';
import { type Engine, nextId } from '../engine.ts';
import type { Stay } from '../subscriptions/stays.ts';
import { chargeUsage, type PricedUsage } from '../usage/charge-usage.ts';
import { type MeteredCharge, meteredCharges, priceOf } from '../usage/metered-charge.ts';
import { usageWindowOf } from '../usage/usage-window.ts';
import { type FeeLine, preciseText, singleUnit } from './fee-line.ts';
import { toPeriod } from './stay-period.ts';
import { taxCodesFor } from './tax-codes.ts';

/** What all lines of one charge share. */
export interface ChargeContext {
  readonly engine: Engine;
  readonly stay: Stay;
  readonly plan: Plan;
  readonly metered: MeteredCharge;
  readonly span: Span;
  readonly at: number;
  /** Names the lines. What only reads gives ids of its own: a number of the engine is a write. */
  readonly newId: () => string;
}

/** The fields of a charge's line that do not depend on its usage. */
export function chargeLineFields(context: ChargeContext) {
  const { engine, stay, plan, metered, span, at } = context;
  const { charge, metric } = metered;
  return {
    id: context.newId(),
    type: 'charge' as const,
    stay: stay.seq,
    subscriptionKey: stay.subscriptionKey,
    planCode: plan.code,
    chargeCode: metered.code,
    metric: metric.code,
    model: charge.model,
    timing: charge.timing,
    period: toPeriod(span),
    taxCodes: taxCodesFor(engine, stay.customerKey, charge.taxCodes, plan),
    createdAt: toInstant(at),
  };
}

/** Name and match of the filter that a line is for. */
export function filterFields(metered: MeteredCharge, filter: number | undefined) {
  const { charge, metric, code } = metered;
  const chosen = filter === undefined ? undefined : charge.filters?.[filter];
  return {
    name: chosen?.name ?? charge.name ?? metric.name ?? code,
    filter: chosen?.match,
  };
}

function usageLine(context: ChargeContext, priced: PricedUsage, rated: Rated): FeeLine {
  const { metered, plan } = context;
  const { currency } = plan.price;
  const prorated = 'prorated' in metered.charge && metered.charge.prorated;
  return compact({
    ...chargeLineFields(context),
    ...filterFields(metered, priced.filter),
    group: priced.group,
    units: (prorated ? rated.fullUnits : rated.units).toString(),
    eventsCount: priced.usage.eventsCount,
    unitAmount: preciseText(rated.unitAmount),
    amount: moneyFromMinor(roundAmount(rated.amount, currency), currency),
    preciseAmount: preciseText(rated.amount),
    tiers: rated.tiers?.map(({ units, amount }) => ({
      units: units.toString(),
      amount: preciseText(amount),
    })),
  });
}

/** The line that completes a charge's minimum, or undefined where it is reached. */
function trueUpLine(context: ChargeContext, lines: readonly FeeLine[]): FeeLine | undefined {
  const { engine, stay, plan, metered, span } = context;
  const { charge } = metered;
  const parent = lines[0];
  if (charge.timing !== 'arrears' || charge.minimum === undefined || !parent) return undefined;
  const window = usageWindowOf(engine, stay, span);
  const trueUp = chargeTrueUp({
    minimumMinor: minorUnits(charge.minimum),
    feesMinor: lines.map(({ amount }) => minorUnits(amount)),
    window: span,
    periodDays: window.periodDays,
    timezone: window.timezone,
  });
  if (trueUp.amountMinor === 0n) return undefined;
  return {
    ...chargeLineFields(context),
    name: `${parent.name} (minimum)`,
    trueUpOf: parent.id,
    eventsCount: 0,
    ...singleUnit(trueUp.amountMinor, trueUp.preciseMinor, plan.price.currency),
  };
}

function linesOfCharge(context: ChargeContext): FeeLine[] {
  const { engine, stay, metered, span } = context;
  const all = chargeUsage(engine, stay, metered, span).map((priced) => {
    const rated = priceOf(metered, priced.filter).pricer.rate(priced.usage);
    return { line: usageLine(context, priced, rated), rated };
  });
  const trueUp = trueUpLine(
    context,
    all.map(({ line }) => line),
  );
  const billed = all.filter(({ line, rated }) =>
    isChargeFeeBilled({
      units: rated.units,
      amountMinor: minorUnits(line.amount),
      eventsCount: line.eventsCount ?? 0,
      hasTrueUp: trueUp?.trueUpOf === line.id,
    }),
  );
  return [...billed.map(({ line }) => line), ...(trueUp === undefined ? [] : [trueUp])];
}

/** Ids for the lines of an invoice. */
export const feeIds = (engine: Engine) => () => nextId(engine, 'fee');

/** The lines of all charges in arrears over a span of usage, in the order of the plan. */
export function chargeLines(
  engine: Engine,
  stay: Stay,
  plan: Plan,
  span: Span,
  at: number,
  newId = feeIds(engine),
): FeeLine[] {
  return meteredCharges(engine, plan)
    .filter(({ charge }) => charge.timing === 'arrears')
    .flatMap((metered) => linesOfCharge({ engine, stay, plan, metered, span, at, newId }));
}
