import type { TierGroupRecord, TierRecord } from '../records/dimension.ts';
import type { PaigoState } from '../state.ts';
import { decimalField } from './decimal-field.ts';

/** A tier as Paigo answers it. */
export const tierObject = (state: PaigoState, tier: TierRecord) => ({
  ...tier,
  upperBound: decimalField(state, tier.upperBound),
  unitPrice: decimalField(state, tier.unitPrice),
});

/** Prices by metadata as Paigo answers them. */
export const tierGroupObject = (state: PaigoState, { metadataGroups, tiers }: TierGroupRecord) => ({
  metadataGroups,
  tiers: tiers.map((tier) => tierObject(state, tier)),
});
