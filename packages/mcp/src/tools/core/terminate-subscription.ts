import { contract, type Subscription } from '@billport/core';
import { z } from 'zod';
import { Refusal } from '../../answers/refusal.ts';
import { shownSubscription } from '../../answers/shown/index.ts';
import { findCustomer, findSubscription } from '../../arguments/references/index.ts';
import type { Change } from '../change.ts';
import { fieldsOf } from '../fields-of.ts';
import { keyInWords, namedCustomer, namedSubscription } from '../named.ts';
import { noteOf, promises, refuseNotKept } from '../promised.ts';
import { warningsOf } from '../result-warnings.ts';
import { changingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';
import { candidate, isLiving, livingSubscriptions } from './living-subscriptions.ts';
import { moneyAtEnd } from './money-at-end.ts';

const { unusedCredit, finalInvoice } = fieldsOf(contract.subscriptions.terminate, [
  'unusedCredit',
  'finalInvoice',
]);

const terminateArguments = z.strictObject({
  subscription: z.string().min(1).max(255).optional().describe('Key or name.'),
  customer: z.string().min(1).max(255).optional().describe('Instead, if it has only one.'),
  unusedCredit,
  finalInvoice,
});

type Arguments = z.output<typeof terminateArguments>;

/** @throws Refusal `ambiguous` or `not_found` when the customer has not exactly one. */
async function onlyOf(call: ToolCall, reference: string): Promise<Subscription> {
  const customer = await findCustomer(call, reference);
  const living = await livingSubscriptions(call, customer.customerKey);
  const [only] = living;
  if (only !== undefined && living.length === 1) return only;
  throw new Refusal(only === undefined ? 'not_found' : 'ambiguous', {
    field: 'subscription',
    message: `subscription: ${namedCustomer(customer)} has ${living.length === 0 ? 'none that could end' : `${living.length} of them`}.`,
    next:
      only === undefined
        ? 'get_subscription shows those that ended.'
        : 'Ask which of the candidates is to end, and call again with its key as subscription.',
    facts: { candidates: living.map(candidate) },
  });
}

async function wanted({ subscription, customer }: Arguments, call: ToolCall) {
  if (subscription !== undefined) {
    const customerKey =
      customer === undefined ? undefined : (await findCustomer(call, customer)).customerKey;
    return findSubscription(call, subscription, { customerKey });
  }
  if (customer !== undefined) return onlyOf(call, customer);
  throw new Refusal('invalid_arguments', {
    field: 'subscription',
    message: 'subscription: it is missing.',
    next: 'Name the subscription, or a customer who has only one.',
  });
}

const OPERATION = 'subscriptions.terminate';

function invoiceInWords({ finalInvoice }: Arguments): string {
  return `what is not billed yet is ${finalInvoice === 'skip' ? 'NOT invoiced' : 'invoiced'}`;
}

function unusedInWords({ unusedCredit }: Arguments): string {
  const unused = {
    credit: 'credited',
    refund: 'refunded',
    offset: 'offset against what is due',
    skip: 'not given back',
  }[unusedCredit ?? 'credit'];
  return `an unused part of a price paid in advance is ${unused}`;
}

/** What the end brings: as the contract has it where the provider promises that, else in its words. */
function endInWords(call: ToolCall, { status }: Subscription, args: Arguments): string {
  if (status === 'pending') return 'before it starts.';
  const bringsInvoice = promises(call, OPERATION, 'finalInvoice');
  const bringsCredit = promises(call, OPERATION, 'unusedCredit');
  const parts = [
    ...(bringsInvoice ? [invoiceInWords(args)] : []),
    ...(bringsCredit ? [unusedInWords(args)] : []),
  ];
  const brings = parts.length === 0 ? '' : `; ${parts.join(', and ')}`;
  const note = bringsInvoice && bringsCredit ? '' : noteOf(call, OPERATION);
  return `now${brings}.${note}`;
}

/** Where the documents are that an end brings; undefined where the provider shows none. */
function whereDocumentsAre({ billing }: ToolCall, customerKey: string): string | undefined {
  const ways = [
    ...(billing.supports('invoices.list')
      ? [`list_invoices with customer ${keyInWords(customerKey)} shows what was billed`]
      : []),
    ...(billing.supports('creditNotes.list')
      ? ['read_operation with creditNotes.list or list_billing_documents what was given back']
      : []),
  ];
  return ways.length === 0 ? undefined : `${ways.join(', ')}.`;
}

async function plan(args: Arguments, call: ToolCall): Promise<Change> {
  const subscription = await wanted(args, call);
  const { subscriptionKey, customerKey, planCode, status } = subscription;
  const customer = await call.billing.customers.get({ customerKey });
  const of = `subscription ${namedSubscription(subscription)} of ${namedCustomer(customer)}`;
  const targets = [`customer:${customerKey}`, `subscription:${subscriptionKey}`];
  if (!isLiving(subscription) && status !== 'unknown') {
    return {
      effect: `The ${of} has ended already (${status}). Nothing changes.`,
      needsConsent: false,
      targets,
      calls: [],
      show: () => ({
        summary: `The ${of} had ended already (${status}); nothing was changed.`,
        facts: { subscription: shownSubscription(subscription, call.detailed) },
      }),
    };
  }
  const { unusedCredit, finalInvoice } = args;
  refuseNotKept(call, OPERATION, { unusedCredit, finalInvoice });
  const { money, says } = await moneyAtEnd(call, subscription, customer, args);
  return {
    effect: `End ${of} on plan ${keyInWords(planCode)}, ${endInWords(call, subscription, args)}${says} It cannot be taken back.`,
    needsConsent: true,
    money,
    targets,
    basis: { status, planCode, endingAt: subscription.endingAt },
    calls: [
      {
        operation: OPERATION,
        input: {
          subscriptionKey,
          ...(unusedCredit && { unusedCredit }),
          ...(finalInvoice && { finalInvoice }),
        },
      },
    ],
    show: (results) => {
      const [ended] = results as [Subscription];
      return {
        summary: `Ended ${of}: ${ended.status}.`,
        facts: { subscription: shownSubscription(ended, call.detailed) },
        next: status === 'pending' ? undefined : whereDocumentsAre(call, customerKey),
        warnings: warningsOf(results),
      };
    },
  };
}

/** Ends a subscription now. */
export const terminateSubscription = changingTool({
  name: 'terminate_subscription',
  title: 'End subscription',
  description: 'End a subscription now, or cancel one that has not started.',
  toolset: 'core',
  scope: 'billing:money',
  safety: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: true,
    openWorldHint: true,
  },
  needs: ['subscriptions.terminate', 'customers.get', ['subscriptions.get', 'subscriptions.list']],
  arguments: terminateArguments,
  plan,
});
