import { type Fields, isFields } from '../machinery/json-fields.ts';
import type { FieldErrors } from './field-errors.ts';
import type { TransactionMetadataRow } from './wallet-records.ts';

/** Bounds of a wallet transaction's metadata (`facts/lago.md §b` "Wallets"). */
const MOST_ROWS = 15;
const LONGEST_KEY = 20;
const LONGEST_VALUE = 100;

const isRow = (row: unknown): row is TransactionMetadataRow =>
  isFields(row) &&
  Object.keys(row).length === 2 &&
  typeof row.key === 'string' &&
  row.key.trim() !== '' &&
  typeof row.value === 'string' &&
  row.value.trim() !== '';

function codeOf(rows: readonly unknown[]): string | undefined {
  if (rows.length > MOST_ROWS) return 'too_many_keys';
  if (!rows.every(isRow)) return 'invalid_key_value_pair';
  if (rows.some(({ key }) => [...key].length > LONGEST_KEY)) return 'key_too_long';
  return rows.some(({ value }) => [...value].length > LONGEST_VALUE) ? 'value_too_long' : undefined;
}

/** Rows of `{key, value}`, at most 15; none where an error was added, under `metadata`. */
export function transactionMetadataIn(
  fields: Fields,
  name: string,
  errors: FieldErrors,
): TransactionMetadataRow[] {
  const rows: unknown = fields[name] ?? [];
  const code = Array.isArray(rows) ? codeOf(rows) : 'invalid_type';
  if (code !== undefined) errors.add('metadata', code);
  return Array.isArray(rows) ? rows.filter(isRow).map(({ key, value }) => ({ key, value })) : [];
}
