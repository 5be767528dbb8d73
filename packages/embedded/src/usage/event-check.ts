import { Decimal, type Metric, toInstant, type UsageEventInput } from '@billport/core';
import { type Expression, parseExpression } from '@billport/rating';
import type { Engine } from '../engine.ts';
import type { Stay } from '../subscriptions/stays.ts';
import { livesAt } from './usage-window.ts';

/** Why an event is refused. */
export interface EventRefusal {
  readonly code: 'not_found' | 'invalid_input' | 'conflict';
  /** The field of the event, step by step: names of properties may have dots. */
  readonly path: readonly string[];
  /** The rule and the way out. */
  readonly message: string;
}

/** An event that can be stored, and the stay that pays for it. */
export interface AcceptedEvent {
  readonly stay: Stay;
  readonly metric: Metric;
  readonly properties: Readonly<Record<string, string>>;
}

const NUMERIC: ReadonlySet<string> = new Set(['sum', 'max', 'latest', 'weighted_sum']);

/**
 * Checks events against metrics and subscriptions. Use one instance for one transaction: what it
 * reads once it does not read again.
 */
export class EventCheck {
  readonly #engine: Engine;
  readonly #stays = new Map<string, Stay[]>();
  readonly #metrics = new Map<string, Metric | undefined>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** The event with what it needs to be stored, or why it is refused. */
  check(event: UsageEventInput, at: number): AcceptedEvent | EventRefusal {
    const metric = this.#metric(event.metric);
    if (metric === undefined) {
      const message = `There is no metric ${JSON.stringify(event.metric)}: create it first.`;
      return { code: 'not_found', path: ['metric'], message };
    }
    const stay = this.#stayFor(event.subscriptionKey, metric, at);
    if ('code' in stay) return stay;
    const computed = propertiesOf(event, metric, at);
    if (computed.refusal !== undefined) return computed.refusal;
    const { properties } = computed;
    return valueRefusal(metric, properties) ?? { stay, metric, properties };
  }

  #metric(code: string): Metric | undefined {
    if (!this.#metrics.has(code))
      this.#metrics.set(code, this.#engine.tables.metrics.findShared(code));
    return this.#metrics.get(code);
  }

  #stayFor(key: string, metric: Metric, at: number): Stay | EventRefusal {
    let stays = this.#stays.get(key);
    if (stays === undefined) {
      stays = this.#engine.stays.ofKey(key);
      this.#stays.set(key, stays);
    }
    const [first] = stays;
    const last = stays.at(-1);
    if (first === undefined || last === undefined) {
      const message = `There is no subscription ${JSON.stringify(key)}: create it first.`;
      return { code: 'not_found', path: ['subscriptionKey'], message };
    }
    const stay = stays.findLast((candidate) => livesAt(candidate, at));
    if (stay !== undefined) return stay;
    const active = stays.findLast(({ status }) => status === 'active');
    // What a recurring metric counted before the subscription is carried into it (§3).
    if (metric.recurring && active !== undefined && at < (active.startedAt ?? 0)) return active;
    return {
      code: 'invalid_input',
      path: ['timestamp'],
      message: `Subscription ${JSON.stringify(key)} was not active at this moment: ${lifeOf(first, last)}.`,
    };
  }
}

/** From when to when a subscription takes events, as a sentence goes on. */
function lifeOf(first: Stay, last: Stay): string {
  const from = toInstant(first.startedAt ?? first.data.startAt);
  const to = last.endedAt === undefined ? '' : ` to ${toInstant(last.endedAt)}`;
  return `send events from ${from}${to}`;
}

const expressions = new Map<string, Expression>();

/** An expression, read once. There are as many as metrics were ever given. */
function expressionOf(source: string): Expression {
  const known = expressions.get(source) ?? parseExpression(source);
  expressions.set(source, known);
  return known;
}

/** The event's properties, with the one that the metric's expression computes. */
function propertiesOf(
  event: UsageEventInput,
  metric: Metric,
  at: number,
): { properties: Record<string, string>; refusal?: EventRefusal } {
  const properties = event.properties ?? {};
  if (metric.expression === undefined || metric.property === undefined) return { properties };
  try {
    const expression = expressionOf(metric.expression);
    const value = expression.evaluate({ code: metric.code, timestamp: at, properties });
    return { properties: { ...properties, [metric.property]: value } };
  } catch (error) {
    const message = `The metric's expression failed: ${error instanceof Error ? error.message : error}`;
    return { properties, refusal: { code: 'invalid_input', path: ['properties'], message } };
  }
}

function valueRefusal(
  metric: Metric,
  properties: Readonly<Record<string, string>>,
): EventRefusal | undefined {
  const name = metric.property;
  if (name === undefined) return undefined;
  const value = Object.hasOwn(properties, name) ? properties[name] : undefined;
  const path = ['properties', name];
  if (value === undefined || value === '') {
    const message = `Metric ${JSON.stringify(metric.code)} needs the property ${JSON.stringify(name)}: send it with the event.`;
    return { code: 'invalid_input', path, message };
  }
  if (NUMERIC.has(metric.aggregation) && !Decimal.isDecimal(value)) {
    const message = `Property ${JSON.stringify(name)}: write a plain decimal number, such as "12.5".`;
    return { code: 'invalid_input', path, message };
  }
  if (metric.aggregation !== 'unique_count') return undefined;
  const operation = properties.operation_type ?? 'add';
  if (operation === 'add' || operation === 'remove') return undefined;
  return {
    code: 'invalid_input',
    path: ['properties', 'operation_type'],
    message: 'Write "add" or "remove", or leave it out to add.',
  };
}
