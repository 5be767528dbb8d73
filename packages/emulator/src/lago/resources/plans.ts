import { type Context, Hono } from 'hono';
import { invalid } from '../failure.ts';
import { metadataRoutes } from '../metadata-endpoints.ts';
import { planObject } from '../objects/plans.ts';
import { pageOfRows } from '../page-of-rows.ts';
import { type LagoPlan, plansOf } from '../plan-book.ts';
import { checkTaxes } from '../plans/check-taxes.ts';
import { deletePlan } from '../plans/delete-plan.ts';
import { savePlan } from '../plans/engine-plan.ts';
import { findPlan } from '../plans/find-plan.ts';
import { readPlan } from '../plans/read-plan.ts';
import { rootOf } from '../request-fields.ts';
import type { LagoState } from '../state.ts';
import { hadSubscriptions } from '../subscription-book.ts';
import { planChargesRoutes } from './plan-charges.ts';

function checkCode(state: LagoState, code: string): void {
  if (plansOf(state).find(code) !== undefined) throw invalid({ code: ['value_already_exist'] });
}

async function create(state: LagoState, context: Context): Promise<LagoPlan> {
  const fields = await rootOf(context, 'plan');
  const read = readPlan({ state, known: undefined, locked: false }, fields);
  checkCode(state, read.code);
  await checkTaxes(state, read);
  state.ids.release('plan', read.code);
  const plan = { ...read, lagoId: state.ids.of('plan', read.code) };
  await savePlan(state, plan, undefined);
  return plan;
}

async function update(state: LagoState, context: Context): Promise<LagoPlan> {
  const known = await findPlan(state, context.req.param('code') ?? '');
  const fields = await rootOf(context, 'plan');
  const plan = readPlan({ state, known, locked: hadSubscriptions(state, known.code) }, fields);
  if (plan.code !== known.code) checkCode(state, plan.code);
  await checkTaxes(state, plan);
  await savePlan(state, plan, known);
  return plan;
}

function routeMetadata(app: Hono, state: LagoState): void {
  metadataRoutes(app, '/plans/:code/metadata', async (context) => {
    const plan = await findPlan(state, context.req.param('code') ?? '');
    const keep = (metadata: LagoPlan['metadata']) => plansOf(state).put({ ...plan, metadata });
    return { metadata: plan.metadata, keep };
  });
}

/** `/plans`: plans with the charges that are sent within them. */
export function plansRoutes(state: LagoState): Hono {
  const app = new Hono();
  const answer = async (context: Context, plan: LagoPlan) =>
    context.json({ plan: await planObject(state, plan) });
  const announce = async (type: string, plan: LagoPlan) =>
    state.webhooks.send(type, 'plan', await planObject(state, plan));

  app.post('/plans', async (context) => {
    const plan = await create(state, context);
    await announce('plan.created', plan);
    return answer(context, plan);
  });
  app.get('/plans', async (context) => {
    const { rows, meta } = pageOfRows(context, plansOf(state).all());
    const plans = await Promise.all(rows.map((plan) => planObject(state, plan, false)));
    return context.json({ plans, meta });
  });
  app.get('/plans/:code', async (context) =>
    answer(context, await findPlan(state, context.req.param('code'))),
  );
  app.put('/plans/:code', async (context) => {
    const plan = await update(state, context);
    await announce('plan.updated', plan);
    return answer(context, plan);
  });
  app.delete('/plans/:code', async (context) => {
    const plan = deletePlan(state, await findPlan(state, context.req.param('code')));
    await announce('plan.deleted', plan);
    return answer(context, plan);
  });
  routeMetadata(app, state);
  app.route('/', planChargesRoutes(state));
  return app;
}
