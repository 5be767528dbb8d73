import { Decimal, type InstantInput, toInstant } from '@billport/core';
import { type PriceStructure, priceStructures } from '../dimensions/price-structure.ts';
import type { DimensionRecord } from '../records/dimension.ts';
import type { UsageRecord } from '../records/usage.ts';
import type { PaigoState } from '../state.ts';
import type { PaigoSwitches } from '../switches.ts';
import { countedRecords } from './counted-records.ts';
import { type BilledLine, flatLine, tierLines } from './price-increments.ts';
import { totalIncrements } from './total-increments.ts';
import { byGroup } from './usage-groups.ts';

/** What usage of one dimension costs; exact, in major units. */
export interface BilledDimension {
  /** Increments of all lines. */
  readonly increments: Decimal;
  /** One for a flat price, also of 0 increments; for tiers, one for each band that holds something. */
  readonly lines: readonly BilledLine[];
  readonly amount: Decimal;
}

/** Lines of prices by metadata: each group goes its own way; records of none have no price. */
function groupLines(
  match: PaigoSwitches['groupMatch'],
  dimension: DimensionRecord,
  records: readonly UsageRecord[],
): BilledLine[] {
  const groups = byGroup(match, dimension.tiersGroupByMetadata ?? [], records);
  return [...groups].flatMap(([group, members]) => {
    if (group === undefined) return [];
    const lines = tierLines(dimension, group.tiers, totalIncrements(dimension, members));
    return lines.map((line) => ({ ...line, metadataGroup: group.metadataGroups }));
  });
}

/** Lines of each way to price. */
const LINES: Readonly<Record<PriceStructure, typeof groupLines>> = {
  flat: (_match, dimension, records) => [flatLine(dimension, totalIncrements(dimension, records))],
  tiers: (_match, dimension, records) =>
    tierLines(dimension, dimension.tiers ?? [], totalIncrements(dimension, records)),
  tiersGroupByMetadata: groupLines,
};

/**
 * Prices usage records as Paigo does: raw records, aggregated in each interval, divided by the
 * increment, rounded, then less what is included, times the price or through the tiers
 * (`facts/paigo.md §4` "Billing pipeline").
 */
export function billRecords(
  match: PaigoSwitches['groupMatch'],
  dimension: DimensionRecord,
  records: readonly UsageRecord[],
): BilledDimension {
  const [structure = 'flat'] = priceStructures(dimension);
  const lines = LINES[structure](match, dimension, records);
  return {
    increments: Decimal.sum(lines.map(({ increments }) => increments)),
    lines,
    amount: Decimal.sum(lines.map(({ amount }) => amount)),
  };
}

/**
 * What a customer's usage of one dimension costs in one billing cycle: entitlement and tiers
 * count once for each call. Takes in all records, also those that reads do not show yet.
 * @param dimension With the price that counts: see `pricedDimension`.
 * @param from Inclusive.
 * @param to Exclusive.
 */
export function billedDimension(
  state: PaigoState,
  customerId: string,
  dimension: DimensionRecord,
  from: InstantInput,
  to: InstantInput,
): BilledDimension {
  const records = countedRecords(state, {
    customerId,
    dimensionId: dimension.dimensionId,
    from: toInstant(from),
    to: toInstant(to),
  });
  return billRecords(state.switches.groupMatch, dimension, records);
}
