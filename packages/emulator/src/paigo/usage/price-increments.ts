import { Decimal } from '@billport/core';
import type { PaigoMetadata } from '../records/customer.ts';
import type { DimensionRecord, TierRecord } from '../records/dimension.ts';
import { incrementsOf } from './increments.ts';

/** Increments at one price; exact, in major units. */
export interface BilledLine {
  readonly increments: Decimal;
  /** Price of one increment. */
  readonly unitCost: Decimal;
  /** `increments` times `unitCost`. */
  readonly amount: Decimal;
  readonly tierName?: string;
  /** The price group, where prices depend on the metadata of records. */
  readonly metadataGroup?: PaigoMetadata;
}

const lineOf = (increments: Decimal, price: string | undefined): BilledLine => {
  const unitCost = Decimal.parse(price ?? '0');
  return { increments, unitCost, amount: increments.times(unitCost) };
};

/**
 * Increments beyond what is included. The entitlement is in consumption units; what is left of
 * the rounded increments after it is rounded once more, since it need not be a multiple of the
 * increment. Nothing where overage is not allowed (`facts/paigo.md §4` "Entitlements").
 */
function beyondEntitlement(dimension: DimensionRecord, increments: Decimal): Decimal {
  const { usageEntitlement, overageAllowed, usageIncrement } = dimension;
  if (usageEntitlement === undefined) return increments;
  if (usageEntitlement === 'inf' || overageAllowed === 'false') return Decimal.ZERO;
  const used = increments.times(Decimal.parse(usageIncrement));
  const beyond = used.minus(Decimal.parse(usageEntitlement));
  return beyond.isPositive() ? incrementsOf(dimension, beyond) : Decimal.ZERO;
}

/** The line of a price that is the same for all units; also where nothing is billed. */
export function flatLine(dimension: DimensionRecord, increments: Decimal): BilledLine {
  return lineOf(beyondEntitlement(dimension, increments), dimension.consumptionPrice);
}

/**
 * One line for each band that holds something: graduated, each band at its own price, which is
 * that of an increment (`facts/paigo.md §4` "Tiers"). A tier without a price is free; units past
 * the last bound lie in no band and are not billed.
 */
export function tierLines(
  { usageIncrement }: Pick<DimensionRecord, 'usageIncrement'>,
  tiers: readonly TierRecord[],
  increments: Decimal,
): BilledLine[] {
  const lines: BilledLine[] = [];
  const inOrder = [...tiers].sort((a, b) => Number(a.tierPosition) - Number(b.tierPosition));
  let billed = Decimal.ZERO;
  for (const { upperBound, unitPrice, tierName } of inOrder) {
    const bound =
      upperBound === 'inf'
        ? increments
        : Decimal.parse(upperBound).dividedBy(Decimal.parse(usageIncrement), 0, 'floor');
    const upTo = Decimal.min(bound, increments);
    if (upTo.compare(billed) <= 0) continue;
    const line = lineOf(upTo.minus(billed), unitPrice);
    lines.push(tierName === undefined ? line : { ...line, tierName });
    billed = upTo;
  }
  return lines;
}
