import type { z } from 'zod';

/**
 * Some fields of an operation's input as the arguments of a tool: with the contract's checks, and
 * without its words, which cost tokens where a name says enough. `.describe(…)` adds better ones.
 */
export function fieldsOf<Shape extends z.core.$ZodLooseShape, Name extends keyof Shape & string>(
  operation: { readonly input: z.ZodObject<Shape> },
  names: readonly Name[],
): Pick<Shape, Name> {
  // A clone is not in zod's registry of descriptions.
  const picked = names.map((name) => [name, (operation.input.shape[name] as z.ZodType).clone()]);
  return Object.fromEntries(picked) as Pick<Shape, Name>;
}
