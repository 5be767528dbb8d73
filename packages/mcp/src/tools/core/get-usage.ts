import { contract, type Subscription } from '@billport/core';
import { z } from 'zod';
import type { Answer } from '../../answers/answer.ts';
import { pageAnswer } from '../../answers/page-answer.ts';
import { shownFee, shownUsageSummary } from '../../answers/shown/index.ts';
import { findCustomer, findMetric, findSubscription } from '../../arguments/references/index.ts';
import { missingArgument } from '../missing-argument.ts';
import { counted, keyInWords, namedCustomer } from '../named.ts';
import { pageArguments } from '../page-arguments.ts';
import { READING } from '../reading-safety.ts';
import { codeReference, customerReference, subscriptionReference } from '../references.ts';
import { refuseArguments } from '../refuse-arguments.ts';
import { requireOperation } from '../require-operation.ts';
import { readingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';
import { onlySubscription } from './only-subscription.ts';
import { usageOfCustomer } from './usage-of-customer.ts';

const estimated = contract.usage.estimateFees.input.shape.event.shape;

const usageArguments = z.strictObject({
  customer: customerReference().optional(),
  subscription: subscriptionReference().optional(),
  view: z.enum(['current', 'past', 'estimate']).default('current'),
  event: z
    .strictObject({
      metric: codeReference(),
      properties: estimated.properties.clone(),
      timestamp: estimated.timestamp.clone(),
      preciseAmount: estimated.preciseAmount.clone(),
    })
    .optional()
    .describe('For estimate.'),
  ...pageArguments(),
});

type Arguments = z.output<typeof usageArguments>;

async function subscriptionOf(args: Arguments, call: ToolCall): Promise<Subscription> {
  const customer =
    args.customer === undefined ? undefined : await findCustomer(call, args.customer);
  if (args.subscription !== undefined) {
    return findSubscription(call, args.subscription, { customerKey: customer?.customerKey });
  }
  if (customer === undefined) throw missingArgument('subscription', 'or customer');
  return onlySubscription(customer, call);
}

async function currentOfCustomer(
  reference: string,
  { limit, cursor }: Arguments,
  call: ToolCall,
): Promise<Answer> {
  const customer = await findCustomer(call, reference);
  const { customerKey } = customer;
  const usage = await usageOfCustomer(customerKey, call, { limit, cursor });
  const { summaries, nextCursor, warnings } = usage;
  const answer = pageAnswer({
    noun: 'active subscription',
    items: summaries.map((summary) => shownUsageSummary(summary, call.detailed)),
    nextCursor,
    warnings,
  });
  const more = nextCursor === undefined ? '' : ', and there are more';
  return {
    ...answer,
    summary: `Current usage of ${counted(summaries.length, 'active subscription')} of ${namedCustomer(customer)}, before taxes${more}.`,
  };
}

async function current(args: Arguments, call: ToolCall): Promise<Answer> {
  if (args.subscription === undefined && args.customer !== undefined) {
    return currentOfCustomer(args.customer, args, call);
  }
  refuseArguments(args, ['cursor'], 'for the current usage of one subscription');
  const { subscriptionKey } = await subscriptionOf(args, call);
  const usage = await call.billing.usage.current({ subscriptionKey });
  return {
    summary: `Usage of ${keyInWords(subscriptionKey)} so far in the current period: ${usage.amount.amount} ${usage.amount.currency} before taxes, without the base price.`,
    facts: { usage: shownUsageSummary(usage, call.detailed) },
    warnings: usage.warnings,
  };
}

async function past(args: Arguments, call: ToolCall): Promise<Answer> {
  requireOperation(call, 'usage.past');
  const { subscriptionKey } = await subscriptionOf(args, call);
  const { limit, cursor } = args;
  const page = await call.billing.usage.past({ subscriptionKey, limit, cursor });
  return pageAnswer({
    ...page,
    noun: 'invoiced period',
    about: `of ${keyInWords(subscriptionKey)}, latest first`,
    items: page.items.map((usage) => shownUsageSummary(usage, call.detailed)),
  });
}

async function estimate(args: Arguments, call: ToolCall): Promise<Answer> {
  requireOperation(call, 'usage.estimateFees');
  refuseArguments(args, ['cursor'], 'with view: estimate');
  if (args.event === undefined) throw missingArgument('event', 'for view: estimate');
  const { subscriptionKey } = await subscriptionOf(args, call);
  const { code } = await findMetric(call, args.event.metric);
  const { fees, warnings } = await call.billing.usage.estimateFees({
    event: { ...args.event, metric: code, subscriptionKey },
  });
  return {
    summary: `${counted(fees.length, 'fee')} for one event of metric ${keyInWords(code)} on ${keyInWords(subscriptionKey)}; nothing was recorded. Only charges billed in advance count.`,
    facts: { items: fees.map((fee) => shownFee(fee, call.detailed)) },
    warnings,
  };
}

const VIEWS = { current, past, estimate };

/** What was used, and what it costs. */
export const getUsage = readingTool({
  name: 'get_usage',
  title: 'Get usage',
  description:
    'Usage and its cost: so far in the current period, of invoiced periods, or fees that one event would cause.',
  toolset: 'core',
  scope: 'billing:read',
  safety: READING,
  needs: [
    ['usage.current', 'usage.past', 'usage.estimateFees'],
    ['subscriptions.get', 'subscriptions.list'],
  ],
  arguments: usageArguments,
  read: async (args, call) => {
    if (args.view !== 'estimate') {
      refuseArguments(args, ['event'], `with view: ${args.view}`, {
        next: 'Call again with view: estimate for the fees of the event, or without event.',
      });
    }
    return VIEWS[args.view](args, call);
  },
});
