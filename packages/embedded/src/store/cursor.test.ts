import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.ts';

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('cursors', () => {
  it('bring back the position they were made from, and need no escaping in an address', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeInteger(), { minLength: 1, maxLength: 3 }), (position) => {
        const cursor = encodeCursor('plans', position);
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(decodeCursor(cursor, 'plans', position.length)).toEqual(position);
      }),
    );
  });

  it('are absent for the first page', () => {
    expect(decodeCursor(undefined, 'plans', 1)).toBeUndefined();
  });

  it.each([
    ['text that is no cursor', 'next'],
    ['nothing', ''],
    ['a cursor of a list with more columns', encodeCursor('plans', [1, 2])],
    ['a cursor of another list', encodeCursor('metrics', [7])],
    ['a position of text', encoded(['plans', '7'])],
    ['a fraction', encoded(['plans', 1.5])],
    ['more than a number can hold exactly', encoded(['plans', 2 ** 53])],
    ['no list', encoded({ 0: 'plans', 1: 7, length: 2 })],
  ])('are refused when they are %s', (_, cursor) => {
    expect(() => decodeCursor(cursor, 'plans', 1)).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        issues: [expect.objectContaining({ path: ['cursor'] })],
      }),
    );
  });
});
