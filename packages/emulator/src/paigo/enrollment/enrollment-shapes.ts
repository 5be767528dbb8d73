import { z } from 'zod';
import { DIMENSION_OVERRIDES } from '../dimensions/override-shape.ts';
import {
  decimalText,
  distinct,
  filledText,
  instant,
  metadata,
  text,
} from '../requests/field-rules.ts';

/** A quantity that a customer begins with; examples of the document have a timestamp, too. */
const INITIAL_USAGE = z.strictObject({
  dimensionId: filledText,
  recordValue: decimalText(),
  metadata: metadata.optional(),
  timestamp: instant.optional(),
});

/** Quantities for upfront dimensions: each dimension once (`facts/paigo.md §3.2`). */
export const initialUsage = distinct(INITIAL_USAGE, 'dimensionId').optional();

const DISCOUNT = z.strictObject({
  name: filledText,
  percentage: decimalText({ least: '0', most: '100' }),
  endDate: instant.optional(),
});

const OVERRIDES = z.strictObject({
  discount: DISCOUNT.nullable().optional(),
  dimensionOverrides: DIMENSION_OVERRIDES.optional(),
  freeTrialEndDate: instant.optional(),
});

/** Which offerings a customer gets into or out of. */
export const ENROLLING = {
  offeringId: text.nullable().optional(),
  removePriorOffering: z.boolean().optional(),
  unenrollOffering: text.optional(),
  usage: initialUsage,
};

/** Body of `PUT /customers/{id}/enrollment`. */
export const UPDATE_ENROLLMENT = z.strictObject({ ...ENROLLING, overrides: OVERRIDES.optional() });

/** What an enrolment is told to become. */
export type EnrollmentChanges = z.output<typeof UPDATE_ENROLLMENT>;
