import {
  BillingError,
  type CheckedInputOf,
  type Contract,
  type CreateMetricInput,
  type EvaluateExpressionInput,
  type Handlers,
  invalidInput,
  type Metric,
  native,
  toEpochMs,
} from '@billport/core';
import { parseExpression } from '@billport/rating';
import { applyChanges } from './apply-changes.ts';
import { command, type Engine, type Moment, query } from './engine.ts';

type UpdateMetricInput = CheckedInputOf<Contract['metrics']['update']>;

/** @throws BillingError `invalid_input` at `expression` when it cannot be read. */
function checkExpression(metric: Metric): void {
  if (metric.expression === undefined) return;
  if (metric.property === undefined) {
    const message = `A metric that aggregates by ${metric.aggregation} has no property to compute: leave it out.`;
    throw invalidInput([{ path: ['expression'], message }]);
  }
  parseExpression(metric.expression);
}

function create(engine: Engine, input: CreateMetricInput, createdAt: string): Metric {
  const metric: Metric = { ...input, createdAt };
  checkExpression(metric);
  engine.tables.metrics.insert(metric.code, metric, {});
  return metric;
}

function update(engine: Engine, input: UpdateMetricInput): Metric {
  const metric = applyChanges(engine.tables.metrics.get(input.code), input);
  checkExpression(metric);
  engine.tables.metrics.replace(metric.code, metric);
  return metric;
}

/** @throws BillingError `conflict` while a plan charges for it or a draft bills it. */
function remove(engine: Engine, code: string): Metric {
  const metric = engine.tables.metrics.get(code);
  const plan = engine.tables.plans
    .all()
    .find(({ charges }) => charges.some((charge) => charge.metric === code));
  if (plan !== undefined) {
    throw new BillingError('conflict', {
      message: `Plan ${JSON.stringify(plan.code)} charges for the metric: remove that charge or delete the plan first.`,
      details: { resource: 'metric', key: code, state: 'in use' },
    });
  }
  const draft = engine.invoices
    .all({ status: 'draft' })
    .find(({ body }) => body.fees.some((fee) => fee.metric === code));
  if (draft !== undefined) {
    throw new BillingError('conflict', {
      message: `Invoice ${draft.id} is a draft that bills the metric: make it final first.`,
      details: { resource: 'metric', key: code, state: 'in use' },
    });
  }
  engine.tables.metrics.remove(code);
  return metric;
}

function evaluate({ expression, event }: EvaluateExpressionInput, { now }: Moment) {
  const timestamp = event.timestamp === undefined ? now : toEpochMs(event.timestamp);
  const { code = '', properties } = event;
  return { value: parseExpression(expression).evaluate({ code, timestamp, properties }) };
}

/** The port `metrics`. */
export function metricHandlers(engine: Engine) {
  const { metrics } = engine.tables;
  return {
    create: native(command(engine, (input, { instant }) => create(engine, input, instant))),
    get: native(query(engine, ({ code }) => metrics.get(code))),
    list: native(query(engine, (input) => metrics.page(input))),
    update: native(command(engine, (input) => update(engine, input))),
    delete: native(command(engine, ({ code }) => remove(engine, code))),
    evaluateExpression: native(query(engine, evaluate)),
  } satisfies Handlers['metrics'];
}
