import { Decimal } from '@billport/core';

/** How values are compared. */
export interface Comparison {
  /** Whether `1.50` and `1.5` are the same: where providers may write a decimal in their own way. */
  readonly decimals?: 'text' | 'number';
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function sameScalar(actual: unknown, expected: unknown, comparison: Comparison): boolean {
  if (Object.is(actual, expected)) return true;
  return (
    comparison.decimals === 'number' &&
    Decimal.isDecimal(actual) &&
    Decimal.isDecimal(expected) &&
    Decimal.parse(actual).equals(Decimal.parse(expected))
  );
}

/**
 * Where two values of plain data differ first, in words; nothing when they are the same. Objects
 * are compared field by field: a field that is `undefined` is not the same as an absent one.
 */
export function firstDifference(
  actual: unknown,
  expected: unknown,
  comparison: Comparison = {},
  path = '',
): string | undefined {
  if (actual instanceof Date && expected instanceof Date) {
    return firstDifference(actual.getTime(), expected.getTime(), comparison, path);
  }
  if (!isObject(actual) || !isObject(expected)) {
    if (sameScalar(actual, expected, comparison)) return undefined;
    return `${path === '' ? '' : `${path}: `}${shown(actual)} instead of ${shown(expected)}`;
  }
  if (Array.isArray(actual) !== Array.isArray(expected)) {
    return `${path}: ${shown(actual)} instead of ${shown(expected)}`;
  }
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const at = path === '' ? key : `${path}.${key}`;
    if (!(key in actual)) return `${at}: absent instead of ${shown(expected[key])}`;
    if (!(key in expected)) return `${at}: ${shown(actual[key])} instead of absent`;
    const difference = firstDifference(actual[key], expected[key], comparison, at);
    if (difference !== undefined) return difference;
  }
  return undefined;
}
