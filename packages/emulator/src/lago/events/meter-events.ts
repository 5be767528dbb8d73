import { BillingError, currencyDigits, Decimal, type UsageEventInput } from '@billport/core';
import { metricsOf } from '../metric-book.ts';
import { eventObject } from '../objects/events.ts';
import { plansOf } from '../plan-book.ts';
import type { LagoState } from '../state.ts';
import { subscriptionsOf } from '../subscription-book.ts';
import { engineProperties } from './engine-properties.ts';
import type { LagoEvent } from './event-store.ts';

/** Which field of an event keeps it from being billed, and why, in Lago's codes. */
interface Problem {
  readonly field: string;
  readonly code: string;
}

/** Lago's names of the fields that the engine may refuse. */
const FIELDS: Readonly<Record<string, string>> = {
  metric: 'code',
  subscriptionKey: 'external_subscription_id',
};

/** What the engine cannot be asked about. */
function problemOf(state: LagoState, event: LagoEvent): Problem | undefined {
  const { externalSubscriptionId: key, code, timestamp } = event;
  if (key === null) return { field: 'external_subscription_id', code: 'value_is_mandatory' };
  if (metricsOf(state).find(code) === undefined) return { field: 'code', code: 'metric_not_found' };
  if (subscriptionsOf(state).ofKey(key).length === 0) {
    return { field: 'external_subscription_id', code: 'subscription_not_found' };
  }
  return timestamp.engine === undefined
    ? { field: 'timestamp', code: 'value_is_out_of_range' }
    : undefined;
}

/** Smallest units as the major units of the subscription's plan. */
function preciseAmount(state: LagoState, event: LagoEvent): string | undefined {
  const { preciseTotalAmountCents: cents, externalSubscriptionId: key } = event;
  const row = subscriptionsOf(state)
    .ofKey(key ?? '')
    .at(-1);
  const plan = row && plansOf(state).known(row.planCode);
  if (cents === null || plan === undefined) return undefined;
  const { coefficient, scale } = Decimal.parse(cents);
  return Decimal.fromScaled(coefficient, scale + currencyDigits(plan.currency)).toString();
}

function engineEvent(state: LagoState, event: LagoEvent): UsageEventInput {
  const amount = preciseAmount(state, event);
  return {
    id: event.lagoId,
    subscriptionKey: event.externalSubscriptionId ?? '',
    metric: event.code,
    timestamp: event.timestamp.engine ?? state.now(),
    properties: engineProperties(event.properties),
    ...(amount === undefined ? {} : { preciseAmount: amount }),
  };
}

/** Tells the account's webhooks of an event that nobody pays for. */
function reportError(state: LagoState, event: LagoEvent, { field, code }: Problem): void {
  state.webhooks.send('event.error', 'event_error', {
    status: 422,
    error: 'Unprocessable Entity',
    message: JSON.stringify({ [field]: [code] }),
    event: eventObject(state, event),
  });
}

/** Records events that the engine can be asked about; answers what it refused, by event id. */
async function record(state: LagoState, events: readonly LagoEvent[]) {
  const { results } = await state.billing.usage.record({
    events: events.map((event) => engineEvent(state, event)),
    onRejected: 'report',
  });
  return new Map(
    results.flatMap(({ id, error }) => {
      if (error === undefined) return [];
      const field = error.field?.split('.')[0] ?? 'base';
      return [[id, { field: FIELDS[field] ?? field, code: 'value_is_invalid' }] as const];
    }),
  );
}

/** An event that the engine cannot even read is refused like any other. */
async function recordReadable(
  state: LagoState,
  events: readonly LagoEvent[],
): Promise<Map<string, Problem>> {
  try {
    return await record(state, events);
  } catch (error) {
    if (!BillingError.is(error, 'invalid_input')) throw error;
    const [only, ...others] = events;
    if (only === undefined) return new Map();
    if (others.length === 0) {
      return new Map([[only.lagoId, { field: 'base', code: 'value_is_invalid' }]]);
    }
    const each = await Promise.all(events.map((event) => recordReadable(state, [event])));
    return new Map(each.flatMap((problems) => [...problems]));
  }
}

/**
 * Meters stored events. What cannot be billed stays stored, and is told of by a webhook alone
 * (`facts/lago.md §b` "Events").
 */
export async function meterEvents(state: LagoState, events: readonly LagoEvent[]): Promise<void> {
  const readable: LagoEvent[] = [];
  for (const event of events) {
    const problem = problemOf(state, event);
    if (problem === undefined) readable.push(event);
    else reportError(state, event, problem);
  }
  if (readable.length === 0) return;
  const refused = await recordReadable(state, readable);
  for (const event of readable) {
    const problem = refused.get(event.lagoId);
    if (problem !== undefined) reportError(state, event, problem);
  }
}
