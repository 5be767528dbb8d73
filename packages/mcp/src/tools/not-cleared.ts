import type { z } from 'zod';

/** A field of an update that null clears. */
type Clearable = z.ZodOptional<z.ZodNullable<z.ZodType>>;

/** The same field without null. */
type NotCleared<Field> =
  Field extends z.ZodOptional<z.ZodNullable<infer Inner extends z.ZodType>>
    ? z.ZodOptional<Inner>
    : Field;

const isClearable = (field: z.ZodType): field is Clearable => {
  const { type, innerType } = field._zod.def as { type: string; innerType?: z.ZodType };
  return type === 'optional' && innerType?._zod.def.type === 'nullable';
};

/**
 * Fields that are given or left out. To clear one is rare, and the choice of null would cost tokens
 * with every field: `write_operation` does it.
 */
export function notCleared<Fields extends Readonly<Record<string, z.ZodType>>>(
  fields: Fields,
): { [Name in keyof Fields]: NotCleared<Fields[Name]> } {
  const given = Object.entries(fields).map(([name, field]) => [
    name,
    isClearable(field) ? field.unwrap().unwrap().optional() : field,
  ]);
  return Object.fromEntries(given) as { [Name in keyof Fields]: NotCleared<Fields[Name]> };
}
