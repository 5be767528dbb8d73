import { z } from 'zod';
import {
  decimalText,
  filledText,
  flagText,
  instant,
  metadata,
  oneOf,
} from '../requests/field-rules.ts';

/** What a usage record is sent as: one at a time (`facts/paigo.md §3.6`). */
export const NEW_USAGE = z.strictObject({
  customerId: filledText,
  dimensionId: filledText,
  timestamp: instant,
  recordValue: decimalText(),
  metadata: metadata.optional(),
});

/** The query of sending one: `invoice=true` also bills it, for seats. */
export const NEW_USAGE_QUERY = z.strictObject({ invoice: flagText.optional() });

/** The query of reading usage. */
export const USAGE_QUERY = z.strictObject({
  startTime: instant.optional(),
  endTime: instant.optional(),
  aggregationInterval: oneOf('none', 'hour', 'day', 'month').optional(),
  aggregationPurpose: oneOf('billing', 'metering').optional(),
  ignoreEnrollmentDate: flagText.optional(),
});

/** A usage record that was sent. */
export type NewUsage = z.output<typeof NEW_USAGE>;

/** Which usage to read. */
export type UsageQuery = z.output<typeof USAGE_QUERY>;
