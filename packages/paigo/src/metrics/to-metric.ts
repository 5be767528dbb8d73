import { compact } from '@billport/adapter-kit';
import type { Metric, Result, Warning } from '@billport/core';
import { createdAtOf } from '../created-at.ts';
import { OWN, ownValue } from '../own-metadata.ts';
import type { PaigoDimension } from '../wire/dimension.ts';
import { textOf } from '../wire/reading.ts';
import { aggregationOf, propertyOf } from './aggregations.ts';
import { metricCodeOf } from './find-metric.ts';
import { roundingOf } from './rounding.ts';

/** The name; what stands for none is left out. */
function nameOf({ dimensionId, dimensionName, metadata }: PaigoDimension): string | undefined {
  if (ownValue(metadata, OWN.metric) !== undefined) return ownValue(metadata, OWN.name);
  return dimensionName === dimensionId ? undefined : textOf(dimensionName);
}

/** A dimension, whoever made it, as a metric. */
export function toMetric(dimension: PaigoDimension): Metric {
  return compact({
    code: metricCodeOf(dimension),
    aggregation: aggregationOf(dimension),
    property: propertyOf(dimension),
    name: nameOf(dimension),
    description: ownValue(dimension.metadata, OWN.description),
    rounding: roundingOf(dimension),
    createdAt: createdAtOf(dimension.metadata),
    providerRef: { provider: 'paigo', type: 'dimension', id: dimension.dimensionId },
  });
}

/** Counts are whole by nature; all else Paigo rounds, asked or not. */
function* leftOut(dimension: PaigoDimension): Generator<Warning> {
  const { aggregationInterval, usageIncrement } = dimension;
  const metric = toMetric(dimension);
  const isOwn = ownValue(dimension.metadata, OWN.metric) !== undefined;
  const warn = (field: string, message: string): Warning => ({ code: 'partial', message, field });
  if (isOwn && metric.rounding === undefined && metric.aggregation !== 'count') {
    yield warn('rounding', 'Paigo bills whole units: name a rounding to bill parts of them.');
  }
  if (isOwn) return;
  const interval = aggregationInterval ?? 'hour';
  if (interval !== 'month') {
    yield warn('rounding', `Paigo aggregates and rounds this metric in each ${interval}.`);
  }
  if (metric.rounding === undefined) {
    yield warn('rounding', `Paigo rounds this metric to multiples of ${usageIncrement}.`);
  }
}

/** The answer of an operation: the metric, with what has to be said of it. */
export function metricResult(
  dimension: PaigoDimension,
  others: readonly Warning[] = [],
): Result<Metric> {
  const warnings = [...others, ...leftOut(dimension)];
  return { ...toMetric(dimension), ...(warnings.length > 0 && { warnings }) };
}
