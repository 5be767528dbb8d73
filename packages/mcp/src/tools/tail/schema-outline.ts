import type { z } from 'zod';

/** A JSON Schema as zod writes it. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** A field of an object, or of any variant of a union of objects. */
export interface OutlinedField {
  /** One for each variant that has it. */
  readonly schemas: readonly JsonSchema[];
  readonly description: string | undefined;
  readonly isRequired: boolean;
}

/** A field of an input, one line of its outline. */
export interface OutlineRow {
  /** `charges[].pricing.tiers[].upTo?`: lists have brackets, what may be absent a question mark. */
  readonly field: string;
  readonly type: string;
  readonly about?: string | undefined;
}

/** The variants of a union, with those of unions inside it; a schema that is none by itself. */
function variantsOf(schema: JsonSchema): JsonSchema[] {
  const variants = schema.oneOf ?? schema.anyOf;
  return variants === undefined ? [schema] : (variants as JsonSchema[]).flatMap(variantsOf);
}

/**
 * The fields of objects by name. Those of variants are put together: a field is required if every
 * variant that is an object requires it.
 */
export function fieldsIn(schemas: readonly JsonSchema[]): Map<string, OutlinedField> {
  const objects = schemas.flatMap(variantsOf).filter(({ properties }) => properties !== undefined);
  const fields = new Map<string, OutlinedField>();
  for (const { properties } of objects) {
    for (const [name, property] of Object.entries(properties ?? {})) {
      const known = fields.get(name);
      fields.set(name, {
        schemas: [...(known?.schemas ?? []), property as JsonSchema],
        description: known?.description ?? (property as JsonSchema).description,
        isRequired: objects.every(({ required }) => required?.includes(name) ?? false),
      });
    }
  }
  return fields;
}

/** The schemas of what a list holds, or undefined where there is no list. */
export function itemsIn(schemas: readonly JsonSchema[]): JsonSchema[] | undefined {
  const lists = schemas.flatMap(variantsOf).filter(({ type }) => type === 'array');
  if (lists.length === 0) return undefined;
  return lists.map(({ items }) => (items ?? {}) as JsonSchema);
}

/** The schemas of the values of a map from names, or undefined where there is none. */
export function valuesIn(schemas: readonly JsonSchema[]): JsonSchema[] | undefined {
  const maps = schemas.flatMap(variantsOf).filter(({ properties, additionalProperties }) => {
    return properties === undefined && typeof additionalProperties === 'object';
  });
  if (maps.length === 0) return undefined;
  return maps.map(({ additionalProperties }) => additionalProperties as JsonSchema);
}

function typeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(String).join('|');
  if (typeof schema.type !== 'string') return 'any';
  return schema.type === 'object' && typeof schema.additionalProperties === 'object'
    ? 'map'
    : schema.type;
}

/** `string|null`, `weekly|monthly`, or `object`; of a list, that of what it holds. */
function typeText(schemas: readonly JsonSchema[]): string {
  return [...new Set(schemas.flatMap(variantsOf).map(typeOf))].join('|');
}

/**
 * The fields of an input, one row each. Variants of a union are put together, and what lies further
 * down than `depth` is only named: an outline tells what to write, the contract's own check says
 * the rest. Words are given for the fields at the top.
 */
export function outlineRows(
  schemas: readonly JsonSchema[],
  depth: number,
  path = '',
): OutlineRow[] {
  return [...fieldsIn(schemas)].flatMap(([name, field]) => {
    const items = itemsIn(field.schemas);
    const inner = items ?? field.schemas;
    const place = `${path}${name}${items === undefined ? '' : '[]'}`;
    const row: OutlineRow = {
      field: `${place}${field.isRequired ? '' : '?'}`,
      type: typeText(inner),
      about: path === '' ? field.description : undefined,
    };
    return depth > 1 ? [row, ...outlineRows(inner, depth - 1, `${place}.`)] : [row];
  });
}
