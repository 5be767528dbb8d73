import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { BillingError } from '@billport/core';
import { APPLICATION_ID, migrations } from './schema.ts';
import { isBusy, storeError } from './sqlite-error.ts';

/** Settings of the database file. */
export interface DatabaseOptions {
  /** Path, or `:memory:`. */
  readonly file: string;
  /** `full` survives a power cut; `normal` only a crash of the process. */
  readonly synchronous: 'full' | 'normal';
  /**
   * How long a write waits for another process, in milliseconds, without stopping the event loop.
   * Opening waits as long, and stops it: nothing else of the engine runs yet.
   */
  readonly lockTimeoutMs: number;
}

/** How long SQLite itself waits: it stops the event loop, so that is kept short. */
const BLOCKING_WAIT_MS = 25;
const LONGEST_PAUSE_MS = 50;

/**
 * SQLite before 3.51.3 can lose acknowledged commits when a checkpoint races a writer; fixed also
 * in 3.50.7 and 3.44.6 (`facts/usage-delivery.md §1.a.3`, https://sqlite.org/wal.html#walresetbug).
 */
export function isSafeSqlite(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major !== 3) return major > 3;
  if (minor === 50) return patch >= 7;
  if (minor === 44) return patch >= 6;
  return minor > 51 || (minor === 51 && patch >= 3);
}

function one(connection: DatabaseSync, sql: string): unknown {
  return Object.values(connection.prepare(sql).get() ?? {})[0];
}

function checkVersion(connection: DatabaseSync): void {
  const version = String(one(connection, 'SELECT sqlite_version()'));
  if (isSafeSqlite(version)) return;
  throw new BillingError('configuration', {
    message: `SQLite ${version} can lose acknowledged commits. Run Node 22.22.3, 24.15 or later.`,
    details: { setting: 'node' },
  });
}

/** Refuses files that are not ours or too new; answers which migrations a file has. */
function checkFile(connection: DatabaseSync): number {
  const version = Number(one(connection, 'PRAGMA user_version'));
  const application = Number(one(connection, 'PRAGMA application_id'));
  const tables = Number(one(connection, 'SELECT count(*) FROM sqlite_schema'));
  if (tables > 0 && application !== APPLICATION_ID) {
    throw new BillingError('configuration', {
      message: 'The file is the database of another program. Name another file.',
      details: { setting: 'file' },
    });
  }
  if (version > migrations.length) {
    throw new BillingError('configuration', {
      message: `The file was written by a newer version (schema ${version}, this one knows ${migrations.length}). Update @billport/embedded.`,
      details: { setting: 'file' },
    });
  }
  return version;
}

function migrate(connection: DatabaseSync): void {
  for (const step of migrations.slice(checkFile(connection))) connection.exec(step);
  connection.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  connection.exec(`PRAGMA user_version = ${migrations.length}`);
}

function prepareFile(connection: DatabaseSync, options: DatabaseOptions): void {
  // First of all: another process may be making the file at this moment.
  connection.exec(`PRAGMA busy_timeout = ${options.lockTimeoutMs}`);
  checkVersion(connection);
  // Before anything is written: a file that is refused stays as it is.
  checkFile(connection);
  if (options.file !== ':memory:') connection.exec('PRAGMA journal_mode = WAL');
  connection.exec(`PRAGMA synchronous = ${options.synchronous}`);
  // On macOS only this flushes the drive's own cache; elsewhere it changes nothing.
  connection.exec('PRAGMA fullfsync = 1');
  connection.exec('BEGIN IMMEDIATE');
  try {
    migrate(connection);
    connection.exec('COMMIT');
  } catch (error) {
    // SQLite has rolled back by itself after some errors, such as a full disk.
    if (connection.isTransaction) connection.exec('ROLLBACK');
    throw error;
  }
  connection.exec(`PRAGMA busy_timeout = ${BLOCKING_WAIT_MS}`);
}

function open(options: DatabaseOptions): DatabaseSync {
  let connection: DatabaseSync | undefined;
  try {
    connection = new DatabaseSync(options.file);
    prepareFile(connection, options);
    return connection;
  } catch (error) {
    connection?.close();
    throw storeError(error);
  }
}

