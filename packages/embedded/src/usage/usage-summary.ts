import {
  BillingError,
  type ChargeUsage,
  minorUnits,
  moneyFromMinor,
  type Page,
  type UsageSummary,
} from '@billport/core';
import { compact } from '../apply-changes.ts';
import { chargeLines } from '../billing/charge-lines.ts';
import type { FeeLine } from '../billing/fee-line.ts';
import { planOf } from '../billing/plan-of.ts';
import { toPeriod } from '../billing/stay-period.ts';
import type { Engine, Moment } from '../engine.ts';
import type { InvoiceRecord } from '../invoicing/invoice-record.ts';
import { settle } from '../invoicing/settle.ts';
import type { PageInput } from '../store/documents.ts';
import { notFound } from '../store/documents.ts';
import type { Stay } from '../subscriptions/stays.ts';

type Line = Pick<
  FeeLine,
  | 'type'
  | 'chargeCode'
  | 'metric'
  | 'model'
  | 'filter'
  | 'group'
  | 'units'
  | 'eventsCount'
  | 'amount'
  | 'preciseAmount'
  | 'trueUpOf'
>;

function toChargeUsage(line: Line): ChargeUsage {
  return compact({
    chargeCode: line.chargeCode ?? '',
    metric: line.metric ?? '',
    model: line.model ?? '',
    filter: line.filter,
    group: line.group,
    units: line.units,
    eventsCount: line.eventsCount ?? 0,
    amount: line.amount,
    preciseAmount: line.preciseAmount,
  });
}

const isUsage = (line: Line) => line.type === 'charge' && line.trueUpOf === undefined;

function total(lines: readonly Line[], currency: string) {
  const minor = lines.reduce((sum, { amount }) => sum + minorUnits(amount), 0n);
  return moneyFromMinor(minor, currency);
}

function activeStay(engine: Engine, subscriptionKey: string): Stay {
  const stay = engine.stays.latest(subscriptionKey);
  if (stay.status === 'active') return stay;
  throw new BillingError('conflict', {
    message: `Subscription ${JSON.stringify(subscriptionKey)} is ${stay.status}: only an active one has current usage. See usage.past.`,
    details: { resource: 'subscription', key: subscriptionKey, state: stay.status },
  });
}

/**
 * What an active subscription has used in its open usage window, and what that comes to when
 * nothing more is used until it closes.
 */
export function currentUsage(
  engine: Engine,
  subscriptionKey: string,
  { now }: Moment,
): UsageSummary {
  const stay = activeStay(engine, subscriptionKey);
  const plan = planOf(engine, stay);
  const open = stay.data.openUsage;
  if (open === undefined) throw notFound('usage window', subscriptionKey);
  let line = 0;
  const newId = () => `usage_${++line}`;
  const lines = chargeLines(engine, stay, plan, open, now, newId).filter(isUsage);
  const { currency } = plan.price;
  const { body } = settle(engine, {
    kind: 'subscription',
    invoiceId: 'usage',
    customerKey: stay.customerKey,
    currency,
    lines,
    progressive: undefined,
    draft: true,
    periods: [],
    at: now,
  });
  return {
    subscriptionKey,
    customerKey: stay.customerKey,
    planCode: stay.planCode,
    period: toPeriod(open),
    charges: lines.map(toChargeUsage),
    amount: total(lines, currency),
    taxAmount: body.totals.taxes,
  };
}

function pastUsage(invoice: InvoiceRecord, subscriptionKey: string): UsageSummary[] {
  return invoice.body.periods
    .filter((billed) => billed.subscriptionKey === subscriptionKey)
    .flatMap(({ chargesPeriod, planCode }) => {
      if (chargesPeriod === undefined) return [];
      const fees = invoice.body.fees.filter(
        (fee) =>
          isUsage(fee) && fee.subscriptionKey === subscriptionKey && fee.planCode === planCode,
      );
      return [
        compact({
          subscriptionKey,
          customerKey: invoice.customerKey,
          planCode,
          period: chargesPeriod,
          charges: fees.map(toChargeUsage),
          amount: total(fees, invoice.body.currency),
          invoiceId: invoice.id,
        }),
      ];
    });
}

/** What a subscription used in periods that are on an invoice, latest first. */
export function pastUsagePage(
  engine: Engine,
  subscriptionKey: string,
  page: PageInput,
): Page<UsageSummary> {
  engine.stays.latest(subscriptionKey);
  const filter = { subscriptionKey, type: 'subscription' };
  const invoices = engine.invoices.page(page, filter);
  const live = invoices.items.filter(({ status }) => status !== 'voided');
  return { ...invoices, items: live.flatMap((invoice) => pastUsage(invoice, subscriptionKey)) };
}
