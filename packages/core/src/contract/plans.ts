import { Decimal } from '../decimal.ts';
import { Charge } from './charges.ts';
import { lazy } from './lazy.ts';
import { destructive, port, read, readPage, write } from './operation.ts';
import {
  Description,
  Instant,
  Key,
  Metadata,
  Name,
  PositiveMoney,
  ProviderRef,
  pageRequest,
  UnsignedMoney,
} from './scalars.ts';
import { z } from './zod.ts';

const code = () => Key.describe("The caller's own code of the plan.");

/** Names one plan. */
export const PlanRef = lazy(() => z.strictObject({ code: code() }));
export type PlanRef = z.infer<typeof PlanRef>;

/** The least that a subscription to the plan pays in a period. */
export const MinimumCommitment = lazy(() =>
  z.strictObject({
    amount: PositiveMoney.describe("Least amount of a whole period, in the plan's currency."),
    name: Name.optional().describe('Name on the invoice.'),
    taxCodes: z.array(Key).optional().describe("Taxes of the difference; absent: the plan's."),
  }),
);
export type MinimumCommitment = z.infer<typeof MinimumCommitment>;

/** Usage that, once reached, is billed before the period ends. */
export const UsageThreshold = lazy(() =>
  z.strictObject({
    amount: PositiveMoney.describe('Lifetime usage that triggers an invoice.'),
    name: Name.optional().describe('Name for people.'),
    recurring: z
      .boolean()
      .optional()
      .describe('Fires again each time this much more is used; one at most, after all others.'),
  }),
);
export type UsageThreshold = z.infer<typeof UsageThreshold>;

/** Thresholds of one plan or subscription. */
export const UsageThresholds = lazy(() =>
  z
    .array(UsageThreshold)
    .max(50)
    .refine((list) => list.filter((threshold) => threshold.recurring).length <= 1, {
      error: 'Only one threshold may be recurring.',
    })
    .refine(
      (list) =>
        new Set(list.filter((t) => !t.recurring).map((t) => t.amount.amount)).size ===
        list.filter((t) => !t.recurring).length,
      { error: 'Two thresholds have the same amount.' },
    ),
);

const trialDays = () =>
  z.int().min(1).max(3650).describe('Days without the base price; usage is billed.');
const taxCodes = () => z.array(Key).describe("Taxes of the plan; absent: the customer's.");

const planFields = () => ({
  code: code(),
  name: Name.optional().describe('Name for people; the code when absent.'),
  description: Description.optional().describe('What the plan offers.'),
  price: UnsignedMoney.describe("Base price of a whole period. Its currency is the plan's."),
  timing: z
    .enum(['arrears', 'advance'])
    .describe('Whether the base price is billed at the end or at the start of the period.'),
  trialDays: trialDays().optional(),
  taxCodes: taxCodes().optional(),
  charges: z.array(Charge).max(200).optional().describe('What usage costs.'),
  minimumCommitment: MinimumCommitment.optional().describe('Least amount of a period.'),
  usageThresholds: UsageThresholds.optional().describe('Usage that is billed early.'),
  metadata: Metadata.optional().describe("The caller's own data."),
});

const shortInterval = <Interval extends string>(interval: Interval) =>
  z.strictObject({
    interval: z.literal(interval).describe('How often it is billed.'),
    ...planFields(),
  });
const longInterval = <Interval extends string>(interval: Interval) =>
  shortInterval(interval).extend({
    chargesBilledMonthly: z
      .boolean()
      .optional()
      .describe('Whether usage is billed each month, the base price once in the interval.'),
  });

const AnyPlan = lazy(() =>
  z.discriminatedUnion('interval', [
    shortInterval('weekly'),
    shortInterval('monthly'),
    shortInterval('quarterly'),
    longInterval('semiannual'),
    longInterval('yearly'),
  ]),
);

/** The code under which a plan knows a charge. */
export function chargeCode(charge: { code?: string | undefined; metric: string }): string {
  return charge.code ?? charge.metric;
}

interface PlanMoney {
  charges?: readonly Charge[] | undefined;
  minimumCommitment?: MinimumCommitment | null | undefined;
  usageThresholds?: readonly UsageThreshold[] | null | undefined;
}

/** Amounts of a plan with the path at which each stands. */
function* amountsOf(plan: PlanMoney): Generator<[path: (string | number)[], currency: string]> {
  for (const [index, charge] of (plan.charges ?? []).entries()) {
    if (charge.timing === 'arrears' && charge.minimum) {
      yield [['charges', index, 'minimum', 'currency'], charge.minimum.currency];
    }
  }
  if (plan.minimumCommitment) {
    yield [['minimumCommitment', 'amount', 'currency'], plan.minimumCommitment.amount.currency];
  }
  for (const [index, threshold] of (plan.usageThresholds ?? []).entries()) {
    yield [['usageThresholds', index, 'amount', 'currency'], threshold.amount.currency];
  }
}

