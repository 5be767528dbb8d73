import { randomUUID } from 'node:crypto';
import {
  BillingError,
  normalizeInstant,
  type RecordUsageResult,
  toInstant,
  UsageEventInput,
} from '@billport/core';
import { z } from 'zod';
import type { Answer } from '../../answers/answer.ts';
import { Refusal } from '../../answers/refusal.ts';
import { words } from '../../answers/words.ts';
import type { Change } from '../change.ts';
import { requireMoneyScope } from '../money-scope.ts';
import { counted, keyInWords } from '../named.ts';
import { pricedUsage } from '../priced-usage.ts';
import { warningsOf } from '../result-warnings.ts';
import { changingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';
import { type EventReferences, eventReferences } from './event-references.ts';

const { id, properties, preciseAmount } = UsageEventInput.shape;

const reference = () => z.string().min(1).max(255);

const eventArguments = z.strictObject({
  metric: reference(),
  subscription: reference().optional(),
  customer: reference().optional().describe('Instead: key, name or email.'),
  timestamp: z
    .string()
    .max(40)
    .optional()
    .describe('ISO 8601, or -30m, -1h, -2d from now; now when absent.'),
  properties: properties.unwrap().optional().describe('Numbers as text.'),
  id: id.optional().describe('Counted once, with its ISO timestamp; made when absent.'),
  preciseAmount: preciseAmount
    .unwrap()
    .optional()
    .describe('Only for dynamic charges; then with id and ISO timestamp.'),
});

const recordArguments = z.strictObject({ events: z.array(eventArguments).min(1).max(100) });

type EventArguments = z.output<typeof eventArguments>;
type RecordedEvent = z.output<typeof UsageEventInput>;

const AGO = /^-(\d{1,6})([smhd])$/;
const MILLISECONDS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Whether a timestamp names the same moment whenever it is sent. */
const isFixed = (timestamp: string | undefined) => timestamp !== undefined && !AGO.test(timestamp);

/** @throws Refusal `invalid_arguments` for a text that names no moment. */
function momentOf(text: string | undefined, index: number, now: number): string {
  if (text === undefined) return toInstant(now);
  const [, count, unit] = AGO.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) {
    return toInstant(now - Number(count) * (MILLISECONDS[unit] as number));
  }
  const instant = normalizeInstant(text);
  if (instant !== undefined) return instant;
  throw new Refusal('invalid_arguments', {
    field: `events[${index}].timestamp`,
    message: `events[${index}].timestamp: ${words(text)} names no moment.`,
    next: 'Write ISO 8601 with a zone, such as 2026-01-31T23:00:00Z, or -30m for half an hour ago.',
  });
}

/**
 * What is made anew in each call, an id or the present moment, cannot be agreed to before it is sent.
 * @throws Refusal `invalid_arguments` for such an event in a call that brings a price.
 */
function requireFixed(events: readonly EventArguments[]): void {
  if (events.every(({ preciseAmount }) => preciseAmount === undefined)) return;
  const missing = events.flatMap(({ id, timestamp }, index) => [
    ...(id === undefined ? [{ field: `events[${index}].id`, wants: 'an id of its own' }] : []),
    ...(!isFixed(timestamp)
      ? [{ field: `events[${index}].timestamp`, wants: 'an ISO 8601 timestamp' }]
      : []),
  ]);
  const [first] = missing;
  if (first === undefined) return;
  throw new Refusal('invalid_arguments', {
    field: first.field,
    message: `${first.field}: somebody agrees to events with a price (preciseAmount) before they are recorded, so each event beside them needs ${first.wants}.`,
    next: 'Give each event of the call an id and a timestamp such as 2026-01-31T23:00:00Z, or send those without a price in a call of their own.',
  });
}

/**
 * An event that is sent again with its id is the same only at the same moment, and now is another
 * one each time.
 * @throws Refusal `invalid_arguments` for an id without a fixed timestamp, where the timestamp has a
 *   part in what the provider takes for the same event.
 */
function requireMoments({ billing }: ToolCall, events: readonly EventArguments[]): void {
  const { deduplication, repeats } = billing.limits.usage;
  if (deduplication === 'none' || (deduplication === 'id' && repeats !== 'compared')) return;
  const index = events.findIndex(({ id, timestamp }) => id !== undefined && !isFixed(timestamp));
  if (index === -1) return;
  const field = `events[${index}].timestamp`;
  throw new Refusal('invalid_arguments', {
    field,
    message: `${field}: an event with an id needs an ISO 8601 timestamp, for it is counted once only if it is sent again with the same one.`,
    next: 'Write the moment when it happened, such as 2026-01-31T23:00:00Z, and the same one whenever you repeat the event; or leave id out, and one is made.',
  });
}

async function recordedEvent(
  event: EventArguments,
  index: number,
  references: EventReferences,
  now: number,
): Promise<RecordedEvent> {
  const metric = await references.metricOf(event.metric);
  const subscriptionKey = await references.subscriptionOf(event, metric, index);
  return {
    id: event.id ?? randomUUID(),
    subscriptionKey,
    metric,
    timestamp: momentOf(event.timestamp, index, now),
    ...(event.properties && { properties: event.properties }),
    ...(event.preciseAmount !== undefined && { preciseAmount: event.preciseAmount }),
  };
}

