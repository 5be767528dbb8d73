import { compact } from '@billport/adapter-kit';
import { Charge } from '@billport/core';
import { fromCents } from '../minor-units.ts';
import type { LagoCharge, LagoChargeFilter, LagoChargeProperties } from '../wire/charge.ts';
import { readPricing } from './pricing.ts';

/** The code under which the contract knows a charge; charges of old Lagos have none. */
export function codeOf(charge: Pick<LagoCharge, 'code' | 'billable_metric_code'>): string {
  return charge.code || charge.billable_metric_code;
}

const nonEmpty = <Item>(list: readonly Item[] | null | undefined) =>
  list == null || list.length === 0 ? undefined : [...list];

/** `grouped_by` is the older name, which answers still have (`facts/lago.md §b`). */
const groupsOf = ({ pricing_group_keys: keys, grouped_by: older }: LagoChargeProperties) =>
  nonEmpty(keys) ?? nonEmpty(older);

const readFilter = (model: string, filter: LagoChargeFilter) =>
  compact({
    name: filter.invoice_display_name || undefined,
    match: filter.values,
    pricing: compact(readPricing(model, filter.properties) ?? {}),
  });

/** The fields that only one of the timings has. */
function timed(wire: LagoCharge, currency: string) {
  if (wire.pay_in_advance) {
    return { timing: 'advance', invoiceable: wire.invoiceable === false ? false : undefined };
  }
  const cents = wire.min_amount_cents;
  const minimum = cents ? fromCents(cents, currency, 'min_amount_cents') : undefined;
  return { timing: 'arrears', minimum };
}

/**
 * A charge of Lago in the words of the contract; what only repeats a default is left out.
 * Undefined for a charge that the contract has no words for, such as one of a new model.
 */
export function toCharge(wire: LagoCharge, currency: string): Charge | undefined {
  const pricing = readPricing(wire.charge_model, wire.properties);
  if (pricing === undefined) return undefined;
  const filters = (wire.filters ?? []).map((filter) => readFilter(wire.charge_model, filter));
  const charge = compact({
    model: wire.charge_model,
    metric: wire.billable_metric_code,
    code: codeOf(wire) === wire.billable_metric_code ? undefined : codeOf(wire),
    name: wire.invoice_display_name || undefined,
    taxCodes: nonEmpty(wire.taxes?.map(({ code }) => code)),
    groupBy: groupsOf(wire.properties ?? {}),
    prorated: wire.prorated || undefined,
    ...timed(wire, currency),
    pricing: compact(pricing),
    filters: nonEmpty(filters),
  });
  const checked = Charge.safeParse(compact(charge));
  return checked.success ? checked.data : undefined;
}
