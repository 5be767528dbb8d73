import { Decimal } from '../decimal.ts';
import { lazy } from './lazy.ts';
import {
  Key,
  Name,
  PositiveDecimal,
  PositiveInteger,
  UnsignedDecimal,
  UnsignedMoney,
} from './scalars.ts';
import { z } from './zod.ts';

/** The upper bounds must rise and only the last tier may be open (`facts/rating.md §5`). */
function checkBounds(context: z.core.ParsePayload<unknown>): void {
  const tiers = context.value as { upTo: string | null }[];
  const report = (index: number, message: string) =>
    context.issues.push({
      code: 'custom',
      path: [index, 'upTo'],
      input: tiers[index]?.upTo,
      message,
    });
  let previous = Decimal.ZERO;
  tiers.forEach(({ upTo }, index) => {
    const last = index === tiers.length - 1;
    if (last && upTo !== null) report(index, 'The last tier is open: write null.');
    if (!last && upTo === null) report(index, 'Only the last tier may be open: write a bound.');
    if (upTo === null) return;
    const bound = Decimal.parse(upTo);
    if (bound.compare(previous) <= 0) {
      report(
        index,
        `Tiers overlap: this bound must be above ${previous}, where the tier before it ends.`,
      );
    }
    previous = bound;
  });
}

const upTo = () =>
  UnsignedDecimal.nullable().describe(
    'Last unit of the tier, included; null for the last tier, which is open.',
  );
const flatAmount = () =>
  UnsignedDecimal.optional().describe(
    'Charged once when the tier is reached; major units. 0 when absent.',
  );

/** A tier priced by the unit. */
export const Tier = lazy(() =>
  z.strictObject({
    upTo: upTo(),
    unitAmount: UnsignedDecimal.describe('Price of one unit; major units, any digits.'),
    flatAmount: flatAmount(),
  }),
);
export type Tier = z.infer<typeof Tier>;

/** A tier priced in percent of what falls into it. */
export const PercentageTier = lazy(() =>
  z.strictObject({
    upTo: upTo(),
    rate: UnsignedDecimal.describe('Percent of the units in the tier, such as 2.9.'),
    flatAmount: flatAmount(),
  }),
);
export type PercentageTier = z.infer<typeof PercentageTier>;

const tiers = <Item extends z.ZodType<{ upTo: string | null }>>(item: Item) =>
  z
    .array(item)
    .min(1)
    .max(100)
    .check(checkBounds)
    .describe('Tiers by rising upper bound. The last one is open (upTo null).');

/** Price by the unit. */
export const StandardPricing = lazy(() =>
  z.strictObject({
    unitAmount: UnsignedDecimal.describe('Price of one unit; major units, any digits.'),
  }),
);
/** Each tier prices the units that fall into it. */
export const GraduatedPricing = lazy(() => z.strictObject({ tiers: tiers(Tier) }));
/** Each tier takes its percentage of the units that fall into it. */
export const GraduatedPercentagePricing = lazy(() =>
  z.strictObject({ tiers: tiers(PercentageTier) }),
);
/** The tier that holds the total prices all units. */
export const VolumePricing = lazy(() => z.strictObject({ tiers: tiers(Tier) }));
/** Whole packages of units; a started package counts. */
export const PackagePricing = lazy(() =>
  z.strictObject({
    amount: UnsignedDecimal.describe('Price of one package; major units.'),
    size: PositiveInteger.describe('Units in a package.'),
    freeUnits: UnsignedDecimal.optional().describe(
      'Units before the first package; 0 when absent.',
    ),
  }),
);
/** A percentage of the units, with allowances and bounds for each event. */
export const PercentagePricing = lazy(() =>
  z.strictObject({
    rate: UnsignedDecimal.describe('Percent of the units, such as 2.9.'),
    fixedAmount: UnsignedDecimal.optional().describe(
      'Added for each event that is not free; major units. 0 when absent.',
    ),
    freeEvents: z
      .int()
      .min(1)
      .max(1_000_000_000)
      .optional()
      .describe('How many first events are free.'),
    freeUnits: PositiveDecimal.optional().describe(
      'How many first units are free, over all events.',
    ),
    minimumPerEvent: UnsignedDecimal.optional().describe(
      'An event that is not free costs at least this; major units.',
    ),
    maximumPerEvent: UnsignedDecimal.optional().describe(
      'An event costs at most this; major units.',
    ),
  }),
);
/** The price comes with each event (`preciseAmount`). */
export const DynamicPricing = lazy(() => z.strictObject({}));
/** The price comes from the custom aggregation. */
export const CustomPricing = lazy(() =>
  z.strictObject({
    properties: z
      .record(Key, z.json())
      .optional()
      .describe('Handed to the custom aggregation as they are.'),
  }),
);

