import type { Comparison } from '../compare/compare-values.ts';

/** Each difference on a line of its own, and how many values were compared. */
export function comparisonText({ compared, differences }: Comparison): string {
  const lines = differences.map(
    ({ path, expected, got }) => `  ${path}: expected ${expected}, got ${got}`,
  );
  const summary =
    differences.length === 0
      ? `No difference in ${compared} values compared with the expected bill.`
      : `${differences.length} of ${compared} values differ from the expected bill:`;
  return [summary, ...lines].join('\n');
}
