import { type Operation, type OperationId, operations } from '@billport/core';
import { Refusal } from '../../answers/refusal.ts';
import { words } from '../../answers/words.ts';
import { nearestNames } from '../../arguments/nearest-name.ts';
import { requireOperation } from '../require-operation.ts';
import type { ToolCall } from '../tool-call.ts';
import { searchIndex } from './operation-index.ts';

/** An operation, with its id as the contract's. */
export type FoundOperation = Operation & { readonly id: OperationId };

/** The ids that are most like what somebody wrote. */
function nearestIds(wrong: string): string[] {
  const spelt = nearestNames(wrong, [...operations.keys()], 3);
  return spelt.length > 0 ? spelt : searchIndex(wrong, 3);
}

/**
 * The operation of that id.
 *
 * @throws Refusal `not_found` with the nearest ids; `unsupported` with what the provider names
 *   instead, when it cannot do it (`facts/mcp.md §e.3 R6`).
 */
export function findOperation(id: string, call: ToolCall): FoundOperation {
  const operation = operations.get(id as OperationId);
  if (operation === undefined) {
    const nearest = nearestIds(id);
    throw new Refusal('not_found', {
      field: 'operation',
      message: `operation: there is no operation ${words(id)}.`,
      next:
        nearest.length === 0
          ? 'Find the operation with search_operations.'
          : `Nearest: ${nearest.join(', ')}. search_operations tells what they take.`,
    });
  }
  requireOperation(call, operation.id as OperationId);
  return operation as FoundOperation;
}
