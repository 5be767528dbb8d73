import { Decimal, type Money, sumMoney } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { toCents, toRailsDecimal } from '../amounts.ts';
import type { LagoCharge, LagoFilter } from '../charges/lago-charge.ts';
import { metricsOf } from '../metric-book.ts';
import { chargeById, filterById } from '../plan-book.ts';
import type { LagoState } from '../state.ts';

/** What one price and one group of a charge were used, as lines of the engine tell it. */
export interface UsageLine {
  readonly chargeCode?: string | undefined;
  readonly filter?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly group?: Readonly<Record<string, string | null>> | undefined;
  readonly units: string;
  readonly eventsCount?: number | undefined;
  readonly amount: Money;
}

function totals(lines: readonly UsageLine[], currency: string): Fields {
  const units = Decimal.sum(lines.map((line) => Decimal.parse(line.units))).toString();
  const amounts = lines.map(({ amount }) => amount);
  return {
    units: toRailsDecimal(units),
    total_aggregated_units: toRailsDecimal(units),
    events_count: lines.reduce((sum, { eventsCount = 0 }) => sum + eventsCount, 0),
    amount_cents: toCents(sumMoney(amounts, currency)),
  };
}

/** Each filter, and what none of them takes under `values: null`. */
function filtersUsage(
  state: LagoState,
  charge: LagoCharge,
  lines: readonly UsageLine[],
  currency: string,
): Fields[] {
  if (charge.filters.length === 0) return [];
  const byFilter = Map.groupBy(lines, ({ filter }) => filterById(state, charge, filter)?.lagoId);
  return [...charge.filters, undefined].map((filter: LagoFilter | undefined) => ({
    ...totals(byFilter.get(filter?.lagoId) ?? [], currency),
    invoice_display_name: filter?.invoiceDisplayName ?? null,
    values: filter?.values ?? null,
    presentation_breakdowns: [],
  }));
}

function groupedUsage(
  state: LagoState,
  charge: LagoCharge,
  lines: readonly UsageLine[],
  currency: string,
): Fields[] {
  if (charge.properties.pricing_group_keys === undefined) return [];
  const byGroup = Map.groupBy(lines, ({ group }) => JSON.stringify(group ?? {}));
  return [...byGroup.values()].map((some) => ({
    ...totals(some, currency),
    grouped_by: some[0]?.group ?? {},
    filters: filtersUsage(state, charge, some, currency),
    presentation_breakdowns: [],
  }));
}

function metricFields(state: LagoState, code: string): Fields {
  const metrics = metricsOf(state);
  const metric = metrics.find(code);
  return {
    lago_id: metrics.idOf(state, code),
    name: metric?.name ?? code,
    code,
    aggregation_type: metric?.aggregationType ?? null,
  };
}

function chargeUsage(
  state: LagoState,
  charge: LagoCharge,
  lines: readonly UsageLine[],
  currency: string,
): Fields {
  return {
    ...totals(lines, currency),
    amount_currency: currency,
    charge: {
      lago_id: charge.lagoId,
      code: charge.code,
      charge_model: charge.chargeModel,
      invoice_display_name: charge.invoiceDisplayName,
    },
    billable_metric: metricFields(state, charge.metricCode),
    filters: filtersUsage(state, charge, lines, currency),
    grouped_usage: groupedUsage(state, charge, lines, currency),
    presentation_breakdowns: [],
  };
}

/**
 * `charges_usage`: one for each of the charges, used or not (`facts/lago.md §b` "Usage").
 * @param lines Lines of the engine; what they say of other charges is left out.
 */
export function chargesUsage(
  state: LagoState,
  charges: readonly LagoCharge[],
  lines: readonly UsageLine[],
  currency: string,
): Fields[] {
  return charges.map((charge) => {
    const own = lines.filter(({ chargeCode }) => chargeCode === charge.lagoId);
    return chargeUsage(state, charge, own, currency);
  });
}

/** The charges that lines are about, also those that are gone. */
export function chargesOfLines(state: LagoState, lines: readonly UsageLine[]): LagoCharge[] {
  const ids = new Set(lines.map(({ chargeCode }) => chargeCode ?? ''));
  return [...ids].flatMap((lagoId) => chargeById(state, lagoId) ?? []);
}
