import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compact } from './compact.ts';
import { sameData } from './same-data.ts';

describe('sameData', () => {
  it.each([
    ['decimals with other zeros', '1.50', '1.5', true],
    ['decimals that differ', '1.5', '1.51', false],
    ['codes in another order', ['a', 'b'], ['b', 'a'], true],
    ['codes that come twice', ['a', 'a'], ['a', 'b'], false],
    ['fields in another order', { a: '1', b: '2' }, { b: '2', a: '1' }, true],
    ['a field that is undefined', { a: '1', b: undefined }, { a: '1' }, true],
    ['a field that is null', { a: null }, {}, false],
    ['objects in another order', [{ a: '1' }, { a: '2' }], [{ a: '2' }, { a: '1' }], false],
    ['text and nothing', 'a', undefined, false],
  ])('%s', (_title, one, other, expected) => {
    expect(sameData(one, other)).toBe(expected);
    expect(sameData(other, one)).toBe(expected);
  });

  it('takes any data for the same as its copy', () => {
    const property = fc.property(fc.jsonValue(), (value) => {
      expect(sameData(value, structuredClone(value))).toBe(true);
    });
    fc.assert(property);
  });
});

describe('compact', () => {
  it('leaves out what is undefined, and nothing else', () => {
    const value = { a: undefined, b: null, c: '', d: 0, e: false };
    expect(Object.keys(compact(value))).toEqual(['b', 'c', 'd', 'e']);
  });
});
