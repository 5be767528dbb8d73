import { lazy } from './lazy.ts';
import { destructive, port, read, readPage, write } from './operation.ts';
import {
  Description,
  Instant,
  InstantIn,
  Key,
  Money,
  Name,
  Percentage,
  PositiveMoney,
  ProviderRef,
  pageRequest,
} from './scalars.ts';
import { z } from './zod.ts';

const code = () => Key.describe("The caller's own code of the coupon.");

/** Names one coupon. */
export const CouponRef = lazy(() => z.strictObject({ code: code() }));
export type CouponRef = z.infer<typeof CouponRef>;

/** How much a coupon takes off. */
export const Discount = lazy(() =>
  z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('fixed_amount').describe('An amount of money.'),
      amount: PositiveMoney.describe('Taken off invoices of this currency.'),
    }),
    z.strictObject({
      type: z.literal('percentage').describe('A share of the amount.'),
      rate: Percentage.describe('Percent, above 0 and at most 100.'),
    }),
  ]),
);
export type Discount = z.infer<typeof Discount>;

/** On how many invoices a coupon counts. */
export const CouponFrequency = lazy(() =>
  z.discriminatedUnion('type', [
    z.strictObject({
      type: z
        .literal('once')
        .describe('Until a fixed amount is used up; a percentage on one invoice.'),
    }),
    z.strictObject({
      type: z.literal('recurring').describe('On a number of invoices; the rest of each is lost.'),
      periods: z.int().min(1).max(10_000).describe('On how many invoices.'),
    }),
    z.strictObject({ type: z.literal('forever').describe('On every invoice.') }),
  ]),
);
export type CouponFrequency = z.infer<typeof CouponFrequency>;

/** The fees that a coupon counts on: those of some plans, or those of some metrics. */
export const CouponLimit = lazy(() =>
  z.discriminatedUnion('to', [
    z.strictObject({
      to: z.literal('plans').describe('Only fees of these plans.'),
      plans: z.array(Key).min(1).describe('Codes of the plans.'),
    }),
    z.strictObject({
      to: z.literal('metrics').describe('Only charges of these metrics.'),
      metrics: z.array(Key).min(1).describe('Codes of the metrics.'),
    }),
  ]),
);
export type CouponLimit = z.infer<typeof CouponLimit>;

const couponFields = () => ({
  code: code(),
  name: Name.optional().describe('Name for people; the code when absent.'),
  description: Description.optional().describe('What it is for.'),
  discount: Discount.describe('How much it takes off.'),
  frequency: CouponFrequency.describe('On how many invoices it counts.'),
  limit: CouponLimit.optional().describe('The fees that it counts on; absent: all.'),
  reusable: z
    .boolean()
    .optional()
    .describe('Whether one customer may have it more than once; true when absent.'),
});

const couponSchema = lazy(() =>
  z.strictObject({
    ...couponFields(),
    status: z
      .enum(['active', 'terminated', 'unknown'])
      .describe('A terminated one cannot be applied.'),
    expiresAt: Instant.optional().describe('Until when it can be applied; UTC.'),
    createdAt: Instant.describe('When it was created; UTC.'),
    providerRef: ProviderRef.optional().describe('Where it lives at the provider.'),
  }),
);
/** A reduction that can be given to customers. */
export interface Coupon extends z.infer<typeof couponSchema> {}
export const Coupon: z.ZodType<Coupon, Coupon> = couponSchema;

/** A new coupon. */
export const CreateCouponInput = lazy(() =>
  z.strictObject({
    ...couponFields(),
    expiresAt: InstantIn.optional().describe(
      'Until when it can be applied; what is applied by then goes on.',
    ),
  }),
);
export type CreateCouponInput = z.infer<typeof CreateCouponInput>;