/** How to repeat an event at this provider. */
function repeatInWords({ billing }: ToolCall): string {
  return billing.limits.usage.deduplication === 'none'
    ? `Look with list_usage_events before an event is sent again: ${billing.id} counts each one.`
    : 'To repeat an event, send its id and timestamp from here: it is counted once.';
}

/**
 * @throws Refusal when every event was refused: then nothing was changed.
 * @throws BillingError `outcome_unknown` when none is known to be recorded, and not all were refused.
 */
function show(
  call: ToolCall,
  results: readonly unknown[],
  events: readonly RecordedEvent[],
  areIdsMade: boolean,
): Answer {
  const [result] = results as [RecordUsageResult];
  const items = result.results.map(({ id, subscriptionKey, status, error }, index) => ({
    id,
    subscriptionKey,
    metric: events[index]?.metric,
    timestamp: events[index]?.timestamp,
    status,
    error: error && `${error.code}: ${error.message}`,
  }));
  const unknown = result.results.filter(({ status }) => status === 'unknown').length;
  const { recorded, duplicates, rejected } = result;
  if (rejected === items.length) {
    throw new Refusal('invalid_arguments', {
      field: 'events',
      message: "events: none was recorded, and each item's error says why.",
      next: 'Correct what each item says, and send the events again.',
      changed: 'no',
      facts: { items },
    });
  }
  if (unknown > 0 && recorded + duplicates === 0) {
    const details = { lookup: `list_usage_events. ${repeatInWords(call)}`, items };
    throw new BillingError('outcome_unknown', {
      message: `Of ${counted(items.length, 'event')} none is known to be recorded, and ${unknown} may be.`,
      details,
      provider: call.billing.id,
      operation: 'usage.record',
    });
  }
  const others = [
    duplicates > 0 ? `, ${duplicates} recorded before` : '',
    rejected > 0 ? `, ${rejected} REJECTED` : '',
    unknown > 0 ? `, ${unknown} with unknown outcome` : '',
  ].join('');
  return {
    summary: `${counted(recorded, 'event')} recorded${others}.`,
    facts: { recorded, duplicates, rejected, items },
    next: areIdsMade || unknown > 0 ? repeatInWords(call) : undefined,
    rest: () => `list_usage_events shows which of the others were recorded. ${repeatInWords(call)}`,
    warnings: warningsOf(results),
  };
}

/** Most prices that are said one by one. */
const MOST_PRICES = 10;

/** `5, 0.25 and 3 more`: in major units, as they were given. */
function pricesOf(events: readonly RecordedEvent[]): string {
  const prices = events.flatMap(({ preciseAmount }) => preciseAmount ?? []);
  const rest = prices.length - MOST_PRICES;
  return `${prices.slice(0, MOST_PRICES).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

async function plan(
  { events: given }: z.output<typeof recordArguments>,
  call: ToolCall,
): Promise<Change> {
  requireFixed(given);
  requireMoments(call, given);
  const references = eventReferences(call);
  const now = call.clock.now();
  const events: RecordedEvent[] = [];
  for (const [index, event] of given.entries()) {
    events.push(await recordedEvent(event, index, references, now));
  }
  const subscriptions = [...new Set(events.map(({ subscriptionKey }) => subscriptionKey))];
  const metrics = [...new Set(events.map(({ metric }) => metric))];
  const isPriced = events.some(({ preciseAmount }) => preciseAmount !== undefined);
  if (isPriced) requireMoneyScope(call, 'Recording usage with its price');
  const money = isPriced ? await pricedUsage(call, events) : undefined;
  const list = (keys: readonly string[]) => keys.map((key) => keyInWords(key)).join(', ');
  return {
    effect: `Record ${counted(events.length, 'usage event')} of ${list(metrics)} for ${list(subscriptions)}${isPriced ? `, priced ${pricesOf(events)}` : ''}.`,
    // A price that comes with an event is money that moves.
    needsConsent: isPriced,
    money,
    targets: subscriptions.map((key) => `subscription:${key}`),
    calls: [{ operation: 'usage.record', input: { events, onRejected: 'report' } }],
    show: (results) =>
      show(
        call,
        results,
        events,
        given.some((event) => event.id === undefined),
      ),
  };
}

/** Records usage events. */
export const recordUsage = changingTool({
  name: 'record_usage',
  title: 'Record usage',
  description:
    'Record 1 to 100 usage events; says what became of each. An id sent again with its timestamp is counted once.',
  toolset: 'core',
  scope: 'billing:write',
  safety: {
    readOnlyHint: false,
    destructiveHint: false,
    // Ids that are made differ from call to call.
    idempotentHint: false,
    openWorldHint: false,
  },
  needs: [
    'usage.record',
    ['metrics.get', 'metrics.list'],
    ['subscriptions.get', 'subscriptions.list'],
  ],
  arguments: recordArguments,
  plan,
});
