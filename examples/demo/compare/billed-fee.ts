import { currencyDigits, Decimal, type Fee, minorUnits } from '@billport/core';
import { localDayCount, withoutTrial } from '@billport/rating';
import type { Bill } from '../bill/bill-file.ts';
import type { SubscriptionTimes } from '../inputs/subscription-input.ts';
import { billTrial } from '../inputs/trial-input.ts';
import { spanOf, wholePeriod } from './whole-period.ts';

/** The code of what a line bills. */
function itemCode(fee: Fee): string | undefined {
  return fee.metric ?? fee.planCode;
}

function suffix(values: Readonly<Record<string, unknown>> | undefined): string {
  if (values === undefined || Object.keys(values).length === 0) return '';
  const pairs = Object.entries(values).map(([key, value]) => `${key}=${String(value ?? '')}`);
  return `[${pairs.join(';')}]`;
}

/** The id that a bill gives a line: what it bills, and which part of it. */
function billId(fee: Fee): string {
  if (fee.trueUpOf !== undefined) return `${fee.chargeCode}:true_up`;
  if (fee.type !== 'charge') return fee.type;
  const event = fee.eventId === undefined ? '' : `:${fee.eventId}`;
  return `${fee.chargeCode ?? fee.metric}${suffix(fee.filter)}${suffix(fee.group)}${event}`;
}

/** Local days of a base price: those billed, without the trial, and those of the whole period. */
function dayCounts(fee: Fee, bill: Bill, times: SubscriptionTimes) {
  if (fee.type !== 'subscription' || fee.period === undefined) return {};
  const span = spanOf(fee.period);
  const billed = withoutTrial(span, billTrial(bill));
  return {
    billed_days: billed === undefined ? 0 : localDayCount(billed, times.timezone),
    period_days: wholePeriod(bill, times, span.from).durationDays,
  };
}

/** A line of the invoice under the names that a bill's `expected` uses. */
export function billedFee(fee: Fee, bill: Bill, times: SubscriptionTimes) {
  const digits = currencyDigits(fee.amount.currency);
  return {
    id: billId(fee),
    type: fee.type,
    item_code: itemCode(fee),
    metric: fee.metric,
    plan: fee.planCode,
    charge_model: fee.model,
    pay_in_advance: fee.timing === 'advance',
    // A minimum counts for all filters and groups of its charge together.
    true_up_of: fee.trueUpOf === undefined ? undefined : fee.chargeCode,
    group: fee.group ?? {},
    grouped_by: fee.group ?? {},
    filter: fee.filter ?? {},
    filters: fee.filter ?? {},
    units: fee.units,
    events_count: fee.eventsCount ?? 0,
    unit_amount: fee.unitAmount,
    precise_unit_amount: fee.unitAmount,
    precise_amount: fee.preciseAmount,
    amount_cents: minorUnits(fee.amount),
    ...dayCounts(fee, bill, times),
    ranges: fee.tiers ?? [],
    coupons_cents: Decimal.parse(fee.couponAmount)
      .times(Decimal.fromInteger(10n ** BigInt(digits)))
      .toString(),
    taxes: fee.taxes.map(({ code }) => code),
    taxes_rate: Decimal.sum(fee.taxes.map(({ rate }) => Decimal.parse(rate))).toString(),
    taxes_amount_cents: minorUnits(fee.taxAmount),
    total_amount_cents: minorUnits(fee.totalAmount),
  };
}
export type BilledFee = ReturnType<typeof billedFee>;
