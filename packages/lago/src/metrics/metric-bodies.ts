import type { CreateMetricInput, UnitRounding, UpdateMetricInput } from '@billport/core';
import type { LagoMetricBody } from '../wire/metric.ts';

function roundingBody(rounding: UnitRounding | null | undefined): LagoMetricBody {
  if (rounding === undefined) return {};
  return {
    rounding_function: rounding?.mode ?? null,
    rounding_precision: rounding?.precision ?? null,
  };
}

/** A new metric as Lago takes it. Lago wants a name: the code stands in for it. */
export function createBody(input: CreateMetricInput): LagoMetricBody {
  return {
    code: input.code,
    name: input.name || input.code,
    description: input.description,
    aggregation_type: `${input.aggregation}_agg`,
    field_name: 'property' in input ? input.property : undefined,
    recurring: 'recurring' in input ? input.recurring : undefined,
    weighted_interval: input.aggregation === 'weighted_sum' ? 'seconds' : undefined,
    expression: 'expression' in input ? input.expression : undefined,
    ...roundingBody(input.rounding),
  };
}

/** Changes of a metric as Lago takes them; what is absent is not sent, so that it stays. */
export function updateBody({ code, name, ...input }: UpdateMetricInput): LagoMetricBody {
  return {
    name: name === undefined ? undefined : name || code,
    description: input.description,
    expression: input.expression,
    ...roundingBody(input.rounding),
  };
}
