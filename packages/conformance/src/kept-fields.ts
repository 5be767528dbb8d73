import type { Capability, Warning } from '@billport/core';

/** Whether the input gives the field; `charges.minimum` is given when any of the charges has one. */
export function gives(input: unknown, field: string): boolean {
  if (Array.isArray(input)) return input.some((each) => gives(each, field));
  if (typeof input !== 'object' || input === null) return false;
  const [name = '', ...rest] = field.split('.');
  const value = (input as Readonly<Record<string, unknown>>)[name];
  // Clearing what is never there is done already.
  if (value === undefined || value === null) return false;
  return rest.length === 0 || gives(value, rest.join('.'));
}

/** The fields without those that the manifest says are not kept. */
export function keptFields<Fields extends object>(
  capability: Capability | undefined,
  fields: Fields,
): Partial<Fields> {
  const without = new Set(capability?.without);
  const entries = Object.entries(fields).filter(([name]) => !without.has(name));
  return Object.fromEntries(entries) as Partial<Fields>;
}

/** Fields that a call gave, that are not kept, and that no warning of the answer names. */
export function* silentFields(
  capability: Capability,
  input: unknown,
  warnings: readonly Warning[],
): Generator<string> {
  for (const field of capability.without ?? []) {
    if (!gives(input, field)) continue;
    const told = warnings.some(
      (warning) => warning.code === 'not_applied' && warning.field === field,
    );
    if (!told) yield `it keeps no ${field}, and does not say so (not_applied)`;
  }
}