function* chargeIssues(charges: readonly Charge[]) {
  const seen = new Set<string>();
  for (const [index, charge] of charges.entries()) {
    const code = chargeCode(charge);
    if (seen.has(code)) {
      yield {
        path: ['charges', index, 'code'],
        message: `Two charges have the code ${JSON.stringify(code)}: give one of them a code of its own.`,
      };
    }
    seen.add(code);
    const pricings = [charge.pricing, ...(charge.filters ?? []).map((filter) => filter.pricing)];
    for (const [position, pricing] of pricings.entries()) {
      if (!('minimumPerEvent' in pricing) || !('maximumPerEvent' in pricing)) continue;
      const { minimumPerEvent: least, maximumPerEvent: most } = pricing;
      if (least === undefined || most === undefined) continue;
      if (Decimal.parse(least).compare(Decimal.parse(most)) <= 0) continue;
      const at = position === 0 ? ['pricing'] : ['filters', position - 1, 'pricing'];
      yield {
        path: ['charges', index, ...at, 'maximumPerEvent'],
        message: `Write at least minimumPerEvent (${least}).`,
      };
    }
  }
}

/** Issues of a plan that no single field shows: mixed currencies and charge codes used twice. */
export function* planIssues(plan: PlanMoney, currency: string | undefined) {
  for (const [path, other] of amountsOf(plan)) {
    if (currency !== undefined && other !== currency) {
      yield { path, message: `Write ${currency}, the currency of the plan's price.` };
    }
  }
  yield* chargeIssues(plan.charges ?? []);
}

function checkPlan(context: z.core.ParsePayload<unknown>): void {
  const plan = context.value as PlanMoney & { price?: { currency: string } };
  for (const { path, message } of planIssues(plan, plan.price?.currency)) {
    context.issues.push({ code: 'custom', path, message, input: undefined });
  }
}

/** A new plan. */
export const CreatePlanInput = lazy(() => AnyPlan.check(checkPlan));
export type CreatePlanInput = z.infer<typeof CreatePlanInput>;

const planSchema = lazy(() =>
  z.strictObject({
    ...planFields(),
    interval: z
      .enum(['weekly', 'monthly', 'quarterly', 'semiannual', 'yearly', 'unknown'])
      .describe('How often it is billed.'),
    chargesBilledMonthly: z.boolean().optional().describe('Whether usage is billed each month.'),
    charges: z.array(Charge).describe('What usage costs.'),
    createdAt: Instant.optional().describe('When it was created, where the provider tells; UTC.'),
    providerRef: ProviderRef.optional().describe('Where it lives at the provider.'),
  }),
);
/** What subscribers pay: a base price for each period and charges for what they use. */
export interface Plan extends z.infer<typeof planSchema> {}
export const Plan: z.ZodType<Plan, Plan> = planSchema;

/** The lengths of a billing period. */
export type PlanInterval = CreatePlanInput['interval'];

/** What is not mentioned stays. Charges are matched by code. */
export const UpdatePlanInput = lazy(() =>
  z
    .strictObject({
      code: code(),
      name: Name.nullable().optional().describe('Name for people; null clears it.'),
      description: Description.nullable()
        .optional()
        .describe('What the plan offers; null clears it.'),
      price: UnsignedMoney.optional().describe('Base price; applies from the next invoice on.'),
      trialDays: trialDays()
        .nullable()
        .optional()
        .describe('Trial of later subscriptions; null: none.'),
      taxCodes: z
        .array(Key)
        .nullable()
        .optional()
        .describe("Taxes of the plan, replaced as a whole; null: the customer's."),
      charges: z
        .array(Charge)
        .max(200)
        .optional()
        .describe('Charges to add, or to replace by code. Charges that are not listed stay.'),
      removeCharges: z.array(Key).optional().describe('Codes of charges to remove.'),
      minimumCommitment: MinimumCommitment.nullable().optional().describe('null removes it.'),
      usageThresholds: UsageThresholds.nullable()
        .optional()
        .describe('Replaced as a whole; null removes all.'),
      metadata: Metadata.nullable().optional().describe('Replaced as a whole; null clears it.'),
    })
    .check(checkPlan),
);
export type UpdatePlanInput = z.infer<typeof UpdatePlanInput>;

export const plans = port('plans', {
  create: write({
    summary: 'Create a plan with its charges.',
    repeat: 'keyed',
    input: CreatePlanInput,
    output: Plan,
  }),
  get: read({ summary: 'Get a plan by code.', input: PlanRef, output: Plan }),
  list: readPage({
    summary: 'List plans, newest first.',
    input: lazy(() => z.strictObject(pageRequest())),
    output: Plan,
  }),
  update: write({
    summary: 'Change a plan. What is not mentioned stays; charges are matched by code.',
    repeat: 'safe',
    input: UpdatePlanInput,
    output: Plan,
  }),
  delete: destructive({
    summary: 'Delete a plan that has no active or pending subscription.',
    repeat: 'safe',
    input: PlanRef,
    output: Plan,
  }),
});
