import { path, writeOnce } from '@billport/adapter-kit';
import {
  BillingError,
  type CreateInvoiceInput,
  currencyDigits,
  Decimal,
  type Fee,
  type Invoice,
  type InvoiceItem,
  type Issue,
  invalidInput,
  type Result,
  type Warning,
} from '@billport/core';
import { type CallContext, type Connection, unwrap } from '../connection.ts';
import { checkMetadata } from '../metadata-limits.ts';
import type { LagoInvoice, LagoOneOffFee } from '../wire/invoice.ts';
import { updateInvoice } from './change-invoice.ts';
import { InvoiceReader } from './invoice-reader.ts';
import { INVOICE_METADATA } from './metadata-rows.ts';

/** The add-on that all lines are of: Lago bills nothing else at once (`facts/lago.md §b`). */
const ADD_ON = 'billport_item';

/** Past this JSON numbers, in which Lago writes amounts, are not exact. */
const MOST_CENTS = Decimal.fromInteger(Number.MAX_SAFE_INTEGER);

const unitsOf = ({ units }: InvoiceItem) => Decimal.parse(units ?? '1');

/** Minor units of the price of one. */
function centsOf({ unitAmount }: InvoiceItem, currency: string): Decimal {
  return Decimal.parse(unitAmount).times(
    Decimal.fromInteger(10n ** BigInt(currencyDigits(currency))),
  );
}

/** What the line comes to, in minor units (`facts/rating.md §15`). */
const amountOf = (item: InvoiceItem, currency: string) =>
  centsOf(item, currency).times(unitsOf(item)).round(0);

function* itemIssues({ currency, items }: CreateInvoiceInput): Generator<Issue> {
  let sum = Decimal.ZERO;
  for (const [index, item] of items.entries()) {
    const at = ['items', index, 'unitAmount'];
    if (!centsOf(item, currency).isInteger()) {
      const message = `Write at most ${currencyDigits(currency)} digits behind the point: Lago counts ${currency} no finer. Put the rest into the units.`;
      yield { path: at, message };
    }
    sum = sum.plus(amountOf(item, currency));
    if (sum.compare(MOST_CENTS) > 0 || centsOf(item, currency).compare(MOST_CENTS) > 0) {
      const message =
        'Lago writes amounts as JSON numbers, which are not exact for so much: make several invoices.';
      yield { path: at, message };
      return;
    }
  }
}

function check(input: CreateInvoiceInput): void {
  checkMetadata(input.metadata, INVOICE_METADATA);
  const issues = [...itemIssues(input)];
  if (issues.length > 0) throw invalidInput(issues);
}

/** A number where its text says the same, as all versions of Lago take it; else text. */
function wireUnits(item: InvoiceItem): number | string {
  const text = unitsOf(item).toString();
  return String(Number(text)) === text ? Number(text) : text;
}

function feeOf(item: InvoiceItem, currency: string): LagoOneOffFee {
  const { name, description, taxCodes } = item;
  return {
    add_on_code: ADD_ON,
    invoice_display_name: name,
    unit_amount_cents: Number(centsOf(item, currency).toString()),
    units: wireUnits(item),
    ...(description !== undefined && { description }),
    ...(taxCodes !== undefined && { tax_codes: taxCodes }),
  };
}

/** Makes the add-on. Where somebody else was first, it is there. */
async function makeAddOn(lago: Connection, currency: string, context: CallContext): Promise<void> {
  const body = {
    add_on: {
      code: ADD_ON,
      name: 'Item',
      // Lines bring their own price and currency; Lago wants one that is above zero.
      amount_cents: 100,
      amount_currency: currency,
    },
  };
  try {
    await lago.send(
      {
        method: 'POST',
        path: path`/add_ons`,
        body,
        repeat: 'safe',
        lookup: 'No invoice was made: call again.',
      },
      context,
    );
  } catch (error) {
    if (!BillingError.is(error, 'already_exists')) throw error;
  }
}

function lookupOf({ customerKey, items }: CreateInvoiceInput): string {
  const names = items.slice(0, 3).map(({ name }) => JSON.stringify(name));
  return `invoices.list({ customerKey: ${JSON.stringify(customerKey)}, type: "one_off" }): look for a new invoice over ${items.length} line${items.length > 1 ? 's' : ''} (${names.join(', ')}).`;
}

