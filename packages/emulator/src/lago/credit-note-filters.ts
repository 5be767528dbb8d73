import { type CreditNote, type Invoice, minorUnits } from '@billport/core';
import type { Context } from 'hono';
import { integerIn } from './amounts.ts';
import { creditNoteNumber } from './credit-note-numbers.ts';
import { instantOrDay } from './instant-or-day.ts';
import { invoiceNumber } from './invoice-numbers.ts';
import { engineInvoice } from './invoice-shelf.ts';
import type { LagoState } from './state.ts';

/** A credit note with what filters look at. */
interface Candidate {
  readonly note: CreditNote;
  readonly number: string;
  readonly invoice: Invoice | undefined;
}

type Condition = (candidate: Candidate) => boolean;

function equals(
  context: Context,
  name: string,
  textOf: (candidate: Candidate) => string | undefined,
): Condition {
  const wanted = context.req.query(name);
  return (candidate) => wanted === undefined || textOf(candidate) === wanted;
}

function amounts(context: Context): Condition {
  const from = integerIn(context.req.query('amount_from'));
  const to = integerIn(context.req.query('amount_to'));
  return ({ note }) => {
    const total = minorUnits(note.total);
    return (from === undefined || total >= from) && (to === undefined || total <= to);
  };
}

function issued(context: Context): Condition {
  const day = (name: string) => instantOrDay(context.req.query(name))?.slice(0, 10);
  const [from, to] = [day('issuing_date_from'), day('issuing_date_to')];
  return ({ note: { issuingDate } }) =>
    (from === undefined || issuingDate >= from) && (to === undefined || issuingDate <= to);
}

function search(context: Context): Condition {
  const term = context.req.query('search_term')?.toLowerCase() ?? '';
  return ({ note, number }) =>
    [number, note.customerKey].some((text) => text.toLowerCase().includes(term));
}

function conditions(state: LagoState, context: Context): Condition[] {
  return [
    equals(context, 'currency', ({ note }) => note.currency),
    equals(context, 'reason', ({ note }) => note.reason),
    equals(context, 'credit_status', ({ note }) => note.creditStatus),
    equals(context, 'refund_status', ({ note }) => note.refundStatus),
    equals(context, 'invoice_number', ({ invoice }) => invoice && invoiceNumber(state, invoice)),
    equals(context, 'self_billed', () => 'false'),
    amounts(context),
    issued(context),
    search(context),
  ];
}

/** The credit notes that a list's query asks for, newest first. */
export async function filteredCreditNotes(
  state: LagoState,
  context: Context,
  customerKey: string | undefined,
): Promise<CreditNote[]> {
  const wanted = conditions(state, context);
  const filter = customerKey === undefined ? {} : { customerKey };
  const found: CreditNote[] = [];
  for await (const note of state.billing.creditNotes.list(filter)) {
    const invoice = await engineInvoice(state, note.invoiceId);
    const candidate = { note, invoice, number: await creditNoteNumber(state, note) };
    if (wanted.every((holds) => holds(candidate))) found.push(note);
  }
  return found;
}
