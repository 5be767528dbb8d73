import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** The numbered ways in which a careless adapter for Paigo breaks (`facts/paigo.md §8`). */
const POINTS = Array.from({ length: 29 }, (_, index) => index + 1);

/** Titles of tests that name points: `point 7: …`, `points 7 and 27: …`. */
function namedPoints(file: string): number[] {
  const text = readFileSync(file, 'utf8');
  const titles = [...text.matchAll(/['"`]points? ([\d, and]+):/g)].map(
    ([, numbers = '']) => numbers,
  );
  return titles.flatMap((numbers) => (numbers.match(/\d+/g) ?? []).map(Number));
}

it('every point has a test that names it', () => {
  const files = [
    ...globSync('packages/paigo/src/**/*.test.ts'),
    ...globSync('test/paigo/*.test.ts'),
  ];
  const named = new Set(files.flatMap(namedPoints));
  expect(POINTS.filter((point) => !named.has(point))).toEqual([]);
});
