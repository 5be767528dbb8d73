import { type Context, Hono } from 'hono';
import { findCustomer } from '../customers/find-customer.ts';
import { forbidden, invalid, notEmulated, notFound } from '../failure.ts';
import { inTurn } from '../in-turn.ts';
import { chargeObject } from '../objects/charges.ts';
import { fullSubscriptionObject, subscriptionObject } from '../objects/subscriptions.ts';
import { listParameter, pageOfRows } from '../page-of-rows.ts';
import { plansOf } from '../plan-book.ts';
import { withPresentTaxes } from '../plans/find-plan.ts';
import { bodyOf, rootOf } from '../request-fields.ts';
import type { LagoState } from '../state.ts';
import { type SubscriptionRow, subscriptionsOf } from '../subscription-book.ts';
import { createSubscription } from '../subscriptions/create-subscription.ts';
import { endSubscription } from '../subscriptions/end-subscriptions.ts';
import { findSubscription } from '../subscriptions/find-subscription.ts';
import { readSubscription } from '../subscriptions/read-subscription.ts';
import { refreshRows } from '../subscriptions/refresh-rows.ts';
import {
  CREDIT_CHOICES,
  INVOICE_CHOICES,
  updateSubscription,
} from '../subscriptions/update-subscription.ts';

/** The statuses that are asked for. A scalar is dropped (`facts/lago.md §a` "Pagination"). */
function statusesOf(context: Context): readonly string[] {
  const statuses = listParameter(context, 'status');
  return statuses.length === 0 ? ['active'] : statuses;
}

async function list(state: LagoState, context: Context, isOwn: (row: SubscriptionRow) => boolean) {
  const statuses = statusesOf(context);
  const { plan_code: planCode, currency } = context.req.query();
  const book = subscriptionsOf(state);
  const found = book
    .all()
    .filter(
      (row) =>
        statuses.includes(row.status) &&
        isOwn(row) &&
        (planCode === undefined || row.planCode === planCode) &&
        (currency === undefined || plansOf(state).known(row.planCode)?.currency === currency),
    );
  const { rows, meta } = pageOfRows(context, found);
  const subscriptions = await Promise.all(
    rows.map(async (row) => {
      await refreshRows(state, row.externalId);
      return subscriptionObject(state, book.byId(row.lagoId) ?? row);
    }),
  );
  return context.json({ subscriptions, meta });
}

/** A choice of the query or the body, or what was asked for before. */
function choice<Choice extends string>(
  name: string,
  sent: unknown,
  before: string | undefined,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  if (sent === undefined || sent === null || sent === '') {
    return choices.find((candidate) => candidate === before) ?? choices[0];
  }
  const chosen = choices.find((candidate) => candidate === sent);
  if (chosen === undefined) throw invalid({ [name]: ['invalid_value'] });
  return chosen;
}

async function end(state: LagoState, context: Context, row: SubscriptionRow) {
  const sent = { ...(await bodyOf(context)), ...context.req.query() };
  const { onTerminationCreditNote, onTerminationInvoice } = row;
  return endSubscription(state, row, {
    unusedCredit: choice(
      'on_termination_credit_note',
      sent.on_termination_credit_note,
      onTerminationCreditNote,
      CREDIT_CHOICES,
    ),
    finalInvoice: choice(
      'on_termination_invoice',
      sent.on_termination_invoice,
      onTerminationInvoice,
      INVOICE_CHOICES,
    ),
  });
}

/** Charges of a subscription: those of its plan. */
function routeCharges(app: Hono, state: LagoState): void {
  const chargesOf = async (context: Context) => {
    const status = context.req.query('subscription_status');
    const row = await findSubscription(state, context.req.param('key') ?? '', status);
    const plan = plansOf(state).known(row.planCode);
    return plan === undefined ? [] : (await withPresentTaxes(state, plan)).charges;
  };
  app.get('/subscriptions/:key/charges', async (context) => {
    const { rows, meta } = pageOfRows(context, await chargesOf(context));
    const charges = await Promise.all(rows.map((charge) => chargeObject(state, charge)));
    return context.json({ charges, meta });
  });
  app.get('/subscriptions/:key/charges/:charge', async (context) => {
    const code = context.req.param('charge');
    const charge = (await chargesOf(context)).find((candidate) => candidate.code === code);
    if (charge === undefined) throw notFound('charge');
    return context.json({ charge: await chargeObject(state, charge) });
  });
  app.put('/subscriptions/:key/charges/:charge', () => {
    if (!state.switches.premium) throw forbidden();
    throw notEmulated('Prices for one subscription alone (charges of a subscription).');
  });
}

/** `/subscriptions`: customers on plans. */
export function subscriptionsRoutes(state: LagoState): Hono {
  const app = new Hono();
  const find = (context: Context) =>
    findSubscription(state, context.req.param('key') ?? '', context.req.query('status'));
  const answer = async (context: Context, row: SubscriptionRow) =>
    context.json({ subscription: await fullSubscriptionObject(state, row) });

  app.post('/subscriptions', async (context) => {
    const input = readSubscription(state, await rootOf(context, 'subscription'));
    const make = () => createSubscription(state, input);
    return answer(context, await inTurn(state, `subscription ${input.externalId}`, make));
  });
  app.get('/subscriptions', (context) => {
    const wanted = context.req.query('external_customer_id');
    return list(state, context, (row) => wanted === undefined || row.customerKey === wanted);
  });
  app.get('/customers/:customer/subscriptions', async (context) => {
    const { customerKey } = await findCustomer(state, context.req.param('customer'));
    const lagoId = state.ids.of('customer', customerKey);
    return list(state, context, (row) => row.lagoCustomerId === lagoId);
  });
  app.get('/subscriptions/:key', async (context) => answer(context, await find(context)));
  app.put('/subscriptions/:key', async (context) => {
    const fields = await rootOf(context, 'subscription');
    return answer(context, await updateSubscription(state, await find(context), fields));
  });
  app.delete('/subscriptions/:key', async (context) => {
    // Only one that waits can be named by its status; any other word means the active one.
    const status = context.req.query('status') === 'pending' ? 'pending' : 'active';
    const row = await findSubscription(state, context.req.param('key'), status);
    return answer(context, await end(state, context, row));
  });
  routeCharges(app, state);
  return app;
}
