import { path } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { newestFirst } from '../newest-first.ts';
import { OWN, ownValue } from '../own-metadata.ts';
import type { PaigoDimension } from '../wire/dimension.ts';
import { textOf } from '../wire/reading.ts';

/** What errors about a metric name. */
export const aboutMetric = (code: string) => ({ resource: 'metric', key: code });

/** How to find out whether a write to a metric landed. */
export const metricLookup = (code: string) =>
  `metrics.get({ code: ${JSON.stringify(code)} }): see whether it shows what the call was to do.`;

/** Code of the metric that a dimension measures; its id where others made it. */
export const metricCodeOf = ({ dimensionId, metadata }: PaigoDimension): string =>
  ownValue(metadata, OWN.metric) || dimensionId;

/** Whether the dimension is a metric, and not what a charge of a plan was made into. */
const isMetric = ({ metadata }: PaigoDimension) => ownValue(metadata, OWN.plan) === undefined;

/**
 * Every dimension of the account, newest first.
 * @throws BillingError `malformed_response` when one has no id.
 */
export async function allDimensions(
  paigo: Connection,
  context: CallContext,
): Promise<PaigoDimension[]> {
  const dimensions = await paigo.readAll<PaigoDimension>(path`/dimensions`, context);
  const isNamed = ({ dimensionId }: PaigoDimension) => textOf(dimensionId) !== undefined;
  if (dimensions.every(isNamed)) return newestFirst(dimensions, ({ dimensionId }) => dimensionId);
  throw new BillingError('malformed_response', {
    message: 'Paigo sent a dimension without dimensionId.',
  });
}

/** Every metric of the account, newest first. */
export async function allMetrics(
  paigo: Connection,
  context: CallContext,
): Promise<PaigoDimension[]> {
  return (await allDimensions(paigo, context)).filter(isMetric);
}

/** The dimension of a metric; of several that have the code, the one that was first. */
export const metricAmong = (metrics: readonly PaigoDimension[], code: string) =>
  metrics.findLast((metric) => metricCodeOf(metric) === code);

/** There is no such metric. */
function noMetric(code: string): BillingError {
  return new BillingError('not_found', {
    message: `There is no metric ${JSON.stringify(code)}.`,
    details: aboutMetric(code),
  });
}

/**
 * The dimension of a metric.
 * @param code of the metric, or the id of a dimension that others made
 * @throws BillingError `not_found`
 */
export async function findMetric(
  paigo: Connection,
  code: string,
  context: CallContext,
): Promise<PaigoDimension> {
  const found = metricAmong(await allMetrics(paigo, context), code);
  if (found === undefined) throw noMetric(code);
  return found;
}
