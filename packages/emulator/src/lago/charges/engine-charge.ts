import { type Charge, moneyFromMinor } from '@billport/core';
import { type Fields, isFields } from '../../machinery/json-fields.ts';
import type { LagoMetric } from '../metric-book.ts';
import { type LagoCharge, matchOf } from './lago-charge.ts';

const text = (value: unknown): string => String(value);

/** A field of the engine, unless its text is absent or means nothing. */
function positive(name: string, value: unknown): Fields {
  return value === undefined || value === null || Number(value) === 0
    ? {}
    : { [name]: text(value) };
}

/** The engine's tiers: only the upper bound counts, whichever way the lower one was spelled. */
function tiers(ranges: unknown, price: 'per_unit_amount' | 'rate'): Fields {
  const list = Array.isArray(ranges) ? ranges.filter(isFields) : [];
  return {
    tiers: list.map((range) => ({
      upTo: typeof range.to_value === 'number' ? text(range.to_value) : null,
      [price === 'rate' ? 'rate' : 'unitAmount']: text(range[price]),
      flatAmount: text(range.flat_amount),
    })),
  };
}

function percentage(properties: Fields): Fields {
  const freeEvents = properties.free_units_per_events;
  const {
    fixed_amount: fixed,
    per_transaction_min_amount: least,
    per_transaction_max_amount: most,
  } = properties;
  return {
    rate: text(properties.rate),
    ...(fixed === undefined ? {} : { fixedAmount: text(fixed) }),
    ...(typeof freeEvents === 'number' && freeEvents > 0 ? { freeEvents } : {}),
    ...positive('freeUnits', properties.free_units_per_total_aggregation),
    ...(least === undefined ? {} : { minimumPerEvent: text(least) }),
    ...(most === undefined ? {} : { maximumPerEvent: text(most) }),
  };
}

const PRICINGS: Readonly<Record<string, (properties: Fields) => Fields>> = {
  standard: ({ amount }) => ({ unitAmount: text(amount) }),
  graduated: ({ graduated_ranges: ranges }) => tiers(ranges, 'per_unit_amount'),
  volume: ({ volume_ranges: ranges }) => tiers(ranges, 'per_unit_amount'),
  graduated_percentage: ({ graduated_percentage_ranges: ranges }) => tiers(ranges, 'rate'),
  package: ({ amount, package_size: size, free_units: free }) => ({
    amount: text(amount),
    size: text(size),
    freeUnits: text(free),
  }),
  percentage,
  dynamic: () => ({}),
  custom: ({ custom_properties: properties }) => ({ properties }),
};

function pricingOf(charge: LagoCharge, properties: Fields): Fields {
  return PRICINGS[charge.chargeModel]?.(properties) ?? {};
}

function filtersOf(charge: LagoCharge, metric: LagoMetric): Fields {
  const filters = charge.filters.map((filter) => ({
    ...(filter.invoiceDisplayName === null ? {} : { name: filter.invoiceDisplayName }),
    match: matchOf(filter, metric),
    pricing: pricingOf(charge, filter.properties),
  }));
  return filters.length === 0 ? {} : { filters };
}

function timingOf(charge: LagoCharge, currency: string): Fields {
  const prorated = charge.prorated ? { prorated: true } : {};
  if (charge.payInAdvance) {
    return { timing: 'advance', invoiceable: charge.invoiceable, ...prorated };
  }
  const { minAmountCents } = charge;
  const minimum =
    minAmountCents === 0 ? {} : { minimum: moneyFromMinor(BigInt(minAmountCents), currency) };
  return { timing: 'arrears', ...minimum, ...prorated };
}

/** The charge as the engine bills it. The engine checks it when it takes it. */
export function engineCharge(charge: LagoCharge, metric: LagoMetric, currency: string): Charge {
  const { pricing_group_keys: groupBy } = charge.properties;
  const taxCodes = charge.taxCodes.length === 0 ? {} : { taxCodes: [...charge.taxCodes] };
  return {
    model: charge.chargeModel,
    metric: charge.metricCode,
    code: charge.lagoId,
    ...(charge.invoiceDisplayName === null ? {} : { name: charge.invoiceDisplayName }),
    ...taxCodes,
    ...(groupBy === undefined ? {} : { groupBy }),
    pricing: pricingOf(charge, charge.properties),
    ...filtersOf(charge, metric),
    ...timingOf(charge, currency),
  } as Charge;
}
