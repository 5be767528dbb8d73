import {
  type CouponFrequency,
  type CouponLimit,
  type Discount,
  normalizeInstant,
} from '@billport/core';
import { type Fields, isFields } from '../../machinery/json-fields.ts';
import { decimalIn, integerIn, moneyIn } from '../amounts.ts';
import { takesCurrency } from '../currencies.ts';
import { notAllowed, notFound } from '../failure.ts';
import type { FieldErrors } from '../field-errors.ts';
import { textIn, textsIn } from '../request-fields.ts';
import type { LagoState } from '../state.ts';

function percentageIn(fields: Fields, errors: FieldErrors): Discount | undefined {
  errors.require(fields, 'percentage_rate');
  if (fields.percentage_rate == null) return undefined;
  const rate = decimalIn(fields.percentage_rate);
  if (rate === undefined) errors.add('percentage_rate', 'value_is_invalid');
  return rate === undefined ? undefined : { type: 'percentage', rate };
}

function fixedAmountIn(
  state: LagoState,
  fields: Fields,
  errors: FieldErrors,
): Discount | undefined {
  errors.require(fields, 'amount_cents', 'amount_currency');
  const { amount_cents: sent } = fields;
  const currency = textIn(fields, 'amount_currency');
  if (currency != null && !takesCurrency(state, currency))
    errors.add('amount_currency', 'value_is_invalid');
  const cents = integerIn(sent);
  if (sent != null && !(cents !== undefined && cents > 0n)) {
    errors.add('amount_cents', 'value_is_out_of_range');
  }
  if (currency == null || !takesCurrency(state, currency)) return undefined;
  const amount = moneyIn(sent, currency);
  return amount === undefined ? undefined : { type: 'fixed_amount', amount };
}

/** What a coupon takes off, from the fields that coupons and applied coupons share. */
export function discountIn(
  state: LagoState,
  fields: Fields,
  errors: FieldErrors,
): Discount | undefined {
  const { coupon_type: type } = fields;
  if (type === 'percentage') return percentageIn(fields, errors);
  if (type === 'fixed_amount') return fixedAmountIn(state, fields, errors);
  errors.add('coupon_type', 'value_is_invalid');
  return undefined;
}

/** On how many invoices it counts, from the fields that coupons and applied coupons share. */
export function frequencyIn(fields: Fields, errors: FieldErrors): CouponFrequency | undefined {
  const { frequency } = fields;
  if (frequency === 'once' || frequency === 'forever') return { type: frequency };
  if (frequency !== 'recurring') {
    errors.add('frequency', 'value_is_invalid');
    return undefined;
  }
  const periods = integerIn(fields.frequency_duration);
  if (periods === undefined) errors.add('frequency_duration', 'value_is_mandatory');
  else if (periods <= 0n) errors.add('frequency_duration', 'value_is_out_of_range');
  return periods === undefined ? undefined : { type: 'recurring', periods: Number(periods) };
}

/** Until when the coupon can be applied; null: always. */
export function expirationIn(
  state: LagoState,
  fields: Fields,
  errors: FieldErrors,
): string | null | undefined {
  const { expiration } = fields;
  if (expiration === 'no_expiration') return null;
  if (expiration !== 'time_limit') errors.add('expiration', 'value_is_invalid');
  const text = textIn(fields, 'expiration_at');
  if (text == null || text === '') return null;
  const instant = normalizeInstant(text) ?? normalizeInstant(`${text}T00:00:00Z`);
  if (instant === undefined || instant.slice(0, 10) < state.now().slice(0, 10)) {
    errors.add('expiration_at', 'invalid_date');
    return undefined;
  }
  return instant;
}

/** @throws LagoFailure 404 `<resource>_not_found` when one of the codes is not in the list. */
async function checkCodes(
  codes: readonly string[],
  things: AsyncIterable<{ readonly code: string }>,
  resource: string,
): Promise<void> {
  const known = new Set<string>();
  for await (const { code } of things) known.add(code);
  if (codes.some((code) => !known.has(code))) throw notFound(resource);
}

/**
 * The plans or metrics that the coupon is limited to; null: none.
 * @throws LagoFailure 404 for an unknown one; 405 when both kinds are named.
 */
export async function limitIn(state: LagoState, fields: Fields): Promise<CouponLimit | null> {
  const { applies_to: appliesTo } = fields;
  if (!isFields(appliesTo)) return null;
  const plans = [...new Set(textsIn(appliesTo, 'plan_codes'))];
  const metrics = [...new Set(textsIn(appliesTo, 'billable_metric_codes'))];
  if (plans.length > 0 && metrics.length > 0) {
    throw notAllowed('only_one_limitation_type_per_coupon_allowed');
  }
  await checkCodes(plans, state.billing.plans.list({ limit: 100 }), 'plans');
  await checkCodes(metrics, state.billing.metrics.list({ limit: 100 }), 'billable_metrics');
  if (plans.length > 0) return { to: 'plans', plans };
  return metrics.length > 0 ? { to: 'metrics', metrics } : null;
}
