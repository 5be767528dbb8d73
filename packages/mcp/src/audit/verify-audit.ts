import { closeSync, openSync } from 'node:fs';
import { type ChainHead, checkLine, EMPTY_CHAIN, type LineFault } from './hash-chain.ts';
import { readLines } from './read-lines.ts';

/** Something that is wrong with an audit log. */
export interface AuditFault {
  /** Counted from 1; the line after the last where the end is missing. */
  readonly line: number;
  /**
   * `edited`: not what was written · `gap`: entries are missing, doubled or in another order ·
   * `unreadable`: not an entry · `incomplete`: the last line is cut off · `truncated`: the end is
   * missing, or was written anew.
   */
  readonly kind: LineFault | 'incomplete' | 'truncated';
  readonly message: string;
}

/** What was found in an audit log. */
export interface AuditReport {
  readonly isIntact: boolean;
  /** How many lines are entries. */
  readonly entries: number;
  /** The last entry. */
  readonly head: ChainHead;
  /** At most the first hundred. */
  readonly faults: readonly AuditFault[];
}

const MOST_FAULTS = 100;

function findCut(
  head: ChainHead,
  line: number,
  expected: ChainHead,
  hasExpected: boolean,
): AuditFault | undefined {
  if (hasExpected) return undefined;
  const message =
    head.seq < expected.seq
      ? `The log ends with entry ${head.seq}; entry ${expected.seq} is missing.`
      : `Entry ${expected.seq} is not the one that was there: the log was written anew.`;
  return { line, kind: 'truncated', message };
}

/**
 * Checks an audit log from its first line to its last. A cut at the end can be told only with an
 * `expectedHead` that was kept elsewhere: the entry has to be there, and more may follow it.
 * @throws the error of the system when the file cannot be read.
 */
export function verifyAudit(file: string, expectedHead: ChainHead = EMPTY_CHAIN): AuditReport {
  const descriptor = openSync(file, 'r');
  const faults: AuditFault[] = [];
  let head = EMPTY_CHAIN;
  let line = 0;
  let entries = 0;
  const add = (fault: AuditFault) => {
    if (faults.length < MOST_FAULTS) faults.push(fault);
  };
  let hasExpected = expectedHead.seq === EMPTY_CHAIN.seq;
  try {
    for (const { text, isWhole } of readLines(descriptor, 0)) {
      line += 1;
      const checked = checkLine(head, text);
      head = checked.head;
      if (!isWhole) add({ line, kind: 'incomplete', message: 'The line is cut off.' });
      else if (checked.fault !== undefined) add({ line, ...checked.fault });
      if (checked.fault?.kind !== 'unreadable') entries += 1;
      hasExpected ||= head.seq === expectedHead.seq && head.hash === expectedHead.hash;
    }
  } finally {
    closeSync(descriptor);
  }
  const cut = findCut(head, line + 1, expectedHead, hasExpected);
  if (cut !== undefined) add(cut);
  return { isIntact: faults.length === 0, entries, head, faults };
}
