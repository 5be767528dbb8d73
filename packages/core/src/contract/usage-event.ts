import { isCanonicalInstant } from '../time.ts';
import { fastPath } from './fast-path.ts';
import { lazy } from './lazy.ts';
import { Instant, InstantIn, Key, ProviderRef, SignedDecimal } from './scalars.ts';
import { z } from './zod.ts';

/** Plain decimal notation only: what a float prints as `1e+21` has lost digits already. */
const numberProperty = () =>
  z
    .number()
    .refine((value) => /^-?\d+(?:\.\d+)?$/.test(String(value)), {
      abort: true,
      error: 'Write very large and very small numbers as decimal strings.',
    })
    .transform(String);

/** Longest text of a property. */
const MAX_PROPERTY_LENGTH = 4000;

/** Data of an event, by name. Numbers and booleans become text. */
export const EventProperties = lazy(() =>
  z.record(
    z.string().min(1).max(255),
    z.union(
      [z.string().max(MAX_PROPERTY_LENGTH), numberProperty(), z.boolean().transform(String)],
      {
        error:
          'Write a text of at most 4,000 characters, a boolean or an ordinary number; huge and tiny numbers as text.',
      },
    ),
  ),
);

/** Printable ASCII without blanks: what nearly all keys are made of, and right for any key. */
const PLAIN_KEY = /^[!-~]{1,255}$/;

const isPlainKey = (value: unknown) => typeof value === 'string' && PLAIN_KEY.test(value);

const isPlainInstant = (value: unknown) => typeof value === 'string' && isCanonicalInstant(value);

/** Absent, or an ordinary object of texts of ordinary length. */
function isPlainProperties(value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value !== 'object' || value === null) return false;
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  // Pairs of names and values would be made anew for each event: that takes twice as long.
  for (const name of Object.keys(value)) {
    const text: unknown = Reflect.get(value, name);
    if (!PLAIN_KEY.test(name) || name === '__proto__') return false;
    if (typeof text !== 'string' || text.length > MAX_PROPERTY_LENGTH) return false;
  }
  return true;
}

/** Something that happened and is to be metered. */
export const UsageEventInput = lazy(() =>
  z.strictObject({
    id: fastPath(
      Key.describe('Stable id, unique in its subscription: sent again, it counts once.'),
      isPlainKey,
    ),
    subscriptionKey: fastPath(Key.describe('The subscription that used it.'), isPlainKey),
    metric: fastPath(Key.describe('Code of the metric.'), isPlainKey),
    timestamp: fastPath(
      InstantIn.describe(
        'When it happened: ISO 8601 with a zone, or a Date. Fixed with the id: a repeat sends the same.',
      ),
      isPlainInstant,
    ),
    properties: fastPath(
      EventProperties.optional().describe('Properties by name.'),
      isPlainProperties,
    ),
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
    providerRef: ProviderRef.optional().describe('Where it lives at the provider.'),
  }),
);
/** A recorded event. */
export interface UsageEvent extends z.infer<typeof usageEventSchema> {}
export const UsageEvent: z.ZodType<UsageEvent, UsageEvent> = usageEventSchema;
