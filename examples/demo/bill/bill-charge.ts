import { z } from 'zod';
import { count, decimal, minorAmount, optional, valuesByName, words } from './bill-scalars.ts';

const bounds = { from_value: decimal, to_value: optional(decimal), flat_amount: optional(decimal) };

/** A tier priced by the unit. */
const UnitRange = z.strictObject({ ...bounds, per_unit_amount: decimal });
export type UnitRange = z.infer<typeof UnitRange>;

/** A tier priced in percent. */
const RateRange = z.strictObject({ ...bounds, rate: decimal });
export type RateRange = z.infer<typeof RateRange>;

const keys = optional(z.array(z.string()).min(1));
/** Grouping may stand beside the prices. */
const grouping = { pricing_group_keys: keys, grouped_by: keys };

const PROPERTIES = {
  standard: z.strictObject({ ...grouping, amount: decimal }),
  graduated: z.strictObject({ ...grouping, graduated_ranges: z.array(UnitRange).min(1) }),
  volume: z.strictObject({ ...grouping, volume_ranges: z.array(UnitRange).min(1) }),
  graduated_percentage: z.strictObject({
    ...grouping,
    graduated_percentage_ranges: z.array(RateRange).min(1),
  }),
  package: z.strictObject({
    ...grouping,
    amount: decimal,
    package_size: decimal,
    free_units: optional(decimal),
  }),
  percentage: z.strictObject({
    ...grouping,
    rate: decimal,
    fixed_amount: optional(decimal),
    free_units_per_events: optional(count),
    free_units_per_total_aggregation: optional(decimal),
    per_transaction_min_amount: optional(decimal),
    per_transaction_max_amount: optional(decimal),
  }),
  dynamic: z.strictObject(grouping),
  custom: z.looseObject({ ...grouping }),
} as const;

/** Which rows of the usage file count: all keys of `matching`, and none of the `ignored` objects. */
const RowFilter = z.strictObject({
  matching: optional(valuesByName),
  ignored: optional(z.array(valuesByName)),
});
export type RowFilter = z.infer<typeof RowFilter>;

const aggregations = [
  'count',
  'sum',
  'max',
  'latest',
  'unique_count',
  'weighted_sum',
  'custom',
] as const;

/** How rows become units. */
const BillMetric = z.strictObject({
  code: optional(z.string()),
  name: optional(words),
  aggregation: z.enum(aggregations),
  field: optional(z.string()),
  recurring: optional(z.boolean()),
  carried_value: optional(decimal),
  rounding: optional(
    z.strictObject({
      function: optional(z.enum(['round', 'ceil', 'floor'])),
      precision: optional(
        z
          .string()
          .regex(/^-?\d+$/, 'Write a whole number.')
          .transform(Number),
      ),
    }),
  ),
  expression: optional(z.string()),
  prorated: optional(z.boolean()),
  group_by: keys,
  filter: optional(RowFilter),
});
export type BillMetric = z.infer<typeof BillMetric>;

const shared = {
  code: z.string(),
  name: optional(words),
  invoice_display_name: optional(words),
  metric: BillMetric,
  prorated: optional(z.boolean()),
  pay_in_advance: optional(z.boolean()),
  timing: optional(z.enum(['arrears', 'advance'])),
  invoiceable: optional(z.boolean()),
  min_amount_cents: optional(minorAmount),
  tax_codes: optional(z.array(z.string())),
  group_by: keys,
  pricing_group_keys: keys,
  filter: optional(RowFilter),
  notes: optional(words),
};

const charge = <Model extends keyof typeof PROPERTIES>(model: Model) => {
  const properties = PROPERTIES[model];
  const filter = z.strictObject({
    name: optional(words),
    invoice_display_name: optional(words),
    values: optional(valuesByName),
    matching: optional(valuesByName),
    properties,
  });
  return z.strictObject({
    ...shared,
    charge_model: z.literal(model),
    properties,
    filters: optional(z.array(filter)),
  });
};

/** What a plan of a bill file asks for the units of one metric. */
export const BillCharge = z.discriminatedUnion('charge_model', [
  charge('standard'),
  charge('graduated'),
  charge('volume'),
  charge('graduated_percentage'),
  charge('package'),
  charge('percentage'),
  charge('dynamic').extend({ properties: optional(PROPERTIES.dynamic) }),
  charge('custom').extend({ properties: optional(PROPERTIES.custom) }),
]);
export type BillCharge = z.infer<typeof BillCharge>;

/** The code under which a charge's metric is created: its own, else the charge's. */
export function metricCode(charge: Pick<BillCharge, 'code' | 'metric'>): string {
  return charge.metric.code ?? charge.code;
}
