import { type ArrearsCharge, Decimal, type Warning } from '@billport/core';
import { metricCodeOf } from '../metrics/find-metric.ts';
import { OWN, ownValue } from '../own-metadata.ts';
import type { PaigoDimension } from '../wire/dimension.ts';
import { textOf } from '../wire/reading.ts';
import { type DimensionPrice, dimensionPrice } from './dimension-price.ts';
import { exactQuotient } from './exact-quotient.ts';

/** A dimension as a charge, as far as the contract has words for it. */
export interface ReadCharge {
  /** Undefined where it has none. */
  readonly charge: ArrearsCharge | undefined;
  readonly warnings: readonly Warning[];
}

type ModelAndPricing = {
  [Model in 'standard' | 'graduated' | 'package']: Pick<
    Extract<ArrearsCharge, { model: Model }>,
    'model' | 'pricing'
  >;
}['standard' | 'graduated' | 'package'];

type Tiers = Extract<ModelAndPricing, { model: 'graduated' }>['pricing']['tiers'];

const graduated = (tiers: Tiers): ModelAndPricing => ({ model: 'graduated', pricing: { tiers } });

/** An amount in the contract: from zero up, and not too long. */
const AMOUNT = /^[\d.]{1,60}$/;

/** A price in the words of the contract; undefined where it has none. */
function amountText(price: Decimal | undefined): string | undefined {
  const text = price?.toString();
  return text !== undefined && AMOUNT.test(text) ? text : undefined;
}

/** Price of one unit; undefined where no decimal is it. */
const unitAmount = (price: Decimal, { increment }: DimensionPrice) =>
  amountText(exactQuotient(price, increment));

/** Tiers in the words of the contract: rising bounds, the last one open. */
function graduatedPricing(price: DimensionPrice): ModelAndPricing | undefined {
  const tiers: Tiers = [];
  let below = Decimal.ZERO;
  for (const [index, { upTo, price: amount }] of price.tiers.entries()) {
    const isLast = index === price.tiers.length - 1;
    const each = unitAmount(amount, price);
    if (each === undefined || (upTo === null) !== isLast) return undefined;
    if (upTo !== null && upTo.compare(below) <= 0) return undefined;
    below = upTo ?? below;
    tiers.push({ upTo: upTo === null ? null : upTo.toString(), unitAmount: each });
  }
  return graduated(tiers);
}

/** Whole packages: the size of one is the increment. */
function packagePricing({
  price,
  increment,
  entitlement,
}: DimensionPrice): ModelAndPricing | undefined {
  const amount = amountText(price);
  if (amount === undefined) return undefined;
  const freeUnits = entitlement?.isPositive() ? { freeUnits: entitlement.toString() } : {};
  const pricing = { amount, size: increment.toString(), ...freeUnits };
  return { model: 'package', pricing };
}

function isPackage(dimension: PaigoDimension, { increment, rounding }: DimensionPrice): boolean {
  const model = ownValue(dimension.metadata, OWN.model);
  if (rounding !== 'ceiling' || !increment.isInteger()) return false;
  return model === undefined ? !increment.equals(Decimal.ONE) : model === 'package';
}

/** One price for each unit, but for those that are included. */
function flatPricing(price: DimensionPrice): ModelAndPricing | undefined {
  const each = unitAmount(price.price, price);
  if (each === undefined) return undefined;
  const { entitlement } = price;
  if (!entitlement?.isPositive()) return { model: 'standard', pricing: { unitAmount: each } };
  const included = { upTo: entitlement.toString(), unitAmount: '0' };
  return graduated([included, { upTo: null, unitAmount: each }]);
}

function pricingOf(dimension: PaigoDimension, price: DimensionPrice): ModelAndPricing | undefined {
  if (price.tiers.length > 0) return graduatedPricing(price);
  // All units are included, or none beyond those are billed.
  if (price.entitlement === null || !price.isOverageBilled) {
    return { model: 'standard', pricing: { unitAmount: '0' } };
  }
  return isPackage(dimension, price) ? packagePricing(price) : flatPricing(price);
}

/** What the charge does not say of its dimension. */
function* leftOut(dimension: PaigoDimension, price: DimensionPrice): Generator<string> {
  const { entitlement, isOverageBilled } = price;
  const interval = dimension.aggregationInterval ?? 'hour';
  if (interval !== 'month') yield `is rounded in each ${interval}, and not once in a month`;
  if (dimension.paymentSchedule === 'upfront') yield 'is billed at the start of a month';
  if (price.tiers.length === 0 && !isOverageBilled && entitlement !== null) {
    yield `allows no more than ${entitlement} units`;
  }
}

const partialOf = ({ dimensionId }: PaigoDimension, what: string): Warning => ({
  code: 'partial',
  message: `Paigo's dimension ${dimensionId} ${what}: the contract has no words for that.`,
  field: 'charges',
});

function chargeFields({ dimensionName, metadata }: PaigoDimension) {
  const code = ownValue(metadata, OWN.charge);
  const isOwn = ownValue(metadata, OWN.plan) !== undefined;
  const name = isOwn ? ownValue(metadata, OWN.name) : textOf(dimensionName);
  return { ...(code !== undefined && { code }), ...(name !== undefined && { name }) };
}

/** Reads a dimension of an offering, whoever made it, as a charge. */
export function readCharge(dimension: PaigoDimension): ReadCharge {
  const price = dimensionPrice(dimension);
  const pricing = price === undefined ? undefined : pricingOf(dimension, price);
  if (price === undefined || pricing === undefined) {
    const warnings = [partialOf(dimension, 'has a price of another kind, and is left out')];
    return { charge: undefined, warnings };
  }
  const metric = metricCodeOf(dimension);
  const charge: ArrearsCharge = {
    ...pricing,
    timing: 'arrears',
    metric,
    ...chargeFields(dimension),
  };
  const warnings = [...leftOut(dimension, price)].map((what) => partialOf(dimension, what));
  return { charge, warnings };
}
