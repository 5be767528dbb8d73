import { BillingError, type EvaluateExpressionInput } from '@billport/core';
import { type Context, Hono } from 'hono';
import { type Fields, isFields } from '../../machinery/json-fields.ts';
import { engineProperties } from '../events/engine-properties.ts';
import { readEvent } from '../events/read-event.ts';
import { invalid, notFound } from '../failure.ts';
import { FieldErrors } from '../field-errors.ts';
import { type LagoMetric, metricsOf } from '../metric-book.ts';
import { createMetric, deleteMetric, updateMetric } from '../metrics/change-metric.ts';
import { readMetric } from '../metrics/read-metric.ts';
import { metricObject } from '../objects/billable-metrics.ts';
import { pageOfRows } from '../page-of-rows.ts';
import { plansOf } from '../plan-book.ts';
import { bodyOf, rootOf } from '../request-fields.ts';
import type { LagoState } from '../state.ts';

function find(state: LagoState, context: Context): LagoMetric {
  const metric = metricsOf(state).find(context.req.param('code') ?? '');
  if (metric === undefined) throw notFound('billable_metric');
  return metric;
}

function readEvaluation(state: LagoState, body: Fields): EvaluateExpressionInput {
  const errors = new FieldErrors();
  errors.require(body, 'expression');
  errors.throwIfAny();
  const { event } = body;
  if (!isFields(event) || !isFields(event.properties)) throw invalid({ event: ['invalid_event'] });
  const { timestamp } = readEvent(state, { transaction_id: 'evaluated', ...event });
  return {
    expression: String(body.expression),
    event: {
      ...(typeof event.code === 'string' && event.code !== '' ? { code: event.code } : {}),
      timestamp: timestamp.engine ?? state.now(),
      properties: engineProperties(event.properties),
    },
  };
}

async function evaluate(state: LagoState, body: Fields): Promise<string> {
  const input = readEvaluation(state, body);
  try {
    return (await state.billing.metrics.evaluateExpression(input)).value;
  } catch (error) {
    if (!BillingError.is(error, 'invalid_input')) throw error;
    throw invalid({ expression: ['invalid_expression'] });
  }
}

/** `/billable_metrics`: what is measured. */
export function billableMetricsRoutes(state: LagoState): Hono {
  const app = new Hono();
  const answer = (context: Context, metric: LagoMetric, type?: string) => {
    const object = metricObject(state, metric);
    if (type !== undefined) state.webhooks.send(type, 'billable_metric', object);
    return context.json({ billable_metric: object });
  };

  app.post('/billable_metrics/evaluate_expression', async (context) =>
    context.json({ expression_result: { value: await evaluate(state, await bodyOf(context)) } }),
  );
  app.post('/billable_metrics', async (context) => {
    const read = readMetric(state, await rootOf(context, 'billable_metric'), undefined, false);
    return answer(context, await createMetric(state, read), 'billable_metric.created');
  });
  app.get('/billable_metrics', (context) => {
    const { rows, meta } = pageOfRows(context, metricsOf(state).all());
    return context.json({ billable_metrics: rows.map((row) => metricObject(state, row)), meta });
  });
  app.get('/billable_metrics/:code', (context) => answer(context, find(state, context)));
  app.put('/billable_metrics/:code', async (context) => {
    const known = find(state, context);
    const fields = await rootOf(context, 'billable_metric');
    const read = readMetric(state, fields, known, plansOf(state).isCharged(known.code));
    return answer(context, await updateMetric(state, read, known), 'billable_metric.updated');
  });
  app.delete('/billable_metrics/:code', async (context) => {
    const metric = find(state, context);
    await deleteMetric(state, metric);
    return answer(context, metric, 'billable_metric.deleted');
  });
  return app;
}
