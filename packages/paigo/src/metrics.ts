import { wholePage } from '@billport/adapter-kit';
import { emulated, type Handlers } from '@billport/core';
import type { CallContext, Connection } from './connection.ts';
import { createMetric } from './metrics/create-metric.ts';
import { deleteMetric } from './metrics/delete-metric.ts';
import { allMetrics, findMetric } from './metrics/find-metric.ts';
import { metricResult, toMetric } from './metrics/to-metric.ts';
import { updateMetric } from './metrics/update-metric.ts';

const BY_SCAN = 'Paigo knows no codes: all dimensions are read, and the code is in their metadata.';

/** What a page of metrics is asked with. */
interface MetricPage {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

const listMetrics = (paigo: Connection, { limit, cursor }: MetricPage, context: CallContext) =>
  wholePage({
    scope: 'metrics',
    limit,
    cursor,
    fetch: () => allMetrics(paigo, context),
    idOf: ({ dimensionId }) => dimensionId,
    toItem: toMetric,
  });

/** The port `metrics`. */
export function metricHandlers(paigo: Connection) {
  return {
    create: emulated(
      (input, context) => createMetric(paigo, input, context),
      'Paigo has no metrics without a price: a dimension that costs nothing stands for it.',
    ),
    get: emulated(
      async ({ code }, context) => metricResult(await findMetric(paigo, code, context)),
      BY_SCAN,
    ),
    list: emulated((input, context) => listMetrics(paigo, input, context), BY_SCAN),
    update: emulated(
      (input, context) => updateMetric(paigo, input, context),
      'Paigo rounds each charge by itself: a new rounding is written to all charges for the metric, and refused where somebody has a price of their own.',
    ),
    delete: emulated(
      (input, context) => deleteMetric(paigo, input, context),
      'All plans are read first: Paigo does not see that their charges belong to the metric.',
    ),
  } satisfies Handlers['metrics'];
}
