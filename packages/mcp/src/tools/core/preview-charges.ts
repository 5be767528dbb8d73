import {
  contract,
  type Invoice,
  type PreviewInvoiceInput,
  type Result,
  toEpochMs,
} from '@billport/core';
import { z } from 'zod';
import type { Answer } from '../../answers/answer.ts';
import { shortMoney, shownInvoiceWithFees } from '../../answers/shown/index.ts';
import { whole } from '../../answers/shown/whole.ts';
import { words } from '../../answers/words.ts';
import {
  findCustomer,
  findInvoice,
  findPlan,
  findSubscription,
} from '../../arguments/references/index.ts';
import { fieldsOf } from '../fields-of.ts';
import { missingArgument } from '../missing-argument.ts';
import { READING } from '../reading-safety.ts';
import {
  codeReference,
  customerReference,
  invoiceReference,
  subscriptionReference,
} from '../references.ts';
import { refuseArguments } from '../refuse-arguments.ts';
import { requireOperation } from '../require-operation.ts';
import { readingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';
import { onlySubscription } from './only-subscription.ts';

const newSubscription = contract.invoices.preview.input.options[1].shape;

const previewArguments = z.strictObject({
  of: z.enum(['subscription', 'new_subscription', 'credit_note']).default('subscription'),
  customer: customerReference().optional(),
  subscription: subscriptionReference().optional(),
  plan: codeReference().optional().describe('For new_subscription.'),
  billingTime: newSubscription.billingTime.clone(),
  startAt: newSubscription.startAt.clone(),
  invoice: invoiceReference().optional().describe('For credit_note: id or number.'),
  items: fieldsOf(contract.creditNotes.estimate, ['items'])
    .items.optional()
    .describe('For credit_note.'),
});

type Arguments = z.output<typeof previewArguments>;

const FOR_CREDIT_NOTE = { next: 'For a credit note call again with of: credit_note.' };

async function preview(
  input: PreviewInvoiceInput,
  about: string,
  { billing, detailed }: ToolCall,
): Promise<Answer> {
  const invoice: Result<Invoice> = await billing.invoices.preview(input);
  return {
    summary: `${about} would be ${shortMoney(invoice.totals.total)}, as of now. Nothing was made.`,
    facts: { preview: shownInvoiceWithFees(invoice, detailed) },
    warnings: invoice.warnings,
  };
}

async function nextInvoice(args: Arguments, call: ToolCall): Promise<Answer> {
  requireOperation(call, 'invoices.preview');
  refuseArguments(args, ['plan', 'billingTime', 'startAt'], 'with of: subscription', {
    next: 'For a new subscription call again with of: new_subscription. What a change of plan does, create_subscription tells with dry_run.',
  });
  refuseArguments(args, ['invoice', 'items'], 'with of: subscription', FOR_CREDIT_NOTE);
  const customer =
    args.customer === undefined ? undefined : await findCustomer(call, args.customer);
  if (args.subscription === undefined && customer === undefined) {
    throw missingArgument('subscription', 'or customer');
  }
  const { subscriptionKey } =
    args.subscription === undefined && customer !== undefined
      ? await onlySubscription(customer, call)
      : await findSubscription(call, args.subscription ?? '', {
          customerKey: customer?.customerKey,
        });
  const about = `The next invoice of ${words(subscriptionKey)}`;
  return preview({ of: 'subscription', subscriptionKey }, about, call);
}

async function firstInvoice(args: Arguments, call: ToolCall): Promise<Answer> {
  requireOperation(call, 'invoices.preview');
  refuseArguments(args, ['subscription'], 'with of: new_subscription');
  refuseArguments(args, ['invoice', 'items'], 'with of: new_subscription', FOR_CREDIT_NOTE);
  if (args.customer === undefined) throw missingArgument('customer', 'for of: new_subscription');
  if (args.plan === undefined) throw missingArgument('plan', 'for of: new_subscription');
  const { customerKey } = await findCustomer(call, args.customer);
  const { code: planCode } = await findPlan(call, args.plan);
  const { billingTime, startAt } = args;
  const about = `The first invoice of ${words(customerKey)} on plan ${words(planCode)}`;
  const answer = await preview(
    { of: 'new_subscription', customerKey, planCode, billingTime, startAt },
    about,
    call,
  );
  if (startAt === undefined || toEpochMs(startAt) >= call.clock.now()) return answer;
  return {
    ...answer,
    summary: `${answer.summary} It is the first one only: each period since ${startAt} is billed at once.`,
    next: 'create_subscription with dry_run tells how many periods that are, and what they cost at most.',
  };
}

async function creditNote(args: Arguments, call: ToolCall): Promise<Answer> {
  requireOperation(call, 'creditNotes.estimate');
  const notTaken = ['subscription', 'plan', 'billingTime', 'startAt'] as const;
  refuseArguments(args, notTaken, 'with of: credit_note');
  if (args.invoice === undefined) throw missingArgument('invoice', 'for of: credit_note');
  if (args.items === undefined) {
    throw missingArgument('items', 'for of: credit_note; get_invoice has the ids of the fees');
  }
  const customer =
    args.customer === undefined ? undefined : await findCustomer(call, args.customer);
  const { id: invoiceId, number } = await findInvoice(call, args.invoice, {
    customerKey: customer?.customerKey,
  });
  const estimate = await call.billing.creditNotes.estimate({ invoiceId, items: args.items });
  return {
    summary: `A credit note on invoice ${words(number ?? invoiceId)} would be ${shortMoney(estimate.total)}, of which up to ${shortMoney(estimate.maxRefund)} can be refunded. Nothing was made.`,
    facts: { estimate: whole(estimate) },
    warnings: estimate.warnings,
  };
}

const PREVIEWS = {
  subscription: nextInvoice,
  new_subscription: firstInvoice,
  credit_note: creditNote,
};

/** What would be billed or given back. */
export const previewCharges = readingTool({
  name: 'preview_charges',
  title: 'Preview charges',
  description:
    'What would be billed or given back, making nothing: the next invoice of a subscription, the first of a new one, or a credit note on an invoice.',
  toolset: 'core',
  scope: 'billing:read',
  safety: READING,
  needs: [['invoices.preview', 'creditNotes.estimate']],
  arguments: previewArguments,
  read: (args, call) => PREVIEWS[args.of](args, call),
});
