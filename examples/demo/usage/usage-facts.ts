import { Decimal, toEpochMs } from '@billport/core';
import type { Dataset } from '../bill/bill-file.ts';
import type { UsageFile, UsageRow } from './usage-file.ts';

function numbersOf(rows: readonly UsageRow[], column: string): Decimal[] {
  return rows
    .map(({ values }) => values[column])
    .filter(Decimal.isDecimal)
    .map((value) => Decimal.parse(value));
}

function eachColumn(
  rows: readonly UsageRow[],
  columns: object | undefined,
  fold: (numbers: Decimal[]) => Decimal,
): Record<string, string> {
  return Object.fromEntries(
    Object.keys(columns ?? {}).map((column) => [column, fold(numbersOf(rows, column)).toString()]),
  );
}

const largest = (numbers: Decimal[]) =>
  numbers.reduce((most, number) => Decimal.max(most, number), numbers[0] ?? Decimal.ZERO);

function folds(
  rows: readonly UsageRow[],
  asked: { sums?: object | undefined; max?: object | undefined },
) {
  return {
    rows: rows.length,
    sums: eachColumn(rows, asked.sums, Decimal.sum),
    max: eachColumn(rows, asked.max, largest),
  };
}

function within(rows: readonly UsageRow[], { from, to }: { from: string; to: string }): UsageRow[] {
  const [first, last] = [toEpochMs(from), toEpochMs(to)];
  return rows.filter(({ timestamp }) => {
    const at = toEpochMs(timestamp);
    return first <= at && at <= last;
  });
}

/**
 * What a usage file really is, under the names that a bill's `dataset` uses: the facts that it
 * asks for, over the same columns and windows (both ends included).
 */
export function usageFacts(file: UsageFile, asked: Partial<Dataset>) {
  const timestamps = file.rows.map(({ timestamp }) => timestamp).sort();
  return {
    bytes: file.bytes,
    sha256: file.sha256,
    first_timestamp: timestamps[0],
    last_timestamp: timestamps.at(-1),
    distinct_timestamps: new Set(timestamps).size,
    ...folds(file.rows, asked),
    windows: (asked.windows ?? []).map((window) => ({
      from: window.from,
      to: window.to,
      ...folds(within(file.rows, window), window),
    })),
  };
}
