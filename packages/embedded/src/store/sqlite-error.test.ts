import { BillingError } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { isBusy, sqliteCode, storeError } from './sqlite-error.ts';

/** An error as node:sqlite makes it. */
const sqliteError = (errcode: number) => Object.assign(new Error('sqlite'), { errcode });

// Result codes of https://sqlite.org/rescode.html
const SQLITE_BUSY = 5;
const SQLITE_BUSY_SNAPSHOT = 517;
const SQLITE_LOCKED = 6;
const SQLITE_READONLY = 8;
const SQLITE_IOERR_FSYNC = 1034;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_CANTOPEN = 14;
const SQLITE_CONSTRAINT = 19;
const SQLITE_NOTADB = 26;

describe('storeError', () => {
  it.each([
    [SQLITE_BUSY, 'unavailable', true],
    [SQLITE_BUSY_SNAPSHOT, 'unavailable', true],
    [SQLITE_LOCKED, 'unavailable', true],
    [SQLITE_IOERR_FSYNC, 'unavailable', true],
    [SQLITE_FULL, 'unavailable', true],
    [SQLITE_READONLY, 'configuration', false],
    [SQLITE_CORRUPT, 'configuration', false],
    [SQLITE_CANTOPEN, 'configuration', false],
    [SQLITE_NOTADB, 'configuration', false],
  ])('makes result code %i a BillingError %s', (errcode, code, retryable) => {
    const cause = sqliteError(errcode);
    const error = storeError(cause);
    expect(BillingError.is(error)).toBe(true);
    expect(error).toMatchObject({ code, retryable, cause });
  });

  it('leaves what is not about the file or the disk as it is', () => {
    for (const error of [
      sqliteError(SQLITE_CONSTRAINT),
      new Error('other'),
      new BillingError('conflict', { message: 'x' }),
      undefined,
      'text',
    ]) {
      expect(storeError(error)).toBe(error);
    }
  });
});

describe('sqliteCode', () => {
  it('reads the primary code of an extended one, and nothing from other errors', () => {
    expect(sqliteCode(sqliteError(SQLITE_BUSY_SNAPSHOT))).toBe(SQLITE_BUSY);
    expect(sqliteCode(Object.assign(new Error(), { errcode: 'EBUSY' }))).toBeUndefined();
    expect(sqliteCode(null)).toBeUndefined();
  });
});

describe('isBusy', () => {
  it('is true when another connection holds the lock', () => {
    expect(
      [SQLITE_BUSY, SQLITE_BUSY_SNAPSHOT, SQLITE_LOCKED].every((code) => isBusy(sqliteError(code))),
    ).toBe(true);
    expect(isBusy(sqliteError(SQLITE_FULL))).toBe(false);
  });
});
