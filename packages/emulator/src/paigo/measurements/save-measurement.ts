import type { z } from 'zod';
import type { MeasurementRecord } from '../records/measurement.ts';
import { putInto } from '../requests/put-into.ts';
import type { PaigoState } from '../state.ts';
import type { CREATE_MEASUREMENT, UPDATE_MEASUREMENT } from './measurement-shapes.ts';

/** Makes a measurement. */
export function createMeasurement(
  state: PaigoState,
  input: z.output<typeof CREATE_MEASUREMENT>,
): MeasurementRecord {
  const measurement: MeasurementRecord = { measurementId: state.ids.next(), ...input };
  state.measurements.set(measurement.measurementId, measurement);
  return measurement;
}

/** Changes a measurement. Of one mode, what the configuration does not name stays. */
export function updateMeasurement(
  state: PaigoState,
  measurement: MeasurementRecord,
  { measurementConfiguration: changes = {}, ...input }: z.output<typeof UPDATE_MEASUREMENT>,
): void {
  const { measurementMode, measurementConfiguration: former } = measurement;
  const stays = measurementMode === input.measurementMode && state.switches.put === 'merge';
  const measurementConfiguration = { ...(stays && former), ...changes };
  putInto(state, measurement, { ...input, measurementConfiguration }, {});
}
