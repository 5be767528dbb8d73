import { type Clock, currentInstant } from '@billport/core';
import { Refusal } from '../answers/refusal.ts';
import { type AuditRecord, checkRecord } from './audit-entry.ts';
import { BrokenChain, ChainFile, type TimedRecord } from './chain-file.ts';
import type { ChainHead } from './hash-chain.ts';
import { LockedByAnother, ProcessLock } from './process-lock.ts';

interface Waiting extends TimedRecord {
  readonly resolve: (head: ChainHead) => void;
  readonly reject: (error: Refusal) => void;
}

/** Without the path: it is of no use to the caller, and not the caller's to know. */
function reasonOf(error: unknown): string {
  if (error instanceof BrokenChain) return `it was changed from outside. ${error.message}`;
  if (error instanceof LockedByAnother) return 'another process has held its lock for too long.';
  const code = (error as { code?: unknown }).code;
  if (code === 'ENOENT') return 'it is gone, or its folder is not there (ENOENT).';
  return typeof code === 'string' ? `the system says ${code}.` : 'its entry is not well formed.';
}

function unavailable(error: unknown): Refusal {
  return new Refusal('audit_unavailable', {
    message: `The audit log cannot be written: ${reasonOf(error)}`,
    next: 'Ask whoever runs the server to look at BILLING_MCP_AUDIT_FILE; until then nothing is changed, and what only looks goes on.',
    retryable: error instanceof LockedByAnother,
  });
}

/**
 * The log of all calls: one line of JSON each, joined by hashes, so that an edit, a gap or a cut can
 * be told (`verifyAudit`). An entry is on the disk when `append` is done. Several processes may write
 * to one file; their entries make one chain. Whoever can write the file can also write all of it anew:
 * keep the head elsewhere from time to time. Source: `facts/mcp.md §e.3 S8`.
 */
export class AuditLog {
  readonly #clock: Clock;
  readonly #lock: ProcessLock;
  readonly #file: ChainFile;
  #waiting: Waiting[] = [];
  #isClosed = false;

  private constructor(clock: Clock, lock: ProcessLock, file: ChainFile) {
    this.#clock = clock;
    this.#lock = lock;
    this.#file = file;
  }

  /**
   * Opens the log and checks all that is in it. A file is made where there is none, and beside it an
   * empty `….lock`.
   * @throws Refusal `audit_unavailable` when the chain is broken, or the file cannot be read or written.
   */
  static open(file: string, clock: Clock): AuditLog {
    try {
      const lock = new ProcessLock(`${file}.lock`);
      const chain = new ChainFile(file);
      try {
        lock.hold(() => chain.read());
      } catch (error) {
        lock.close();
        throw error;
      }
      return new AuditLog(clock, lock, chain);
    } catch (error) {
      throw unavailable(error);
    }
  }

  /** The last entry that this process knows of: keep it elsewhere to tell a cut at the end. */
  get head(): ChainHead {
    return this.#file.head;
  }

  /**
   * Appends one entry, in the order of the calls. Those that come while others wait are written with
   * them at once.
   * @returns the number and hash of the entry
   * @throws Refusal `audit_unavailable`; the entry is not in the file then.
   */
  async append(record: AuditRecord): Promise<ChainHead> {
    const timed = this.#timed(record);
    return new Promise((resolve, reject) => {
      if (this.#waiting.push({ ...timed, resolve, reject }) === 1) {
        setImmediate(() => this.#flush());
      }
    });
  }

  /** Writes what waits, and takes nothing any more. */
  close(): void {
    if (this.#isClosed) return;
    this.#flush();
    this.#isClosed = true;
    this.#lock.close();
  }

  #timed(record: AuditRecord): TimedRecord {
    try {
      if (this.#isClosed) throw Object.assign(new Error('Closed.'), { code: 'ECLOSED' });
      return { record: checkRecord(record), time: currentInstant(this.#clock) };
    } catch (error) {
      throw unavailable(error);
    }
  }

  #flush(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length === 0) return;
    try {
      const heads = this.#lock.hold(() => this.#file.append(batch));
      batch.forEach((one, index) => {
        one.resolve(heads[index] as ChainHead);
      });
    } catch (error) {
      for (const one of batch) one.reject(unavailable(error));
    }
  }
}
