import { BillingError, Decimal, invalidInput } from '@billport/core';
import { OWN, ownValue } from '../own-metadata.ts';
import { exactQuotient } from '../plans/exact-quotient.ts';
import { readCharge } from '../plans/read-charge.ts';
import { isMultiple, metricIssues, type PaigoCharge } from '../plans/write-charge.ts';
import type { PaigoDimension, PaigoTier, PaigoTierBody } from '../wire/dimension.ts';
import { decimalOf, listOf } from '../wire/reading.ts';
import type { DimensionChanges } from './dimension-fields.ts';
import { aboutMetric, metricCodeOf } from './find-metric.ts';

/** Whose dimension it is, for errors. */
function ownerOf({ metadata }: PaigoDimension): string {
  const planCode = ownValue(metadata, OWN.plan);
  return planCode === undefined ? 'The metric itself' : `Plan ${JSON.stringify(planCode)}`;
}

/** @throws BillingError `invalid_input` */
function refused(dimension: PaigoDimension, what: string): never {
  throw invalidInput([{ path: ['rounding'], message: `${ownerOf(dimension)} ${what}` }]);
}

/** A price that no decimal is, or that cannot be read. */
function priceless(dimension: PaigoDimension): BillingError {
  return new BillingError('conflict', {
    message: `rounding: ${ownerOf(dimension)} has a price (dimension ${dimension.dimensionId}) that cannot be written for another increment exactly: change it in Paigo's dashboard first, or make another metric.`,
    details: { ...aboutMetric(metricCodeOf(dimension)), state: 'priced by others' },
  });
}

/** Prices of a dimension, for increments of another size. */
class Repricing {
  readonly #dimension: PaigoDimension;
  readonly #from: Decimal;
  readonly #to: Decimal;

  /** @throws BillingError `conflict` for an increment that is none */
  constructor(dimension: PaigoDimension, to: Decimal) {
    this.#dimension = dimension;
    this.#from = this.#decimal(dimension.usageIncrement ?? '1');
    this.#to = to;
    if (!this.#from.isPositive()) throw priceless(dimension);
  }

  #decimal(value: unknown): Decimal {
    const text = decimalOf(value);
    if (text === undefined) throw priceless(this.#dimension);
    return Decimal.parse(text);
  }

  /** The same price for a unit. */
  price(value: unknown): string {
    const price = exactQuotient(this.#decimal(value).times(this.#to), this.#from);
    if (price === undefined) throw priceless(this.#dimension);
    return price.toString();
  }

  /** Bounds are units, and multiples of the increment (`facts/paigo.md §3.3`). */
  #bound(value: unknown): string {
    if (value === 'inf') return 'inf';
    const bound = this.#decimal(value);
    if (isMultiple(bound, this.#to)) return bound.toString();
    return refused(
      this.#dimension,
      `has a tier up to ${bound}, which is no multiple of ${this.#to}: name a finer rounding.`,
    );
  }

  tiers(tiers: unknown): PaigoTierBody[] {
    return listOf<PaigoTier>(tiers).map(({ upperBound, tierPosition, unitPrice, tierName }) => ({
      upperBound: this.#bound(upperBound),
      tierPosition: String(tierPosition),
      unitPrice: this.price(unitPrice ?? '0'),
      ...(tierName && { tierName }),
    }));
  }
}

/** The prices that the dimension has, whichever of the three kinds they are (`facts/paigo.md §3.3`). */
function pricesOf(dimension: PaigoDimension, repricing: Repricing): DimensionChanges {
  const { consumptionPrice, tiersGroupByMetadata } = dimension;
  const tiers = repricing.tiers(dimension.tiers);
  const groups = listOf<{ readonly tiers?: unknown }>(tiersGroupByMetadata);
  return {
    ...(consumptionPrice != null && { consumptionPrice: repricing.price(consumptionPrice) }),
    ...(tiers.length > 0 && { tiers }),
    ...(groups.length > 0 && {
      tiersGroupByMetadata: groups.map((group) => ({
        ...group,
        tiers: repricing.tiers(group.tiers),
      })),
    }),
  };
}

/** @throws BillingError `invalid_input` when the charge cannot be rounded like that */
function checkRounding(dimension: PaigoDimension, metric: PaigoDimension): void {
  const charge = readCharge(dimension).charge as PaigoCharge | undefined;
  const [issue] = charge === undefined ? [] : metricIssues(charge, metric);
  if (issue !== undefined) refused(dimension, `charges for the metric: ${issue.message}`);
}

/**
 * What a dimension becomes when its metric is rounded otherwise: a unit costs what it did. What is
 * included, and whether more is billed, is left as it is, whoever said so. Packages keep their size.
 * @param metric as it is to be
 * @throws BillingError `invalid_input` when Paigo could not price it then; `conflict` when the price
 *   cannot be written for another increment
 */
export function roundedCharge(dimension: PaigoDimension, metric: PaigoDimension): DimensionChanges {
  checkRounding(dimension, metric);
  if (ownValue(dimension.metadata, OWN.model) === 'package') return {};
  const increment = Decimal.parse(decimalOf(metric.usageIncrement) ?? '1');
  return {
    usageIncrement: increment.toString(),
    rounding: metric.rounding ?? 'round',
    ...pricesOf(dimension, new Repricing(dimension, increment)),
  };
}

/** Whether the change gives a dimension another increment: all prices by the increment change then. */
export function isOtherIncrement(
  { usageIncrement }: PaigoDimension,
  { usageIncrement: next }: DimensionChanges,
): boolean {
  const before = decimalOf(usageIncrement ?? '1');
  if (next === undefined) return false;
  return before === undefined || !Decimal.parse(before).equals(Decimal.parse(next));
}
