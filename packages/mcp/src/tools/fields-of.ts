import type { z } from 'zod';

/** What a schema is made of, as far as it holds other schemas. */
interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
}

/** What the schemas inside are replaced with. */
function inside({ innerType, element, shape }: Definition): Partial<Definition> {
  if (innerType !== undefined) return { innerType: wordless(innerType) };
  if (element !== undefined) return { element: wordless(element) };
  if (shape === undefined) return {};
  const fields = Object.entries(shape).map(([name, field]) => [name, wordless(field)]);
  return { shape: Object.fromEntries(fields) };
}

/** The same checks without descriptions, at any depth. */
function wordless(schema: z.ZodType): z.ZodType {
  const definition = schema._zod.def as Definition;
  // A clone of a given definition has no part in the descriptions of what it was made of.
  return schema.clone({ ...definition, ...inside(definition) } as typeof schema._zod.def);
}

/**
 * Some fields of an operation's input as the arguments of a tool: with the contract's checks, and
 * without its words, which cost tokens where a name says enough. `.describe(…)` adds better ones.
 */
export function fieldsOf<
  Shape extends z.core.$ZodLooseShape,
  const Names extends readonly (keyof Shape & string)[],
>(operation: { readonly input: z.ZodObject<Shape> }, names: Names): Pick<Shape, Names[number]> {
  const picked = names.map((name) => [name, wordless(operation.input.shape[name] as z.ZodType)]);
  return Object.fromEntries(picked) as Pick<Shape, Names[number]>;
}
