import { Decimal } from '@billport/core';
import type { BillCharge } from '../bill/bill-charge.ts';
import { present } from './present.ts';
import { rateTiers, unitTiers } from './tiers-input.ts';

type PropertiesOf<Model extends BillCharge['charge_model']> = NonNullable<
  Extract<BillCharge, { charge_model: Model }>['properties']
>;

/** Allowances of zero are no allowances: the contract says so by leaving them out. */
function aboveZero(text: string | undefined): string | undefined {
  return text === undefined || Decimal.parse(text).isZero() ? undefined : text;
}

/** Whole numbers may be written `1000.0`. */
const plain = (text: string) => Decimal.parse(text).toString();

const PRICING = {
  standard: ({ amount }: PropertiesOf<'standard'>) => ({ unitAmount: amount }),
  graduated: (given: PropertiesOf<'graduated'>, field: string) => ({
    tiers: unitTiers(given.graduated_ranges, `${field}.graduated_ranges`),
  }),
  volume: (given: PropertiesOf<'volume'>, field: string) => ({
    tiers: unitTiers(given.volume_ranges, `${field}.volume_ranges`),
  }),
  graduated_percentage: (given: PropertiesOf<'graduated_percentage'>, field: string) => ({
    tiers: rateTiers(given.graduated_percentage_ranges, `${field}.graduated_percentage_ranges`),
  }),
  package: (given: PropertiesOf<'package'>) =>
    present({
      amount: given.amount,
      size: plain(given.package_size),
      freeUnits: given.free_units,
    }),
  percentage: (given: PropertiesOf<'percentage'>) =>
    present({
      rate: given.rate,
      fixedAmount: given.fixed_amount,
      freeEvents: given.free_units_per_events || undefined,
      freeUnits: aboveZero(given.free_units_per_total_aggregation),
      minimumPerEvent: given.per_transaction_min_amount,
      maximumPerEvent: given.per_transaction_max_amount,
    }),
  dynamic: () => ({}),
  custom: ({
    pricing_group_keys: _keys,
    grouped_by: _by,
    ...properties
  }: PropertiesOf<'custom'>) => ({
    properties,
  }),
} as const;

/**
 * The properties of a charge as pricing of the contract.
 * @param field - Path of the properties in the bill, for errors.
 */
export function pricingInput(
  model: BillCharge['charge_model'],
  properties: object,
  field: string,
): object {
  return (PRICING[model] as (given: object, field: string) => object)(properties, field);
}
