import { BillingError, type BillingErrorCode } from '@billport/core';

/** Primary result codes, https://sqlite.org/rescode.html */
const CODES: Readonly<Record<number, { code: BillingErrorCode; message: string }>> = {
  5: {
    code: 'unavailable',
    message: 'The database file is locked by another process. Try again; find long transactions.',
  },
  6: { code: 'unavailable', message: 'A table is locked by another connection. Try again.' },
  8: {
    code: 'configuration',
    message:
      'The database file is read-only. Give the process the right to write it and its folder.',
  },
  10: {
    code: 'unavailable',
    message: 'The disk failed while reading or writing the database file. Nothing was changed.',
  },
  11: {
    code: 'configuration',
    message: 'The database file is corrupt. Restore it from a backup.',
  },
  13: {
    code: 'unavailable',
    message: 'The disk is full. Nothing was changed; free some space and try again.',
  },
  14: {
    code: 'configuration',
    message: 'The database file cannot be opened. Check that its folder exists and can be written.',
  },
  26: {
    code: 'configuration',
    message: 'The file is not a SQLite database. Name another file, or restore it from a backup.',
  },
};

/** The primary result code of an error of node:sqlite. */
export function sqliteCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

/** Whether the file, the disk or a lock is to blame, and not what was written. */
export function isStoreFault(error: unknown): boolean {
  return CODES[sqliteCode(error) ?? -1] !== undefined;
}

/** Whether another connection holds the lock. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === 5 || code === 6;
}

/** The error for callers: a BillingError where the file or the disk is to blame, else the same. */
export function storeError(error: unknown): unknown {
  const known = CODES[sqliteCode(error) ?? -1];
  if (known === undefined) return error;
  return new BillingError(known.code, { message: known.message, cause: error });
}
