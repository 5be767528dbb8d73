import { lazy } from './lazy.ts';
import { Instant, Key, Money, Name, Period, SignedDecimal, UnsignedDecimal } from './scalars.ts';
import { z } from './zod.ts';

/** A tax as it was applied. */
export const AppliedTax = lazy(() =>
  z.strictObject({
    code: Key.describe('Code of the tax.'),
    name: Name.optional().describe('Name for people.'),
    rate: UnsignedDecimal.describe('Percent, such as 20.'),
    base: SignedDecimal.describe('What it was computed on; major units, unrounded.'),
    amount: Money.describe('The tax, rounded for display; the invoice rounds the sum once.'),
  }),
);
export type AppliedTax = z.infer<typeof AppliedTax>;

/** The part of a fee that fell into one tier. */
export const FeeTier = lazy(() =>
  z.strictObject({
    units: UnsignedDecimal.describe('Units in the tier.'),
    amount: SignedDecimal.describe('Their price with the flat amount; major units, unrounded.'),
  }),
);
export type FeeTier = z.infer<typeof FeeTier>;

const feeSchema = lazy(() =>
  z.strictObject({
    id: z.string().describe("The provider's id."),
    type: z
      .enum(['subscription', 'charge', 'commitment', 'add_on', 'credit', 'fixed_charge', 'unknown'])
      .describe(
        'What the line is for; add_on: an item of a one-off invoice; credit: bought credits.',
      ),
    providerStatus: z.string().optional().describe("The provider's word, where one is `unknown`."),
    name: z.string().describe('What stands on the invoice.'),
    description: z.string().optional().describe('More words.'),
    invoiceId: z.string().optional().describe('The invoice it stands on.'),
    subscriptionKey: Key.optional().describe('The subscription.'),
    planCode: Key.optional().describe('The plan.'),
    chargeCode: Key.optional().describe("The charge's code within its plan."),
    metric: Key.optional().describe('Code of the metric.'),
    model: z.string().optional().describe('The charge model that made the amount.'),
    timing: z.enum(['arrears', 'advance']).optional().describe('When it is billed.'),
    filter: z
      .record(z.string(), z.array(z.string()))
      .optional()
      .describe("The charge's filter that these units matched."),
    group: z
      .record(z.string(), z.string().nullable())
      .optional()
      .describe('The event properties that these units share, of a grouped charge.'),
    trueUpOf: z.string().optional().describe('Id of the fee whose minimum this line completes.'),
    eventId: z.string().optional().describe('The event that it bills, of a charge in advance.'),
    period: Period.optional().describe('What it bills.'),
    units: SignedDecimal.describe('Billed quantity.'),
    eventsCount: z.int().min(0).optional().describe('Events behind the units.'),
    unitAmount: SignedDecimal.describe('Amount divided by units; major units; 0 without units.'),
    amount: Money.describe('Before coupons and taxes.'),
    preciseAmount: SignedDecimal.describe('The same before rounding; major units.'),
    tiers: z.array(FeeTier).optional().describe('How the units spread over the tiers.'),
    couponAmount: SignedDecimal.describe(
      'Its share of the coupons; major units, up to 5 digits past the minor unit.',
    ),
    taxes: z.array(AppliedTax).describe('Each tax on what is left after coupons.'),
    taxAmount: Money.describe('All taxes of the line.'),
    totalAmount: Money.describe('Amount with taxes, before coupons.'),
    paymentStatus: z
      .enum(['pending', 'succeeded', 'failed', 'refunded', 'unknown'])
      .optional()
      .describe('Whether it is paid.'),
    createdAt: Instant.optional().describe('When it was created, where the provider tells; UTC.'),
  }),
);
/** A line of an invoice. */
export interface Fee extends z.infer<typeof feeSchema> {}
export const Fee: z.ZodType<Fee, Fee> = feeSchema;
