import { type Customer, minorUnits, sumMoney, type UsageSummary } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { toWireInteger } from '../amounts.ts';
import { invalid, notFound } from '../failure.ts';
import { isVisible } from '../invoice-visibility.ts';
import type { LagoState } from '../state.ts';
import { subscriptionsOf } from '../subscription-book.ts';
import { chargesOfLines, chargesUsage } from './charge-usage.ts';
import { periodFields, type UsageQuery } from './current-usage.ts';

/** Taxes of the usage on its invoice. */
async function taxesOf(state: LagoState, summary: UsageSummary, ids: ReadonlySet<string>) {
  const { invoiceId, subscriptionKey } = summary;
  if (invoiceId === undefined) return 0n;
  const { fees, currency } = await state.billing.invoices.get({ invoiceId });
  const billed = fees.filter(
    (fee) => fee.subscriptionKey === subscriptionKey && ids.has(fee.chargeCode ?? ''),
  );
  const amounts = billed.map(({ taxAmount }) => taxAmount);
  return minorUnits(sumMoney(amounts, currency));
}

async function periodObject(
  state: LagoState,
  customer: Customer,
  summary: UsageSummary,
  metricCode: string | undefined,
): Promise<Fields> {
  const { invoiceId, amount } = summary;
  const charges = chargesOfLines(state, summary.charges).filter(
    (charge) => metricCode === undefined || charge.metricCode === metricCode,
  );
  const ids = new Set(charges.map(({ lagoId }) => lagoId));
  const lines = summary.charges.filter(({ chargeCode }) => ids.has(chargeCode));
  const total = sumMoney(
    lines.map((line) => line.amount),
    amount.currency,
  );
  const cents = minorUnits(total);
  const taxes = await taxesOf(state, summary, ids);
  return {
    ...periodFields(summary.period, customer),
    lago_invoice_id: invoiceId === undefined ? null : state.ids.of('invoice', invoiceId),
    currency: amount.currency,
    amount_cents: toWireInteger(cents),
    taxes_amount_cents: toWireInteger(taxes),
    total_amount_cents: toWireInteger(cents + taxes),
    charges_usage: chargesUsage(state, charges, lines, amount.currency),
  };
}

/**
 * `usage_periods`: what a subscription used in each period that was invoiced, latest first.
 * @throws LagoFailure 422 without a subscription, 404 for one that the customer has not.
 */
export async function pastUsage(
  state: LagoState,
  customer: Customer,
  query: UsageQuery,
): Promise<Fields[]> {
  const { external_subscription_id: key = '', periods_count: count } = query;
  if (key === '') throw invalid({ external_subscription_id: ['value_is_mandatory'] });
  const rows = subscriptionsOf(state).ofKey(key);
  if (!rows.some(({ customerKey }) => customerKey === customer.customerKey)) {
    throw notFound('subscription');
  }
  const summaries: UsageSummary[] = [];
  for await (const summary of state.billing.usage.past({ subscriptionKey: key })) {
    const { invoiceId, customerKey } = summary;
    const isOwn = customerKey === customer.customerKey;
    if (isOwn && (invoiceId === undefined || isVisible(state, invoiceId))) summaries.push(summary);
  }
  const most = Number.parseInt(count ?? '', 10) || summaries.length;
  return Promise.all(
    summaries
      .slice(0, most)
      .map((summary) => periodObject(state, customer, summary, query.billable_metric_code)),
  );
}
