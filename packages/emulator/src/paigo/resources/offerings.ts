import { Hono } from 'hono';
import { readReply, thingAt } from '../find-thing.ts';
import { offeringObject } from '../objects/offering.ts';
import { deleteOffering } from '../offerings/delete-offering.ts';
import { OFFERING_SHAPES } from '../offerings/offering-shape.ts';
import { createOffering, updateOffering } from '../offerings/save-offering.ts';
import type { OfferingRecord } from '../records/offering.ts';
import { listReply } from '../replies.ts';
import { checkedBody } from '../requests/checked-request.ts';
import type { PaigoState } from '../state.ts';

/** Routes of offerings (`facts/paigo.md §3.4`). */
export function offeringRoutes(state: PaigoState): Hono {
  const app = new Hono();
  const { offerings } = state;
  const objectOf = (offering: OfferingRecord) => offeringObject(state, offering);
  const shapes = () => OFFERING_SHAPES[state.switches.subscriptionPrice];
  app.get('/offerings', (context) =>
    context.json(listReply(state, [...offerings.values()].map(objectOf))),
  );
  app.post('/offerings', async (context) => {
    const fields = await checkedBody(state, context, shapes().created);
    const { offeringId } = createOffering(state, fields);
    return context.json({ message: 'Successfully created the offering.', offeringId }, 201);
  });
  app.get('/offerings/:id', (context) =>
    context.json(readReply(state, offerings, context.req.param('id'), 'Offerings', objectOf)),
  );
  app.put('/offerings/:id', async (context) => {
    const offering = thingAt(state, offerings, context.req.param('id'), 'Offerings');
    updateOffering(state, offering, await checkedBody(state, context, shapes().changed));
    const { offeringId } = offering;
    return context.json({ message: 'Successfully updated the offering.', offeringId });
  });
  app.delete('/offerings/:id', (context) => {
    const offering = thingAt(state, offerings, context.req.param('id'), 'Offerings');
    deleteOffering(state, offering);
    const { offeringId } = offering;
    return context.json({ message: 'Successfully deleted the offering.', offeringId });
  });
  return app;
}
