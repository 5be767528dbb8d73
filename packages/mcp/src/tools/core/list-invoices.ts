import { contract } from '@billport/core';
import { z } from 'zod';
import type { Answer } from '../../answers/answer.ts';
import { pageAnswer } from '../../answers/page-answer.ts';
import { shownInvoice } from '../../answers/shown/index.ts';
import { words } from '../../answers/words.ts';
import { findCustomer, findSubscription } from '../../arguments/references/index.ts';
import { fieldsOf } from '../fields-of.ts';
import { namedCustomer } from '../named.ts';
import { pageArguments } from '../page-arguments.ts';
import { READING } from '../reading-safety.ts';
import { customerReference, subscriptionReference } from '../references.ts';
import { readingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';

const filters = fieldsOf(contract.invoices.list, [
  'type',
  'status',
  'paymentStatus',
  'issuedFrom',
  'issuedTo',
]);

const invoiceArguments = z.strictObject({
  customer: customerReference().optional(),
  subscription: subscriptionReference().optional(),
  ...filters,
  issuedFrom: filters.issuedFrom.describe('YYYY-MM-DD.'),
  issuedTo: filters.issuedTo.describe('Excluded.'),
  ...pageArguments(),
});

async function readInvoices(
  { customer: who, subscription: which, ...filter }: z.output<typeof invoiceArguments>,
  call: ToolCall,
): Promise<Answer> {
  const customer = who === undefined ? undefined : await findCustomer(call, who);
  const customerKey = customer?.customerKey;
  const subscription =
    which === undefined ? undefined : await findSubscription(call, which, { customerKey });
  const page = await call.billing.invoices.list({
    ...filter,
    customerKey,
    subscriptionKey: subscription?.subscriptionKey,
  });
  const of = [
    ...(customer === undefined ? [] : [`of ${namedCustomer(customer)}`]),
    ...(subscription === undefined ? [] : [`for ${words(subscription.subscriptionKey)}`]),
  ];
  return pageAnswer({
    ...page,
    noun: 'invoice',
    about: [...of, 'by age, newest first'].join(' '),
    items: page.items.map((invoice) => shownInvoice(invoice, call.detailed)),
  });
}

/** A page of invoices. */
export const listInvoices = readingTool({
  name: 'list_invoices',
  title: 'List invoices',
  description: 'Invoices with total and amount due, newest first, by customer, status or date.',
  toolset: 'core',
  scope: 'billing:read',
  safety: READING,
  needs: ['invoices.list'],
  arguments: invoiceArguments,
  read: readInvoices,
});
