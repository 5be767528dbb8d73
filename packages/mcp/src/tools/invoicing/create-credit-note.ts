import {
  type CreditNote,
  type CreditNoteEstimate,
  type CreditNoteItem,
  checkInput,
  contract,
  Decimal,
  type Invoice,
  type Money,
  sumMoney,
} from '@billport/core';
import { z } from 'zod';
import { shortMoney, shownCreditNote } from '../../answers/shown/index.ts';
import { findInvoice } from '../../arguments/references/index.ts';
import type { Change } from '../change.ts';
import { fieldsOf } from '../fields-of.ts';
import { invoiceBasis, namedCreditNote, namedInvoice } from '../named-document.ts';
import { reference } from '../reference.ts';
import { refusedByState } from '../refuse-state.ts';
import { warningsOf } from '../result-warnings.ts';
import { changingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';

const { reason, description, items, credit, refund, offset } = fieldsOf(
  contract.creditNotes.create,
  ['reason', 'description', 'items', 'credit', 'refund', 'offset'],
);

const noteArguments = z.strictObject({
  invoice: reference().describe('Id or number.'),
  reason,
  items: items.optional().describe('Before tax; all fees whole when absent.'),
  refund: refund.describe('Paid back.'),
  offset: offset.describe('Lowers what is due.'),
  credit: credit.describe('For later invoices; the rest when absent.'),
  description,
});

type Arguments = z.output<typeof noteArguments>;

/** Every fee that is worth something, whole. */
function wholeInvoice({ fees }: Invoice): CreditNoteItem[] {
  return fees
    .filter(({ amount }) => Decimal.parse(amount.amount).isPositive())
    .map(({ id, amount }) => ({ feeId: id, amount }));
}

/** What it comes to, with tax where the provider computes it beforehand. */
async function estimate(
  { billing }: ToolCall,
  invoice: Invoice,
  items: CreditNoteItem[],
): Promise<CreditNoteEstimate | undefined> {
  if (!billing.supports('creditNotes.estimate')) return undefined;
  return billing.creditNotes.estimate({ invoiceId: invoice.id, items });
}

/** `refund 10.00 USD, credit the rest`. */
function splitInWords({ credit, refund, offset }: Arguments): string {
  const parts = Object.entries({ refund, offset, credit }).flatMap(([name, part]) =>
    part === undefined ? [] : [`${name} ${shortMoney(part)}`],
  );
  return credit === undefined ? [...parts, 'credit the rest'].join(', ') : parts.join(', ');
}

/** @throws Refusal `invalid_arguments` for an invoice of which nothing can be given back. */
function checkInvoice(invoice: Invoice): void {
  const { status } = invoice;
  if (status === 'finalized' || status === 'unknown') return;
  throw refusedByState(
    'invoice',
    `only a final invoice can be given back, and this is ${namedInvoice(invoice)}`,
    'get_invoice shows it.',
  );
}

/** @throws Refusal `invalid_arguments` for more than was paid, or than is due. */
function checkSplit(
  { refund, offset }: Arguments,
  { maxRefund, maxOffset }: CreditNoteEstimate,
): void {
  const parts = [
    { field: 'refund', part: refund, most: maxRefund, rule: 'was paid of this' },
    { field: 'offset', part: offset, most: maxOffset, rule: 'is still due of this' },
  ];
  for (const { field, part, most, rule } of parts) {
    if (part === undefined || part.currency !== most.currency) continue;
    if (Decimal.parse(part.amount).compare(Decimal.parse(most.amount)) <= 0) continue;
    throw refusedByState(
      field,
      `${shortMoney(part)} is more than ${rule}: ${shortMoney(most)}`,
      `Write at most ${most.amount}, or leave ${field} out to give the rest as credit.`,
    );
  }
}

const totalOf = (items: readonly CreditNoteItem[], { currency }: Invoice): Money =>
  sumMoney(
    items.map(({ amount }) => amount),
    currency,
  );

async function plan(args: Arguments, call: ToolCall): Promise<Change> {
  const { invoice: invoiceReference, items: given, ...rest } = args;
  const invoice = await findInvoice(call, invoiceReference);
  checkInvoice(invoice);
  const input = checkInput(contract.creditNotes.create, {
    invoiceId: invoice.id,
    items: given ?? wholeInvoice(invoice),
    ...rest,
  });
  const estimated = await estimate(call, invoice, input.items);
  if (estimated !== undefined) checkSplit(args, estimated);
  const total = estimated?.total ?? totalOf(input.items, invoice);
  const tax = estimated === undefined ? 'before tax' : 'with tax';
  return {
    effect: `Give back ${shortMoney(total)} ${tax} of ${namedInvoice(invoice)}: ${splitInWords(args)}. Reason: ${input.reason}.`,
    needsConsent: true,
    money: total,
    targets: [`customer:${invoice.customerKey}`, `invoice:${invoice.id}`],
    basis: { invoice: invoiceBasis(invoice), estimated },
    calls: [{ operation: 'creditNotes.create', input }],
    show: (results) => {
      const [note] = results as [CreditNote];
      return {
        summary: `Made ${namedCreditNote(note)}: refund ${shortMoney(note.refund)}, offset ${shortMoney(note.offset)}, credit ${shortMoney(note.credit)}.`,
        facts: { creditNote: shownCreditNote(note, call.detailed) },
        warnings: warningsOf(results),
      };
    },
  };
}

/** Gives back a part of an invoice, or all of it. */
export const createCreditNote = changingTool({
  name: 'create_credit_note',
  title: 'Create credit note',
  description: 'Give back a final invoice or a part of it: as refund, offset or credit.',
  toolset: 'invoicing',
  scope: 'billing:money',
  safety: {
    readOnlyHint: false,
    // A refund takes money away that nobody can call back.
    destructiveHint: true,
    idempotentHint: false,
    openWorldHint: true,
  },
  needs: ['creditNotes.create', ['invoices.get', 'invoices.list']],
  arguments: noteArguments,
  plan,
});
