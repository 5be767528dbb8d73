import { operations } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { gives } from './kept-fields.ts';
import { sampleInputs, samplesOf } from './sample-inputs.ts';

interface JsonSchema {
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

/** Every field that an input may give: `charges.filters.pricing`. */
function* fieldsOf(schema: JsonSchema, at = ''): Generator<string> {
  const forms = [
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    ...(schema.items ? [schema.items] : []),
  ];
  for (const form of forms) yield* fieldsOf(form, at);
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    const field = at === '' ? name : `${at}.${name}`;
    yield field;
    yield* fieldsOf(inner, field);
  }
}

describe('the samples of an operation', () => {
  it.each([...operations])('%s are taken by the contract', (id, { input }) => {
    for (const sample of samplesOf(id, 'other')) expect(input.parse(sample)).toBeDefined();
    expect(input.parse(sampleInputs[id])).toBeDefined();
  });

  it.each([...operations])('%s give every field of the contract', (id, { input }) => {
    const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
    const samples = samplesOf(id, 'other');
    const lacking = [...fieldsOf(schema)].filter(
      (field) => !samples.some((sample) => gives(sample, field)),
    );
    expect(lacking).toEqual([]);
  });

  it('name the key in place of everything they name', () => {
    expect(JSON.stringify(samplesOf('subscriptions.create', 'other'))).not.toContain('"sample"');
  });
});
