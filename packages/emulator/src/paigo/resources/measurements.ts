import { Hono } from 'hono';
import { inUse } from '../failure.ts';
import { readReply, thingAt } from '../find-thing.ts';
import { CREATE_MEASUREMENT, UPDATE_MEASUREMENT } from '../measurements/measurement-shapes.ts';
import { createMeasurement, updateMeasurement } from '../measurements/save-measurement.ts';
import { addedFields, measurementObject } from '../objects/measurement.ts';
import type { MeasurementRecord } from '../records/measurement.ts';
import { listReply } from '../replies.ts';
import { checkedBody } from '../requests/checked-request.ts';
import type { PaigoState } from '../state.ts';

const KIND = 'Measurements';

const writtenReply = (message: string, measurement: MeasurementRecord) => ({
  message,
  measurementId: measurement.measurementId,
  ...addedFields(measurement),
});

/** @throws PaigoFailure 409 for one that dimensions take their usage from. */
function refuseUsed({ dimensions }: PaigoState, { measurementId }: MeasurementRecord): void {
  const users = [...dimensions.values()].filter((one) => one.measurementId === measurementId);
  if (users.length === 0) return;
  const ids = users.map(({ dimensionId }) => dimensionId).join(', ');
  throw inUse(`Measurement is used by dimensions: ${ids}`);
}

/** Routes of measurements (`facts/paigo.md §3.9`). */
export function measurementRoutes(state: PaigoState): Hono {
  const app = new Hono();
  app.get('/measurements', (context) =>
    context.json(listReply(state, [...state.measurements.values()].map(measurementObject))),
  );
  app.post('/measurements', async (context) => {
    const measurement = createMeasurement(
      state,
      await checkedBody(state, context, CREATE_MEASUREMENT),
    );
    return context.json(writtenReply('Successfully created measurement.', measurement), 201);
  });
  app.get('/measurements/:id', (context) => {
    const id = context.req.param('id');
    return context.json(readReply(state, state.measurements, id, KIND, measurementObject));
  });
  app.put('/measurements/:id', async (context) => {
    const measurement = thingAt(state, state.measurements, context.req.param('id'), KIND);
    updateMeasurement(state, measurement, await checkedBody(state, context, UPDATE_MEASUREMENT));
    return context.json(writtenReply('Successfully updated measurement.', measurement));
  });
  app.delete('/measurements/:id', (context) => {
    const measurement = thingAt(state, state.measurements, context.req.param('id'), KIND);
    refuseUsed(state, measurement);
    const { measurementId } = measurement;
    state.measurements.delete(measurementId);
    return context.json({ message: 'Successfully deleted measurement.', measurementId });
  });
  return app;
}
