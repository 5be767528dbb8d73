import fc from 'fast-check';
import type { z } from 'zod';
import { fieldArbitrary, presence, scalars } from './scalar-arbitraries.ts';

type Definition = z.core.$ZodTypes['_zod']['def'];

const MOST_ITEMS = 3;

function definitionOf(schema: z.core.$ZodType): Definition {
  return schema._zod.def as Definition;
}

/** Names of the fields of a list's items, which tell what kind of list it is. */
function itemKeys(definition: Definition): string[] {
  if (definition.type !== 'array') return [];
  const item = definitionOf(definition.element);
  return item.type === 'object' ? Object.keys(item.shape) : [];
}

/** A bound that a check of the schema sets, such as the least length of a list. */
function bound(definition: Definition, check: string, field: string): number | undefined {
  for (const { _zod } of definition.checks ?? []) {
    if (_zod.def.check === check) return (_zod.def as unknown as Record<string, number>)[field];
  }
  return undefined;
}

function objectArbitrary(shape: Readonly<Record<string, z.core.$ZodType>>): fc.Arbitrary<unknown> {
  const fields = Object.entries(shape).map(([name, schema]) =>
    arbitraryOf(schema, name).map((value) => [name, value] as const),
  );
  return fc
    .tuple(...fields)
    .map((entries) => Object.fromEntries(entries.filter(([, value]) => value !== undefined)));
}

function listArbitrary(definition: Definition & { type: 'array' }): fc.Arbitrary<unknown> {
  const most = bound(definition, 'max_length', 'maximum') ?? MOST_ITEMS;
  return fc.array(arbitraryOf(definition.element), {
    minLength: bound(definition, 'min_length', 'minimum') ?? 0,
    maxLength: Math.min(most, MOST_ITEMS),
  });
}

function optional(inner: z.core.$ZodType, name: string): fc.Arbitrary<unknown> {
  return fc.oneof(
    { arbitrary: arbitraryOf(inner, name), weight: presence(name) },
    { arbitrary: fc.constant(undefined), weight: 10 - presence(name) },
  );
}

function fromDefinition(definition: Definition, name: string): fc.Arbitrary<unknown> {
  switch (definition.type) {
    case 'object':
      return objectArbitrary(definition.shape);
    case 'union':
      return fc.oneof(...definition.options.map((option) => arbitraryOf(option, name)));
    case 'array':
      return listArbitrary(definition);
    case 'record':
      return fc.dictionary(
        arbitraryOf(definition.keyType) as fc.Arbitrary<string>,
        arbitraryOf(definition.valueType),
        { minKeys: 1, maxKeys: 2, noNullPrototype: true },
      );
    case 'optional':
      return optional(definition.innerType, name);
    case 'nullable':
      return fc.option(arbitraryOf(definition.innerType, name), { freq: 4 });
    case 'literal':
      return fc.constantFrom(...definition.values);
    case 'enum':
      return fc.constantFrom(...Object.values(definition.entries));
    case 'boolean':
      return fc.boolean();
    case 'number':
      return fc.integer({ min: 1, max: 50 });
    case 'string':
      return fc.string({ maxLength: 12 });
    case 'lazy':
      return fc.jsonValue({ maxDepth: 2 });
    default:
      throw new Error(`Write an arbitrary for schemas of the type ${definition.type} (${name}).`);
  }
}

/**
 * Values that the schema mostly takes: rules over several fields may still refuse one. Written
 * from the schema itself, so that a new field or operation is generated without a change here.
 * @param name the field that the schema stands at
 */
export function arbitraryOf(schema: z.core.$ZodType, name = ''): fc.Arbitrary<unknown> {
  const definition = definitionOf(schema);
  if (definition.type === 'optional') return optional(definition.innerType, name);
  if (definition.type === 'nullable') return fromDefinition(definition, name);
  return (
    fieldArbitrary(name, itemKeys(definition)) ??
    scalars.get(definition) ??
    fromDefinition(definition, name)
  );
}
