import type { Warning } from '@billport/core';
import type { Connection } from '../connection.ts';

/** What Lago keeps of a plan only with a licence; it drops these in silence (`facts/lago.md §b`). */
export const LICENSED_FIELDS: readonly string[] = [
  'minimumCommitment',
  'usageThresholds',
  'charges.minimum',
  'charges.invoiceable',
  'charges.pricing.minimumPerEvent',
  'charges.pricing.maximumPerEvent',
  'charges.filters.pricing.minimumPerEvent',
  'charges.filters.pricing.maximumPerEvent',
];

type Data = Readonly<Record<string, unknown>>;

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null;

/** The value without what stands at the path, in every item of lists on the way. */
function cut(value: unknown, [name = '', ...rest]: readonly string[], onCut: () => void): unknown {
  if (Array.isArray(value)) return value.map((each) => cut(each, [name, ...rest], onCut));
  // Null clears what cannot be there: that is done.
  if (!isData(value) || value[name] === undefined || value[name] === null) return value;
  if (rest.length > 0) return { ...value, [name]: cut(value[name], rest, onCut) };
  onCut();
  const { [name]: _, ...others } = value;
  return others;
}

/** An input and what was taken out of it. */
export interface LicensedInput<Input> {
  readonly input: Input;
  readonly warnings: readonly Warning[];
}

/**
 * The input as this account's licence lets Lago keep it. Without a licence the fields that need one
 * are taken out, with a warning for each that was there.
 */
export function licensedInput<Input extends object>(
  { premium }: Pick<Connection, 'premium'>,
  input: Input,
): LicensedInput<Input> {
  if (premium) return { input, warnings: [] };
  const found = new Set<string>();
  const stripped = LICENSED_FIELDS.reduce<unknown>(
    (rest, field) => cut(rest, field.split('.'), () => found.add(field)),
    input,
  );
  const warnings = [...found].map(
    (field): Warning => ({
      code: 'not_applied',
      message: `Lago keeps ${field} only with a licence, which this account does not have.`,
      field,
    }),
  );
  // All of the fields are optional.
  return { input: stripped as Input, warnings };
}
