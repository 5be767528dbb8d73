import { BillingError, type BillingErrorCode } from '@billport/core';
import { Refusal } from './refusal.ts';

/** Whether a failed call changed something. */
export type Changed = 'no' | 'yes' | 'unknown';

/**
 * What a call that fails with the code, after it was started, may have changed. A provider that is
 * down or cannot be reached has done nothing: writes that may have landed are `outcome_unknown`.
 */
const CHANGED: Readonly<Record<BillingErrorCode, 'no' | 'unknown'>> = {
  invalid_input: 'no',
  configuration: 'no',
  unauthenticated: 'no',
  forbidden: 'no',
  feature_not_enabled: 'no',
  not_found: 'no',
  already_exists: 'no',
  conflict: 'no',
  rejected: 'no',
  insufficient_credits: 'no',
  rate_limited: 'no',
  unavailable: 'no',
  timeout: 'unknown',
  aborted: 'unknown',
  network: 'no',
  outcome_unknown: 'unknown',
  malformed_response: 'unknown',
  unsupported: 'no',
  webhook_invalid: 'no',
};

/** How far a call was when it failed. */
export interface Progress {
  /** Whether the tool changes anything at all. */
  readonly isChanging: boolean;
  /** Whether the first of its changing calls was sent. */
  readonly hasStarted: boolean;
  /** How many of them were answered well before one failed. */
  readonly completedCalls?: number | undefined;
}

/** What a failed call left changed, as far as anybody knows (`facts/mcp.md §e.3 R3`). */
export function changedBy(
  error: unknown,
  { isChanging, hasStarted, completedCalls = 0 }: Progress,
): Changed {
  if (!isChanging) return 'no';
  if (error instanceof Refusal && error.options.changed === 'no') return 'no';
  if (completedCalls > 0) return 'yes';
  if (!hasStarted || error instanceof Refusal) return 'no';
  return BillingError.is(error) ? CHANGED[error.code] : 'unknown';
}
