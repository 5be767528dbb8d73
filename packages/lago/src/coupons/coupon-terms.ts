import { BillingError, type CouponFrequency, type Discount } from '@billport/core';
import { fromCents, toCents } from '../minor-units.ts';
import type { LagoCouponTerms, LagoCouponTermsInput } from '../wire/coupon.ts';
import { decimalText } from '../wire-decimal.ts';

function malformed(problem: string): BillingError {
  return new BillingError('malformed_response', { message: `Lago answered a coupon ${problem}.` });
}

/**
 * How much a coupon of Lago's `coupon_type` takes off.
 * @throws BillingError `malformed_response` for another type, and where the amount or the rate
 *   of the type is missing.
 */
export function discountOf(type: string, terms: LagoCouponTerms): Discount {
  const { amount_cents: cents, amount_currency: currency, percentage_rate: rate } = terms;
  if (type === 'percentage') {
    if (rate === null || rate === undefined) throw malformed('without its percentage_rate');
    return { type, rate: decimalText(rate, 'percentage_rate') };
  }
  if (type !== 'fixed_amount') throw malformed('of a type that is not known here');
  if (typeof currency !== 'string') throw malformed('without its amount_currency');
  return { type, amount: fromCents(cents, currency, 'amount_cents') };
}

/**
 * On how many invoices a coupon of Lago counts.
 * @throws BillingError `malformed_response` for a frequency that is not known here.
 */
export function frequencyOf({ frequency, frequency_duration }: LagoCouponTerms): CouponFrequency {
  if (frequency === 'once' || frequency === 'forever') return { type: frequency };
  if (frequency === 'recurring' && Number.isSafeInteger(frequency_duration)) {
    return { type: frequency, periods: Number(frequency_duration) };
  }
  throw malformed('whose frequency is not known here');
}

/** How much and how often, as Lago takes it: what belongs to the other kind is emptied. */
export function termsBody(input: {
  readonly discount?: Discount | undefined;
  readonly frequency?: CouponFrequency | undefined;
}): LagoCouponTermsInput {
  return { ...discountBody(input.discount), ...frequencyBody(input.frequency) };
}

function discountBody(discount: Discount | undefined): LagoCouponTermsInput {
  if (discount === undefined) return {};
  if (discount.type === 'percentage') {
    return { percentage_rate: discount.rate, amount_cents: null, amount_currency: null };
  }
  const { amount } = discount;
  return {
    percentage_rate: null,
    amount_cents: toCents(amount, 'discount.amount'),
    amount_currency: amount.currency,
  };
}

function frequencyBody(frequency: CouponFrequency | undefined): LagoCouponTermsInput {
  if (frequency === undefined) return {};
  const periods = frequency.type === 'recurring' ? frequency.periods : null;
  return { frequency: frequency.type, frequency_duration: periods };
}
