import { z } from 'zod';

type Path = readonly (string | number)[];

/** What is inside a schema that may be absent, null, defaulted, or checked further. */
function inner(schema: z.ZodType): z.ZodType {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodLazy
  ) {
    return inner(schema.unwrap() as z.ZodType);
  }
  return schema instanceof z.ZodPipe ? inner(schema.in as z.ZodType) : schema;
}

/** The schemas that a value at one step further may have. */
function step(schema: z.ZodType, key: string | number): z.ZodType[] {
  if (schema instanceof z.ZodUnion) {
    return schema.options.flatMap((option) => step(inner(option as z.ZodType), key));
  }
  if (schema instanceof z.ZodArray) return [inner(schema.element as z.ZodType)];
  if (!(schema instanceof z.ZodObject)) return [];
  const field = (schema.shape as Record<string, z.ZodType>)[key];
  return field === undefined ? [] : [inner(field)];
}

function namesOf(schema: z.ZodType): string[] {
  if (schema instanceof z.ZodUnion) {
    return schema.options.flatMap((option) => namesOf(inner(option as z.ZodType)));
  }
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** The names of fields that are known where `path` leads to: in any of the variants of a union. */
export function knownNames(schema: z.ZodType, path: Path): string[] {
  const reached = path.reduce<z.ZodType[]>(
    (schemas, key) => schemas.flatMap((each) => step(each, key)),
    [inner(schema)],
  );
  return [...new Set(reached.flatMap(namesOf))];
}
