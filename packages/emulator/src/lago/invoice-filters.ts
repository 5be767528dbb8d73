import { type Invoice, minorUnits } from '@billport/core';
import type { Context } from 'hono';
import { integerIn } from './amounts.ts';
import { createdAtOf } from './created-at.ts';
import { FieldErrors } from './field-errors.ts';
import { invoiceNumber } from './invoice-numbers.ts';
import { invoiceRecord } from './invoice-records.ts';
import { visibleInvoices } from './invoice-shelf.ts';
import { invoiceType, isOverdue } from './objects/invoices.ts';
import { partsPaid } from './payments/payment-store.ts';
import type { LagoState } from './state.ts';

type Condition = (invoice: Invoice) => boolean;

const STATUSES = ['draft', 'finalized', 'voided', 'failed', 'pending'];
const PAYMENT_STATUSES = ['pending', 'succeeded', 'failed'];

/** Values under any of the names, one or several. */
function valuesOf(context: Context, ...names: readonly string[]): string[] {
  return names.flatMap((name) => [
    ...(context.req.queries(name) ?? []),
    ...(context.req.queries(`${name}[]`) ?? []),
  ]);
}

/** One of these values; an unknown one is refused. */
function oneOf(
  context: Context,
  names: readonly [string, string],
  allowed: readonly string[],
  textOf: (invoice: Invoice) => string,
): Condition {
  const wanted = valuesOf(context, ...names);
  const errors = new FieldErrors();
  if (wanted.some((value) => !allowed.includes(value))) errors.add(names[0], 'value_is_invalid');
  errors.throwIfAny();
  return (invoice) => wanted.length === 0 || wanted.includes(textOf(invoice));
}

/** A calendar day; anything else is ignored in silence, as Lago does (`facts/lago.md §a`). */
function dayIn(context: Context, name: string): string | undefined {
  const value = context.req.query(name);
  const isDay = value !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(value);
  return isDay && !Number.isNaN(Date.parse(value)) ? value : undefined;
}

/** Both days belong to it. */
function issued(context: Context): Condition {
  const [from, to] = [dayIn(context, 'issuing_date_from'), dayIn(context, 'issuing_date_to')];
  return ({ issuingDate }) =>
    (from === undefined || issuingDate >= from) && (to === undefined || issuingDate <= to);
}

function amounts(context: Context): Condition {
  const from = integerIn(context.req.query('amount_from'));
  const to = integerIn(context.req.query('amount_to'));
  return ({ totals }) => {
    const total = minorUnits(totals.total);
    return (from === undefined || total >= from) && (to === undefined || total <= to);
  };
}

const flag = (context: Context, name: string, holds: Condition): Condition => {
  const value = context.req.query(name);
  if (value !== 'true' && value !== 'false') return () => true;
  return (invoice) => holds(invoice) === (value === 'true');
};

const same = (context: Context, name: string, textOf: (invoice: Invoice) => string): Condition => {
  const wanted = context.req.query(name);
  return (invoice) => wanted === undefined || wanted === '' || textOf(invoice) === wanted;
};

/** `metadata[key]=value`; an empty value asks for invoices without the key. */
function metadata(state: LagoState, context: Context): Condition[] {
  return Object.entries(context.req.query()).flatMap(([name, value]) => {
    const key = name.match(/^metadata\[(.+)\]$/)?.[1];
    if (key === undefined) return [];
    return [
      ({ id }: Invoice) =>
        (invoiceRecord(state, id).metadata.find((row) => row.key === key)?.value ?? '') === value,
    ];
  });
}

function search(state: LagoState, context: Context): Condition {
  const term = context.req.query('search_term')?.toLowerCase() ?? '';
  return (invoice) =>
    [invoiceNumber(state, invoice), state.ids.of('invoice', invoice.id), invoice.customerKey].some(
      (text) => text.toLowerCase().includes(term),
    );
}

function statusOf(state: LagoState, { id, status }: Invoice): string {
  return invoiceRecord(state, id).isRetried ? 'pending' : status;
}

function conditions(state: LagoState, context: Context): Condition[] {
  return [
    oneOf(context, ['status', 'statuses'], STATUSES, (invoice) => statusOf(state, invoice)),
    oneOf(
      context,
      ['payment_status', 'payment_statuses'],
      PAYMENT_STATUSES,
      ({ paymentStatus }) => paymentStatus,
    ),
    issued(context),
    amounts(context),
    same(context, 'currency', ({ currency }) => currency),
    same(context, 'invoice_type', (invoice) => invoiceType(state, invoice)),
    flag(context, 'payment_overdue', (invoice) => isOverdue(state, invoice)),
    flag(context, 'payment_dispute_lost', (invoice) => invoice.paymentDisputeLostAt !== undefined),
    flag(context, 'partially_paid', (invoice) => partsPaid(state, invoice) > 0n),
    flag(context, 'self_billed', () => false),
    search(state, context),
    ...metadata(state, context),
  ];
}

/** Newest first, by the day of issue. */
const order = (one: Invoice, other: Invoice): number =>
  other.issuingDate.localeCompare(one.issuingDate) ||
  createdAtOf(other).localeCompare(createdAtOf(one));

/**
 * The invoices that a list's query asks for, in Lago's order.
 * @throws LagoFailure 422 for an unknown status.
 */
export async function filteredInvoices(
  state: LagoState,
  context: Context,
  customerKey: string | undefined,
): Promise<Invoice[]> {
  const wanted = conditions(state, context);
  const invoices = await visibleInvoices(state, customerKey === undefined ? {} : { customerKey });
  return invoices.filter((invoice) => wanted.every((holds) => holds(invoice))).sort(order);
}