/**
 * The SQLite file. Everything inside a transaction is synchronous; only waiting for another
 * process is not. A transaction that throws leaves nothing behind.
 */
export class Database {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #lockTimeoutMs: number;

  /** @throws BillingError `configuration` when the file cannot be used; `unavailable` when it is locked. */
  constructor(options: DatabaseOptions) {
    this.#connection = open(options);
    this.#lockTimeoutMs = options.lockTimeoutMs;
  }

  /**
   * The prepared statement for this text; prepared once.
   * @throws BillingError `configuration` once the database was closed
   */
  sql(text: string): StatementSync {
    let statement = this.#statements.get(text);
    if (statement === undefined) {
      if (!this.#connection.isOpen) {
        throw new BillingError('configuration', {
          message: 'The engine is closed: open it again.',
        });
      }
      this.#checkOpen();
      statement = this.#connection.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }

  /** Runs `work` on one unchanging view of the data. */
  read<Value>(work: () => Value): Value {
    try {
      this.sql('BEGIN').run();
    } catch (error) {
      throw storeError(error);
    }
    return this.#finish(work);
  }

  /**
   * Runs `work` as one transaction that no other writer interleaves.
   * @throws BillingError `unavailable` when another process keeps the lock for too long.
   */
  write<Value>(work: () => Value, signal?: AbortSignal): Promise<Value> {
    return this.#whenLocked(() => this.#finish(work), signal);
  }

  /**
   * Runs `work` as a transaction that is undone at its end: what would happen, without its
   * happening.
   * @throws BillingError `unavailable` when another process keeps the lock for too long.
   */
  rehearse<Value>(work: () => Value): Promise<Value> {
    return this.#whenLocked(() => {
      try {
        return work();
      } catch (error) {
        throw storeError(error);
      } finally {
        if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
      }
    });
  }

  /** Runs `work` in a part of the transaction that can be undone alone. */
  nested<Value>(work: () => Value): Value {
    this.#connection.exec('SAVEPOINT nested');
    try {
      const value = work();
      this.#connection.exec('RELEASE nested');
      return value;
    } catch (error) {
      if (this.#connection.isTransaction) {
        this.#connection.exec('ROLLBACK TO nested');
        this.#connection.exec('RELEASE nested');
      }
      throw error;
    }
  }

  /** The next number of a counter that never goes back, beginning with 1. */
  next(counter: string): number {
    const row = this.sql(
      'INSERT INTO counters VALUES (?, 1) ON CONFLICT DO UPDATE SET value = value + 1 RETURNING value',
    ).get(counter);
    return Number(row?.value);
  }

  /** A call may still be waiting for another process when the engine is closed. */
  #checkOpen(): void {
    if (this.#connection.isOpen) return;
    throw new BillingError('configuration', {
      message: 'The engine was closed, and nothing was changed. Open the file again to go on.',
    });
  }

  close(): void {
    this.#statements.clear();
    this.#connection.close();
  }

  /**
   * Begins a transaction and runs `work` before anything else can: between the two, another call
   * of this process would try to begin one on the same connection.
   */
  async #whenLocked<Value>(work: () => Value, signal?: AbortSignal): Promise<Value> {
    let waited = 0;
    let pause = 1;
    for (;;) {
      signal?.throwIfAborted();
      if (this.#begin(waited >= this.#lockTimeoutMs)) return work();
      await delay(pause);
      waited += pause + BLOCKING_WAIT_MS;
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }

  /** Whether a transaction began; if not, another process has the lock. The last time it throws. */
  #begin(last: boolean): boolean {
    try {
      this.sql('BEGIN IMMEDIATE').run();
      return true;
    } catch (error) {
      if (!isBusy(error) || last) throw storeError(error);
      return false;
    }
  }

  #finish<Value>(work: () => Value): Value {
    try {
      const value = work();
      this.sql('COMMIT').run();
      return value;
    } catch (error) {
      // SQLite has rolled back by itself after some errors, such as a full disk.
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
      throw storeError(error);
    }
  }
}
