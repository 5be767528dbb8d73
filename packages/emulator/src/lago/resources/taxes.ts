import type { Tax } from '@billport/core';
import { Hono } from 'hono';
import type { Fields } from '../../machinery/json-fields.ts';
import { addOnsOf } from '../add-on-store.ts';
import { decimalIn } from '../amounts.ts';
import { notEmulated } from '../failure.ts';
import { FieldErrors, inLagosWords } from '../field-errors.ts';
import { taxObject } from '../objects/taxes.ts';
import { pageOfRows } from '../page-of-rows.ts';
import { rootOf, textIn } from '../request-fields.ts';
import type { LagoState } from '../state.ts';

const NAMES = { byDefault: 'applied_to_organization' };

/** The rate as text, whether it was sent as a number or as text. */
function rateIn(fields: Fields, errors: FieldErrors): string | undefined {
  if (fields.rate === undefined || fields.rate === null) return undefined;
  const rate = decimalIn(fields.rate);
  if (rate === undefined) errors.add('rate', 'value_is_invalid');
  return rate;
}

function taxIn(fields: Fields, errors: FieldErrors) {
  const rate = rateIn(fields, errors);
  const name = textIn(fields, 'name');
  const description = textIn(fields, 'description');
  const byDefault = fields.applied_to_organization;
  return {
    ...(rate !== undefined && { rate }),
    ...(name != null && { name }),
    ...(description !== undefined && { description }),
    ...(typeof byDefault === 'boolean' && { byDefault }),
  };
}

async function createTax(state: LagoState, fields: Fields): Promise<Tax> {
  const errors = new FieldErrors();
  errors.require(fields, 'name', 'code', 'rate');
  const { description, rate = '0', ...input } = taxIn(fields, errors);
  errors.throwIfAny();
  const code = textIn(fields, 'code') ?? '';
  return inLagosWords(NAMES, () =>
    state.billing.taxes.create({
      ...input,
      code,
      rate,
      ...(description != null && { description }),
    }),
  );
}

async function updateTax(state: LagoState, code: string, fields: Fields): Promise<Tax> {
  await state.billing.taxes.get({ code });
  const errors = new FieldErrors();
  for (const name of ['name', 'rate', 'code']) {
    if (name in fields) errors.require(fields, name);
  }
  const input = taxIn(fields, errors);
  errors.throwIfAny();
  if ('code' in fields && textIn(fields, 'code') !== code) {
    throw notEmulated('Changing the code of a tax is not emulated: what names the tax keeps it.');
  }
  return inLagosWords(NAMES, () => state.billing.taxes.update({ ...input, code }));
}

/** Deletes the tax here and wherever it is named. */
async function deleteTax(state: LagoState, code: string): Promise<Fields> {
  const tax = await state.billing.taxes.delete({ code });
  const addOns = addOnsOf(state);
  for (const addOn of addOns.all()) {
    addOns.put({ ...addOn, taxCodes: addOn.taxCodes.filter((other) => other !== code) });
  }
  const object = taxObject(state, tax);
  state.ids.release('tax', code);
  return object;
}

/** Routes of this resource. */
export function taxesRoutes(state: LagoState): Hono {
  const app = new Hono();
  app.post('/taxes', async (context) => {
    const tax = await createTax(state, await rootOf(context, 'tax'));
    return context.json({ tax: taxObject(state, tax) });
  });
  app.get('/taxes', async (context) => {
    const taxes: Fields[] = [];
    for await (const tax of state.billing.taxes.list({ limit: 100 })) {
      taxes.push(taxObject(state, tax));
    }
    const { rows, meta } = pageOfRows(context, taxes);
    return context.json({ taxes: rows, meta });
  });
  app.get('/taxes/:code', async (context) => {
    const tax = await state.billing.taxes.get({ code: context.req.param('code') });
    return context.json({ tax: taxObject(state, tax) });
  });
  app.put('/taxes/:code', async (context) => {
    const tax = await updateTax(state, context.req.param('code'), await rootOf(context, 'tax'));
    return context.json({ tax: taxObject(state, tax) });
  });
  app.delete('/taxes/:code', async (context) =>
    context.json({ tax: await deleteTax(state, context.req.param('code')) }),
  );
  return app;
}
