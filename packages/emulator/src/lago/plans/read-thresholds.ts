import { isFields } from '../../machinery/json-fields.ts';
import { integerIn } from '../amounts.ts';
import { FieldErrors } from '../field-errors.ts';
import type { LagoThreshold } from '../plan-book.ts';
import { textIn } from '../request-fields.ts';
import type { LagoState } from '../state.ts';

/**
 * The usage thresholds that a list tells; none of anything else.
 * @throws LagoFailure 422 for an amount that is not above zero, or that is there twice.
 */
export function readThresholds(state: LagoState, value: unknown): LagoThreshold[] {
  const errors = new FieldErrors();
  const thresholds = (Array.isArray(value) ? value : []).filter(isFields).map((fields) => {
    const cents = Number(integerIn(fields.amount_cents) ?? Number.NaN);
    if (!(Number.isSafeInteger(cents) && cents > 0)) {
      errors.add('usage_thresholds', 'value_is_out_of_range');
    }
    return {
      lagoId: state.ids.next(),
      amountCents: cents,
      displayName: textIn(fields, 'threshold_display_name') ?? null,
      recurring: fields.recurring === true,
      createdAt: state.now(),
    };
  });
  const once = new Set(
    thresholds.map(({ amountCents, recurring }) => `${amountCents} ${recurring}`),
  );
  if (once.size < thresholds.length) errors.add('usage_thresholds', 'value_already_exist');
  errors.throwIfAny();
  return thresholds;
}
