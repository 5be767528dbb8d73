import { z } from 'zod';
import type { Answer } from '../../answers/answer.ts';
import { pageAnswer } from '../../answers/page-answer.ts';
import { shownCreditNote, shownFee } from '../../answers/shown/index.ts';
import { findCustomer, findInvoice } from '../../arguments/references/index.ts';
import { missingArgument } from '../missing-argument.ts';
import { namedCustomer } from '../named.ts';
import { namedInvoice } from '../named-document.ts';
import { pageArguments } from '../page-arguments.ts';
import { reference } from '../reference.ts';
import { requireOperation } from '../require-operation.ts';
import { readingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';
import { listFees } from './list-fees.ts';

const listArguments = z.strictObject({
  kind: z.enum(['credit_notes', 'fees']),
  customer: reference().optional().describe('Key, name or email.'),
  invoice: reference().optional().describe('Id or number; fees need it.'),
  ...pageArguments(),
});

type Arguments = z.output<typeof listArguments>;

async function creditNotes(
  { customer: customerReference, invoice: invoiceReference, limit, cursor }: Arguments,
  call: ToolCall,
): Promise<Answer> {
  requireOperation(call, 'creditNotes.list');
  const customer =
    customerReference === undefined ? undefined : await findCustomer(call, customerReference);
  const invoice =
    invoiceReference === undefined ? undefined : await findInvoice(call, invoiceReference);
  const { items, nextCursor, warnings } = await call.billing.creditNotes.list({
    limit,
    ...(cursor !== undefined && { cursor }),
    ...(customer && { customerKey: customer.customerKey }),
    ...(invoice && { invoiceId: invoice.id }),
  });
  const of = [
    ...(customer === undefined ? [] : [`of ${namedCustomer(customer)}`]),
    ...(invoice === undefined ? [] : [`on ${namedInvoice(invoice)}`]),
  ];
  return pageAnswer({
    noun: 'credit note',
    items: items.map((note) => shownCreditNote(note, call.detailed)),
    nextCursor,
    warnings,
    about: [...of, 'newest first'].join(', '),
  });
}

async function fees(args: Arguments, call: ToolCall): Promise<Answer> {
  if (args.invoice === undefined) throw missingArgument('invoice', 'as fees stand on an invoice');
  const customer =
    args.customer === undefined ? undefined : await findCustomer(call, args.customer);
  const invoice = await findInvoice(call, args.invoice, { customerKey: customer?.customerKey });
  const { items, nextCursor } = listFees(invoice, args);
  return pageAnswer({
    noun: 'fee',
    items: items.map((fee) => shownFee(fee, call.detailed)),
    nextCursor,
    about: `on ${namedInvoice(invoice)}`,
  });
}

/** Lists credit notes, or the lines of an invoice. */
export const listBillingDocuments = readingTool({
  name: 'list_billing_documents',
  title: 'List credit notes or fees',
  description: 'List credit notes, or the fees (lines) of an invoice.',
  toolset: 'invoicing',
  scope: 'billing:read',
  safety: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  needs: [['creditNotes.list', 'invoices.get', 'invoices.list']],
  arguments: listArguments,
  read: (args, call) => (args.kind === 'fees' ? fees(args, call) : creditNotes(args, call)),
});
