import { path } from '@billport/adapter-kit';
import type { MetricRef } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { readByCode, withCode } from '../read-by-code.ts';
import type { LagoMetric, LagoMetricBody } from '../wire/metric.ts';

/** The root key of Lago's metrics. */
export const ROOT = 'billable_metric';

/** Reads a metric as Lago has it. */
export function readMetric(
  lago: Connection,
  { code }: MetricRef,
  context: CallContext,
): Promise<LagoMetric> {
  const thing = { root: ROOT, resource: 'metric', code, path: path`/billable_metrics/${code}` };
  return readByCode<LagoMetric>(lago, thing, context);
}

/** Sends a change of a metric and brings it as Lago has it then. */
export async function writeMetric(
  lago: Connection,
  { code }: MetricRef,
  body: LagoMetricBody,
  context: CallContext,
): Promise<LagoMetric> {
  const about = { resource: 'metric', key: code };
  const reply = await lago.one<LagoMetric>(
    ROOT,
    {
      method: 'PUT',
      path: path`/billable_metrics/${code}`,
      body: { [ROOT]: body },
      repeat: 'safe',
      about,
      lookup: `metrics.get({ code: ${JSON.stringify(code)} }): see whether it shows the change.`,
    },
    context,
  );
  return withCode(reply, { resource: 'metric', code });
}
