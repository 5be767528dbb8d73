import type { Progress } from '../answers/changed.ts';

/** How far one call of a tool has come. It is written to while the call goes on. */
export interface Attempt extends Progress {
  isChanging: boolean;
  /** Set right before the first changing call is sent. */
  hasStarted: boolean;
  completedCalls: number;
  idempotencyKey: string | undefined;
}

/** An attempt that has done nothing yet. */
export function newAttempt(): Attempt {
  return { isChanging: false, hasStarted: false, completedCalls: 0, idempotencyKey: undefined };
}
