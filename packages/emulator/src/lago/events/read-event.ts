import { type Fields, isFields } from '../../machinery/json-fields.ts';
import { decimalIn } from '../amounts.ts';
import { FieldErrors } from '../field-errors.ts';
import { textIn } from '../request-fields.ts';
import type { LagoState } from '../state.ts';
import type { LagoEvent } from './event-store.ts';
import { eventTimeOf, parseEventTime } from './event-time.ts';

function readTime(state: LagoState, value: unknown, errors: FieldErrors) {
  const isGiven = value !== undefined && value !== null && value !== '';
  const time = isGiven ? parseEventTime(value) : undefined;
  if (isGiven && time === undefined) errors.add('timestamp', 'invalid_format');
  return time ?? eventTimeOf(state.now());
}

function readAmount(value: unknown, errors: FieldErrors): string | null {
  if (value === undefined || value === null) return null;
  const amount = decimalIn(value);
  if (amount === undefined) errors.add('precise_total_amount_cents', 'invalid_value');
  return amount ?? null;
}

/**
 * Reads an event. Only that it has a transaction id, a code and a readable timestamp is checked:
 * whatever else is wrong shows later (`facts/lago.md §b` "Events").
 * @throws LagoFailure 422
 */
export function readEvent(state: LagoState, fields: Fields): LagoEvent {
  const errors = new FieldErrors();
  errors.require(fields, 'transaction_id', 'code');
  const timestamp = readTime(state, fields.timestamp, errors);
  const preciseTotalAmountCents = readAmount(fields.precise_total_amount_cents, errors);
  errors.throwIfAny();
  return {
    lagoId: state.ids.next(),
    transactionId: textIn(fields, 'transaction_id') ?? '',
    externalSubscriptionId: textIn(fields, 'external_subscription_id') || null,
    code: textIn(fields, 'code') ?? '',
    timestamp,
    preciseTotalAmountCents,
    properties: isFields(fields.properties) ? fields.properties : {},
    createdAt: state.now(),
  };
}
