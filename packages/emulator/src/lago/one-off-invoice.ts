import { BillingError, type Customer, Decimal, type Invoice, moneyFromMinor } from '@billport/core';
import { type Fields, isFields } from '../machinery/json-fields.ts';
import { type AddOn, addOnsOf } from './add-on-store.ts';
import { decimalIn } from './amounts.ts';
import { findCustomer } from './customers/find-customer.ts';
import { invalid, notFound } from './failure.ts';
import { FieldErrors } from './field-errors.ts';
import { instantOrDay } from './instant-or-day.ts';
import { keepAddOnLine } from './invoice-records.ts';
import { showNow } from './invoice-visibility.ts';
import { textIn, textsIn } from './request-fields.ts';
import type { LagoState } from './state.ts';
import { currencyIn } from './wallet-input.ts';

type Item = Parameters<LagoState['billing']['invoices']['create']>[0]['items'][number];

/** A line of the request with its add-on. */
interface Line {
  readonly fields: Fields;
  readonly addOn: AddOn;
}

/** @throws LagoFailure 404 `fees_not_found` without a line, `add_ons_not_found` for an unknown code. */
function linesIn(state: LagoState, fields: Fields): Line[] {
  const fees = Array.isArray(fields.fees) ? fields.fees.filter(isFields) : [];
  if (fees.length === 0) throw notFound('fees');
  return fees.map((fee) => {
    const addOn = addOnsOf(state).find(textIn(fee, 'add_on_code') ?? '');
    if (addOn === undefined) throw notFound('add_ons');
    return { fields: fee, addOn };
  });
}

/** Taxes of a line: those of the request, else the add-on's; undefined for the customer's. */
async function taxCodesOf(state: LagoState, { fields, addOn }: Line) {
  const asked = textsIn(fields, 'tax_codes');
  const codes = asked ?? (addOn.taxCodes.length > 0 ? [...addOn.taxCodes] : undefined);
  for (const code of asked ?? []) await state.billing.taxes.get({ code });
  return codes;
}

function unitCents({ fields, addOn }: Line, errors: FieldErrors): number {
  const { unit_amount_cents: cents } = fields;
  if (cents === undefined || cents === null) return addOn.amountCents;
  if (typeof cents === 'number' && Number.isSafeInteger(cents) && cents >= 0) return cents;
  errors.add('unit_amount_cents', 'value_is_invalid');
  return 0;
}

function unitsOf({ fields }: Line, errors: FieldErrors): string {
  if (fields.units === undefined || fields.units === null) return '1';
  const units = decimalIn(fields.units);
  if (units !== undefined && Decimal.parse(units).isPositive()) return units;
  errors.add('units', 'value_is_invalid');
  return '1';
}

const displayName = ({ fields, addOn }: Line): string | null =>
  textIn(fields, 'invoice_display_name') || addOn.invoiceDisplayName;

async function itemOf(
  state: LagoState,
  line: Line,
  currency: string,
  errors: FieldErrors,
): Promise<Item> {
  const taxCodes = await taxCodesOf(state, line);
  const description = textIn(line.fields, 'description') ?? line.addOn.description;
  return {
    name: displayName(line) || line.addOn.name,
    unitAmount: moneyFromMinor(BigInt(unitCents(line, errors)), currency).amount,
    units: unitsOf(line, errors),
    ...(description === null ? {} : { description }),
    ...(taxCodes === undefined ? {} : { taxCodes }),
  };
}

function remember(state: LagoState, invoice: Invoice, lines: readonly Line[]): void {
  for (const [index, line] of lines.entries()) {
    const fee = invoice.fees[index];
    if (fee === undefined) continue;
    const { addOn, fields } = line;
    keepAddOnLine(state, fee.id, {
      addOnId: addOn.lagoId,
      code: addOn.code,
      name: addOn.name,
      description: addOn.description,
      invoiceDisplayName: displayName(line),
      from: instantOrDay(fields.from_datetime),
      to: instantOrDay(fields.to_datetime),
    });
  }
}

async function make(
  state: LagoState,
  customer: Customer,
  currency: string,
  items: Item[],
): Promise<Invoice> {
  const { customerKey } = customer;
  try {
    return await state.billing.invoices.create({ customerKey, currency, items });
  } catch (error) {
    const isCurrency = BillingError.is(error, 'conflict') && error.details?.resource === 'customer';
    throw isCurrency ? invalid({ currency: ['currencies_does_not_match'] }) : error;
  }
}

/**
 * Makes a one-off invoice over add-ons: final and visible at once (`facts/lago.md §b` "Invoices").
 * @throws LagoFailure 404 for an unknown customer, add-on or tax, and without lines; 422 for
 *   amounts that are no whole smallest units, units that are no number above zero, and another
 *   currency than the customer's.
 */
export async function createOneOffInvoice(state: LagoState, fields: Fields): Promise<Invoice> {
  const customer = await findCustomer(state, textIn(fields, 'external_customer_id') ?? '');
  const lines = linesIn(state, fields);
  const errors = new FieldErrors();
  const asked = fields.currency ?? customer.currency ?? lines[0]?.addOn.currency;
  const currency = currencyIn(state, { currency: asked }, errors);
  errors.throwIfAny();
  const items = [];
  for (const line of lines) items.push(await itemOf(state, line, currency, errors));
  errors.throwIfAny();
  const invoice = await make(state, customer, currency, items);
  remember(state, invoice, lines);
  await showNow(state, invoice);
  return invoice;
}
