import type { EventRefusal } from '@billport/adapter-kit';
import { BillingError, Decimal, type UsageEventInput } from '@billport/core';
import { isOwnName } from '../own-metadata.ts';
import type { EventMetric, EventTarget, EventTargets } from './event-targets.ts';

const refused = (
  code: EventRefusal['code'],
  path: readonly string[],
  message: string,
): EventRefusal => ({ code, path, message });

/** Where an event goes. */
export interface Destination {
  readonly target: EventTarget;
  readonly metric: EventMetric;
}

/** The amount of an event, as text; undefined where there is none. */
export function recordValueOf(
  { properties }: UsageEventInput,
  { property }: EventMetric,
): string | undefined {
  if (property === undefined) return '1';
  return properties !== undefined && Object.hasOwn(properties, property)
    ? properties[property]
    : undefined;
}

function valueRefusal(event: UsageEventInput, metric: EventMetric): EventRefusal | undefined {
  const value = recordValueOf(event, metric);
  const { property = '' } = metric;
  if (Decimal.isDecimal(value)) return undefined;
  const path = ['properties', property];
  if (value !== undefined && value !== '') {
    const message = `Property ${JSON.stringify(property)}: write a plain decimal number, such as "12.5".`;
    return refused('invalid_input', path, message);
  }
  const message = `Metric ${JSON.stringify(event.metric)} needs the property ${JSON.stringify(property)}: send it with the event.`;
  return refused('invalid_input', path, message);
}

function nameRefusal({ properties }: UsageEventInput): EventRefusal | undefined {
  for (const name of Object.keys(properties ?? {})) {
    if (!isOwnName(name)) continue;
    const message = 'Names that begin with "billport." are kept for Billport: choose another one.';
    return refused('invalid_input', ['properties', name], message);
  }
  return undefined;
}

/**
 * Where an event goes, or why it is refused. Paigo takes usage of anything, and never bills what the
 * customer's offerings do not hold (`facts/paigo.md §4`, §8 point 15).
 */
export function checkEvent(
  event: UsageEventInput,
  targets: EventTargets,
): Destination | EventRefusal {
  const { subscriptionKey, metric: code } = event;
  const target = targets.get(subscriptionKey);
  const subscription = `subscription ${JSON.stringify(subscriptionKey)}`;
  if (target === undefined) {
    const message = `There is no ${subscription}: create it first.`;
    return refused('not_found', ['subscriptionKey'], message);
  }
  if (BillingError.is(target)) return refused('conflict', ['subscriptionKey'], target.message);
  if (target === 'ended') {
    const message = `The ${subscription} has ended, and Paigo bills usage of plans that customers are on: record it for another one.`;
    return refused('conflict', ['subscriptionKey'], message);
  }
  if (target === 'not_enrolled') {
    const message = `The ${subscription} is noted, and Paigo has its customer on no such plan: its create did not come to its end, or it was ended in the dashboard. Call subscriptions.create with it again, or subscriptions.terminate.`;
    return refused('conflict', ['subscriptionKey'], message);
  }
  const metric = target.metrics.get(code);
  if (metric === undefined) {
    const message = `The plan ${JSON.stringify(target.planCode)} has no price for metric ${JSON.stringify(code)}, and Paigo would never bill it: add a charge to the plan first.`;
    return refused('not_found', ['metric'], message);
  }
  return valueRefusal(event, metric) ?? nameRefusal(event) ?? { target, metric };
}
