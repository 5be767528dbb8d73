import { afterWrite, path } from '@billport/adapter-kit';
import {
  BillingError,
  type BillingErrorOptions,
  type InvoiceItem,
  invalidInput,
  normalizeInstant,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { checkDigits } from '../currency-digits.ts';
import { readCustomer } from '../customers/read-customer.ts';
import { findOwnWork } from '../find-own-work.ts';
import { CURRENCIES } from '../limits.ts';
import { exactNumber } from '../plans/exact-number.ts';
import { billedCurrency } from '../subscriptions/plan-currency.ts';
import { withBilling } from '../subscriptions/with-enrollments.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import { exactDecimal } from '../wire/exact-decimal.ts';
import type { PaigoInvoice, PaigoInvoiceBody, PaigoInvoiceItem } from '../wire/invoice.ts';
import { isFields, listOf, textOf } from '../wire/reading.ts';
import { invoicesOf, isMadeUp, readableLines, readInvoice, toldId } from './find-invoices.ts';
import { noteInvoice } from './invoice-record.ts';
import { orderDate } from './order-date.ts';
import type { IdentifiedInvoice } from './to-invoice.ts';

/** An invoice that is to be made. */
export interface InvoiceOrder {
  readonly customerKey: string;
  readonly currency: string;
  readonly items: readonly InvoiceItem[];
  /** Whether its payment becomes credit. */
  readonly becomesCredit?: boolean;
}

function numberAt(text: string, path: readonly (string | number)[]): number {
  const number = exactNumber(text);
  if (number !== undefined) return number;
  const message = `Paigo takes a JSON number here, and none is exactly ${text}: write fewer digits.`;
  throw invalidInput([{ path: [...path], message }]);
}

function itemOf(item: InvoiceItem, index: number, currency: string): PaigoInvoiceItem {
  const { name, description, unitAmount, units = '1' } = item;
  checkDigits(unitAmount, currency, ['items', index, 'unitAmount']);
  return {
    name,
    quantity: numberAt(units, ['items', index, 'units']),
    unitCost: numberAt(unitAmount, ['items', index, 'unitAmount']),
    ...(description && { description }),
  };
}

/** @throws BillingError `invalid_input` for a currency that Paigo does not bill this customer in. */
function checkCurrency(customer: PaigoCustomer, currency: string): void {
  const own = billedCurrency(customer);
  const isKnown = CURRENCIES.some((each) => each === currency);
  if (isKnown && (own === undefined || own === currency)) return;
  const message = isKnown
    ? `The customer is billed in ${own}: write prices in ${own}.`
    : `Paigo bills in ${CURRENCIES.join(', ')} only: choose one of these.`;
  throw invalidInput([{ path: ['currency'], message }]);
}

function bodyOf(
  { customerKey, currency, items, becomesCredit }: InvoiceOrder,
  invoiceDate: string,
): PaigoInvoiceBody {
  return {
    customerId: customerKey,
    items: items.map((item, index) => itemOf(item, index, currency)),
    invoiceDate,
    currency,
    ...(becomesCredit && { storePaymentAsCredit: true }),
  };
}

/** The id in the reply, whatever its form: its schema is an untyped object (§6.5). */
function idIn(reply: unknown): string | undefined {
  if (!isFields(reply)) return undefined;
  const { data } = reply;
  const places = [reply, ...(Array.isArray(data) ? data.slice(0, 1) : [data])];
  for (const place of places) {
    const id = isFields(place) ? toldId(place as PaigoInvoice) : undefined;
    if (id !== undefined) return id;
  }
  return undefined;
}

function isSameNumber(told: unknown, ordered: number): boolean {
  const exact = exactDecimal(ordered);
  return exact !== undefined && exactDecimal(told)?.equals(exact) === true;
}

/** Whether the invoice could be what was ordered: it has these lines, and nothing names us (§6.1). */
function isOrdered({ wire }: IdentifiedInvoice, { items, currency }: PaigoInvoiceBody): boolean {
  const lines = readableLines(wire);
  return (
    wire.invoiceType === 'MANUAL' &&
    textOf(wire.currency)?.toUpperCase() === currency &&
    lines.length === items.length &&
    items.every(({ name, quantity, unitCost }, index) => {
      const line = lines[index];
      return (
        line?.name === name &&
        isSameNumber(line.quantity, quantity) &&
        isSameNumber(line.unitCost, unitCost)
      );
    })
  );
}

const isDated = ({ wire }: IdentifiedInvoice, { invoiceDate }: PaigoInvoiceBody): boolean =>
  normalizeInstant(textOf(wire.invoiceDate) ?? '') === invoiceDate;

/** An order, as it is sent, and what was there before. */
interface Attempt {
  readonly body: PaigoInvoiceBody;
  readonly before: PaigoCustomer;
}

const lookupOf = ({ customerId }: PaigoInvoiceBody) =>
  `invoices.list({ customerKey: ${JSON.stringify(customerId)}, type: "one_off" }): look for a new invoice with these lines. Where there is none, it may still come.`;

/** How to look at an invoice that was made. */
export const invoiceLookup = (id: string) => `invoices.get({ invoiceId: ${JSON.stringify(id)} })`;

/** What is new under the customer and could be what was ordered. */
async function newInvoices(
  paigo: Connection,
  { body, before }: Attempt,
  context: CallContext,
): Promise<IdentifiedInvoice[]> {
  const known = new Set(invoicesOf(before).map(({ id }) => id));
  const now = await readCustomer(paigo, before.customerId, context);
  return invoicesOf(now).filter((each) => !known.has(each.id) && isOrdered(each, body));
}

/** Which of the new ones an order that was taken made: those of its date, where there are any. */
function madeOnes(found: readonly IdentifiedInvoice[], body: PaigoInvoiceBody) {
  const dated = found.filter((each) => isDated(each, body));
  return dated.length > 0 ? dated : found;
}

function notAlone(body: PaigoInvoiceBody, count: number): BillingError {
  const which = count === 0 ? 'does not show it' : `shows ${count} that are new and the same`;
  return new BillingError('outcome_unknown', {
    message: `Paigo was sent the invoice, named no id, and ${which}: nobody knows which one it is.`,
    details: { lookup: lookupOf(body) },
  });
}

/** Reads what was made: by the id in the reply, else by what is new under the customer. */
async function readMade(
  paigo: Connection,
  attempt: Attempt,
  reply: unknown,
  context: CallContext,
): Promise<IdentifiedInvoice> {
  const { body } = attempt;
  const id = idIn(reply);
  const lookup = id === undefined ? lookupOf(body) : invoiceLookup(id);
  return afterWrite(lookup, async () => {
    if (id !== undefined) return readInvoice(paigo, id, context);
    const made = madeOnes(await newInvoices(paigo, attempt, context), body);
    const [only, ...others] = made;
    if (only === undefined || others.length > 0) throw notAlone(body, made.length);
    return only;
  });
}

/** The error, and which invoices have the lines of the order, and may be of another one. */
function withCandidates(
  error: unknown,
  body: PaigoInvoiceBody,
  seen: readonly IdentifiedInvoice[],
): unknown {
  if (!BillingError.is(error, 'outcome_unknown') || seen.length === 0) return error;
  const found = `${seen.map(({ id }) => id).join(', ')}: new, with these lines, and perhaps made by another call or in Paigo's dashboard`;
  return new BillingError('outcome_unknown', {
    ...(error.toJSON() as unknown as BillingErrorOptions),
    details: { ...error.details, lookup: `${lookupOf(body)} Found ${found}.` },
    cause: error,
  });
}

/** What an order ended with. */
interface Failure {
  readonly error: unknown;
  /** Whether Paigo said that it made the invoice, and only what it made is not known. */
  readonly wasTaken: boolean;
}

/**
 * What an order made whose answer was lost: the new invoice with its lines and its date. Another date
 * may be that of a call that made the same while this one did not get through.
 * @throws BillingError the failure, when it is not found; what may be it stands in the look-up
 */
async function findOrdered(
  paigo: Connection,
  attempt: Attempt,
  { error: failure, wasTaken }: Failure,
  context: CallContext,
): Promise<IdentifiedInvoice> {
  const { body } = attempt;
  let seen: readonly IdentifiedInvoice[] = [];
  const find = async () => {
    seen = await newInvoices(paigo, attempt, context);
    const own = wasTaken ? madeOnes(seen, body) : seen.filter((each) => isDated(each, body));
    const [only, ...others] = own;
    return others.length > 0 ? undefined : only;
  };
  try {
    return await findOwnWork(failure, find, context);
  } catch (error) {
    throw wasTaken ? error : withCandidates(error, body, seen);
  }
}

/** Accounts whose lists were seen to tell ids: nothing has to be noted there. */
const tellingIds = new WeakSet<Connection>();

/** Whether the customer's invoices tell their ids; undefined where there are none. */
function tellsIds({ invoices }: PaigoCustomer): boolean | undefined {
  const [first] = listOf<PaigoInvoice>(invoices);
  return first && toldId(first) !== undefined;
}

/**
 * Notes the id of a new invoice in its customer's metadata, where Paigo's lists do not tell ids
 * (§6.4): lists would show it under another one than the caller got.
 */
async function noteId(
  paigo: Connection,
  made: IdentifiedInvoice,
  attempt: Attempt,
  context: CallContext,
): Promise<void> {
  if (tellsIds(attempt.before)) tellingIds.add(paigo);
  if (tellingIds.has(paigo) || isMadeUp(made.id)) return;
  const [only, ...others] = madeOnes(await newInvoices(paigo, attempt, context), attempt.body);
  if (only === undefined || others.length > 0 || only.id === made.id) return;
  const { customerKey, id } = made;
  await noteInvoice(paigo, customerKey, id, { madeUpId: only.id }, context);
}

/** Sends the order, and finds what it made. */
async function send(
  paigo: Connection,
  attempt: Attempt,
  context: CallContext,
): Promise<IdentifiedInvoice> {
  const { body } = attempt;
  const request = {
    method: 'POST',
    path: path`/invoices`,
    body,
    repeat: 'never',
    expects: 'json_or_nothing',
    about: { resource: 'customer', key: body.customerId },
    lookup: lookupOf(body),
  } as const;
  let wasTaken = false;
  try {
    const reply = await paigo.send(request, context);
    wasTaken = true;
    return await readMade(paigo, attempt, reply, context);
  } catch (error) {
    return findOrdered(paigo, attempt, { error, wasTaken }, context);
  }
}

async function create(
  paigo: Connection,
  order: InvoiceOrder,
  context: CallContext,
): Promise<IdentifiedInvoice> {
  const body = bodyOf(order, orderDate(paigo.clock.now()));
  const customer = await readCustomer(paigo, order.customerKey, context);
  const before = await withBilling(paigo, customer, context);
  checkCurrency(before, order.currency);
  const attempt = { body, before };
  const made = await send(paigo, attempt, context);
  await afterWrite(invoiceLookup(made.id), () => noteId(paigo, made, attempt, context));
  return made;
}

/**
 * Makes an invoice, once: Paigo would make a second one (`facts/paigo.md §6.1`). After an unclear
 * answer the customer's invoices are compared with those before: a new one with these very lines and
 * the date of the order is the one. Calls for one customer wait for each other, so that they do not
 * take each other's.
 * @throws BillingError `not_found`; `invalid_input` for a currency that the customer is not billed
 *   in, and for numbers that Paigo cannot take exactly; `outcome_unknown`
 */
export function createInvoice(
  paigo: Connection,
  order: InvoiceOrder,
  context: CallContext,
): Promise<IdentifiedInvoice> {
  return paigo.turns.take(`invoices:${order.customerKey}`, () => create(paigo, order, context));
}
