import type { Charge, ChargeModel, Issue } from '@billport/core';
import type { LagoChargeProperties } from '../wire/charge.ts';
import { exactNumber } from './exact-number.ts';
import { fromRanges, tierIssues, toRanges } from './tiers.ts';

type PricingOf<Model extends ChargeModel> = Extract<Charge, { model: Model }>['pricing'];

/** One model's price: in Lago's words, back from them, and what Lago cannot take of it. */
interface PricingModel<Model extends ChargeModel> {
  readonly write: (pricing: PricingOf<Model>) => LagoChargeProperties;
  /** As far as it can be read: the contract's schema decides. */
  readonly read: (properties: LagoChargeProperties) => object;
  readonly issues?: (pricing: PricingOf<Model>) => Iterable<Issue>;
}

/** Lago's decimals, which are text; null and nothing are absent. */
const text = (value: unknown) => (value == null || value === '' ? undefined : String(value));

/** Leaves out what is zero when absent. */
const unlessZero = (value: unknown) => {
  const written = text(value);
  return written !== undefined && /^0*\.?0*$/.test(written) ? undefined : written;
};

function* packageIssues(pricing: PricingOf<'package'>): Generator<Issue> {
  for (const field of ['size', 'freeUnits'] as const) {
    const number = exactNumber(pricing[field] ?? '0');
    if (Number.isInteger(number)) continue;
    const message = `Lago takes whole units only, below 2^53: write such a number as ${field}.`;
    yield { path: [field], message, rule: 'not_supported' };
  }
}

const atTiers = (issues: Iterable<Issue>) =>
  [...issues].map((issue) => ({ ...issue, path: ['tiers', ...issue.path] }));

/** How each model is written (`facts/lago.md §b`, the table of charge models). */
const MODELS: { readonly [Model in ChargeModel]: PricingModel<Model> } = {
  standard: {
    write: ({ unitAmount }) => ({ amount: unitAmount }),
    read: ({ amount }) => ({ unitAmount: text(amount) }),
  },
  graduated: {
    write: ({ tiers }) => ({ graduated_ranges: toRanges(tiers) }),
    read: ({ graduated_ranges }) => ({ tiers: fromRanges(graduated_ranges) }),
    issues: ({ tiers }) => atTiers(tierIssues(tiers)),
  },
  volume: {
    write: ({ tiers }) => ({ volume_ranges: toRanges(tiers) }),
    read: ({ volume_ranges }) => ({ tiers: fromRanges(volume_ranges) }),
    issues: ({ tiers }) => atTiers(tierIssues(tiers)),
  },
  graduated_percentage: {
    write: ({ tiers }) => ({ graduated_percentage_ranges: toRanges(tiers) }),
    read: ({ graduated_percentage_ranges: ranges }) => ({ tiers: fromRanges(ranges) }),
    issues: ({ tiers }) => atTiers(tierIssues(tiers)),
  },
  package: {
    write: ({ amount, size, freeUnits = '0' }) => ({
      amount,
      package_size: Number(size),
      free_units: Number(freeUnits),
    }),
    read: ({ amount, package_size, free_units }) => ({
      amount: text(amount),
      size: text(package_size),
      freeUnits: unlessZero(free_units),
    }),
    issues: packageIssues,
  },
  percentage: {
    write: (pricing) => ({
      rate: pricing.rate,
      fixed_amount: pricing.fixedAmount,
      free_units_per_events: pricing.freeEvents,
      free_units_per_total_aggregation: pricing.freeUnits,
      per_transaction_min_amount: pricing.minimumPerEvent,
      per_transaction_max_amount: pricing.maximumPerEvent,
    }),
    read: (properties) => ({
      rate: text(properties.rate),
      fixedAmount: text(properties.fixed_amount),
      freeEvents: properties.free_units_per_events || undefined,
      freeUnits: unlessZero(properties.free_units_per_total_aggregation),
      minimumPerEvent: text(properties.per_transaction_min_amount),
      maximumPerEvent: text(properties.per_transaction_max_amount),
    }),
  },
  dynamic: { write: () => ({}), read: () => ({}) },
  custom: {
    write: ({ properties }) => ({ custom_properties: properties ?? {} }),
    read: ({ custom_properties: given }) => {
      const isEmpty = given == null || (typeof given === 'object' && !Object.keys(given).length);
      return isEmpty ? {} : { properties: given };
    },
  },
};

/** A price as the properties of a charge or of one of its filters. */
export function writePricing<Model extends ChargeModel>(
  model: Model,
  pricing: PricingOf<Model>,
): LagoChargeProperties {
  return MODELS[model].write(pricing);
}

/** The price that properties stand for, as far as it can be read. */
export function readPricing(model: string, properties: LagoChargeProperties | null | undefined) {
  if (!Object.hasOwn(MODELS, model)) return undefined;
  return MODELS[model as ChargeModel].read(properties ?? {});
}

/** What Lago cannot take of a price, under paths that begin at the price. */
export function pricingIssues<Model extends ChargeModel>(
  model: Model,
  pricing: PricingOf<Model>,
): Issue[] {
  return [...(MODELS[model].issues?.(pricing) ?? [])];
}
