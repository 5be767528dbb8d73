import { Refusal } from '../../answers/refusal.ts';

/**
 * Refuses another value for what a thing keeps from its creation on. The same value is taken: the
 * call that made the thing may be sent again.
 * @throws Refusal `invalid_arguments` that names the field and what it is.
 */
export function checkFixed<Field extends string>(
  noun: string,
  fields: readonly Field[],
  given: { readonly [Name in Field]?: unknown },
  existing: { readonly [Name in Field]?: unknown },
): void {
  const field = fields.find((name) => {
    const value = given[name];
    // Providers leave out what is not set, so that false and absent are one.
    return value !== undefined && (value || undefined) !== (existing[name] || undefined);
  });
  if (field === undefined) return;
  throw new Refusal('invalid_arguments', {
    field,
    message: `${field}: this ${noun} exists, and its ${field} is fixed (${JSON.stringify(existing[field] ?? null)}).`,
    next: `Leave ${field} out, or create a ${noun} with another code.`,
  });
}
