import type { Progress } from '../answers/changed.ts';
import type { AuditRecord } from '../audit/audit-entry.ts';

/** How far one call of a tool has come. It is written to while the call goes on. */
export interface Attempt extends Progress {
  isChanging: boolean;
  /** Set right before the first changing call is sent. */
  hasStarted: boolean;
  completedCalls: number;
  idempotencyKey: string | undefined;
  /** Whether sending its calls again with the same keys adds nothing; undefined before they are known. */
  isRepeatable: boolean | undefined;
  targets: readonly string[];
  decision: AuditRecord['decision'];
  confirmation: AuditRecord['confirmation'];
  /** Number of the entry that told of the start of the change. */
  startedEntry: number | undefined;
}

/** An attempt that has done nothing yet. */
export function newAttempt(isChanging: boolean): Attempt {
  return {
    isChanging,
    hasStarted: false,
    completedCalls: 0,
    idempotencyKey: undefined,
    isRepeatable: undefined,
    targets: [],
    decision: isChanging ? 'refuse' : 'reading',
    confirmation: 'none',
    startedEntry: undefined,
  };
}
