import { normalizeInstant } from '@billport/core';
import { z } from 'zod';

/** A decimal number as text, such as a price in major units. */
export const decimal = z
  .string()
  .regex(/^-?\d+(?:\.\d+)?$/, 'Write a plain decimal number, such as "12.50".');

/** An amount in minor units of the currency (cents, yen, fils), as a bigint. */
export const minorAmount = z
  .string()
  .regex(/^-?\d+$/, 'Write a whole number of minor units, such as 1250.')
  .transform((text) => BigInt(text));

/** A whole number from zero up. */
export const count = z
  .string()
  .regex(/^\d{1,15}$/, 'Write a whole number from 0 up.')
  .transform(Number);

/** A moment as ISO 8601 text with a zone. */
export const moment = z
  .string()
  .refine(
    (text) => normalizeInstant(text) !== undefined,
    'Write a moment with a zone, such as "2026-01-31T23:00:00Z".',
  );

/** Words for people; nothing depends on them. */
export const words = z.string();

/** A field that may be left out or null. */
export function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value): z.output<Schema> | undefined => value ?? undefined);
}

/** Property values by name; one value may stand alone. */
export const valuesByName = z.record(
  z.string(),
  z.union([z.string().transform((value) => [value]), z.array(z.string())]),
);
