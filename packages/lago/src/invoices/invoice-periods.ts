import { compact } from '@billport/adapter-kit';
import { BillingError, type Fee, type Invoice, type Period, toEpochMs } from '@billport/core';
import { toPeriod } from '../inclusive-period.ts';
import type { LagoBillingPeriod, LagoInvoice } from '../wire/invoice.ts';

type BasePeriods = ReadonlyMap<string, Period>;

/** Invoices of these reasons bill no usage of a period. */
const WITHOUT_USAGE: ReadonlySet<string> = new Set(['subscription_starting', 'in_advance_charge']);

function chargesPeriodOf(wire: LagoBillingPeriod) {
  const { charges_from_datetime: from, charges_to_datetime: to, invoicing_reason: reason } = wire;
  if (!from || !to || WITHOUT_USAGE.has(reason ?? '')) return undefined;
  return toEpochMs(to) > toEpochMs(from) ? toPeriod(from, to) : undefined;
}

/**
 * What each subscription is billed for. The base price has its period on its own line: that of an
 * invoice is the present one, also where the base price is for the next (`facts/rating.md §6`).
 */
function billedPeriods(wire: LagoInvoice, basePeriods: BasePeriods): Invoice['periods'] {
  const subscriptions = new Map((wire.subscriptions ?? []).map((each) => [each.lago_id, each]));
  return (wire.billing_periods ?? []).map((each) => {
    const subscription = subscriptions.get(each.lago_subscription_id);
    const subscriptionKey = each.external_subscription_id ?? subscription?.external_id;
    if (subscriptionKey == null) throw withoutSubscription();
    return compact({
      subscriptionKey,
      planCode: subscription?.plan_code,
      period: basePeriods.get(each.lago_subscription_id),
      chargesPeriod: chargesPeriodOf(each),
    });
  });
}

/** What a preview bills: it has no billing periods of its own. */
function previewedPeriods(
  wire: LagoInvoice,
  basePeriods: BasePeriods,
  fees: readonly Fee[],
): Invoice['periods'] {
  return (wire.subscriptions ?? []).map(({ lago_id: id, external_id, plan_code: planCode }) => {
    const usage = fees.find(
      ({ type, subscriptionKey }) => type === 'charge' && subscriptionKey === external_id,
    );
    return compact({
      subscriptionKey: external_id,
      planCode,
      period: basePeriods.get(id),
      chargesPeriod: usage?.period,
    });
  });
}

function withoutSubscription(): BillingError {
  return new BillingError('malformed_response', {
    message: 'Lago answered a billing period without external_subscription_id.',
  });
}

/** The periods of base prices, by Lago's id of the subscription. */
function basePeriodsOf({ fees }: LagoInvoice): BasePeriods {
  const periods = new Map<string, Period>();
  for (const { item, lago_subscription_id: id, from_date: from, to_date: to } of fees ?? []) {
    if (item.type === 'subscription' && id && from && to) periods.set(id, toPeriod(from, to));
  }
  return periods;
}

/** What each subscription of the invoice is billed for. `fees` are its lines. */
export function periodsOf(wire: LagoInvoice, fees: readonly Fee[]): Invoice['periods'] {
  const basePeriods = basePeriodsOf(wire);
  return wire.billing_periods
    ? billedPeriods(wire, basePeriods)
    : previewedPeriods(wire, basePeriods, fees);
}
