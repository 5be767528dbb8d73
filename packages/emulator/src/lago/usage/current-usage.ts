import { type Customer, minorUnits, sumMoney, type UsageSummary } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { toWireInteger } from '../amounts.ts';
import type { LagoCharge } from '../charges/lago-charge.ts';
import { notAllowed, notEmulated } from '../failure.ts';
import { toSeconds } from '../instants.ts';
import { localDate } from '../local-date.ts';
import { toPeriodEnd } from '../period-end.ts';
import { plansOf } from '../plan-book.ts';
import type { LagoState } from '../state.ts';
import type { SubscriptionRow } from '../subscription-book.ts';
import { currentRow } from '../subscriptions/current-row.ts';
import { chargesUsage, type UsageLine } from './charge-usage.ts';

/** What is asked for beside the subscription, under Lago's names. */
export type UsageQuery = Readonly<Record<string, string | undefined>>;

/** Bounds of the usage, in the customer's time zone (`facts/lago.md §a` "Dates"). */
export function periodFields(period: UsageSummary['period'], { timezone = 'UTC' }: Customer) {
  return {
    from_datetime: toSeconds(period.from),
    to_datetime: toPeriodEnd(period.to, timezone),
    issuing_date: localDate(period.to, timezone),
  };
}

/** @throws LagoFailure 405 `no_active_subscription` */
async function activeRow(state: LagoState, customer: Customer, query: UsageQuery) {
  const row = await currentRow(state, query.external_subscription_id ?? '');
  if (row?.status === 'active' && row.customerKey === customer.customerKey) return row;
  throw notAllowed('no_active_subscription');
}

/**
 * Charges in advance were billed at each event: the engine has them on invoices. Those that make no
 * invoice of their own (`invoiceable: false`) are on one when the period has ended, and until then
 * this emulator does not count them.
 */
async function advanceLines(
  state: LagoState,
  { externalId }: SubscriptionRow,
  { period }: UsageSummary,
): Promise<UsageLine[]> {
  const lines: UsageLine[] = [];
  const filter = { subscriptionKey: externalId };
  for await (const { fees, status } of state.billing.invoices.list(filter)) {
    if (status === 'voided') continue;
    const ofPeriod = fees.filter(
      (fee) =>
        fee.timing === 'advance' &&
        fee.type === 'charge' &&
        fee.period !== undefined &&
        period.from <= fee.period.from &&
        fee.period.from < period.to,
    );
    lines.push(...ofPeriod);
  }
  return lines;
}

/** The charges that the query leaves. */
function wanted(charges: readonly LagoCharge[], query: UsageQuery): readonly LagoCharge[] {
  const id = query.charge_id ?? query.filter_by_charge_id;
  const code = query.charge_code ?? query.filter_by_charge_code;
  const { billable_metric_code: metric } = query;
  return charges.filter(
    (charge) =>
      (id === undefined || charge.lagoId === id) &&
      (code === undefined || charge.code === code) &&
      (metric === undefined || charge.metricCode === metric),
  );
}

function refuseFilters(state: LagoState, query: UsageQuery): void {
  if (query.full_usage === 'true' && !state.switches.premium) {
    throw notAllowed('full_usage_not_allowed');
  }
  const other = ['group', 'filter_by_group', 'filter_by_presentation', 'full_usage'].find(
    (name) => (query[name] ?? '') !== '' && query[name] !== 'false',
  );
  if (other !== undefined) throw notEmulated(`The query ${other} of current usage.`);
}

/** Taxes are known of the whole usage alone. */
function taxCents(query: UsageQuery, summary: UsageSummary, isWhole: boolean): bigint {
  if (query.apply_taxes === 'false' || summary.taxAmount === undefined) return 0n;
  const cents = minorUnits(summary.taxAmount);
  if (cents !== 0n && !isWhole) {
    throw notEmulated('Taxes of the usage of some charges: add apply_taxes=false.');
  }
  return cents;
}

/**
 * `customer_usage`: what an active subscription used in its present period.
 * @throws LagoFailure 405 `no_active_subscription`
 */
export async function currentUsage(
  state: LagoState,
  customer: Customer,
  query: UsageQuery,
): Promise<Fields> {
  const row = await activeRow(state, customer, query);
  refuseFilters(state, query);
  const summary = await state.billing.usage.current({ subscriptionKey: row.externalId });
  const advance = await advanceLines(state, row, summary);
  const all = plansOf(state).known(row.planCode)?.charges ?? [];
  const charges = wanted(all, query);
  const ids = new Set(charges.map(({ lagoId }) => lagoId));
  const lines = [...summary.charges, ...advance].filter(({ chargeCode = '' }) =>
    ids.has(chargeCode),
  );
  const { currency } = summary.amount;
  const amountCents = minorUnits(
    sumMoney(
      lines.map(({ amount }) => amount),
      currency,
    ),
  );
  const taxes = taxCents(query, summary, advance.length === 0 && charges.length === all.length);
  return {
    ...periodFields(summary.period, customer),
    lago_invoice_id: null,
    currency,
    amount_cents: toWireInteger(amountCents),
    taxes_amount_cents: toWireInteger(taxes),
    total_amount_cents: toWireInteger(amountCents + taxes),
    charges_usage: chargesUsage(state, charges, lines, currency).map((usage) =>
      query.skip_grouping === 'true' ? { ...usage, grouped_usage: [] } : usage,
    ),
  };
}
