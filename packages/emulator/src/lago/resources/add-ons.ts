import { Hono } from 'hono';
import type { Fields } from '../../machinery/json-fields.ts';
import { type AddOn, addOnsOf } from '../add-on-store.ts';
import { integerIn } from '../amounts.ts';
import { takesCurrency } from '../currencies.ts';
import { notFound } from '../failure.ts';
import { FieldErrors } from '../field-errors.ts';
import { addOnObject } from '../objects/add-ons.ts';
import { pageOfRows } from '../page-of-rows.ts';
import { rootOf, textIn, textsIn } from '../request-fields.ts';
import type { LagoState } from '../state.ts';

function findAddOn(state: LagoState, code: string): AddOn {
  const addOn = addOnsOf(state).find(code);
  if (addOn === undefined) throw notFound('add_on');
  return addOn;
}

function checkAmount(state: LagoState, addOn: AddOn, errors: FieldErrors): void {
  if (!(addOn.amountCents > 0)) errors.add('amount_cents', 'value_is_out_of_range');
  if (!takesCurrency(state, addOn.currency)) errors.add('amount_currency', 'value_is_invalid');
}

function checkCode(state: LagoState, addOn: AddOn, errors: FieldErrors): void {
  const other = addOnsOf(state).find(addOn.code);
  if (other !== undefined && other.lagoId !== addOn.lagoId) {
    errors.add('code', 'value_already_exist');
  }
}

/** @throws LagoFailure 404 `tax_not_found` */
async function checkTaxes(state: LagoState, codes: readonly string[]): Promise<void> {
  for (const code of codes) await state.billing.taxes.get({ code });
}

/** The add-on with the fields that were sent; null clears what may be blank. */
function changed(before: AddOn, fields: Fields): AddOn {
  const text = (name: string, old: string | null) => {
    const sent = textIn(fields, name);
    return sent === undefined ? old : sent;
  };
  const cents = 'amount_cents' in fields ? Number(integerIn(fields.amount_cents) ?? 0n) : undefined;
  return {
    ...before,
    code: text('code', before.code) ?? '',
    name: text('name', before.name) ?? '',
    invoiceDisplayName: text('invoice_display_name', before.invoiceDisplayName),
    description: text('description', before.description),
    amountCents: cents ?? before.amountCents,
    currency: text('amount_currency', before.currency) ?? '',
    taxCodes: textsIn(fields, 'tax_codes') ?? before.taxCodes,
  };
}

async function put(state: LagoState, before: AddOn, fields: Fields): Promise<AddOn> {
  const addOn = changed(before, fields);
  const errors = new FieldErrors();
  errors.require({ name: addOn.name, code: addOn.code }, 'name', 'code');
  checkAmount(state, addOn, errors);
  checkCode(state, addOn, errors);
  errors.throwIfAny();
  await checkTaxes(state, addOn.taxCodes);
  addOnsOf(state).put(addOn);
  return addOn;
}

const blank = (state: LagoState): AddOn => ({
  lagoId: state.ids.next(),
  code: '',
  name: '',
  invoiceDisplayName: null,
  description: null,
  amountCents: 0,
  currency: '',
  taxCodes: [],
  createdAt: state.now(),
});

/** Routes of this resource. */
export function addOnsRoutes(state: LagoState): Hono {
  const app = new Hono();
  app.post('/add_ons', async (context) => {
    const addOn = await put(state, blank(state), await rootOf(context, 'add_on'));
    return context.json({ add_on: await addOnObject(state, addOn) });
  });
  app.get('/add_ons', async (context) => {
    const { rows, meta } = pageOfRows(context, addOnsOf(state).all());
    const objects = rows.map((addOn) => addOnObject(state, addOn));
    return context.json({ add_ons: await Promise.all(objects), meta });
  });
  app.get('/add_ons/:code', async (context) => {
    const addOn = findAddOn(state, context.req.param('code'));
    return context.json({ add_on: await addOnObject(state, addOn) });
  });
  app.put('/add_ons/:code', async (context) => {
    const before = findAddOn(state, context.req.param('code'));
    const addOn = await put(state, before, await rootOf(context, 'add_on'));
    return context.json({ add_on: await addOnObject(state, addOn) });
  });
  app.delete('/add_ons/:code', async (context) => {
    const addOn = findAddOn(state, context.req.param('code'));
    addOnsOf(state).remove(addOn);
    return context.json({ add_on: await addOnObject(state, addOn) });
  });
  return app;
}
