import {
  appendFileSync,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { CheckedRecord } from './audit-entry.ts';
import { type ChainHead, checkLine, EMPTY_CHAIN, sealRecord } from './hash-chain.ts';
import { readLines } from './read-lines.ts';

/** The file does not continue what was read or written before. */
export class BrokenChain extends Error {
  override readonly name = 'BrokenChain';
}

/** A record with its time, ISO 8601. */
export interface TimedRecord {
  readonly record: CheckedRecord;
  readonly time: string;
}

/** How far the file is known. */
interface Known {
  readonly head: ChainHead;
  /** In bytes. */
  readonly size: number;
  readonly lastLine: string;
}

function withFile<T>(file: string, flags: number, run: (descriptor: number) => T): T {
  const descriptor = openSync(file, flags, 0o600);
  try {
    return run(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** A new file is only there after a power cut if its folder was written too. Windows has no such call. */
function syncFolder(file: string): void {
  if (process.platform === 'win32') return;
  withFile(dirname(file), constants.O_RDONLY, fsyncSync);
}

/** Reads on from where the file is known to, and checks everything on the way. */
function readOn(descriptor: number, known: Known): Known {
  if (fstatSync(descriptor).size < known.size) throw new BrokenChain('The file became shorter.');
  const lines = readLines(descriptor, known.size - Buffer.byteLength(known.lastLine));
  let { head, size, lastLine } = known;
  if (lastLine !== '' && `${lines.next().value?.text}\n` !== lastLine) {
    throw new BrokenChain(`Entry ${head.seq} is not what was written.`);
  }
  for (const line of lines) {
    const checked = checkLine(head, line.text);
    if (!line.isWhole) throw new BrokenChain(`The line after entry ${head.seq} is cut off.`);
    if (checked.fault !== undefined) throw new BrokenChain(checked.fault.message);
    head = checked.head;
    size = line.end;
    lastLine = `${line.text}\n`;
  }
  return { head, size, lastLine };
}

/** All of it is on the disk, or none of it is in the file. */
function appendDurably(descriptor: number, text: string, size: number): void {
  try {
    appendFileSync(descriptor, text);
    fsyncSync(descriptor);
  } catch (error) {
    ftruncateSync(descriptor, size);
    throw error;
  }
}

/**
 * A file of sealed lines that others may append to as well. Hold a lock around each call. The file is
 * opened for each: a file that was moved away or put in its place is noticed.
 */
export class ChainFile {
  readonly #file: string;
  #known: Known = { head: EMPTY_CHAIN, size: 0, lastLine: '' };

  constructor(file: string) {
    this.#file = file;
  }

  /** The last entry that is known. */
  get head(): ChainHead {
    return this.#known.head;
  }

  /** Reads all of the file, and makes it where there is none. @throws BrokenChain */
  read(): void {
    const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT;
    this.#known = withFile(this.#file, flags, (descriptor) => readOn(descriptor, this.#known));
    syncFolder(this.#file);
  }

  /** Seals the records and appends them; they are on the disk then. @throws BrokenChain */
  append(records: readonly TimedRecord[]): readonly ChainHead[] {
    const flags = constants.O_RDWR | constants.O_APPEND;
    return withFile(this.#file, flags, (descriptor) => {
      this.#known = readOn(descriptor, this.#known);
      let { head } = this.#known;
      const sealed = records.map(({ record, time }) => {
        const next = sealRecord(head, record, time);
        head = next.head;
        return next;
      });
      const text = sealed.map(({ line }) => `${line}\n`).join('');
      appendDurably(descriptor, text, this.#known.size);
      const size = this.#known.size + Buffer.byteLength(text);
      this.#known = { head, size, lastLine: `${sealed.at(-1)?.line}\n` };
      return sealed.map((one) => one.head);
    });
  }
}
