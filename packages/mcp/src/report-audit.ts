import type { Writable } from 'node:stream';
import { type AuditReport, verifyAudit } from './audit/verify-audit.ts';
import { wrongSetting } from './configuration/given.ts';

type Head = AuditReport['head'];

/** `12:6f1c…`, as a report prints it. */
function readHead(text: string): Head {
  const { seq, hash } = /^(?<seq>\d{1,15}):(?<hash>[0-9a-f]{64})$/.exec(text)?.groups ?? {};
  if (seq !== undefined && hash !== undefined) return { seq: Number(seq), hash };
  throw wrongSetting('--head', 'Write the last entry as an earlier check printed it: number:hash.');
}

function verify(file: string, head: Head | undefined): AuditReport {
  try {
    return verifyAudit(file, head);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw wrongSetting('verify-audit', `The file cannot be read (${code}).`);
  }
}

/**
 * Checks an audit log and prints what was found.
 * @param head The last entry of an earlier check, `number:hash`: with it a cut at the end shows too.
 * @returns Whether the log is intact.
 * @throws BillingError `configuration` for a file that cannot be read and a head that is none.
 */
export function reportAudit(
  file: string,
  head: string | undefined,
  stdout: Pick<Writable, 'write'>,
): boolean {
  const report = verify(file, head === undefined ? undefined : readHead(head));
  const { isIntact, entries, faults } = report;
  for (const { line, message } of faults) stdout.write(`line ${line}: ${message}\n`);
  const state = isIntact ? 'intact' : 'NOT intact';
  stdout.write(`${entries} entries, ${state}. Last: ${report.head.seq}:${report.head.hash}\n`);
  return isIntact;
}
