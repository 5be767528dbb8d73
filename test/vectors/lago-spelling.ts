import type { PricedCharge } from '@billport/rating';
import {
  decimalText,
  integerField,
  isGiven,
  objectsField,
  optionalDecimalText,
} from './input-field.ts';

type Fields = Readonly<Record<string, unknown>>;

/** An amount that Lago writes out as "0" where it is left out here. */
const optional = <Name extends string>(name: Name, text: string | undefined) =>
  (text === undefined ? {} : { [name]: text }) as { readonly [key in Name]?: string };

/** `to_value` is the inclusive upper bound in both spellings, `0-10, 11-20` and `0-10, 10-20`. */
const upTo = (range: Fields, at: string): string | null =>
  isGiven(range, 'to_value') ? decimalText(range, 'to_value', at) : null;

const unitTiers = (properties: Fields, name: string) =>
  objectsField(properties, name, 'properties').map((range, index) => {
    const at = `properties.${name}[${index}]`;
    return {
      upTo: upTo(range, at),
      unitAmount: decimalText(range, 'per_unit_amount', at),
      ...optional('flatAmount', optionalDecimalText(range, 'flat_amount', at)),
    };
  });

const percentageTiers = (properties: Fields) =>
  objectsField(properties, 'graduated_percentage_ranges', 'properties').map((range, index) => {
    const at = `properties.graduated_percentage_ranges[${index}]`;
    return {
      upTo: upTo(range, at),
      rate: decimalText(range, 'rate', at),
      ...optional('flatAmount', optionalDecimalText(range, 'flat_amount', at)),
    };
  });

function percentagePricing(properties: Fields): PricedCharge<'percentage'>['pricing'] {
  const text = (name: string) => optionalDecimalText(properties, name, 'properties');
  return {
    rate: decimalText(properties, 'rate', 'properties'),
    ...optional('fixedAmount', text('fixed_amount')),
    ...(isGiven(properties, 'free_units_per_events')
      ? { freeEvents: integerField(properties, 'free_units_per_events', 'properties') }
      : {}),
    ...optional('freeUnits', text('free_units_per_total_aggregation')),
    ...optional('minimumPerEvent', text('per_transaction_min_amount')),
    ...optional('maximumPerEvent', text('per_transaction_max_amount')),
  };
}

/**
 * A charge in Lago's spelling, as the vectors have it, in the library's vocabulary.
 * @throws Error for an unknown charge model, or naming the property that is missing or malformed.
 */
export function chargeFromLago(model: string, properties: Fields, prorated: boolean): PricedCharge {
  const amount = (name: string) => decimalText(properties, name, 'properties');
  switch (model) {
    case 'standard':
      return { model, pricing: { unitAmount: amount('amount') }, prorated };
    case 'graduated':
      return { model, pricing: { tiers: unitTiers(properties, 'graduated_ranges') }, prorated };
    case 'graduated_percentage':
      return { model, pricing: { tiers: percentageTiers(properties) } };
    case 'volume':
      return { model, pricing: { tiers: unitTiers(properties, 'volume_ranges') }, prorated };
    case 'package': {
      const free = optionalDecimalText(properties, 'free_units', 'properties');
      const size = amount('package_size');
      return { model, pricing: { amount: amount('amount'), size, ...optional('freeUnits', free) } };
    }
    case 'percentage':
      return { model, pricing: percentagePricing(properties) };
    case 'dynamic':
    case 'custom':
      return { model, pricing: {} };
    default:
      throw new Error(`charge_model ${JSON.stringify(model)} is unknown.`);
  }
}
