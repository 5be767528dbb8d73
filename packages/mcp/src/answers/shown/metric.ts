import type { Metric } from '@billport/core';
import type { Fact } from '../answer.ts';
import { whole } from './whole.ts';

/** A metric: what it measures and how, or all of it. */
export function shownMetric(metric: Metric, detailed: boolean): Fact {
  if (detailed) return whole(metric);
  const { code, name, aggregation, property, recurring } = metric;
  return { code, name, aggregation, property, recurring };
}
