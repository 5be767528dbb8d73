import { Decimal, normalizeInstant } from '@billport/core';
import { z } from 'zod';
import { decimalOfNumber } from '../wire-number.ts';

/** What a field of a request may be. Shapes of requests are made of these. */
export const text = z.string();

/** A text that is not blank. */
export const filledText = text.refine((value) => value.trim() !== '', 'should not be empty');

/**
 * Longest decimal that is taken: whatever is computed of a few of them can still be written. Paigo
 * names no limit.
 */
const LONGEST_DECIMAL = 80;

/** Whether the value is the text of a decimal that can be computed with. */
export const isDecimalText = (value: unknown): value is string =>
  Decimal.isDecimal(value) && value.length <= LONGEST_DECIMAL;

/** A number that can be computed with. */
export const number = z
  .number()
  .refine(
    (value) => decimalOfNumber(value).toString().length <= LONGEST_DECIMAL,
    `must not be longer than ${LONGEST_DECIMAL} digits`,
  );

/**
 * A decimal as text, never a JSON number (`facts/paigo.md §3.0`); stays text.
 * @example decimalText(), decimalText({ least: '0' }), decimalText({ above: '0', most: '1' })
 */
export function decimalText(bounds: { least?: string; above?: string; most?: string } = {}) {
  const { least, above, most } = bounds;
  const compare = (value: string, bound: string) =>
    Decimal.parse(value).compare(Decimal.parse(bound));
  return z
    .custom<string>(isDecimalText, {
      error: 'must be a number string',
      abort: true,
    })
    .refine(
      (value) => least === undefined || compare(value, least) >= 0,
      `must not be less than ${least}`,
    )
    .refine(
      (value) => above === undefined || compare(value, above) > 0,
      `must be greater than ${above}`,
    )
    .refine(
      (value) => most === undefined || compare(value, most) <= 0,
      `must not be greater than ${most}`,
    );
}

/** A moment of RFC 3339; becomes UTC with milliseconds. */
export const instant = z.string().transform((value, context) => {
  const moment = normalizeInstant(value);
  if (moment !== undefined) return moment;
  context.addIssue({ code: 'custom', message: 'must be a valid RFC3339 date string' });
  return z.NEVER;
});

/** One of these texts. */
export const oneOf = <const Name extends string>(...names: readonly [Name, ...Name[]]) =>
  z.enum(names);

/** The currencies there are (`facts/paigo.md §3`). */
export const currency = oneOf('USD', 'EUR', 'CNY');

/** True or false, written as text (`facts/paigo.md §3`). */
export const flagText = oneOf('true', 'false');

/** Metadata of something that is made and never changed. */
export const metadata = z.record(z.string(), z.unknown());

/** Metadata of a change: a name that is null goes, null alone takes everything away. */
export const metadataChange = metadata.nullable();

/** A list in which no two items agree in the field. */
export function distinct<Item extends z.ZodType>(item: Item, field: string) {
  return z
    .array(item)
    .refine(
      (items) =>
        new Set(items.map((one) => (one as Record<string, unknown>)[field])).size === items.length,
      `must have no two items with the same ${field}`,
    );
}
