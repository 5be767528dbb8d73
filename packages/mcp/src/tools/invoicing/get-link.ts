import type { Link, OperationId } from '@billport/core';
import { z } from 'zod';
import { findCustomer, findInvoice } from '../../arguments/references/index.ts';
import type { Change } from '../change.ts';
import { missingArgument } from '../missing-argument.ts';
import { namedCustomer } from '../named.ts';
import { namedCreditNote, namedInvoice } from '../named-document.ts';
import { reference } from '../reference.ts';
import { requireOperation } from '../require-operation.ts';
import { warningsOf } from '../result-warnings.ts';
import { changingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';
import { findCreditNote } from './find-credit-note.ts';

const linkArguments = z.strictObject({
  kind: z
    .enum(['portal', 'checkout', 'payment', 'invoice', 'credit_note'])
    .describe('portal, checkout: of a customer; payment, invoice: of an invoice.'),
  customer: reference().optional().describe('Key, name or email.'),
  invoice: reference().optional().describe('Id or number.'),
  creditNote: reference().optional().describe('Id or number.'),
});

type Arguments = z.output<typeof linkArguments>;

const OPERATIONS = {
  portal: 'customers.createPortalLink',
  checkout: 'customers.createCheckoutLink',
  payment: 'invoices.createPaymentLink',
  invoice: 'invoices.createDownloadLink',
  credit_note: 'creditNotes.createDownloadLink',
} as const satisfies Record<Arguments['kind'], OperationId>;

/** What the link is for: in words, as a target, and as the input of the operation. */
interface Subject {
  readonly named: string;
  readonly target: string;
  readonly input: object;
}

async function customerSubject({ kind, customer }: Arguments, call: ToolCall): Promise<Subject> {
  if (customer === undefined) throw missingArgument('customer', `for a link to the ${kind}`);
  const found = await findCustomer(call, customer);
  const { customerKey } = found;
  return {
    named: namedCustomer(found),
    target: `customer:${customerKey}`,
    input: { customerKey },
  };
}

async function invoiceSubject({ kind, invoice }: Arguments, call: ToolCall): Promise<Subject> {
  if (invoice === undefined) throw missingArgument('invoice', `for a link of kind ${kind}`);
  const found = await findInvoice(call, invoice);
  return {
    named: namedInvoice(found),
    target: `invoice:${found.id}`,
    input: { invoiceId: found.id },
  };
}

async function noteSubject({ creditNote }: Arguments, call: ToolCall): Promise<Subject> {
  if (creditNote === undefined) throw missingArgument('creditNote', 'for a link to it');
  const found = await findCreditNote(call, creditNote, 'creditNote');
  return {
    named: namedCreditNote(found),
    target: `credit_note:${found.id}`,
    input: { creditNoteId: found.id },
  };
}

const SUBJECTS: Readonly<
  Record<Arguments['kind'], (args: Arguments, call: ToolCall) => Promise<Subject>>
> = {
  portal: customerSubject,
  checkout: customerSubject,
  payment: invoiceSubject,
  invoice: invoiceSubject,
  credit_note: noteSubject,
};

async function plan(args: Arguments, call: ToolCall): Promise<Change> {
  const operation = OPERATIONS[args.kind];
  requireOperation(call, operation);
  const { named, target, input } = await SUBJECTS[args.kind](args, call);
  return {
    effect: `Make a ${args.kind} link for ${named}. Whoever has the link can use it.`,
    needsConsent: false,
    targets: [target],
    calls: [{ operation, input }],
    show: (results) => {
      const [{ url, expiresAt }] = results as [Link];
      return {
        summary: `A ${args.kind} link for ${named}. Keep it secret: whoever has it can use it.`,
        facts: { url, expiresAt },
        warnings: warningsOf(results),
        isSensitive: true,
      };
    },
  };
}

/** Makes a link for a customer's browser (`facts/mcp.md §e.3 S9`). */
export const getLink = changingTool({
  name: 'get_link',
  title: 'Get link',
  description: "Make a secret link to a customer's portal, checkout, payment page or document.",
  toolset: 'invoicing',
  scope: 'billing:write',
  safety: {
    readOnlyHint: false,
    destructiveHint: false,
    // Each call may make a link of its own.
    idempotentHint: false,
    openWorldHint: true,
  },
  needs: [
    [
      'customers.createPortalLink',
      'customers.createCheckoutLink',
      'invoices.createPaymentLink',
      'invoices.createDownloadLink',
      'creditNotes.createDownloadLink',
    ],
  ],
  arguments: linkArguments,
  plan,
});
