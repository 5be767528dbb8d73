import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const numbered = (letter: string, most: number) =>
  Array.from({ length: most }, (_, index) => `${letter}${index + 1}`);

/** The lines of what an MCP server for billing has to be (`facts/mcp.md §e.3`). */
const LINES: readonly string[] = [
  ...numbered('P', 9),
  'T',
  'A',
  ...numbered('R', 7),
  ...numbered('D', 8),
  ...numbered('S', 10),
  'F',
  'E',
];

/** Titles of tests begin with the lines that they test: `D4: …`, `D2, D5: …`. */
function namedLines(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const titles = [...text.matchAll(/['"`]([A-Z]\d*(?:, [A-Z]\d*)*): /g)];
  return titles.flatMap(([, lines = '']) => lines.split(', '));
}

const files = ['packages/mcp/src', 'packages/billport/src', 'test/mcp', 'test/packaging'].flatMap(
  (folder) => globSync(`${folder}/**/*.test.ts`),
);

it('every line has a test that names it', () => {
  const named = new Set(files.flatMap(namedLines));
  expect(LINES.filter((line) => !named.has(line))).toEqual([]);
});

it('no test names a line that there is none of', () => {
  const unknown = files.flatMap((file) =>
    namedLines(file)
      .filter((line) => !LINES.includes(line))
      .map((line) => `${file}: ${line}`),
  );
  expect(unknown).toEqual([]);
});
