import { compact } from '@billport/adapter-kit';
import { type ChargeUsage, Decimal, moneyFromMinor, type UsageSummary } from '@billport/core';
import { toPeriod } from '../inclusive-period.ts';
import { fromCents } from '../minor-units.ts';
import type {
  LagoChargeUsage,
  LagoCustomerUsage,
  LagoFilterUsage,
  LagoUsageAmounts,
} from '../wire/usage.ts';
import { decimalOf } from '../wire-decimal.ts';

/** A part of the usage of a charge: under one filter, of one group, or both. */
interface UsagePart {
  readonly filter: Readonly<Record<string, readonly string[]>> | undefined;
  readonly group: Readonly<Record<string, string | null>> | undefined;
  readonly units: Decimal;
  readonly events: number;
  readonly cents: bigint;
}

/** Whose usage it is, as far as it is known. */
export interface UsageOwner {
  readonly subscriptionKey: string;
  readonly customerKey: string;
  readonly planCode?: string;
}

function amountsOf({ units, events_count: events, amount_cents: cents }: LagoUsageAmounts) {
  return {
    units: decimalOf(units, 'units'),
    events: events ?? 0,
    cents: decimalOf(cents, 'amount_cents').toScaled(0),
  };
}

function filled<Value>(map: Readonly<Record<string, Value>> | null | undefined) {
  return map && Object.keys(map).length > 0 ? map : undefined;
}

/** What the filters leave of the whole: it is priced by the charge itself. */
function restOf(whole: LagoUsageAmounts, parts: readonly UsagePart[]) {
  const { units, events, cents } = amountsOf(whole);
  return {
    units: units.minus(Decimal.sum(parts.map((part) => part.units))),
    events: events - parts.reduce((sum, part) => sum + part.events, 0),
    cents: cents - parts.reduce((sum, part) => sum + part.cents, 0n),
  };
}

/** The parts of something with filters; Lago leaves out what matches none of them, or not. */
function filterParts(
  whole: LagoUsageAmounts,
  filters: readonly LagoFilterUsage[],
  group: UsagePart['group'],
): UsagePart[] {
  const parts = filters.map((each) => ({
    filter: filled(each.values),
    group,
    ...amountsOf(each),
  }));
  return [{ filter: undefined, group, ...restOf(whole, parts) }, ...parts];
}

function partsOf(charge: LagoChargeUsage): UsagePart[] {
  const groups = charge.grouped_usage ?? [];
  if (groups.length === 0) return filterParts(charge, charge.filters ?? [], undefined);
  return groups.flatMap((each) => filterParts(each, each.filters ?? [], filled(each.grouped_by)));
}

/** Whether there is anything to show: the same that decides whether a fee is billed. */
function isUsed({ units, events, cents }: UsagePart): boolean {
  return !units.isZero() || events !== 0 || cents !== 0n;
}

/** Each filter and group of a charge that has usage. */
function chargeUsages(charge: LagoChargeUsage, currency: string): ChargeUsage[] {
  const { charge: named, billable_metric: metric } = charge;
  return partsOf(charge)
    .filter(isUsed)
    .map(({ filter, group, units, events, cents }) => {
      const amount = moneyFromMinor(cents, currency);
      return compact({
        chargeCode: named.code || metric.code,
        metric: metric.code,
        model: named.charge_model,
        filter:
          filter &&
          Object.fromEntries(Object.entries(filter).map(([name, values]) => [name, [...values]])),
        group: group && { ...group },
        units: units.toString(),
        eventsCount: events,
        amount,
      });
    });
}

/** Usage of one period as the contract has it. */
export function toUsageSummary(usage: LagoCustomerUsage, owner: UsageOwner): UsageSummary {
  const { currency, taxes_amount_cents: taxes } = usage;
  return compact({
    ...owner,
    period: toPeriod(usage.from_datetime, usage.to_datetime),
    charges: usage.charges_usage.flatMap((charge) => chargeUsages(charge, currency)),
    amount: fromCents(usage.amount_cents, currency, 'amount_cents'),
    taxAmount: taxes == null ? undefined : fromCents(taxes, currency, 'taxes_amount_cents'),
    invoiceId: usage.lago_invoice_id ?? undefined,
  });
}
