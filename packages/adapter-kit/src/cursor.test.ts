import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Position, readCursor, writeCursor } from './cursor.ts';
import { offsetPage } from './offset-page.ts';
import { isRowPosition } from './seen-rows.ts';

const anything = (_: Position): _ is Position => true;
const seen = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 3 });
const positions = fc.tuple(fc.nat(), seen);

describe('a cursor', () => {
  it('brings back what was written, in any script', () => {
    fc.assert(
      fc.property(fc.string(), positions, (list, position) => {
        const cursor = writeCursor(list, position);
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(readCursor(list, cursor, anything)).toEqual(position);
      }),
    );
  });

  it('is refused when any of its characters is changed, added or left out', () => {
    const characters = fc.constantFrom(...'abcXYZ019-_=+/ ');
    fc.assert(
      fc.property(positions, fc.nat(), characters, fc.nat(2), (position, at, character, cut) => {
        const cursor = writeCursor('list', position);
        const index = at % (cursor.length + 1);
        const forged = `${cursor.slice(0, index)}${character}${cursor.slice(index + cut)}`;
        fc.pre(forged !== cursor);
        expect(() => readCursor('list', forged, anything)).toThrow(
          expect.objectContaining({ code: 'invalid_input' }),
        );
      }),
    );
  });

  it('fits its own list only', () => {
    const cursor = writeCursor('customers', [1, ['a']]);
    expect(() => readCursor('customers ?search=a', cursor, anything)).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        issues: [expect.objectContaining({ path: ['cursor'] })],
      }),
    );
  });

  it.each(['', 'x', '!!!', 'bnVsbA', '%%', '../../etc', 'W10'])(
    'is refused when made up: %j',
    (text) => {
      expect(() => readCursor('list', text, anything)).toThrow(
        'Pass `nextCursor` of the page before',
      );
    },
  );
});

it.each([
  ['long', JSON.stringify([0, ['a'.repeat(200_000)]])],
  ['nested', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
])('a cursor that is made up and very %s is refused like any other', (_, text) => {
  const cursor = btoa(`x${text}`).replaceAll('=', '');
  expect(() => readCursor('list', cursor, isRowPosition)).toThrow(
    expect.objectContaining({ code: 'invalid_input' }),
  );
});

it('a cursor of a long position is brought back', () => {
  const position = [0, ['a'.repeat(200_000)]] as const;
  expect(readCursor('list', writeCursor('list', position), isRowPosition)).toEqual(position);
});

describe('a well-written cursor that holds what no walk writes', () => {
  const cases: readonly Position[] = [
    [],
    [1],
    [-1, []],
    [1.5, []],
    [1e12, []],
    [null, []],
    ['1', []],
    [1, 'a'],
    [1, ['a', 'b', 'c', 'd']],
    [1, [2] as never],
    [1, [], 'more'],
  ];

  it.each(cases.map((position) => [JSON.stringify(position), position] as const))(
    'is refused: %s',
    async (_, position) => {
      let requests = 0;
      const list = {
        limit: 1,
        cursor: writeCursor('offset ', position),
        idOf: String,
        toItem: String,
        fetch: async () => {
          requests++;
          return { rows: [], more: false };
        },
      };
      await expect(offsetPage(list)).rejects.toMatchObject({ code: 'invalid_input' });
      expect(requests).toBe(0);
    },
  );

  it('is taken otherwise', () => {
    expect(isRowPosition([0, []])).toBe(true);
    expect(isRowPosition([7, ['a', 'b', 'c']])).toBe(true);
  });
});
