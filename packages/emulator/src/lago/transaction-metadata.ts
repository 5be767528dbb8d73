import type { FieldErrors } from './field-errors.ts';
import { type Fields, isFields } from './request-fields.ts';
import type { TransactionMetadataRow } from './wallet-records.ts';

/** Most rows of a wallet transaction's metadata. */
const MOST_ROWS = 15;

const isRow = (row: unknown): row is { key: string; value: string } =>
  isFields(row) &&
  Object.keys(row).length === 2 &&
  typeof row.key === 'string' &&
  typeof row.value === 'string';

/** Rows of `{key, value}`, at most 15 (`facts/lago.md §b` "Wallets"); none where errors were added. */
export function transactionMetadataIn(
  fields: Fields,
  name: string,
  errors: FieldErrors,
): TransactionMetadataRow[] {
  const rows = fields[name];
  if (rows === undefined || rows === null) return [];
  if (!Array.isArray(rows)) {
    errors.add(name, 'invalid_type');
    return [];
  }
  if (rows.length > MOST_ROWS) errors.add(name, 'invalid_count');
  const pairs = rows.filter(isRow);
  if (pairs.length < rows.length) errors.add(name, 'invalid_key_value_pair');
  return pairs.map(({ key, value }) => ({ key, value }));
}