const metric = () => Key.describe('Code of the metric whose units are priced.');
const code = () =>
  Key.optional().describe(
    "The charge's own code, unique in its plan; the metric's code when absent.",
  );
const shared = () => ({
  metric: metric(),
  code: code(),
  name: Name.optional().describe('Name on the invoice.'),
  taxCodes: z
    .array(Key)
    .optional()
    .describe(
      "Taxes of this charge; absent: the plan's, else the customer's, else the default ones.",
    ),
  groupBy: z
    .array(Key)
    .min(1)
    .max(10)
    .optional()
    .describe('Event properties that split the charge: a fee for each combination.'),
});

/** Properties of events that a filter takes, each with the values it takes. */
const match = () =>
  z
    .record(Key, z.array(Key).min(1))
    .refine((record) => Object.keys(record).length > 0, 'Name at least one property.')
    .describe('Event properties and the values that this filter takes, all of which must match.');

const pricingFields = <Pricing extends z.ZodType>(pricing: Pricing) => ({
  pricing: pricing.describe('What the units cost.'),
  filters: z
    .array(
      z.strictObject({
        name: Name.optional().describe('Name on the invoice.'),
        match: match(),
        pricing: pricing.describe('What the units of this filter cost.'),
      }),
    )
    .max(100)
    .optional()
    .describe(
      'Other prices for events that match: the filter that matches most properties, else the charge itself.',
    ),
});

const arrearsOnly = () => ({
  timing: z.literal('arrears').describe('Billed at the end of the period.'),
  minimum: UnsignedMoney.optional().describe(
    'The least that the charge costs in a whole period; the difference becomes a line.',
  ),
});
const proratedInArrears = () => ({
  prorated: z
    .boolean()
    .optional()
    .describe('Units count by the days they were there; only with recurring metrics.'),
});
const advanceOnly = () => ({
  timing: z.literal('advance').describe('Billed at each event.'),
  invoiceable: z
    .boolean()
    .optional()
    .describe('Whether each event makes an invoice (true when absent) or only a fee.'),
});

const arrears = <Model extends string, Pricing extends z.ZodType>(model: Model, pricing: Pricing) =>
  z.strictObject({
    model: z.literal(model).describe('How units become an amount.'),
    ...shared(),
    ...arrearsOnly(),
    ...pricingFields(pricing),
  });
const advance = <Model extends string, Pricing extends z.ZodType>(model: Model, pricing: Pricing) =>
  z.strictObject({
    model: z.literal(model).describe('How units become an amount.'),
    ...shared(),
    ...advanceOnly(),
    ...pricingFields(pricing),
  });

/** A charge billed at the end of the period. */
export const ArrearsCharge = lazy(() =>
  z.discriminatedUnion('model', [
    arrears('standard', StandardPricing).extend(proratedInArrears()),
    arrears('graduated', GraduatedPricing).extend(proratedInArrears()),
    arrears('volume', VolumePricing).extend(proratedInArrears()),
    arrears('graduated_percentage', GraduatedPercentagePricing),
    arrears('package', PackagePricing),
    arrears('percentage', PercentagePricing),
    arrears('dynamic', DynamicPricing),
    arrears('custom', CustomPricing),
  ]),
);
export type ArrearsCharge = z.infer<typeof ArrearsCharge>;

/** A charge billed at each event. Volume is not among them: its price is known only at the end. */
export const AdvanceCharge = lazy(() =>
  z.discriminatedUnion('model', [
    advance('standard', StandardPricing).extend({
      prorated: z
        .boolean()
        .optional()
        .describe('Units count by the days left in the period; only with recurring metrics.'),
    }),
    advance('graduated', GraduatedPricing),
    advance('graduated_percentage', GraduatedPercentagePricing),
    advance('package', PackagePricing),
    advance('percentage', PercentagePricing),
    advance('dynamic', DynamicPricing),
    advance('custom', CustomPricing),
  ]),
);
export type AdvanceCharge = z.infer<typeof AdvanceCharge>;

/** What a plan asks for the units of a metric. */
export type Charge = ArrearsCharge | AdvanceCharge;
export const Charge: z.ZodType<Charge, Charge> = lazy(() =>
  z.discriminatedUnion('timing', [ArrearsCharge, AdvanceCharge]),
);

/** The eight ways to turn units into an amount. */
export type ChargeModel = Charge['model'];
