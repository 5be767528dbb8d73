import { type ArrearsCharge, type Charge, Decimal, type Issue } from '@billport/core';
import { propertyOf } from '../metrics/aggregations.ts';
import { OWN, ownValue } from '../own-metadata.ts';
import type {
  PaigoCountBody,
  PaigoDimension,
  PaigoDimensionBody,
  PaigoPriceBody,
} from '../wire/dimension.ts';
import { decimalOf } from '../wire/reading.ts';
import { exactQuotient } from './exact-quotient.ts';

/** The models that Paigo can price (`facts/paigo.md §5`). */
type PaigoModel = 'standard' | 'graduated' | 'package';

/** A charge that Paigo can price. */
export type PaigoCharge = Extract<ArrearsCharge, { model: PaigoModel }>;

type PackagePricing = Extract<PaigoCharge, { model: 'package' }>['pricing'];

const MODELS: readonly string[] = ['standard', 'graduated', 'package'] satisfies PaigoModel[];

/** Whether the amount is a whole number of times the size. */
export const isMultiple = (amount: Decimal, size: Decimal) =>
  exactQuotient(amount, size)?.isInteger() ?? false;

/** What is wrong with the free units of a package; undefined when nothing is. */
function freeUnitsProblem({ freeUnits = '0', size }: PackagePricing): string | undefined {
  const free = Decimal.parse(freeUnits);
  // Paigo does not say whether packages are rounded up before or after what is free.
  if (!isMultiple(free, Decimal.parse(size))) {
    return `Paigo has free packages only: write a multiple of ${size}, the size of one.`;
  }
  const isNumber = Decimal.fromInteger(Number.MAX_SAFE_INTEGER).compare(free) >= 0;
  return isNumber ? undefined : `Write at most ${Number.MAX_SAFE_INTEGER}.`;
}

/** Why Paigo cannot price a charge, whatever it measures. Paths begin at the charge. */
export function* chargeIssues(charge: Charge): Generator<Issue> {
  if (charge.timing !== 'arrears') {
    yield { path: ['timing'], message: 'Paigo bills usage at the end of a month: write arrears.' };
  }
  if (!MODELS.includes(charge.model)) {
    const message = `Paigo has no ${charge.model} prices: write standard, graduated or package.`;
    yield { path: ['model'], message };
  }
  const problem = charge.model === 'package' ? freeUnitsProblem(charge.pricing) : undefined;
  if (problem !== undefined) yield { path: ['pricing', 'freeUnits'], message: problem };
}

/** The units that Paigo rounds a metric to. */
const incrementOf = ({ usageIncrement }: PaigoDimension) =>
  Decimal.parse(decimalOf(usageIncrement) ?? '1');

/** Whether packages of rounded units are packages of the units themselves. */
function roundsUpAlike(metric: PaigoDimension, size: Decimal): boolean {
  const isNamed = ownValue(metric.metadata, OWN.rounding) !== undefined;
  const isOwn = ownValue(metric.metadata, OWN.metric) !== undefined;
  if (isOwn && !isNamed) return true;
  const increment = incrementOf(metric);
  const isCount = metric.aggregationMethod === 'count';
  if (isCount && isMultiple(Decimal.ONE, increment)) return true;
  return metric.rounding === 'ceiling' && isMultiple(size, increment);
}

/** Why Paigo cannot price this metric by the charge. Paths begin at the charge. */
export function* metricIssues(charge: PaigoCharge, metric: PaigoDimension): Generator<Issue> {
  if (charge.model === 'package' && !roundsUpAlike(metric, Decimal.parse(charge.pricing.size))) {
    const message =
      'Paigo rounds once, to packages: use a metric without rounding, or one that rounds up.';
    yield { path: ['pricing', 'size'], message };
  }
  if (charge.model !== 'graduated') return;
  const increment = incrementOf(metric);
  for (const [index, { upTo }] of charge.pricing.tiers.entries()) {
    if (upTo === null || isMultiple(Decimal.parse(upTo), increment)) continue;
    const message = `The metric is rounded to multiples of ${increment}: write one of these, or name a finer rounding for the metric.`;
    yield { path: ['pricing', 'tiers', index, 'upTo'], message };
  }
}

const FLAT = { usageEntitlement: 0, overageAllowed: 'true' } as const;

/** Price and increment of a charge. The price is that of an increment, exactly. */
function priceBody(charge: PaigoCharge, metric: PaigoDimension): PaigoPriceBody & PriceUnit {
  if (charge.model === 'package') {
    const { amount, size, freeUnits = '0' } = charge.pricing;
    return {
      usageIncrement: Decimal.parse(size).toString(),
      rounding: 'ceiling',
      consumptionPrice: Decimal.parse(amount).toString(),
      usageEntitlement: Number(freeUnits),
      overageAllowed: 'true',
    };
  }
  const increment = incrementOf(metric);
  const priceOf = (unitAmount: string) => Decimal.parse(unitAmount).times(increment).toString();
  const unit = {
    usageIncrement: increment.toString(),
    rounding: metric.rounding as PaigoCountBody['rounding'],
  };
  if (charge.model === 'standard') {
    return { ...unit, consumptionPrice: priceOf(charge.pricing.unitAmount), ...FLAT };
  }
  const tiers = charge.pricing.tiers.map(({ upTo, unitAmount }, index) => ({
    upperBound: upTo === null ? 'inf' : Decimal.parse(upTo).toString(),
    tierPosition: String(index + 1),
    unitPrice: priceOf(unitAmount),
  }));
  return { ...unit, tiers };
}

type PriceUnit = Pick<PaigoCountBody, 'usageIncrement' | 'rounding'>;

/** A charge of a plan, with the metric that it prices. */
export interface ChargeToWrite {
  readonly charge: PaigoCharge;
  readonly metric: PaigoDimension;
  readonly planCode: string;
  /** Place in the plan, from 0. */
  readonly position: number;
}

/** Marks of a charge in metadata; null where there is nothing to mark. */
function marksOf({ charge, metric, planCode, position }: ChargeToWrite) {
  const kept = (name: string) => ownValue(metric.metadata, name) ?? null;
  return {
    [OWN.plan]: planCode,
    [OWN.charge]: charge.code ?? null,
    [OWN.name]: charge.name || null,
    [OWN.metric]: charge.metric,
    [OWN.property]: propertyOf(metric) ?? null,
    [OWN.aggregation]: kept(OWN.aggregation),
    [OWN.model]: charge.model,
    [OWN.position]: String(position),
  };
}

/** What a dimension is to be, as a change of one: null takes marks away. */
export function chargeChanges(written: ChargeToWrite) {
  const { charge, metric } = written;
  return {
    dimensionName: charge.name || metric.dimensionName || charge.metric,
    consumptionUnit: { type: 'count', unit: 'count-based' },
    aggregationMethod: metric.aggregationMethod as PaigoCountBody['aggregationMethod'],
    aggregationInterval: 'month',
    ...priceBody(charge, metric),
    paymentSchedule: 'arrear',
    metadata: marksOf(written),
  } as const;
}

/** A new dimension for a charge: everything is said, nothing left to Paigo's defaults. */
export function chargeBody(written: ChargeToWrite): PaigoDimensionBody {
  const { metadata, ...body } = chargeChanges(written);
  const marks = Object.entries(metadata).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  return { ...body, metadata: Object.fromEntries(marks) };
}
