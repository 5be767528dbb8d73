import { Decimal, toEpochMs } from '@billport/core';
import type { FeeTax } from '@billport/rating';

/** A number of the vectors: cents are JSON numbers, amounts and rates decimal text. */
export type Numeric = number | string;

/** Rates in percent by tax code. */
export type TaxTable = Readonly<Record<string, Numeric>>;

export function decimal(value: Numeric): Decimal {
  return Decimal.parse(String(value));
}

/** Whole minor units. */
export function minor(value: Numeric): bigint {
  return decimal(value).toScaled(0);
}

/** Minor units as the vectors write them: a number where it is safe. */
export function cents(value: bigint): Numeric {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

export function taxesOf(
  codes: readonly string[] | null | undefined,
  table: TaxTable | null | undefined,
): FeeTax[] {
  return (codes ?? []).map((code) => {
    const rate = table?.[code];
    if (rate === undefined) throw new Error(`taxes has no rate for ${JSON.stringify(code)}`);
    return { code, rate: decimal(rate) };
  });
}

/** Period ends of the vectors belong to the period: 23:59:59, or the instant of a termination. */
export function afterInclusive(instant: string): number {
  return toEpochMs(instant) + 1;
}

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

/** `value`, when it is one of the words that the schema has for `field`. */
export function oneOf<Word extends string>(
  field: string,
  value: Word,
  words: readonly Word[],
): Word {
  if (words.includes(value)) return value;
  throw new Error(`${field} is ${JSON.stringify(value)}, not one of ${words.join(', ')}`);
}
