import type { OperationId } from '@billport/core';
import { Refusal } from '../answers/refusal.ts';
import type { ToolCall } from './tool-call.ts';

/**
 * Refuses a part of a tool that this provider cannot do.
 * @param next what can be done instead, where the provider itself names nothing
 * @throws Refusal `unsupported` with what the provider names instead.
 */
export function requireOperation(
  { billing }: Pick<ToolCall, 'billing'>,
  operation: OperationId,
  next = 'search_operations tells what this provider can do.',
): void {
  if (billing.supports(operation)) return;
  throw new Refusal('unsupported', {
    message: `${billing.id} has no ${operation}.`,
    next: billing.capabilities[operation].note ?? next,
    facts: { operation },
  });
}
