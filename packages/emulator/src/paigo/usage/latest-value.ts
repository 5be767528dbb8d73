import { Decimal } from '@billport/core';
import type { PaigoState } from '../state.ts';
import { latestRecord } from './aggregate.ts';
import { countedRecords } from './counted-records.ts';

/**
 * The value of a customer's latest record of a dimension, such as the seats that were bought:
 * in consumption units. Undefined when there is no record.
 */
export function latestValue(
  state: PaigoState,
  customerId: string,
  dimensionId: string,
): Decimal | undefined {
  const latest = latestRecord(countedRecords(state, { customerId, dimensionId }));
  return latest === undefined ? undefined : Decimal.parse(latest.recordValue);
}
