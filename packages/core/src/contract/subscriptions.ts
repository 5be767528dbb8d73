import { lazy } from './lazy.ts';
import { destructive, port, read, readPage, write } from './operation.ts';
import { UsageThreshold, UsageThresholds } from './plans.ts';
import {
  Instant,
  InstantIn,
  Key,
  Metadata,
  Name,
  Period,
  ProviderRef,
  pageRequest,
} from './scalars.ts';
import { z } from './zod.ts';

const subscriptionKey = () => Key.describe("The caller's own key of the subscription.");

/** Names one subscription. */
export const SubscriptionRef = lazy(() => z.strictObject({ subscriptionKey: subscriptionKey() }));
export type SubscriptionRef = z.infer<typeof SubscriptionRef>;

/** The ways to place billing periods. */
export const BillingTime = lazy(() => z.enum(['calendar', 'anniversary']));
export type BillingTime = z.infer<typeof BillingTime>;

/** What to do with the part of a base price that was paid in advance and is not used. */
export const UnusedCredit = lazy(() => z.enum(['credit', 'refund', 'offset', 'skip']));

const subscriptionSchema = lazy(() =>
  z.strictObject({
    subscriptionKey: subscriptionKey(),
    customerKey: Key.describe('The customer who pays.'),
    planCode: Key.describe('The plan.'),
    name: Name.optional().describe('Name on the invoice.'),
    status: z
      .enum(['pending', 'active', 'terminated', 'canceled', 'unknown'])
      .describe('pending: starts later; canceled: ended before it started.'),
    providerStatus: z.string().optional().describe("The provider's word, where one is `unknown`."),
    billingTime: BillingTime.optional().describe(
      'calendar: from the first of the month (week, year); anniversary: from the day of the start. Absent where the provider does not tell.',
    ),
    startAt: Instant.describe('When it starts or started; anniversaries count from here; UTC.'),
    startedAt: Instant.optional().describe('When this plan became active; UTC.'),
    endingAt: Instant.optional().describe('When it is going to end by itself; UTC.'),
    terminatedAt: Instant.optional().describe('When it ended; UTC.'),
    trialEndsAt: Instant.optional().describe('Until when the base price is not billed; UTC.'),
    currentPeriod: Period.optional().describe('The billing period that holds the present moment.'),
    nextPlanCode: Key.optional().describe('The plan that follows, after a downgrade.'),
    nextPlanAt: Instant.optional().describe('When that plan begins; UTC.'),
    usageThresholds: z
      .array(UsageThreshold)
      .optional()
      .describe("Thresholds of this subscription, instead of the plan's."),
    metadata: Metadata.optional().describe("The caller's own data."),
    createdAt: Instant.optional().describe('When it was created, where the provider tells; UTC.'),
    providerRef: ProviderRef.optional().describe('Where it lives at the provider.'),
  }),
);
/** A customer on a plan. */
export interface Subscription extends z.infer<typeof subscriptionSchema> {}
export const Subscription: z.ZodType<Subscription, Subscription> = subscriptionSchema;

/** A new subscription. The customer must exist. */
export const CreateSubscriptionInput = lazy(() =>
  z.strictObject({
    subscriptionKey: subscriptionKey(),
    customerKey: Key.describe('The customer who pays; must exist.'),
    planCode: Key.describe('The plan; must exist.'),
    name: Name.optional().describe('Name on the invoice.'),
    billingTime: BillingTime.optional().describe(
      'calendar (when absent): from the first of the month (week, year); anniversary: from the day of the start.',
    ),
    startAt: InstantIn.optional().describe(
      'Start; now when absent. Past: billed from then; future: pending until then.',
    ),
    endingAt: InstantIn.optional().describe('When it ends by itself; after the start.'),
    usageThresholds: UsageThresholds.optional().describe("Instead of the plan's thresholds."),
    metadata: Metadata.optional().describe("The caller's own data."),
  }),
);
export type CreateSubscriptionInput = z.infer<typeof CreateSubscriptionInput>;

const UpdateSubscriptionInput = lazy(() =>
  z.strictObject({
    subscriptionKey: subscriptionKey(),
    name: Name.nullable().optional().describe('Name on the invoice; null clears it.'),
    endingAt: InstantIn.nullable()
      .optional()
      .describe('When it ends by itself; null: it does not.'),
    startAt: InstantIn.optional().describe('A new start, while it is pending.'),
    usageThresholds: UsageThresholds.nullable()
      .optional()
      .describe("Replaced as a whole; null goes back to the plan's."),
    metadata: Metadata.nullable().optional().describe('Replaced as a whole; null clears it.'),
  }),
);
export type UpdateSubscriptionInput = z.infer<typeof UpdateSubscriptionInput>;

/** What a change of plan came to. */
export const PlanChange = lazy(() =>
  z.strictObject({
    subscription: Subscription.describe('The subscription as it is now.'),
    change: z
      .enum(['upgrade', 'downgrade', 'replaced', 'none'])
      .describe(
        'upgrade: now; downgrade: at the end of the period; replaced: a pending one takes the plan; none: it has it already.',
      ),
    effectiveAt: Instant.describe('From when the new plan counts; UTC.'),
  }),
);
export type PlanChange = z.infer<typeof PlanChange>;

const status = () => z.enum(['pending', 'active', 'terminated', 'canceled']);

export const subscriptions = port('subscriptions', {
  create: write({
    summary: 'Put a customer on a plan.',
    repeat: 'keyed',
    money: true,
    input: CreateSubscriptionInput,
    output: Subscription,
  }),
  get: read({
    summary: 'Get a subscription by key, whatever its status.',
    input: SubscriptionRef,
    output: Subscription,
  }),
  list: readPage({
    summary: 'List subscriptions, newest first.',
    input: lazy(() =>
      z.strictObject({
        customerKey: Key.optional().describe('Only those of this customer.'),
        planCode: Key.optional().describe('Only those on this plan.'),
        status: z.array(status()).min(1).optional().describe('Only these; all when absent.'),
        ...pageRequest(),
      }),
    ),
    output: Subscription,
  }),
  update: write({
    summary: 'Change a subscription. What is not mentioned stays.',
    repeat: 'safe',
    input: UpdateSubscriptionInput,
    output: Subscription,
  }),
  changePlan: write({
    summary:
      'Move a subscription to another plan: at once if its yearly price is the same or higher, else at the end of the period.',
    repeat: 'safe',
    money: true,
    input: lazy(() =>
      z.strictObject({
        subscriptionKey: subscriptionKey(),
        planCode: Key.describe('The plan to move to.'),
      }),
    ),
    output: PlanChange,
  }),
  terminate: destructive({
    summary: 'End an active subscription now, or cancel a pending one.',
    repeat: 'safe',
    money: true,
    input: lazy(() =>
      z.strictObject({
        subscriptionKey: subscriptionKey(),
        unusedCredit: UnusedCredit.optional().describe(
          'What happens to the unused part of a base price billed in advance; credit when absent.',
        ),
        finalInvoice: z
          .enum(['generate', 'skip'])
          .optional()
          .describe('Whether what is not billed yet is invoiced; generate when absent.'),
      }),
    ),
    output: Subscription,
  }),
});
