import type { Metric } from '@billport/core';
import type { ToolCall } from '../../tools/tool-call.ts';
import { findReference } from './find-reference.ts';

/**
 * The metric with this code, or else with this name.
 *
 * @param field The argument that held the reference.
 * @throws Refusal `ambiguous` with candidates, or `not_found`.
 */
export function findMetric(
  { billing }: ToolCall,
  reference: string,
  field = 'metric',
): Promise<Metric> {
  return findReference<Metric>({
    noun: 'metric',
    field,
    accepts: 'code or name',
    reference,
    get: (code) => billing.metrics.get({ code }),
    list: () => billing.metrics.list({ limit: 100 }),
    keyOf: ({ code }) => code,
    namesOf: ({ code, name }) => [code, name],
    candidate: ({ code, name }) => ({ code, name }),
  });
}
