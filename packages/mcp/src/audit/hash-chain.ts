import { createHash } from 'node:crypto';
import { AuditEntry, type CheckedRecord } from './audit-entry.ts';

/** Where the chain stands: the last entry. */
export interface ChainHead {
  /** Its number; 0 before the first. */
  readonly seq: number;
  /** Its SHA-256: 64 hexadecimal digits. */
  readonly hash: string;
}

/** Before the first entry. */
export const EMPTY_CHAIN: ChainHead = { seq: 0, hash: '0'.repeat(64) };

/** What is wrong with a line. */
export type LineFault = 'edited' | 'gap' | 'unreadable';

/** A line that was looked at. */
export interface CheckedLine {
  /** Where the chain stands after it, as the line itself says. */
  readonly head: ChainHead;
  readonly fault?: { readonly kind: LineFault; readonly message: string } | undefined;
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** Joins a record to the chain: its line without line end, and where the chain stands then. */
export function sealRecord(
  head: ChainHead,
  record: CheckedRecord,
  time: string,
): { readonly line: string; readonly head: ChainHead } {
  const entry: AuditEntry = { seq: head.seq + 1, time, ...record, previous: head.hash };
  const text = JSON.stringify(entry);
  const hash = hashOf(text);
  return { line: `${text.slice(0, -1)},"hash":"${hash}"}`, head: { seq: entry.seq, hash } };
}

const SEALED = /^(?<open>\{.*),"hash":"(?<hash>[0-9a-f]{64})"\}$/;

function readEntry(text: string): AuditEntry | undefined {
  try {
    return AuditEntry.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function findFault(head: ChainHead, entry: AuditEntry, isAsHashed: boolean): CheckedLine['fault'] {
  if (!isAsHashed)
    return { kind: 'edited', message: `Entry ${entry.seq} is not what was written.` };
  if (entry.seq !== head.seq + 1) {
    return { kind: 'gap', message: `Entry ${entry.seq} stands where ${head.seq + 1} belongs.` };
  }
  if (entry.previous === head.hash) return undefined;
  return { kind: 'edited', message: `Entry ${entry.seq} does not follow the one before it.` };
}

/** Holds a line against the chain before it. A line that cannot be read leaves the chain where it is. */
export function checkLine(head: ChainHead, line: string): CheckedLine {
  const { open, hash } = SEALED.exec(line)?.groups ?? {};
  const entry = open === undefined ? undefined : readEntry(`${open}}`);
  if (open === undefined || hash === undefined || entry === undefined) {
    return { head, fault: { kind: 'unreadable', message: 'The line is no entry.' } };
  }
  const isAsHashed = hashOf(`${open}}`) === hash;
  return { head: { seq: entry.seq, hash }, fault: findFault(head, entry, isAsHashed) };
}