/** Sends the invoice and reads what came of it. */
function send(lago: Connection, input: CreateInvoiceInput, context: CallContext): Promise<Invoice> {
  const { customerKey, currency, items } = input;
  const fees = items.map((item) => feeOf(item, currency));
  const request = {
    method: 'POST' as const,
    path: path`/invoices`,
    body: { invoice: { external_customer_id: customerKey, currency, fees } },
    lookup: lookupOf(input),
    about: { resource: 'customer', key: customerKey },
  };
  const read = (body: unknown) =>
    new InvoiceReader(lago, context).complete(unwrap<LagoInvoice>(body, 'invoice'));
  return writeOnce(lago, request, read, context);
}

/** Whether Lago lacks the add-on, as it does before the first invoice. Then nothing was made. */
const lacksAddOn = (error: unknown) =>
  BillingError.is(error, 'not_found') && error.details?.resource === 'add-on';

async function made(
  lago: Connection,
  input: CreateInvoiceInput,
  context: CallContext,
): Promise<Invoice> {
  try {
    return await send(lago, input, context);
  } catch (error) {
    if (!lacksAddOn(error)) throw error;
    await makeAddOn(lago, input.currency, context);
    return send(lago, input, context);
  }
}

/** The line of an item, taken out of those that are left: the one of its name and units, at best. */
function takeLine(left: Fee[], item: InvoiceItem): Fee | undefined {
  const named = left.filter(({ name }) => name === item.name);
  const line = named.find(({ units }) => Decimal.parse(units).equals(unitsOf(item))) ?? named[0];
  if (line !== undefined) left.splice(left.indexOf(line), 1);
  return line;
}

/** Lines that Lago, which multiplies in floating point, made another amount of. */
function otherAmounts({ items, currency }: CreateInvoiceInput, { fees }: Invoice): Warning[] {
  const left = [...fees];
  return items.flatMap((item, index) => {
    const kept = takeLine(left, item)?.amount.amount;
    const asked = amountOf(item, currency).times(Decimal.fromScaled(1n, currencyDigits(currency)));
    if (kept !== undefined && Decimal.parse(kept).equals(asked)) return [];
    const message = `Lago bills ${kept ?? 'nothing'} ${currency} for the line, and ${asked} was asked for.`;
    return [{ code: 'not_applied', message, field: `items.${index}.units` } satisfies Warning];
  });
}

/** Where taxes are computed elsewhere, an invoice becomes final later (`facts/lago.md §b`). */
function laterFinal({ status }: Invoice): Warning[] {
  if (status !== 'pending') return [];
  return [
    { code: 'pending', message: 'Taxes are still computed: the invoice becomes final then.' },
  ];
}

/** Metadata goes with a call of its own. The invoice is there, whatever comes of that. */
async function withMetadata(
  lago: Connection,
  invoice: Invoice,
  metadata: CreateInvoiceInput['metadata'],
  context: CallContext,
): Promise<Result<Invoice>> {
  if (metadata === undefined || Object.keys(metadata).length === 0) return invoice;
  try {
    return await updateInvoice(lago, { invoiceId: invoice.id, metadata }, context);
  } catch (error) {
    if (!BillingError.is(error)) throw error;
    const message = `The invoice was made, and its metadata was not set: ${error.message} Set it with invoices.update.`;
    return { ...invoice, warnings: [{ code: 'not_applied', message, field: 'metadata' }] };
  }
}

/**
 * Makes a final invoice over some items.
 * @throws BillingError `invalid_input` for prices that Lago cannot hold; `not_found` for an unknown
 * customer or tax; `outcome_unknown` when the answer is lost.
 */
export async function createInvoice(
  lago: Connection,
  input: CreateInvoiceInput,
  context: CallContext,
): Promise<Result<Invoice>> {
  check(input);
  const invoice = await made(lago, input, context);
  const result = await withMetadata(lago, invoice, input.metadata, context);
  const warnings = [
    ...(result.warnings ?? []),
    ...otherAmounts(input, invoice),
    ...laterFinal(result),
  ];
  return warnings.length > 0 ? { ...result, warnings } : result;
}
