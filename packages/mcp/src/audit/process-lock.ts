import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const BUSY = 5;
const USUAL_WAIT_MS = 1000;

/** Another process held the lock for too long. */
export class LockedByAnother extends Error {
  override readonly name = 'LockedByAnother';
}

/**
 * Lets one process at a time do something, also across processes, by a lock of the operating system
 * on a file of its own. SQLite takes that lock, since Node itself cannot; the file stays empty. It is
 * let go when its process ends, however that ends: no stale lock is left to be judged by its age.
 */
export class ProcessLock {
  readonly #database: DatabaseSync;

  /**
   * @param file the file to lock; it is made where there is none
   * @param waitMs how long to wait for others; the event loop stands still meanwhile
   * @throws Error of the system, such as `ENOENT`, where the file cannot be made
   */
  constructor(file: string, waitMs = USUAL_WAIT_MS) {
    // Where it cannot be made, SQLite would not say why.
    closeSync(openSync(file, 'a', 0o600));
    this.#database = new DatabaseSync(file, { timeout: waitMs });
  }

  /** Runs while nobody else does. @throws LockedByAnother when that did not come about in time. */
  hold<T>(run: () => T): T {
    this.#take();
    try {
      return run();
    } finally {
      this.#database.exec('ROLLBACK');
    }
  }

  /** Gives the file back. */
  close(): void {
    this.#database.close();
  }

  #take(): void {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
    } catch (cause) {
      if ((cause as { errcode?: number }).errcode !== BUSY) throw cause;
      throw new LockedByAnother('Another process holds the lock.', { cause });
    }
  }
}
