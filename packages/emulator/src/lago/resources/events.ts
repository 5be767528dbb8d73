import { type Context, Hono } from 'hono';
import { type Fields, isFields } from '../../machinery/json-fields.ts';
import { acceptBatch, acceptEvent } from '../events/accept-events.ts';
import { estimate } from '../events/estimate.ts';
import { eventsOf, type LagoEvent } from '../events/event-store.ts';
import { eventTimeOf } from '../events/event-time.ts';
import { notFound } from '../failure.ts';
import { FieldErrors } from '../field-errors.ts';
import { instantOrDay } from '../instant-or-day.ts';
import { eventObject } from '../objects/events.ts';
import { feeObject } from '../objects/fees.ts';
import { instantFeeObject } from '../objects/instant-fees.ts';
import { pageOfRows } from '../page-of-rows.ts';
import { bodyOf, rootOf } from '../request-fields.ts';
import type { LagoState } from '../state.ts';
import { currentRow } from '../subscriptions/current-row.ts';

/** A bound of the list; undefined when it is not asked for. */
function bound(context: Context, name: string, errors: FieldErrors): bigint | undefined {
  const text = context.req.query(name);
  if (text === undefined || text === '') return undefined;
  const instant = instantOrDay(text);
  if (instant === undefined) errors.add(name, 'invalid_date');
  return instant === undefined ? undefined : eventTimeOf(instant).micros;
}

async function startOf(state: LagoState, context: Context): Promise<bigint | undefined> {
  if (context.req.query('timestamp_from_started_at') !== 'true') return undefined;
  const row = await currentRow(state, context.req.query('external_subscription_id') ?? '');
  return row?.view.startedAt === undefined ? undefined : eventTimeOf(row.view.startedAt).micros;
}

/** Events that the query asks for, latest timestamp first; both bounds belong to them. */
async function listed(state: LagoState, context: Context): Promise<LagoEvent[]> {
  const errors = new FieldErrors();
  const from = bound(context, 'timestamp_from', errors) ?? (await startOf(state, context));
  const to = bound(context, 'timestamp_to', errors);
  errors.throwIfAny();
  const { code, external_subscription_id: key } = context.req.query();
  return eventsOf(state)
    .all()
    .filter(
      (event) =>
        (code === undefined || event.code === code) &&
        (key === undefined || event.externalSubscriptionId === key) &&
        (from === undefined || event.timestamp.micros >= from) &&
        (to === undefined || event.timestamp.micros <= to),
    );
}

async function batchOf(context: Context): Promise<Fields[]> {
  const { events } = await bodyOf(context);
  return Array.isArray(events) ? events.filter(isFields) : [];
}

function routeEstimates(app: Hono, state: LagoState): void {
  const instantFees = async (fields: Fields) => {
    const fees = await estimate(state, fields, true);
    return Promise.all(fees.map((fee) => instantFeeObject(state, fee, fields)));
  };
  app.post('/events/estimate_fees', async (context) => {
    const fees = await estimate(state, await rootOf(context, 'event'), false);
    return context.json({ fees: await Promise.all(fees.map((fee) => feeObject(state, fee))) });
  });
  app.post('/events/estimate_instant_fees', async (context) =>
    context.json({ fees: await instantFees(await rootOf(context, 'event')) }),
  );
  app.post('/events/batch_estimate_instant_fees', async (context) => {
    const events = await batchOf(context);
    return context.json({ fees: (await Promise.all(events.map(instantFees))).flat() });
  });
}

/** `/events`: usage as it is sent. */
export function eventsRoutes(state: LagoState): Hono {
  const app = new Hono();
  app.post('/events', async (context) => {
    const event = await acceptEvent(state, await rootOf(context, 'event'));
    return context.json({ event: eventObject(state, event) });
  });
  app.post('/events/batch', async (context) => {
    const events = await acceptBatch(state, await batchOf(context));
    return context.json({ events: events.map((event) => eventObject(state, event)) });
  });
  routeEstimates(app, state);
  app.get('/events', async (context) => {
    const { rows, meta } = pageOfRows(context, await listed(state, context));
    return context.json({ events: rows.map((event) => eventObject(state, event)), meta });
  });
  app.get('/events/:id', (context) => {
    const event = eventsOf(state).first(context.req.param('id'));
    if (event === undefined) throw notFound('event');
    return context.json({ event: eventObject(state, event) });
  });
  return app;
}
