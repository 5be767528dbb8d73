import {
  type Billing,
  type CallOptions,
  type contract,
  type Operation,
  type OperationId,
  operations,
} from '@billport/core';
import type { PlannedCall } from '../tools/change.ts';
import type { Attempt } from './attempt.ts';

type OperationCall = (input: object, options: CallOptions) => unknown;

/** Calls one operation by its id. A list brings its first page. */
async function callOperation(
  billing: Billing,
  operation: OperationId,
  input: object,
  options: CallOptions,
): Promise<unknown> {
  const [port, name] = operation.split('.') as [keyof typeof contract, string];
  const functions = billing[port] as unknown as Readonly<Record<string, OperationCall>>;
  return await (functions[name] as OperationCall)(input, options);
}

/**
 * Makes the calls of a change, in order. Each has a key of its own, made of the key of the change,
 * so that a repeat of the whole repeats each.
 * @param attempt is told before the first call and after each
 */
export async function makeCalls(
  calls: readonly PlannedCall[],
  {
    billing,
    attempt,
    key,
    signal,
  }: {
    readonly billing: Billing;
    readonly attempt: Attempt;
    readonly key: string;
    readonly signal: AbortSignal;
  },
): Promise<unknown[]> {
  const results: unknown[] = [];
  for (const [index, { operation, input }] of calls.entries()) {
    const idempotencyKey = index === 0 ? key : `${key}:${index}`;
    const made =
      typeof input === 'function' ? (input as (of: unknown[]) => object)(results) : input;
    const isReading = operations.get(operation)?.effect === 'read';
    if (!isReading) attempt.hasStarted = true;
    results.push(
      await callOperation(
        billing,
        operation,
        made,
        isReading ? { signal } : { signal, idempotencyKey },
      ),
    );
    if (!isReading) attempt.completedCalls += 1;
  }
  return results;
}

/** Whether the same calls with the same keys may be sent again without a second effect. */
export function isRepeatable(calls: readonly PlannedCall[], billing: Billing): boolean {
  return calls.every(({ operation }) => {
    const { repeat } = operations.get(operation) as Operation;
    return repeat === 'safe' || (repeat === 'keyed' && billing.limits.idempotencyKeys);
  });
}
