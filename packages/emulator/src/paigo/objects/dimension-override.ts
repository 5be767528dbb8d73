import type { DimensionOverrideRecord } from '../records/customer.ts';
import type { PaigoState } from '../state.ts';
import { decimalField } from './decimal-field.ts';
import { tierGroupObject, tierObject } from './tier.ts';

/** A price in place of a dimension's own, as Paigo answers it (`facts/paigo.md §3.2`). */
export function dimensionOverrideObject(state: PaigoState, override: DimensionOverrideRecord) {
  return {
    ...override,
    consumptionPrice: decimalField(state, override.consumptionPrice),
    tiers: override.tiers?.map((tier) => tierObject(state, tier)),
    tiersGroupByMetadata: override.tiersGroupByMetadata?.map((group) =>
      tierGroupObject(state, group),
    ),
  };
}
