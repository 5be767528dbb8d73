import { describe, expect, it } from 'vitest';
import { listOf } from './reading.ts';

describe('listOf', () => {
  it.each([undefined, null, []])('reads %j as no things', (value) => {
    expect(listOf(value)).toEqual([]);
  });

  it('reads a list, and leaves out null', () => {
    expect(listOf([{ name: 'a' }, null, { name: 'b' }])).toEqual([{ name: 'a' }, { name: 'b' }]);
  });

  it('reads one thing by itself as a list of it', () => {
    expect(listOf({ name: 'a' })).toEqual([{ name: 'a' }]);
  });

  it.each(['', 'text', 0, 1, false, true, ['text'], [1], [[]]].map((value) => [value]))(
    'refuses %j: what it stands for must not count as none',
    (value) => {
      expect(() => listOf(value)).toThrow(expect.objectContaining({ code: 'malformed_response' }));
    },
  );
});
