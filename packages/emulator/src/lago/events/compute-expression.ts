import { BillingError } from '@billport/core';
import { LagoFailure } from '../failure.ts';
import { metricsOf } from '../metric-book.ts';
import type { LagoState } from '../state.ts';
import { engineProperties } from './engine-properties.ts';
import type { LagoEvent } from './event-store.ts';

/** The refusal of an event whose expression fails: here `error_details` is a text. */
const failed = (problem: string) =>
  new LagoFailure(422, {
    error: 'Unprocessable Entity',
    code: 'validation_errors',
    error_details: `expression_evaluation_failed: ${problem}`,
  });

/**
 * The event with the property that its metric computes (`facts/lago.md §b` "Billable metrics").
 * @throws LagoFailure 422 with a text as `error_details`
 */
export async function withComputed(state: LagoState, event: LagoEvent): Promise<LagoEvent> {
  const metric = metricsOf(state).find(event.code);
  if (metric === undefined || metric.expression === null || metric.fieldName === null) return event;
  const { expression, fieldName } = metric;
  const properties = engineProperties(event.properties);
  const tried = { code: event.code, timestamp: event.timestamp.engine ?? state.now(), properties };
  try {
    const { value } = await state.billing.metrics.evaluateExpression({ expression, event: tried });
    return { ...event, properties: { ...event.properties, [fieldName]: value } };
  } catch (error) {
    if (BillingError.is(error, 'invalid_input')) throw failed(error.message);
    throw error;
  }
}
