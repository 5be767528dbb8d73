import { Decimal } from '@billport/core';
import type { PaigoDimension, PaigoTier } from '../wire/dimension.ts';
import { decimalOf, isFields } from '../wire/reading.ts';

/** A band of units and the price of one increment in it. */
export interface PricedTier {
  /** Last unit of the band, included; null for the open one. */
  readonly upTo: Decimal | null;
  readonly price: Decimal;
}

/** What a dimension costs, in exact numbers. */
export interface DimensionPrice {
  /** Units that are priced together. */
  readonly increment: Decimal;
  /** How the increments of an interval are rounded to whole ones; `round`: half away from zero. */
  readonly rounding: 'round' | 'floor' | 'ceiling';
  /** Price of one increment; 0 where there are tiers. */
  readonly price: Decimal;
  /** By rising bound; empty where one price holds. */
  readonly tiers: readonly PricedTier[];
  /** Included units; null: all of them. */
  readonly entitlement: Decimal | null;
  /** Whether units beyond those included are billed. */
  readonly isOverageBilled: boolean;
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

/** Most characters of a decimal in the contract. */
const MOST = 60;

/** An exact number; undefined for what is none, or longer than any that the contract takes. */
function exact(value: unknown, absent?: string): Decimal | undefined {
  const text = value === undefined || value === null ? absent : decimalOf(value);
  return text === undefined || text.length > MOST ? undefined : Decimal.parse(text);
}

function pricedTier(tier: PaigoTier): PricedTier | undefined {
  const price = exact(tier.unitPrice, '0');
  const upTo = tier.upperBound === 'inf' ? null : exact(tier.upperBound);
  return price === undefined || upTo === undefined ? undefined : { upTo, price };
}

/** The tiers by rising bound; undefined where one cannot be read. */
function pricedTiers(value: unknown): PricedTier[] | undefined {
  const listed: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (!listed.every(isFields)) return isAbsent(value) ? [] : undefined;
  const tiers = listed as readonly unknown[] as readonly PaigoTier[];
  const sorted = [...tiers].sort((a, b) => Number(a.tierPosition) - Number(b.tierPosition));
  const priced = sorted.map(pricedTier);
  return priced.every((tier) => tier !== undefined) ? priced : undefined;
}

const ROUNDINGS = ['round', 'floor', 'ceiling'] as const;

/** Whether usage is priced by the metadata of its records. */
export const isPricedByMetadata = ({ tiersGroupByMetadata: groups }: PaigoDimension): boolean =>
  !isAbsent(groups) && !(Array.isArray(groups) && groups.length === 0);

/**
 * The price of a dimension; undefined where it depends on the metadata of usage, or cannot be read.
 * A dimension without an entitlement bills all units (`facts/paigo.md §4`).
 */
export function dimensionPrice(dimension: PaigoDimension): DimensionPrice | undefined {
  const increment = exact(dimension.usageIncrement, '1');
  const price = exact(dimension.consumptionPrice, '0');
  const rounding = ROUNDINGS.find((known) => known === (dimension.rounding ?? 'round'));
  const tiers = pricedTiers(dimension.tiers);
  const { usageEntitlement } = dimension;
  const entitlement = usageEntitlement === 'inf' ? null : exact(usageEntitlement, '0');
  if (isPricedByMetadata(dimension) || !increment?.isPositive()) return undefined;
  if (price === undefined || rounding === undefined) return undefined;
  if (tiers === undefined || entitlement === undefined) return undefined;
  const isOverageBilled = String(dimension.overageAllowed ?? true) !== 'false';
  return { increment, rounding, price, tiers, entitlement, isOverageBilled };
}
