import { contract } from '@billport/core';
import { z } from 'zod';
import type { Answer } from '../../answers/answer.ts';
import { pageAnswer } from '../../answers/page-answer.ts';
import { shownUsageEvent } from '../../answers/shown/index.ts';
import { words } from '../../answers/words.ts';
import { findMetric, findSubscription } from '../../arguments/references/index.ts';
import { fieldsOf } from '../fields-of.ts';
import { missingArgument } from '../missing-argument.ts';
import { pageArguments } from '../page-arguments.ts';
import { READING } from '../reading-safety.ts';
import { codeReference, subscriptionReference } from '../references.ts';
import { refuseArguments } from '../refuse-arguments.ts';
import { requireOperation } from '../require-operation.ts';
import { warningsOf } from '../result-warnings.ts';
import { readingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';

const eventArguments = z.strictObject({
  subscription: subscriptionReference().optional(),
  metric: codeReference().optional(),
  ...fieldsOf(contract.usage.listEvents, ['from', 'to']),
  id: fieldsOf(contract.usage.getEvent, ['id']).id.optional().describe('Only this event.'),
  ...pageArguments(),
});

type Arguments = z.output<typeof eventArguments>;

async function keyOf(args: Arguments, call: ToolCall): Promise<string | undefined> {
  if (args.subscription === undefined) return undefined;
  return (await findSubscription(call, args.subscription)).subscriptionKey;
}

async function readOne(id: string, args: Arguments, call: ToolCall): Promise<Answer> {
  requireOperation(call, 'usage.getEvent');
  refuseArguments(args, ['metric', 'from', 'to', 'cursor'], 'with id, which names one event');
  const subscriptionKey = await keyOf(args, call);
  if (subscriptionKey === undefined) {
    throw missingArgument('subscription', 'because an id is unique in its subscription only');
  }
  const event = await call.billing.usage.getEvent({ subscriptionKey, id });
  return {
    summary: `Event ${words(id)} of ${words(subscriptionKey)} is recorded.`,
    facts: { event: shownUsageEvent(event, call.detailed) },
    warnings: warningsOf([event]),
  };
}

async function readPage(args: Arguments, call: ToolCall): Promise<Answer> {
  const subscriptionKey = await keyOf(args, call);
  const metric = args.metric === undefined ? undefined : (await findMetric(call, args.metric)).code;
  const { from, to, limit, cursor } = args;
  const page = await call.billing.usage.listEvents({
    subscriptionKey,
    metric,
    from,
    to,
    limit,
    cursor,
  });
  return pageAnswer({
    ...page,
    noun: 'usage event',
    about: `${subscriptionKey === undefined ? 'recorded' : `of ${words(subscriptionKey)}`}, latest first`,
    items: page.items.map((event) => shownUsageEvent(event, call.detailed)),
  });
}

/** Recorded events. */
export const listUsageEvents = readingTool({
  name: 'list_usage_events',
  title: 'List usage events',
  description: 'Recorded usage events, latest first, or one by id: whether it arrived.',
  toolset: 'core',
  scope: 'billing:read',
  safety: READING,
  needs: [['usage.listEvents', 'usage.getEvent']],
  arguments: eventArguments,
  read: (args, call) =>
    args.id === undefined ? readPage(args, call) : readOne(args.id, args, call),
});
