import type { DimensionRecord } from '../records/dimension.ts';

/** Fields that say what usage costs. */
type PriceFields = Pick<
  DimensionRecord,
  'consumptionPrice' | 'usageEntitlement' | 'overageAllowed' | 'tiers' | 'tiersGroupByMetadata'
>;

/** Paigo's ways to price, of which a dimension has one (`facts/paigo.md §3.3`). */
export type PriceStructure = 'flat' | 'tiers' | 'tiersGroupByMetadata';

const isFilled = (list: readonly unknown[] | undefined) => list !== undefined && list.length > 0;

/** The ways to price that fields name; none where there is no price yet. */
export function priceStructures(fields: Partial<PriceFields>): PriceStructure[] {
  const { consumptionPrice, usageEntitlement, overageAllowed } = fields;
  const isFlat = [consumptionPrice, usageEntitlement, overageAllowed].some(
    (field) => field !== undefined,
  );
  const named = {
    flat: isFlat,
    tiers: isFilled(fields.tiers),
    tiersGroupByMetadata: isFilled(fields.tiersGroupByMetadata),
  };
  return (Object.keys(named) as PriceStructure[]).filter((structure) => named[structure]);
}

/** What is wrong where several ways to price are named; nothing otherwise. */
export function structureProblems(field: string, fields: Partial<PriceFields>): string[] {
  if (priceStructures(fields).length <= 1) return [];
  const ways = 'consumptionPrice (with usageEntitlement and overageAllowed), tiers';
  return [`${field}${ways} and tiersGroupByMetadata are mutually exclusive`];
}
