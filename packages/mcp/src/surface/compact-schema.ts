/** A JSON Schema, or a part of one. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** Keywords that cost tokens in every conversation and that the check of the arguments has anyway. */
const DROPPED: ReadonlySet<string> = new Set([
  '$schema',
  'title',
  'pattern',
  'format',
  'minLength',
  'maxLength',
  'propertyNames',
  'minItems',
  'maxItems',
]);

/** Keywords whose values are schemas by name: the names are not keywords. */
const BY_NAME: ReadonlySet<string> = new Set(['properties', '$defs']);

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Whether a limit says nothing that the type or the name does not: `-9007199254740991` of integers,
 * or that there is at least one of something that is counted.
 */
function isPlainLimit(keyword: string, value: unknown): boolean {
  if (typeof value !== 'number') return false;
  if (keyword === 'minimum' && (value === 0 || value === 1)) return true;
  return (
    (keyword === 'minimum' || keyword === 'maximum') && Math.abs(value) >= Number.MAX_SAFE_INTEGER
  );
}

/** `properties: {}` of an object that takes anything. */
const isEmptyList = (keyword: string, value: unknown) =>
  keyword === 'properties' && isObject(value) && Object.keys(value).length === 0;

function compactValue(keyword: string, value: unknown): unknown {
  if (BY_NAME.has(keyword) && isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, schema]) => [name, compactPart(schema)]),
    );
  }
  if (keyword === 'enum' || keyword === 'const' || keyword === 'default') return value;
  if (Array.isArray(value)) return value.map(compactPart);
  return compactPart(value);
}

function compactPart(part: unknown): unknown {
  if (!isObject(part)) return part;
  const kept = Object.entries(part).filter(
    ([keyword, value]) =>
      !DROPPED.has(keyword) &&
      keyword !== 'additionalProperties' &&
      !isPlainLimit(keyword, value) &&
      !isEmptyList(keyword, value),
  );
  return Object.fromEntries(
    kept.map(([keyword, value]) => [keyword, compactValue(keyword, value)]),
  );
}

/**
 * A schema as clients get it, with nothing that they can do without: no `$schema`, titles,
 * patterns, lengths, limits that are the type's own, and `additionalProperties` at the top only
 * (`facts/mcp.md §d.1`). Arguments are held against the whole schema.
 */
export function compactSchema(schema: JsonSchema): JsonSchema {
  const { additionalProperties } = schema;
  return {
    ...(compactPart(schema) as JsonSchema),
    ...(additionalProperties === false ? { additionalProperties } : {}),
  };
}
