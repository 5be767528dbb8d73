import { DEFAULT_TOP_UP_THRESHOLD } from '../offerings/offering-shape.ts';
import type { OfferingRecord } from '../records/offering.ts';
import type { PaigoState } from '../state.ts';
import { decimalField } from './decimal-field.ts';
import { dimensionObject } from './dimension.ts';
import { dimensionOverrideObject } from './dimension-override.ts';

/** Decimals of an offering that are answered like all decimals. */
const DECIMALS = [
  'subscriptionPrice',
  'prepaidCredit',
  'minimumCharge',
  'topUpAmount',
  'freeTrialLength',
] as const;

const thresholdOf = ({ billingCycle, topUpThreshold }: OfferingRecord) =>
  topUpThreshold ?? (billingCycle === 'topUp' ? DEFAULT_TOP_UP_THRESHOLD : undefined);

/**
 * An offering as Paigo answers it (`facts/paigo.md §3.4`): with its dimensions in full, in place of
 * their ids. What it does not have is left out.
 */
export function offeringObject(state: PaigoState, offering: OfferingRecord) {
  const { dimensionIds, dimensionOverrides, ...own } = offering;
  const decimals = DECIMALS.map((name) => [name, decimalField(state, own[name])] as const);
  return {
    ...own,
    ...Object.fromEntries(decimals),
    topUpThreshold: decimalField(state, thresholdOf(offering)),
    dimensionOverrides: dimensionOverrides?.map((one) => dimensionOverrideObject(state, one)),
    dimensions: dimensionIds.flatMap((id) => {
      const dimension = state.dimensions.get(id);
      return dimension === undefined ? [] : [dimensionObject(state, dimension)];
    }),
  };
}
