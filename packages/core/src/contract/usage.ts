import { Fee } from './fees.ts';
import { lazy } from './lazy.ts';
import { port, read, readPage, write } from './operation.ts';
import { InstantIn, Key, Money, Period, pageRequest, SignedDecimal } from './scalars.ts';
import { UsageEvent, UsageEventInput } from './usage-event.ts';
import { z } from './zod.ts';

/** Why an event was refused. */
export const EventError = lazy(() =>
  z.strictObject({
    code: z.string().describe('A code of BillingError, such as not_found or conflict.'),
    message: z.string().describe('The field, the rule and the way out.'),
    field: z.string().optional().describe('The field of the event.'),
  }),
);
export type EventError = z.infer<typeof EventError>;

/** What became of one event. */
export const EventResult = lazy(() =>
  z.strictObject({
    id: z.string().describe("The event's id."),
    subscriptionKey: z.string().describe("The event's subscription."),
    status: z
      .enum(['recorded', 'duplicate', 'rejected', 'unknown'])
      .describe('duplicate: recorded before, counts once; unknown: may be recorded, look it up.'),
    error: EventError.optional().describe('Why it was rejected.'),
  }),
);
export type EventResult = z.infer<typeof EventResult>;

const RecordUsageInput = lazy(() =>
  z.strictObject({
    events: z.array(UsageEventInput).min(1).describe('The events, in any order.'),
    onRejected: z
      .enum(['throw', 'report'])
      .optional()
      .describe(
        'throw (when absent): a bad event fails the call, and an atomic provider records none; report: bad ones are named, the others recorded.',
      ),
  }),
);
export type RecordUsageInput = z.infer<typeof RecordUsageInput>;

/** What became of all events. */
export const RecordUsageResult = lazy(() =>
  z.strictObject({
    recorded: z.int().min(0).describe('How many are new.'),
    duplicates: z.int().min(0).describe('How many were recorded before.'),
    rejected: z.int().min(0).describe('How many were refused.'),
    results: z.array(EventResult).describe('One for each event, in the order of the call.'),
  }),
);
export type RecordUsageResult = z.infer<typeof RecordUsageResult>;

/** Usage of one charge, or of one filter or group of it. */
export const ChargeUsage = lazy(() =>
  z.strictObject({
    chargeCode: Key.describe("The charge's code within its plan."),
    metric: Key.describe('Code of the metric.'),
    model: z.string().describe('The charge model.'),
    filter: z.record(z.string(), z.array(z.string())).optional().describe("The charge's filter."),
    group: z
      .record(z.string(), z.string().nullable())
      .optional()
      .describe('The event properties that these units share.'),
    units: SignedDecimal.describe('Quantity so far.'),
    eventsCount: z.int().min(0).optional().describe('Events behind it, where the provider tells.'),
    amount: Money.describe('What it would cost if the period ended now; before taxes.'),
    preciseAmount: SignedDecimal.optional().describe(
      'The same before rounding, where the provider tells; major units.',
    ),
  }),
);
export type ChargeUsage = z.infer<typeof ChargeUsage>;

const usageSummarySchema = lazy(() =>
  z.strictObject({
    subscriptionKey: Key.describe('The subscription.'),
    customerKey: Key.optional().describe('The customer.'),
    planCode: Key.optional().describe('The plan.'),
    period: Period.describe('The period of the usage.'),
    charges: z.array(ChargeUsage).describe('One for each charge, filter and group with usage.'),
    amount: Money.describe('All charges; without the base price; before coupons and taxes.'),
    taxAmount: Money.optional().describe('Their taxes, where the provider computes them.'),
    invoiceId: z.string().optional().describe('The invoice that billed it, of a past period.'),
  }),
);
/** What a subscription used in one period. */
export interface UsageSummary extends z.infer<typeof usageSummarySchema> {}
export const UsageSummary: z.ZodType<UsageSummary, UsageSummary> = usageSummarySchema;

const subscriptionKey = () => Key.describe('The subscription.');

export const usage = port('usage', {
  record: write({
    summary: 'Record usage events. An id that was recorded before is counted once.',
    repeat: 'safe',
    input: RecordUsageInput,
    output: RecordUsageResult,
  }),
  getEvent: read({
    summary: 'Get a recorded event by its id.',
    input: lazy(() =>
      z.strictObject({ subscriptionKey: subscriptionKey(), id: Key.describe("The event's id.") }),
    ),
    output: UsageEvent,
  }),
  listEvents: readPage({
    summary: 'List recorded events, latest timestamp first.',
    input: lazy(() =>
      z.strictObject({
        subscriptionKey: subscriptionKey().optional(),
        metric: Key.optional().describe('Only those of this metric.'),
        from: InstantIn.optional().describe('Not before this moment.'),
        to: InstantIn.optional().describe('Before this moment.'),
        ...pageRequest(),
      }),
    ),
    output: UsageEvent,
  }),
  current: read({
    summary: 'What a subscription used so far in the current period, and its cost.',
    input: lazy(() => z.strictObject({ subscriptionKey: subscriptionKey() })),
    output: UsageSummary,
  }),
  past: readPage({
    summary: 'What a subscription used in periods that were invoiced, latest first.',
    input: lazy(() => z.strictObject({ subscriptionKey: subscriptionKey(), ...pageRequest() })),
    output: UsageSummary,
  }),
  estimateFees: read({
    summary: 'What an event would cost now by charges billed in advance.',
    input: lazy(() =>
      z.strictObject({
        event: z
          .strictObject({
            subscriptionKey: subscriptionKey(),
            metric: Key.describe('Code of the metric.'),
            timestamp: InstantIn.optional().describe('When it happens; now when absent.'),
            properties: UsageEventInput.shape.properties,
            preciseAmount: UsageEventInput.shape.preciseAmount,
          })
          .describe('The event; nothing is stored.'),
      }),
    ),
    output: lazy(() =>
      z.strictObject({ fees: z.array(Fee).describe('One for each charge in advance.') }),
    ),
  }),
});