const UpdateCouponInput = lazy(() =>
  z.strictObject({
    code: code(),
    name: Name.optional().describe('Name for people.'),
    description: Description.nullable().optional().describe('What it is for; null clears it.'),
    expiresAt: InstantIn.nullable()
      .optional()
      .describe('Until when it can be applied; null: always.'),
    discount: Discount.optional().describe('Only until it is first applied.'),
    frequency: CouponFrequency.optional().describe('Only until it is first applied.'),
    limit: CouponLimit.nullable()
      .optional()
      .describe('Only until it is first applied; null: all fees.'),
    reusable: z.boolean().optional().describe('Only until it is first applied.'),
  }),
);
export type UpdateCouponInput = z.infer<typeof UpdateCouponInput>;

const appliedCouponSchema = lazy(() =>
  z.strictObject({
    id: z.string().describe("The application's id."),
    couponCode: Key.describe('Code of the coupon.'),
    customerKey: Key.describe('The customer.'),
    status: z.enum(['active', 'terminated', 'unknown']).describe('terminated: used up or removed.'),
    discount: Discount.describe('How much it takes off.'),
    frequency: CouponFrequency.describe('On how many invoices it counts.'),
    remainingAmount: Money.optional().describe('What is left of a fixed amount that counts once.'),
    remainingPeriods: z.int().min(0).optional().describe('Invoices left of a recurring one.'),
    createdAt: Instant.describe('When it was applied; UTC.'),
    terminatedAt: Instant.optional().describe('When it ended; UTC.'),
    providerRef: ProviderRef.optional().describe('Where it lives at the provider.'),
  }),
);
/** A coupon that a customer has. */
export interface AppliedCoupon extends z.infer<typeof appliedCouponSchema> {}
export const AppliedCoupon: z.ZodType<AppliedCoupon, AppliedCoupon> = appliedCouponSchema;

const ApplyCouponInput = lazy(() =>
  z.strictObject({
    customerKey: Key.describe('The customer; must exist.'),
    couponCode: Key.describe('The coupon; must exist and be active.'),
    discount: Discount.optional().describe("Instead of the coupon's."),
    frequency: CouponFrequency.optional().describe("Instead of the coupon's."),
  }),
);
export type ApplyCouponInput = z.infer<typeof ApplyCouponInput>;

const appliedCouponId = () => z.string().min(1).max(255).describe('Id of the application.');

export const coupons = port('coupons', {
  create: write({
    summary: 'Create a coupon.',
    repeat: 'keyed',
    input: CreateCouponInput,
    output: Coupon,
  }),
  get: read({ summary: 'Get a coupon by code.', input: CouponRef, output: Coupon }),
  list: readPage({
    summary: 'List coupons, newest first.',
    input: lazy(() => z.strictObject(pageRequest())),
    output: Coupon,
  }),
  update: write({
    summary: 'Change a coupon. What it takes off is fixed once a customer has it.',
    repeat: 'safe',
    input: UpdateCouponInput,
    output: Coupon,
  }),
  delete: destructive({
    summary: 'Delete a coupon and end it for every customer who has it.',
    repeat: 'safe',
    money: true,
    input: CouponRef,
    output: Coupon,
  }),
  apply: write({
    summary: 'Give a coupon to a customer.',
    repeat: 'keyed',
    money: true,
    input: ApplyCouponInput,
    output: AppliedCoupon,
  }),
  listApplied: readPage({
    summary: 'List coupons that customers have, newest first.',
    input: lazy(() =>
      z.strictObject({
        customerKey: Key.optional().describe('Only those of this customer.'),
        couponCode: Key.optional().describe('Only those of this coupon.'),
        status: z.enum(['active', 'terminated']).optional().describe('Only these.'),
        ...pageRequest(),
      }),
    ),
    output: AppliedCoupon,
  }),
  remove: destructive({
    summary: 'Take a coupon from a customer.',
    repeat: 'safe',
    money: true,
    input: lazy(() => z.strictObject({ appliedCouponId: appliedCouponId() })),
    output: AppliedCoupon,
  }),
});
