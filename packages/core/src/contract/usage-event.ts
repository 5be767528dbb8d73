import { z } from 'zod';
import { lazy } from './lazy.ts';
import { Instant, InstantIn, Key, ProviderRef, SignedDecimal } from './scalars.ts';

/** Plain decimal notation only: what a float prints as `1e+21` has lost digits already. */
const numberProperty = z
  .number()
  .refine((value) => /^-?\d+(?:\.\d+)?$/.test(String(value)), {
    abort: true,
    error: 'Write very large and very small numbers as decimal strings.',
  })
  .transform(String);

/** Data of an event, by name. Numbers and booleans become text. */
export const EventProperties = lazy(() =>
  z.record(
    z.string().min(1).max(255),
    z.union([z.string().max(4000), numberProperty, z.boolean().transform(String)]),
  ),
);

/** Something that happened and is to be metered. */
export const UsageEventInput = lazy(() =>
  z.strictObject({
    id: Key.describe(
      'Stable id of this piece of usage, unique in its subscription. Send the same id again when you repeat a call: it is counted once.',
    ),
    subscriptionKey: Key.describe('The subscription that used it.'),
    metric: Key.describe('Code of the metric.'),
    timestamp: InstantIn.describe(
      'When it happened: ISO 8601 with a zone, or a Date. Fixed with the id: a repeat sends the same.',
    ),
    properties: EventProperties.optional().describe('Properties by name.'),
    preciseAmount: SignedDecimal.optional().describe(
      'Price of this event for charges of the dynamic model; major units, any digits.',
    ),
  }),
);
export type UsageEventInput = z.infer<typeof UsageEventInput>;

const usageEventSchema = lazy(() =>
  z.strictObject({
    id: Key.describe('Stable id, unique in its subscription.'),
    subscriptionKey: Key.describe('The subscription that used it.'),
    customerKey: Key.optional().describe('The customer, where the provider tells.'),
    metric: Key.describe('Code of the metric.'),
    timestamp: Instant.describe('When it happened; UTC.'),
    properties: z.record(z.string(), z.string()).describe('Properties by name.'),
    preciseAmount: SignedDecimal.optional().describe('Price of this event; major units.'),
    createdAt: Instant.optional().describe('When it was recorded; UTC.'),
    providerRef: ProviderRef.optional().describe('Where the event lives at the provider.'),
  }),
);
/** A recorded event. */
export interface UsageEvent extends z.infer<typeof usageEventSchema> {}
export const UsageEvent: z.ZodType<UsageEvent, UsageEvent> = usageEventSchema;
