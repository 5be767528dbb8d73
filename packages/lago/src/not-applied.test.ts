import { describe, expect, it } from 'vitest';
import { notApplied } from './not-applied.ts';

const fieldsOf = (asked: object, kept: object) =>
  notApplied(asked, kept, Object.keys({ ...asked, ...kept })).map(({ field }) => field);

describe('trap 11: notApplied', () => {
  it.each([
    ['the same', { a: 'x', b: 1, c: true }, { a: 'x', b: 1, c: true }],
    ['decimals with other zeros', { rate: '10.0' }, { rate: '10' }],
    ['lists of codes in another order', { codes: ['a', 'b'] }, { codes: ['b', 'a'] }],
    ['fields in another order', { a: { b: '1', c: '2' } }, { a: { c: '2', b: '1' } }],
    ['null for what is gone', { name: null }, {}],
    ['nothing asked', { name: undefined }, { name: 'x' }],
    ['fields that are undefined', { a: { b: 'x', c: undefined } }, { a: { b: 'x' } }],
  ])('says nothing of %s', (_, asked, kept) => {
    expect(fieldsOf(asked, kept)).toEqual([]);
  });

  it.each([
    ['another value', { a: 'x' }, { a: 'y' }],
    ['a missing one', { a: 'x' }, {}],
    ['one that stays where null was asked', { a: null }, { a: 'x' }],
    ['another number', { a: '10.01' }, { a: '10' }],
    ['a list with more codes', { a: ['x'] }, { a: ['x', 'y'] }],
    ['a list with other codes', { a: ['x', 'x'] }, { a: ['x', 'y'] }],
    ['tiers in another order', { a: [{ b: '1' }, { b: '2' }] }, { a: [{ b: '2' }, { b: '1' }] }],
    ['a map with more keys', { a: { b: 'x' } }, { a: { b: 'x', c: 'y' } }],
    ['a text in place of a map', { a: { b: 'x' } }, { a: 'x' }],
    ['another type', { a: 1 }, { a: '1' }],
  ])('tells of %s', (_, asked, kept) => {
    expect(fieldsOf(asked, kept)).toEqual(['a']);
  });

  it('looks at the fields that it is told of', () => {
    expect(notApplied({ a: 1, b: 1 }, {}, ['b'])).toEqual([
      { code: 'not_applied', field: 'b', message: expect.stringContaining('b') },
    ]);
  });
});
