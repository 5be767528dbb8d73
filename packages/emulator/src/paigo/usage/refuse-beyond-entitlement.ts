import { Decimal } from '@billport/core';
import { badRequest } from '../failure.ts';
import type { DimensionRecord } from '../records/dimension.ts';
import type { PaigoState } from '../state.ts';
import { countedRecords } from './counted-records.ts';
import { intervalOf } from './intervals.ts';
import { totalIncrements } from './total-increments.ts';
import type { NewUsage } from './usage-shape.ts';

/**
 * Refuses usage past what is included in the month, where no overage is allowed and the switch
 * `beyondEntitlement` says so (`facts/paigo.md §4` "Entitlements" leaves it open).
 * @throws PaigoFailure 400
 */
export function refuseBeyondEntitlement(
  state: PaigoState,
  dimension: DimensionRecord,
  sent: NewUsage,
): void {
  const { usageEntitlement = 'inf', overageAllowed, usageIncrement, dimensionId } = dimension;
  const isOpen = usageEntitlement === 'inf' || overageAllowed !== 'false';
  if (isOpen || state.switches.beyondEntitlement === 'kept') return;
  const { customerId } = sent;
  const { startTime: from, endTime: to } = intervalOf('month', sent.timestamp);
  const former = countedRecords(state, { customerId, dimensionId, from, to });
  const increments = totalIncrements(dimension, [...former, { ...sent, visible: false }]);
  const used = increments.times(Decimal.parse(usageIncrement));
  if (used.compare(Decimal.parse(usageEntitlement)) > 0) {
    throw badRequest(`Usage is beyond the entitlement of ${usageEntitlement}`);
  }
}
