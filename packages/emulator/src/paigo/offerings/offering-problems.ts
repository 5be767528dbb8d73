import { overrideProblems } from '../dimensions/override-problems.ts';
import type { OfferingRecord } from '../records/offering.ts';
import type { PaigoState } from '../state.ts';

/** What only an offering that is not topped up may have, and the other way about. */
function cycleProblems(offering: OfferingRecord): string[] {
  const { billingCycle, offeringType, topUpAmount, freeTrialLength, minimumCharge } = offering;
  if (billingCycle !== 'topUp') return [];
  return [
    ...(topUpAmount === undefined ? ['topUpAmount should not be empty for topUp offerings'] : []),
    ...(offeringType === 'usage-based' ? [] : ['topUp offerings must be usage-based']),
    ...(freeTrialLength === undefined ? [] : ['topUp offerings cannot have a freeTrialLength']),
    ...(minimumCharge === undefined ? [] : ['topUp offerings cannot have a minimumCharge']),
  ];
}

/** What is wrong with a whole offering, beyond its single fields (`facts/paigo.md §3.4`, §4). */
export function offeringProblems(state: PaigoState, offering: OfferingRecord): string[] {
  const { offeringType, subscriptionPrice, minimumCharge, dimensionIds } = offering;
  const isSubscription = offeringType === 'subscription';
  const unknown = dimensionIds.filter((id) => !state.dimensions.has(id));
  return [
    ...unknown.map((id) => `dimensionIds: no Dimensions found with ID: ${id}`),
    ...(isSubscription && subscriptionPrice === undefined
      ? ['subscriptionPrice should not be empty for subscription offerings']
      : []),
    ...(isSubscription && minimumCharge !== undefined
      ? ['minimumCharge is for usage-based offerings only']
      : []),
    ...cycleProblems(offering),
    ...overrideProblems(
      state,
      'dimensionOverrides',
      offering.dimensionOverrides ?? [],
      dimensionIds,
    ),
  ];
}
