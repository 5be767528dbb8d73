import {
  type Billing,
  type Capability,
  Decimal,
  type OperationId,
  type Warning,
} from '@billport/core';
import { firstDifference } from './difference.ts';

const isZero = (text: unknown) => Decimal.isDecimal(text) && Decimal.parse(text).isZero();

/** The fields that may be given and ask for nothing: by their names, the values that do. */
function asksNothing(name: string, value: unknown): boolean {
  switch (name) {
    case 'prorated':
    case 'recurring':
      return value === false;
    case 'filters':
    case 'usageThresholds':
      return Array.isArray(value) && value.length === 0;
    case 'flatAmount':
      return isZero(value);
    case 'minimum':
      return isZero((value as { readonly amount?: unknown }).amount);
    default:
      return false;
  }
}

/**
 * Whether the input gives the field; `charges.minimum` is given when any of the charges has one. A
 * value that says what leaving the field out says gives nothing: `prorated: false`.
 */
export function gives(input: unknown, field: string): boolean {
  if (Array.isArray(input)) return input.some((each) => gives(each, field));
  if (typeof input !== 'object' || input === null) return false;
  const [name = '', ...rest] = field.split('.');
  const value = (input as Readonly<Record<string, unknown>>)[name];
  // Clearing what is never there is done already.
  if (value === undefined || value === null) return false;
  return rest.length === 0 ? !asksNothing(name, value) : gives(value, rest.join('.'));
}

/** The fields without those that the limits say are refused. */
export function takenFields<Fields extends object>(
  { limits }: Pick<Billing, 'limits'>,
  operation: OperationId,
  fields: Fields,
): Partial<Fields> {
  const refused: readonly string[] = limits.fields?.refused ?? [];
  const entries = Object.entries(fields).filter(
    ([name]) => !refused.includes(`${operation}.${name}`),
  );
  return Object.fromEntries(entries) as Partial<Fields>;
}

/** The fields without those that are refused, and those that the manifest says are not kept. */
export function keptFields<Fields extends object>(
  provider: Pick<Billing, 'capabilities' | 'limits'>,
  operation: OperationId,
  fields: Fields,
): Partial<Fields> {
  const without: readonly string[] = provider.capabilities[operation]?.without ?? [];
  const taken = Object.entries(takenFields(provider, operation, fields));
  return Object.fromEntries(taken.filter(([name]) => !without.includes(name))) as Partial<Fields>;
}

type Data = Readonly<Record<string, unknown>>;

/** Whether the result shows the field as the input gives it: then it was kept this time. */
function shows(result: object, input: unknown, field: string): boolean {
  const given = (input as Data)[field];
  if (given === undefined) return false;
  const shown = (result as Data)[field];
  return firstDifference(shown, given, { decimals: 'number' }) === undefined;
}

/** Fields that a call gave, that are not kept, and that no warning of the answer names. */
export function* silentFields(
  capability: Capability,
  input: unknown,
  result: object,
): Generator<string> {
  const { warnings = [] } = result as { readonly warnings?: readonly Warning[] };
  for (const field of capability.without ?? []) {
    if (!gives(input, field) || shows(result, input, field)) continue;
    const told = warnings.some(
      (warning) => warning.code === 'not_applied' && warning.field === field,
    );
    if (!told) yield `it keeps no ${field}, and does not say so (not_applied)`;
  }
}

/** Fields that a call gave and that the limits say are refused: the call must not succeed. */
export function refusedFields(
  { limits }: Pick<Billing, 'limits'>,
  operation: OperationId,
  input: unknown,
): string[] {
  const start = `${operation}.`;
  return (limits.fields?.refused ?? []).filter(
    (field) => field.startsWith(start) && gives(input, field.slice(start.length)),
  );
}
