import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AuditRecord } from './audit-entry.ts';

/** Path of a file that is not there yet, in a folder that goes with the test. */
export function auditFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'billport-audit-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'audit.jsonl');
}

/** Credits that were given to Acme after somebody agreed, with parts replaced. */
export function recordOf(parts: Partial<AuditRecord> = {}): AuditRecord {
  return {
    principal: 'local',
    tool: 'add_credits',
    arguments: 'a'.repeat(64),
    targets: ['customer:acme', 'wallet:w1'],
    decision: 'proceed',
    confirmation: 'elicited',
    result: 'ok',
    providerRequestId: 'req_1',
    ...parts,
  };
}
