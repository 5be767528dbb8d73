import { Decimal, normalizeInstant, toEpochMs } from '@billport/core';
import type { FeeTax } from '@billport/rating';
import { z } from 'zod';

/** Adds what is wrong with a field to the issues of the vector. */
function reject(context: z.core.$RefinementCtx, message: string): never {
  context.issues.push({ code: 'custom', message, input: context.value });
  return z.NEVER;
}

/** A number, written as JSON number or as decimal text. */
export const decimal = z
  .union([z.number(), z.string()], { error: 'must be a decimal number' })
  .transform((value, context) => {
    const text = String(value);
    return Decimal.isDecimal(text)
      ? Decimal.parse(text)
      : reject(context, `must be a decimal number, not ${JSON.stringify(value)}`);
  });

/** Whole minor units. */
export const minor = decimal.transform((value, context) =>
  value.equals(value.round(0))
    ? value.toScaled(0)
    : reject(context, `must be whole minor units, not ${value}`),
);

/** An instant, in milliseconds since 1970-01-01T00:00:00Z. */
export const instant = z
  .string()
  .transform((text, context) =>
    normalizeInstant(text) === undefined
      ? reject(context, `must be an instant such as 2024-01-31T00:00:00Z, not ${text}`)
      : toEpochMs(text),
  );

/** A field with a value for where it is absent; vectors also write null for that. */
export const orElse = <Schema extends z.ZodType, Fallback>(schema: Schema, fallback: Fallback) =>
  schema.nullish().transform((value) => value ?? fallback);

/** A list that may be absent. */
export const listOf = <Schema extends z.ZodType>(item: Schema) => orElse(z.array(item), []);

/** Rates in percent by tax code. */
export const taxTable = orElse(z.record(z.string(), decimal), {});

/** IANA name of a time zone. */
export const timezone = orElse(z.string(), 'UTC');

/** How long a billing period is. */
export const interval = z.enum(['weekly', 'monthly', 'quarterly', 'semiannual', 'yearly']);

/** Computes the result of a vector from its input, as it is read from JSON. */
export type Topic = (input: unknown) => Record<string, unknown>;

/**
 * A topic whose input has the fields of `schema`.
 * @throws Error that names every field that is missing or malformed.
 */
export function topic<Schema extends z.ZodType>(
  schema: Schema,
  compute: (input: z.output<Schema>) => Record<string, unknown>,
): Topic {
  return (input) => {
    const checked = schema.safeParse(input);
    if (checked.success) return compute(checked.data);
    const issues = checked.error.issues.map(
      ({ path, message }) => `${z.core.toDotPath(['input', ...path])}: ${message}`,
    );
    throw new Error(issues.join('; '));
  };
}

/** Minor units as the vectors write them: a number where it is safe. */
export function cents(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

export function taxesOf(
  codes: readonly string[],
  table: Readonly<Record<string, Decimal>>,
): FeeTax[] {
  return codes.map((code) => {
    const rate = Object.hasOwn(table, code) ? table[code] : undefined;
    if (rate === undefined) throw new Error(`taxes has no rate for ${JSON.stringify(code)}`);
    return { code, rate };
  });
}

/** Period ends of the vectors belong to the period: 23:59:59, or the instant of a termination. */
export const afterInclusive = (lastInstant: number): number => lastInstant + 1;

/** An instant as the vectors write it: no digits behind whole seconds. */
export function instantText(instant: number): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}

type Present<Fields> = { [Name in keyof Fields]?: NonNullable<Fields[Name]> };

/** The fields that have a value: vectors write null for an absent one. */
export function present<Fields extends object>(fields: Fields): Present<Fields> {
  const entries = Object.entries(fields).filter(([, value]) => value != null);
  return Object.fromEntries(entries) as Present<Fields>;
}
