import { contract, type Operation, operations } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

interface JsonSchema {
  readonly description?: string;
  readonly type?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

const toJsonSchema = (schema: z.ZodType, io: 'input' | 'output') =>
  z.toJSONSchema(schema, { io }) as JsonSchema;

/** The schemas directly inside one, with the step that leads there. */
function inner(schema: JsonSchema): [step: string, schema: JsonSchema][] {
  const { properties, $defs, items, additionalProperties, anyOf, oneOf, allOf } = schema;
  const named = Object.entries(properties ?? {}).map(([name, field]): [string, JsonSchema] => [
    `.${name}`,
    field,
  ]);
  const sameLevel = [anyOf, oneOf, allOf, Object.values($defs ?? {})].flatMap((list) => list ?? []);
  const each = [items, additionalProperties].filter((part) => typeof part === 'object');
  return [
    ...named,
    ...sameLevel.map((part): [string, JsonSchema] => ['', part]),
    ...each.map((part): [string, JsonSchema] => ['[]', part]),
  ];
}

/** Paths of all named fields, with whether each is described. */
function* fieldsOf(schema: JsonSchema, path = ''): Generator<{ path: string; described: boolean }> {
  for (const [step, child] of inner(schema)) {
    const at = path + step;
    if (step.startsWith('.')) yield { path: at, described: (child.description ?? '') !== '' };
    yield* fieldsOf(child, at);
  }
}

const cases = [...operations.values()].map((operation) => ({ id: operation.id, operation }));

describe('the contract', () => {
  it('names every operation by its port and its own name', () => {
    const named = Object.entries(contract).flatMap(([port, members]) =>
      Object.entries(members as Record<string, Operation>).map(([name, operation]) => [
        `${port}.${name}`,
        operation.id,
      ]),
    );
    expect(named.length).toBe(operations.size);
    for (const [expected, id] of named) expect(id).toBe(expected);
  });

  it('is frozen, so that no program changes it for another', () => {
    expect(Object.isFrozen(contract)).toBe(true);
    for (const port of Object.values(contract)) {
      expect(Object.isFrozen(port)).toBe(true);
      for (const operation of Object.values(port)) expect(Object.isFrozen(operation)).toBe(true);
    }
  });

  it('says of reads that they may be repeated and move no money', () => {
    for (const { operation } of cases.filter((each) => each.operation.effect === 'read')) {
      expect(operation).toMatchObject({ repeat: 'safe', money: false });
    }
  });
});

describe.each(cases)('$id', ({ operation }) => {
  it('has a summary of one sentence or two', () => {
    expect(operation.summary).toMatch(/^[A-Z].*\.$/s);
    expect(operation.summary.length).toBeLessThan(160);
  });

  it('takes an object that JSON Schema can describe', () => {
    const schema = toJsonSchema(operation.input, 'input');
    const variants = schema.oneOf ?? schema.anyOf ?? [schema];
    for (const variant of variants) {
      expect(variant.type).toBe('object');
      expect(variant.additionalProperties).toBe(false);
    }
  });

  it.each(['input', 'output'] as const)('describes every field of its %s', (io) => {
    const fields = [...fieldsOf(toJsonSchema(operation[io], io))];
    const silent = fields.filter(({ described }) => !described).map(({ path }) => path);
    expect(silent).toEqual([]);
    // `health.check` takes an object without fields.
    if (operation.id !== 'health.check') expect(fields).not.toEqual([]);
  });

  it('refuses a field that it does not know, and names it', () => {
    const checked = operation.input.safeParse({ notOfThisOperation: 1 });
    expect(checked.success).toBe(false);
    const rules = JSON.stringify(checked.error?.issues);
    const { input } = operation;
    // A union first asks for the field that chooses its variant.
    const choice = input instanceof z.ZodDiscriminatedUnion ? input.def.discriminator : undefined;
    expect(rules).toContain(choice ?? 'notOfThisOperation');
  });
});

it('refuses an unknown field in each variant of a union', () => {
  const unions = cases.flatMap(({ operation }) =>
    operation.input instanceof z.ZodDiscriminatedUnion ? [operation.input] : [],
  );
  expect(unions.length).toBeGreaterThan(0);
  for (const union of unions) {
    const { discriminator, options } = union.def;
    for (const option of options as z.ZodObject[]) {
      const [value] = (option.shape[discriminator] as z.ZodLiteral).values;
      const checked = union.safeParse({ [discriminator]: value, notOfThisOperation: 1 });
      expect(JSON.stringify(checked.error?.issues)).toContain('notOfThisOperation');
    }
  }
});
