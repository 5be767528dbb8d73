import type { EventRefusal } from '@billport/adapter-kit';
import { Decimal, type UsageEventInput } from '@billport/core';
import type { EventMetric, FoundReferences } from './event-references.ts';

/** Whether an event can be recorded, and why not. */
export class EventCheck {
  readonly #found: FoundReferences;
  #outside = 0;
  #firstOutside: number | undefined;

  constructor(found: FoundReferences) {
    this.#found = found;
  }

  /** Events outside of the life of their subscription: Lago keeps them, and bills none of them. */
  get outside(): { readonly count: number; readonly first: number | undefined } {
    return { count: this.#outside, first: this.#firstOutside };
  }

  /** Why the event is refused; undefined when it is not. `at` is its timestamp. */
  check(event: UsageEventInput, at: number, index: number): EventRefusal | undefined {
    const metric = this.#found.metrics.get(event.metric);
    if (metric === undefined) return unknown('metric', 'metric', event.metric);
    const subscription = this.#found.subscriptions.get(event.subscriptionKey);
    if (subscription === undefined) {
      return unknown('subscriptionKey', 'subscription', event.subscriptionKey);
    }
    if (at < 0) return TOO_EARLY;
    if (event.preciseAmount !== undefined && subscription.currency === undefined)
      return NO_CURRENCY;
    const refusal = valueRefusal(metric, event.properties);
    if (refusal !== undefined) return refusal;
    const isOutside = at > subscription.to || (at < subscription.from && !metric.recurring);
    if (isOutside && this.#outside++ === 0) this.#firstOutside = index;
    return undefined;
  }
}

/** Lago reads seconds since 1970. */
const TOO_EARLY: EventRefusal = {
  code: 'invalid_input',
  path: ['timestamp'],
  message: 'Write a moment from 1970-01-01 on.',
};

const NO_CURRENCY: EventRefusal = {
  code: 'invalid_input',
  path: ['preciseAmount'],
  message: 'Lago does not say which currency the plan has: leave the price out.',
};

function unknown(field: string, resource: string, key: string): EventRefusal {
  const message = `There is no ${resource} ${JSON.stringify(key)}: create it first.`;
  return { code: 'not_found', path: [field], message };
}

/** Lago takes events that lack what their metric aggregates, and leaves them out (trap 6). */
function valueRefusal(
  metric: EventMetric,
  properties: UsageEventInput['properties'],
): EventRefusal | undefined {
  const name = metric.property;
  if (name === undefined) return undefined;
  const value =
    properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (value === undefined || value === '') {
    const message = `Metric ${JSON.stringify(metric.code)} needs the property ${JSON.stringify(name)}: send it with the event.`;
    return { code: 'invalid_input', path: ['properties', name], message };
  }
  if (metric.isNumeric && !Decimal.isDecimal(value)) {
    const message = `Property ${JSON.stringify(name)}: write a plain decimal number, such as "12.5".`;
    return { code: 'invalid_input', path: ['properties', name], message };
  }
  const operation = metric.isUniqueCount ? (properties?.operation_type ?? 'add') : 'add';
  if (operation === 'add' || operation === 'remove') return undefined;
  return {
    code: 'invalid_input',
    path: ['properties', 'operation_type'],
    message: 'Write "add" or "remove", or leave it out to add.',
  };
}
