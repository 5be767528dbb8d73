import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstDifference } from './difference.ts';

describe('firstDifference', () => {
  it('finds none between copies of any plain data', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(firstDifference(structuredClone(value), value)).toBeUndefined();
      }),
    );
  });

  it('finds one exactly where the JSON text differs', () => {
    // JSON text writes -0 as 0, and the comparison tells them apart.
    const value = fc.jsonValue().map((made) => JSON.parse(JSON.stringify(made)));
    fc.assert(
      fc.property(value, value, (one, other) => {
        const text = (data: unknown) => JSON.stringify(data, keysSorted);
        expect(firstDifference(one, other) !== undefined).toBe(text(one) !== text(other));
      }),
    );
  });

  it('names the first place that differs', () => {
    const expected = { items: [{ id: 1 }, { id: 2 }] };
    const actual = { items: [{ id: 1 }, { id: 3 }] };
    expect(firstDifference(actual, expected)).toBe('items.1.id: 3 instead of 2');
  });

  it('tells an undefined field from an absent one, and a list from an object', () => {
    expect(firstDifference({ a: undefined }, {})).toBe('a: undefined instead of absent');
    expect(firstDifference({}, { a: undefined })).toBe('a: absent instead of undefined');
    expect(firstDifference([], {})).toBe(': [] instead of {}');
  });

  it('compares dates by moment', () => {
    expect(firstDifference(new Date(5), new Date(5))).toBeUndefined();
    expect(firstDifference(new Date(5), new Date(6))).toBe('5 instead of 6');
  });

  it('takes decimals of different length for the same only when told to', () => {
    expect(firstDifference('1.50', '1.5')).toBe('"1.50" instead of "1.5"');
    expect(firstDifference({ a: '1.50' }, { a: '1.5' }, { decimals: 'number' })).toBeUndefined();
    expect(firstDifference('1.51', '1.5', { decimals: 'number' })).toBeDefined();
    expect(firstDifference('1e1', '10', { decimals: 'number' })).toBeDefined();
  });
});

function keysSorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
