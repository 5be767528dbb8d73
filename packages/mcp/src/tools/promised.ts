import type { OperationId } from '@billport/core';
import { Refusal } from '../answers/refusal.ts';
import type { ToolCall } from './tool-call.ts';

/**
 * Whether this provider does with an operation what the contract says of it, or of one field of its
 * input. Where the fields that it does not keep are named, it does the rest. What it does instead is
 * said in its own words, see {@link noteOf}.
 */
export function promises({ billing }: ToolCall, operation: OperationId, field?: string): boolean {
  const { level, without } = billing.capabilities[operation];
  if (level !== 'partial') return true;
  return without !== undefined && (field === undefined || !without.includes(field));
}

/** What the provider says of how it does an operation, as a sentence after others; else nothing. */
export function noteOf({ billing }: ToolCall, operation: OperationId): string {
  const { note } = billing.capabilities[operation];
  return note === undefined ? '' : ` ${note}`;
}

/**
 * Refuses fields that the provider would not keep, where a warning afterwards comes too late.
 * @throws Refusal `unsupported` that names the first of them.
 */
export function refuseNotKept(
  call: ToolCall,
  operation: OperationId,
  given: Readonly<Record<string, unknown>>,
): void {
  const { without = [], note } = call.billing.capabilities[operation];
  const field = without.find((name) => given[name] !== undefined);
  if (field === undefined) return;
  throw new Refusal('unsupported', {
    field,
    message: `${field}: ${call.billing.id} does not take it into account.`,
    next: `Leave ${field} out${note === undefined ? '.' : `, if this will do: ${note}`}`,
    facts: { operation },
  });
}
