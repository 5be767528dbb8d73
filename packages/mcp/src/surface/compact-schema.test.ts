import { describe, expect, it } from 'vitest';
import { compactSchema } from './compact-schema.ts';

describe('compactSchema', () => {
  it('drops what clients can do without', () => {
    expect(
      compactSchema({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
        title: 'Arguments',
        properties: {
          name: { type: 'string', minLength: 1, maxLength: 255, pattern: '^x', format: 'email' },
          count: { type: 'integer', minimum: -9007199254740991, maximum: 9007199254740991 },
          limit: { type: 'integer', minimum: 1, maximum: 100 },
          rest: { type: 'object', propertyNames: { type: 'string' }, additionalProperties: {} },
        },
        additionalProperties: false,
      }),
    ).toEqual({
      type: 'object',
      properties: {
        name: { type: 'string' },
        count: { type: 'integer' },
        limit: { type: 'integer', maximum: 100 },
        rest: { type: 'object' },
      },
      additionalProperties: false,
    });
  });

  it('keeps arguments that are called like keywords, and words of lists', () => {
    const properties = {
      title: { type: 'string' },
      pattern: { type: 'string', enum: ['format', 'title'] },
      format: { default: { title: 'x' } },
    };
    expect(compactSchema({ type: 'object', properties })).toEqual({ type: 'object', properties });
  });

  it('goes into lists, variants and definitions', () => {
    const long = { type: 'string', maxLength: 5 };
    const short = { type: 'string' };
    const schema = (inner: object) => ({
      type: 'object',
      properties: { list: { type: 'array', items: inner }, either: { anyOf: [inner] } },
      $defs: { inner },
    });
    expect(compactSchema(schema(long))).toEqual(schema(short));
  });
});
