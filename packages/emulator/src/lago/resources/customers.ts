import type { Customer } from '@billport/core';
import { type Context, Hono } from 'hono';
import { type Fields, isFields } from '../../machinery/json-fields.ts';
import { customerInput } from '../customers/customer-input.ts';
import { isLeaving, letGo } from '../customers/customer-records.ts';
import { findCustomer } from '../customers/find-customer.ts';
import { upsertCustomer } from '../customers/upsert-customer.ts';
import { invalid } from '../failure.ts';
import { customerObject, customerWithTaxes } from '../objects/customers.ts';
import { listParameter, pageOfRows } from '../page-of-rows.ts';
import { rootOf } from '../request-fields.ts';
import type { LagoState } from '../state.ts';
import { noticeEndsOf } from '../subscriptions/notice-subscriptions.ts';

type Filter = (customer: Fields) => boolean;

/** The fields that `search_term` looks in. */
const SEARCHED = ['lago_id', 'external_id', 'name', 'firstname', 'lastname', 'legal_name', 'email'];

/** Filters by the list of a parameter, by the field that they compare. */
const LIST_FILTERS = {
  'currencies[]': 'currency',
  'countries[]': 'country',
  'states[]': 'state',
  'zipcodes[]': 'zipcode',
  'account_type[]': 'account_type',
  'billing_entity_codes[]': 'billing_entity_code',
};

function searchFilter(term: string | undefined): Filter[] {
  if (!term) return [];
  const text = term.toLowerCase();
  return [
    (customer) =>
      SEARCHED.some((name) =>
        String(customer[name] ?? '')
          .toLowerCase()
          .includes(text),
      ),
  ];
}

function listFilters(context: Context): Filter[] {
  return Object.entries(LIST_FILTERS).flatMap(([parameter, field]) => {
    const values = listParameter(context, parameter.slice(0, -2));
    return values.length === 0
      ? []
      : [(customer: Fields) => values.includes(String(customer[field] ?? ''))];
  });
}

/** `has_customer_type=true` and the like. */
function presenceFilters(context: Context): Filter[] {
  return ['customer_type', 'tax_identification_number'].flatMap((field) => {
    const wanted = context.req.query(`has_${field}`);
    return wanted === undefined
      ? []
      : [(customer: Fields) => (customer[field] != null) === (wanted === 'true')];
  });
}

/** `customer_type=` and `external_id=`. */
function valueFilters(context: Context): Filter[] {
  return ['customer_type', 'external_id'].flatMap((field) => {
    const wanted = context.req.query(field);
    return wanted === undefined ? [] : [(customer: Fields) => customer[field] === wanted];
  });
}

/** `metadata[key]=value`; an empty value asks for customers without the key. */
function metadataFilters(context: Context): Filter[] {
  return Object.entries(context.req.query()).flatMap(([parameter, wanted]) => {
    const key = /^metadata\[(.+)\]$/.exec(parameter)?.[1];
    if (key === undefined) return [];
    return [
      ({ metadata }: Fields) => {
        const rows = Array.isArray(metadata) ? metadata.filter(isFields) : [];
        const row = rows.find((each) => each.key === key);
        return wanted === '' ? row === undefined : row?.value === wanted;
      },
    ];
  });
}

async function listedCustomers(state: LagoState, context: Context): Promise<Customer[]> {
  const filters = [
    ...searchFilter(context.req.query('search_term')),
    ...listFilters(context),
    ...presenceFilters(context),
    ...valueFilters(context),
    ...metadataFilters(context),
  ];
  const listed: Customer[] = [];
  for await (const customer of state.billing.customers.list({ limit: 100 })) {
    if (isLeaving(state, customer.customerKey)) continue;
    const object = customerObject(state, customer);
    if (filters.every((passes) => passes(object))) listed.push(customer);
  }
  return listed;
}

/** Routes of this resource. */
export function customersRoutes(state: LagoState): Hono {
  const app = new Hono();
  app.post('/customers', async (context) => {
    const input = customerInput(state, await rootOf(context, 'customer'));
    const customer = await upsertCustomer(state, input);
    return context.json({ customer: await customerWithTaxes(state, customer) });
  });
  app.get('/customers', async (context) => {
    const { rows, meta } = pageOfRows(context, await listedCustomers(state, context));
    const customers = rows.map((customer) => customerWithTaxes(state, customer));
    return context.json({ customers: await Promise.all(customers), meta });
  });
  app.get('/customers/:external_id', async (context) => {
    const customer = await findCustomer(state, context.req.param('external_id'));
    return context.json({ customer: await customerWithTaxes(state, customer) });
  });
  app.delete('/customers/:external_id', async (context) => {
    const customer = await findCustomer(state, context.req.param('external_id'));
    const { customerKey } = customer;
    letGo(state, customerKey);
    state.jobs.add(`tell of subscriptions of ${customerKey}`, () =>
      noticeEndsOf(state, customerKey),
    );
    return context.json({ customer: await customerWithTaxes(state, customer) });
  });
  app.get('/customers/:external_id/portal_url', async (context) => {
    await findCustomer(state, context.req.param('external_id'));
    const portal_url = `${state.url}/customer-portal/${state.ids.next()}`;
    return context.json({ customer: { portal_url } });
  });
  app.post('/customers/:external_id/checkout_url', async (context) => {
    const customer = await findCustomer(state, context.req.param('external_id'));
    if (!state.switches.paymentProvider) throw invalid({ base: ['no_linked_payment_provider'] });
    return context.json({
      customer: {
        lago_customer_id: state.ids.of('customer', customer.customerKey),
        external_customer_id: customer.customerKey,
        payment_provider: 'stripe',
        payment_provider_code: 'stripe',
        checkout_url: `${state.url}/checkout/${state.ids.next()}`,
      },
    });
  });
  return app;
}
