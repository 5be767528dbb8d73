import type { CreditNote, Invoice } from '@billport/core';
import { z } from 'zod';
import type { Answer } from '../../answers/answer.ts';
import { isZero, shortMoney, shownCreditNote, shownInvoice } from '../../answers/shown/index.ts';
import { findInvoice } from '../../arguments/references/index.ts';
import type { Change } from '../change.ts';
import { invoiceBasis, namedCreditNote, namedInvoice } from '../named-document.ts';
import { reference } from '../reference.ts';
import { refusedByState } from '../refuse-state.ts';
import { requireOperation } from '../require-operation.ts';
import { warningsOf } from '../result-warnings.ts';
import { changingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';
import { findCreditNote } from './find-credit-note.ts';

const voidArguments = z.strictObject({
  kind: z
    .enum(['invoice', 'credit_note', 'dispute_lost'])
    .describe('dispute_lost: the payment of an invoice.'),
  document: reference().describe('Id or number.'),
});

/** The document is as it would become. */
function unchanged(what: string, targets: readonly string[], facts: Answer['facts']): Change {
  return {
    effect: `${what} already. Nothing changes.`,
    needsConsent: false,
    targets,
    calls: [],
    show: () => ({ summary: `${what} already; nothing was changed.`, facts }),
  };
}

/** @throws Refusal `invalid_arguments` for an invoice that cannot be voided, or lose a dispute. */
function checkInvoice(invoice: Invoice, isDispute: boolean): void {
  const { status, paymentStatus, totals } = invoice;
  const of = namedInvoice(invoice);
  if (status !== 'finalized' && status !== 'unknown') {
    throw refusedByState(
      'document',
      `only a final invoice can ${isDispute ? 'lose a dispute' : 'be voided'}, and this is ${of}`,
      'get_invoice shows it.',
    );
  }
  if (isDispute || paymentStatus !== 'succeeded' || isZero(totals.total)) return;
  throw refusedByState(
    'document',
    `${of} is paid, and only an unpaid one can be voided`,
    'To give money back make a credit note with a refund.',
  );
}

async function planInvoice(document: string, isDispute: boolean, call: ToolCall): Promise<Change> {
  const operation = isDispute ? 'invoices.loseDispute' : 'invoices.void';
  requireOperation(call, operation);
  const invoice = await findInvoice(call, document);
  const targets = [`customer:${invoice.customerKey}`, `invoice:${invoice.id}`];
  const isDone = isDispute
    ? invoice.paymentDisputeLostAt !== undefined
    : invoice.status === 'voided';
  const { totals } = invoice;
  if (isDone) {
    const what = `The ${isDispute ? 'dispute is lost for' : 'void is done:'} ${namedInvoice(invoice)}`;
    return unchanged(what, targets, { invoice: shownInvoice(invoice, call.detailed) });
  }
  checkInvoice(invoice, isDispute);
  return {
    effect: isDispute
      ? `Mark the payment of ${namedInvoice(invoice)} as disputed and lost.`
      : `Void ${namedInvoice(invoice)}: ${shortMoney(totals.total)} is not asked for any more, and credits that it used go back. It cannot be taken back.`,
    needsConsent: true,
    money: totals.total,
    targets,
    basis: invoiceBasis(invoice),
    calls: [{ operation, input: { invoiceId: invoice.id } }],
    show: (results) => {
      const [after] = results as [Invoice];
      return {
        summary: `${isDispute ? 'Dispute lost' : 'Voided'}: ${namedInvoice(after)}.`,
        facts: { invoice: shownInvoice(after, call.detailed) },
        warnings: warningsOf(results),
      };
    },
  };
}

async function planCreditNote(document: string, call: ToolCall): Promise<Change> {
  requireOperation(call, 'creditNotes.void');
  const note = await findCreditNote(call, document, 'document');
  const { id, customerKey, balance, creditStatus, refundStatus } = note;
  const targets = [`customer:${customerKey}`, `credit_note:${id}`];
  if (creditStatus === 'voided') {
    const facts = { creditNote: shownCreditNote(note, call.detailed) };
    return unchanged(`The void is done: ${namedCreditNote(note)}`, targets, facts);
  }
  if (isZero(balance)) {
    throw refusedByState(
      'document',
      `nothing is left of ${namedCreditNote(note)} that could be voided`,
      'list_billing_documents shows it.',
    );
  }
  return {
    effect: `Void ${namedCreditNote(note)}: the customer loses the ${shortMoney(balance)} that are left. It cannot be taken back.`,
    needsConsent: true,
    money: balance,
    targets,
    basis: { id, balance, creditStatus, refundStatus },
    calls: [{ operation: 'creditNotes.void', input: { creditNoteId: id } }],
    show: (results) => {
      const [after] = results as [CreditNote];
      return {
        summary: `Voided ${namedCreditNote(after)}.`,
        facts: { creditNote: shownCreditNote(after, call.detailed) },
        warnings: warningsOf(results),
      };
    },
  };
}

/** Voids an invoice or a credit note, or marks a dispute as lost. */
export const voidDocument = changingTool({
  name: 'void_document',
  title: 'Void document',
  description: 'Void an unpaid invoice or the rest of a credit note, or mark a dispute as lost.',
  toolset: 'invoicing',
  scope: 'billing:money',
  safety: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: true,
    openWorldHint: true,
  },
  needs: [['invoices.void', 'invoices.loseDispute', 'creditNotes.void']],
  arguments: voidArguments,
  plan: ({ kind, document }, call) =>
    kind === 'credit_note'
      ? planCreditNote(document, call)
      : planInvoice(document, kind === 'dispute_lost', call),
});
