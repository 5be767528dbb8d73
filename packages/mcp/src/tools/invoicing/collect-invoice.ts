import { contract, type Invoice, type Money, type OperationId } from '@billport/core';
import { z } from 'zod';
import { Refusal } from '../../answers/refusal.ts';
import { isZero, shortMoney, shownInvoice } from '../../answers/shown/index.ts';
import { findInvoice } from '../../arguments/references/index.ts';
import type { Change } from '../change.ts';
import { fieldsOf } from '../fields-of.ts';
import { invoiceBasis, namedInvoice } from '../named-document.ts';
import { noteOf } from '../promised.ts';
import { reference } from '../reference.ts';
import { refusedByState } from '../refuse-state.ts';
import { requireOperation } from '../require-operation.ts';
import { warningsOf } from '../result-warnings.ts';
import { changingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';

const collectArguments = z.strictObject({
  invoice: reference().describe('Id or number.'),
  action: z
    .enum(['finalize', 'collect', 'record_payment'])
    .describe('collect: charge the payment method. record_payment: made outside.'),
  ...fieldsOf(contract.invoices.update, ['paymentStatus']),
});

type Arguments = z.output<typeof collectArguments>;

const OPERATIONS: Readonly<Record<Arguments['action'], OperationId>> = {
  finalize: 'invoices.finalize',
  collect: 'invoices.collect',
  record_payment: 'invoices.update',
};

/** @throws Refusal `invalid_arguments` for a payment status without record_payment, or the other way round. */
function checkPaymentStatus({ action, paymentStatus }: Arguments): void {
  if ((action === 'record_payment') === (paymentStatus !== undefined)) return;
  const isMissing = paymentStatus === undefined;
  throw new Refusal('invalid_arguments', {
    field: 'paymentStatus',
    message: `paymentStatus: ${isMissing ? 'record_payment needs it' : `${action} takes none`}.`,
    next: isMissing
      ? 'Call again with paymentStatus: succeeded, failed or pending.'
      : 'Leave it out, or call with action record_payment.',
  });
}

/** What happens, with the amount that moves. A provider that charges nobody says so in its note. */
function effectOf(call: ToolCall, invoice: Invoice, { action, paymentStatus }: Arguments): string {
  const { due } = invoice.totals;
  if (action === 'finalize') {
    return `Make ${namedInvoice(invoice)} final: its amounts never change again, and ${shortMoney(due)} is asked for.`;
  }
  if (action === 'collect') {
    const { level } = call.billing.capabilities['invoices.collect'];
    const what = `${shortMoney(due)} to the customer's payment method, for ${namedInvoice(invoice)}`;
    return level === 'emulated'
      ? `Ask ${call.billing.id} to charge ${what}. What it says of that:${noteOf(call, 'invoices.collect')}`
      : `Charge ${what}.`;
  }
  return `Record that the payment of ${namedInvoice(invoice)} is ${paymentStatus} (it was ${invoice.paymentStatus}).`;
}

/** The status that an invoice must have for each action. */
const STATUSES: Readonly<Record<Arguments['action'], Invoice['status']>> = {
  finalize: 'draft',
  collect: 'finalized',
  record_payment: 'finalized',
};

/** Whether the invoice is as it would become. */
function isDone(invoice: Invoice, { action, paymentStatus }: Arguments): boolean {
  if (action === 'finalize') return invoice.status === 'finalized';
  if (invoice.status !== 'finalized') return false;
  const isNothingDue = isZero(invoice.totals.due);
  if (action === 'collect') return isNothingDue;
  return invoice.paymentStatus === paymentStatus && (paymentStatus !== 'succeeded' || isNothingDue);
}

/** @throws Refusal `invalid_arguments` for an invoice in a state that rules the action out. */
function checkStatus(invoice: Invoice, { action }: Arguments): void {
  const needed = STATUSES[action];
  if (invoice.status === 'unknown' || invoice.status === needed) return;
  throw refusedByState(
    'action',
    `${action} needs a ${needed} invoice, and this is ${namedInvoice(invoice)}`,
    'get_invoice shows it.',
  );
}

/** Nothing is to be done: the invoice is as it is wanted. */
function unchanged(invoice: Invoice, { action }: Arguments, call: ToolCall): Change {
  const is = {
    finalize: 'is final',
    collect: 'has nothing due',
    record_payment: `has the payment status ${invoice.paymentStatus}`,
  }[action];
  const what = `${namedInvoice(invoice).replace(/^i/, 'I')} ${is} already`;
  return {
    effect: `${what}. Nothing changes.`,
    needsConsent: false,
    targets: [`customer:${invoice.customerKey}`, `invoice:${invoice.id}`],
    calls: [],
    show: () => ({
      summary: `${what}; nothing was changed.`,
      facts: { invoice: shownInvoice(invoice, call.detailed) },
    }),
  };
}

/** What was done; where the provider changed nothing of the invoice, that. */
function doneInWords(before: Invoice, after: Invoice, { action }: Arguments): string {
  const isSame = JSON.stringify(invoiceBasis(before)) === JSON.stringify(invoiceBasis(after));
  const how = isSame ? `Nothing has changed yet (${action})` : `Done (${action})`;
  return `${how}: ${namedInvoice(after)}, payment ${after.paymentStatus}.`;
}

function moneyOf({ totals }: Invoice, { action, paymentStatus }: Arguments): Money | undefined {
  return action === 'record_payment' && paymentStatus !== 'succeeded' ? undefined : totals.due;
}

async function plan(args: Arguments, call: ToolCall): Promise<Change> {
  const { action, paymentStatus } = args;
  checkPaymentStatus(args);
  requireOperation(call, OPERATIONS[action]);
  const invoice = await findInvoice(call, args.invoice);
  if (isDone(invoice, args)) return unchanged(invoice, args, call);
  checkStatus(invoice, args);
  const input = { invoiceId: invoice.id, ...(paymentStatus !== undefined && { paymentStatus }) };
  return {
    effect: effectOf(call, invoice, args),
    needsConsent: true,
    money: moneyOf(invoice, args),
    targets: [`customer:${invoice.customerKey}`, `invoice:${invoice.id}`],
    basis: invoiceBasis(invoice),
    calls: [{ operation: OPERATIONS[action], input }],
    show: (results) => {
      const [after] = results as [Invoice];
      return {
        summary: doneInWords(invoice, after, args),
        facts: { invoice: shownInvoice(after, call.detailed) },
        warnings: warningsOf(results),
      };
    },
  };
}

/** Makes an invoice final, charges what is due, or records a payment. */
export const collectInvoice = changingTool({
  name: 'collect_invoice',
  title: 'Finalize or collect invoice',
  description: 'Make a draft final, charge what is due, or record a payment.',
  toolset: 'invoicing',
  scope: 'billing:money',
  safety: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: false,
    openWorldHint: true,
  },
  needs: [
    ['invoices.finalize', 'invoices.collect', 'invoices.update'],
    ['invoices.get', 'invoices.list'],
  ],
  arguments: collectArguments,
  plan,
});
