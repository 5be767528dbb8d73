import { Hono } from 'hono';
import { deleteDimension } from '../dimensions/delete-dimension.ts';
import { CHANGED_DIMENSION, NEW_DIMENSION } from '../dimensions/dimension-shape.ts';
import { createDimension, updateDimension } from '../dimensions/save-dimension.ts';
import { readReply, thingAt } from '../find-thing.ts';
import { dimensionObject } from '../objects/dimension.ts';
import type { DimensionRecord } from '../records/dimension.ts';
import { listReply } from '../replies.ts';
import { checkedBody } from '../requests/checked-request.ts';
import type { PaigoState } from '../state.ts';

/** Routes of dimensions (`facts/paigo.md §3.3`). */
export function dimensionRoutes(state: PaigoState): Hono {
  const app = new Hono();
  const { dimensions } = state;
  const objectOf = (dimension: DimensionRecord) => dimensionObject(state, dimension);
  app.get('/dimensions', (context) =>
    context.json(listReply(state, [...dimensions.values()].map(objectOf))),
  );
  app.post('/dimensions', async (context) => {
    const fields = await checkedBody(state, context, NEW_DIMENSION);
    const { dimensionId } = createDimension(state, fields);
    return context.json({ message: 'Successfully created the dimension.', dimensionId }, 201);
  });
  app.get('/dimensions/:id', (context) =>
    context.json(readReply(state, dimensions, context.req.param('id'), 'Dimensions', objectOf)),
  );
  app.put('/dimensions/:id', async (context) => {
    const dimension = thingAt(state, dimensions, context.req.param('id'), 'Dimensions');
    updateDimension(state, dimension, await checkedBody(state, context, CHANGED_DIMENSION));
    const { dimensionId } = dimension;
    return context.json({ message: 'Successfully updated the dimension.', dimensionId });
  });
  app.delete('/dimensions/:id', (context) => {
    deleteDimension(state, thingAt(state, dimensions, context.req.param('id'), 'Dimensions'));
    return context.json({ message: 'Successfully deleted the dimension.' });
  });
  return app;
}
