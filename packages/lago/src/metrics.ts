import { compact, createOnce, deleteOnce, differingFields, path } from '@billport/adapter-kit';
import {
  BillingError,
  type CheckedInputOf,
  type Contract,
  type CreateMetricInput,
  Decimal,
  emulated,
  type Handlers,
  type Metric,
  type MetricRef,
  native,
  type Result,
  toEpochMs,
  type UpdateMetricInput,
} from '@billport/core';
import type { CallContext, Connection } from './connection.ts';
import { keptAsItWas } from './kept-as-it-was.ts';
import { createBody, updateBody } from './metrics/metric-bodies.ts';
import { ROOT, readMetric, writeMetric } from './metrics/metric-requests.ts';
import { toMetric } from './metrics/to-metric.ts';
import { withCode } from './read-by-code.ts';
import type { LagoMetric, LagoMetricBody } from './wire/metric.ts';
import type { LagoPlan } from './wire/plan.ts';

/** What Lago did not take of the body, in fields of the contract. */
function fieldsNotKept(body: LagoMetricBody, reply: LagoMetric): string[] {
  return differingFields(toMetric({ ...reply, ...compact(body) } as LagoMetric), toMetric(reply));
}

function resultOf(body: LagoMetricBody, reply: LagoMetric): Result<Metric> {
  const warnings = keptAsItWas(fieldsNotKept(body, reply));
  return { ...toMetric(reply), ...(warnings.length > 0 && { warnings }) };
}

async function create(lago: Connection, input: CreateMetricInput, context: CallContext) {
  const { code } = input;
  const body = createBody(input);
  const reply = await createOnce<LagoMetric>({
    lookup: `metrics.get({ code: ${JSON.stringify(code)} }): see whether it is there.`,
    create: (lookup) =>
      lago.one(
        ROOT,
        {
          method: 'POST',
          path: path`/billable_metrics`,
          body: { [ROOT]: body },
          repeat: 'safe',
          about: { resource: 'metric', key: code },
          lookup,
        },
        context,
      ),
    read: () => readMetric(lago, { code }, context),
    isMade: (found) => fieldsNotKept(body, found).length === 0,
  });
  return resultOf(body, withCode(reply, { resource: 'metric', code }));
}

async function update(lago: Connection, input: UpdateMetricInput, context: CallContext) {
  const body = compact(updateBody(input));
  // Lago refuses a request without fields.
  if (Object.keys(body).length === 0) return toMetric(await readMetric(lago, input, context));
  return resultOf(body, await writeMetric(lago, input, body, context));
}

/** The code of a plan that charges for the metric, if there is one. */
async function planThatUses(lago: Connection, code: string, context: CallContext) {
  const list = { root: 'plans', path: path`/plans` };
  for await (const plan of lago.rows<LagoPlan>(list, context)) {
    if (plan.charges?.some((charge) => charge.billable_metric_code === code)) return plan;
  }
  return undefined;
}

function inUse(code: string, plan: LagoPlan): BillingError {
  const name = JSON.stringify(plan.code);
  return new BillingError('conflict', {
    message: plan.pending_deletion
      ? `Plan ${name}, which charges for the metric, is still being deleted: try again later.`
      : `Plan ${name} charges for the metric: remove that charge or delete the plan first.`,
    details: { resource: 'metric', key: code, state: 'in use' },
  });
}

/** Lago would delete the metric and every charge for it at once (`facts/lago.md §b`). */
async function remove(lago: Connection, ref: MetricRef, context: CallContext): Promise<Metric> {
  const { code } = ref;
  const found = await readMetric(lago, ref, context);
  const plan = await planThatUses(lago, code, context);
  if (plan !== undefined) throw inUse(code, plan);
  const deleted = await deleteOnce(found, () =>
    lago.one<LagoMetric>(
      ROOT,
      {
        method: 'DELETE',
        path: path`/billable_metrics/${code}`,
        repeat: 'safe',
        about: { resource: 'metric', key: code },
        lookup: `metrics.get({ code: ${JSON.stringify(code)} }): see whether it is gone.`,
      },
      context,
    ),
  );
  return toMetric(deleted);
}

type EvaluateInput = CheckedInputOf<Contract['metrics']['evaluateExpression']>;

/** Epoch seconds: a number, or text where there are milliseconds. */
function epochSeconds(ms: number): number | string {
  return ms % 1000 === 0 ? ms / 1000 : Decimal.fromScaled(BigInt(ms), 3).toString();
}

/** Unlike other requests this one has no root key (`facts/lago.md §a`). */
async function evaluate(
  lago: Connection,
  { expression, event }: EvaluateInput,
  context: CallContext,
) {
  const { code = '', properties } = event;
  const ms = event.timestamp === undefined ? lago.clock.now() : toEpochMs(event.timestamp);
  const result = await lago.one<{ readonly value?: unknown }>(
    'expression_result',
    {
      method: 'POST',
      path: path`/billable_metrics/evaluate_expression`,
      body: { expression, event: { code, timestamp: epochSeconds(ms), properties } },
      repeat: 'read',
    },
    context,
  );
  if (typeof result.value === 'string' || typeof result.value === 'number') {
    return { value: String(result.value) };
  }
  throw new BillingError('malformed_response', {
    message: 'Lago answered an expression without a value.',
  });
}

/** The port `metrics`. */
export function metricHandlers(lago: Connection) {
  return {
    create: native((input, context) => create(lago, input, context)),
    get: native(async (input, context) => toMetric(await readMetric(lago, input, context))),
    list: native(({ limit, cursor }, context) =>
      lago.page<LagoMetric, Metric>(
        {
          path: path`/billable_metrics`,
          root: 'billable_metrics',
          limit,
          cursor,
          toItem: toMetric,
        },
        context,
      ),
    ),
    update: native((input, context) => update(lago, input, context)),
    delete: emulated(
      (input, context) => remove(lago, input, context),
      'All plans are read first: Lago would delete the charges of the metric with it.',
    ),
    evaluateExpression: native((input, context) => evaluate(lago, input, context)),
  } satisfies Handlers['metrics'];
}
