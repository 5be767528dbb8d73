import { type Context, Hono } from 'hono';
import { chargeFilterObject, chargeObject } from '../objects/charges.ts';
import { pageOfRows } from '../page-of-rows.ts';
import {
  addCharge,
  findCharge,
  findFilter,
  putFilter,
  removeCharge,
  removeFilter,
  updateCharge,
} from '../plans/change-charge.ts';
import { findPlan } from '../plans/find-plan.ts';
import { rootOf } from '../request-fields.ts';
import type { LagoState } from '../state.ts';

const CHARGES = '/plans/:code/charges';
const CHARGE = `${CHARGES}/:charge`;
const FILTERS = `${CHARGE}/filters`;
const FILTER = `${FILTERS}/:filter`;

const planOf = (state: LagoState, context: Context) =>
  findPlan(state, context.req.param('code') ?? '');

async function chargeOf(state: LagoState, context: Context) {
  const plan = await planOf(state, context);
  return { plan, charge: findCharge(plan, context.req.param('charge') ?? '') };
}

async function filterOf(state: LagoState, context: Context) {
  const { plan, charge } = await chargeOf(state, context);
  return { plan, charge, filter: findFilter(charge, context.req.param('filter') ?? '') };
}

function routeFilters(app: Hono, state: LagoState): void {
  app.get(FILTERS, async (context) => {
    const { charge } = await chargeOf(state, context);
    const { rows, meta } = pageOfRows(context, charge.filters);
    return context.json({ filters: rows.map((row) => chargeFilterObject(charge, row)), meta });
  });
  app.post(FILTERS, async (context) => {
    const { plan, charge } = await chargeOf(state, context);
    const filter = await putFilter(state, plan, charge, await rootOf(context, 'filter'));
    return context.json({ filter: chargeFilterObject(charge, filter) });
  });
  app.get(FILTER, async (context) => {
    const { charge, filter } = await filterOf(state, context);
    return context.json({ filter: chargeFilterObject(charge, filter) });
  });
  app.put(FILTER, async (context) => {
    const { plan, charge, filter } = await filterOf(state, context);
    const fields = await rootOf(context, 'filter');
    const changed = await putFilter(state, plan, charge, fields, filter);
    return context.json({ filter: chargeFilterObject(charge, changed) });
  });
  app.delete(FILTER, async (context) => {
    const { plan, charge, filter } = await filterOf(state, context);
    await removeFilter(state, plan, charge, filter);
    return context.json({ filter: chargeFilterObject(charge, filter) });
  });
}

/** `/plans/{code}/charges`: charges one by one, and their filters. */
export function planChargesRoutes(state: LagoState): Hono {
  const app = new Hono();
  app.get(CHARGES, async (context) => {
    const { charges } = await planOf(state, context);
    const { rows, meta } = pageOfRows(context, charges);
    const objects = await Promise.all(rows.map((charge) => chargeObject(state, charge)));
    return context.json({ charges: objects, meta });
  });
  app.post(CHARGES, async (context) => {
    const plan = await planOf(state, context);
    const charge = await addCharge(state, plan, await rootOf(context, 'charge'));
    return context.json({ charge: await chargeObject(state, charge) });
  });
  app.get(CHARGE, async (context) => {
    const { charge } = await chargeOf(state, context);
    return context.json({ charge: await chargeObject(state, charge) });
  });
  app.put(CHARGE, async (context) => {
    const { plan, charge } = await chargeOf(state, context);
    const changed = await updateCharge(state, plan, charge, await rootOf(context, 'charge'));
    return context.json({ charge: await chargeObject(state, changed) });
  });
  app.delete(CHARGE, async (context) => {
    const { plan, charge } = await chargeOf(state, context);
    const object = await chargeObject(state, charge);
    await removeCharge(state, plan, charge);
    return context.json({ charge: object });
  });
  routeFilters(app, state);
  return app;
}
