import type { DimensionRecord } from '../records/dimension.ts';
import type { PaigoState } from '../state.ts';
import { decimalField } from './decimal-field.ts';
import { tierGroupObject, tierObject } from './tier.ts';

/** A dimension as Paigo answers it (`facts/paigo.md §3.3`); what it does not have is left out. */
export function dimensionObject(state: PaigoState, dimension: DimensionRecord) {
  const { measurementId, ...own } = dimension;
  return {
    ...own,
    usageIncrement: decimalField(state, own.usageIncrement),
    consumptionPrice: decimalField(state, own.consumptionPrice),
    usageEntitlement: decimalField(state, own.usageEntitlement),
    tiers: own.tiers?.map((tier) => tierObject(state, tier)),
    tiersGroupByMetadata: own.tiersGroupByMetadata?.map((group) => tierGroupObject(state, group)),
    measurement: measurementId === undefined ? undefined : { measurementId },
  };
}
