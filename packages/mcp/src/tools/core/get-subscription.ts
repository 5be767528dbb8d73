import { contract } from '@billport/core';
import { z } from 'zod';
import type { Answer } from '../../answers/answer.ts';
import { pageAnswer } from '../../answers/page-answer.ts';
import { shownSubscription } from '../../answers/shown/index.ts';
import { whole } from '../../answers/shown/whole.ts';
import { words } from '../../answers/words.ts';
import { findCustomer, findPlan, findSubscription } from '../../arguments/references/index.ts';
import { fieldsOf } from '../fields-of.ts';
import { namedCustomer, namedSubscription } from '../named.ts';
import { pageArguments } from '../page-arguments.ts';
import { READING } from '../reading-safety.ts';
import { codeReference, customerReference, subscriptionReference } from '../references.ts';
import { refuseArguments } from '../refuse-arguments.ts';
import { requireOperation } from '../require-operation.ts';
import { warningsOf } from '../result-warnings.ts';
import { readingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';

const subscriptionArguments = z.strictObject({
  subscription: subscriptionReference().optional(),
  customer: customerReference().optional(),
  plan: codeReference().optional(),
  ...fieldsOf(contract.subscriptions.list, ['status']),
  ...pageArguments(),
});

type Arguments = z.output<typeof subscriptionArguments>;

async function readOne(reference: string, args: Arguments, call: ToolCall): Promise<Answer> {
  refuseArguments(args, ['plan', 'status', 'cursor'], 'with subscription, which names one', {
    next: 'Leave subscription out to list those of a customer, a plan or a status, or name only it.',
  });
  const customer =
    args.customer === undefined ? undefined : await findCustomer(call, args.customer);
  const found = await findSubscription(call, reference, { customerKey: customer?.customerKey });
  return {
    summary: `Subscription ${namedSubscription(found)} of customer ${words(found.customerKey)} on plan ${words(found.planCode)}: ${found.status}.`,
    facts: { subscription: whole(found) },
    warnings: warningsOf([found]),
  };
}

async function readPage(args: Arguments, call: ToolCall): Promise<Answer> {
  requireOperation(call, 'subscriptions.list');
  const { status, limit, cursor } = args;
  const [customer, plan] = await Promise.all([
    args.customer === undefined ? undefined : findCustomer(call, args.customer),
    args.plan === undefined ? undefined : findPlan(call, args.plan),
  ]);
  const page = await call.billing.subscriptions.list({
    customerKey: customer?.customerKey,
    planCode: plan?.code,
    status,
    limit,
    cursor,
  });
  const owner = customer === undefined ? '' : `of ${namedCustomer(customer)} `;
  return pageAnswer({
    ...page,
    noun: 'subscription',
    about: `${owner}by age, newest first`,
    items: page.items.map((item) => shownSubscription(item, call.detailed)),
  });
}

/** Subscriptions: one, or those of a customer or a plan. */
export const getSubscription = readingTool({
  name: 'get_subscription',
  title: 'Get subscriptions',
  description: 'One subscription, or all of a customer, a plan or a status.',
  toolset: 'core',
  scope: 'billing:read',
  safety: READING,
  needs: [['subscriptions.get', 'subscriptions.list']],
  arguments: subscriptionArguments,
  read: (args, call) =>
    args.subscription === undefined ? readPage(args, call) : readOne(args.subscription, args, call),
});
