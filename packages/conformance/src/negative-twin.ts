import { type OperationId, operations } from '@billport/core';
import { ensure, refuses } from './assertions.ts';
import type { Backend } from './harness.ts';
import { sampleInputs } from './sample-inputs.ts';
import type { ScenarioContext } from './scenario.ts';

function call(context: ScenarioContext, operation: OperationId): PromiseLike<unknown> {
  const [port, name] = operation.split('.') as [string, string];
  const ports = context.billing as unknown as Record<
    string,
    Record<string, (input: unknown) => PromiseLike<unknown>>
  >;
  const operationFunction = ports[port]?.[name];
  ensure(operationFunction, `${operation} is not there`);
  return operationFunction(sampleInputs[operation]);
}

/**
 * What stands in for a scenario of an operation that the manifest declares as unsupported: the
 * operation is there, refuses with `unsupported`, and sends nothing.
 */
export async function runNegativeTwin(
  operation: OperationId,
  backend: Backend,
  context: ScenarioContext,
): Promise<void> {
  ensure(!backend.provider.supports(operation), `supports(${operation}) contradicts the manifest`);
  ensure(operations.has(operation), `${operation} is not in the contract`);
  const before = backend.requests?.();
  await refuses('unsupported', () => call(context, operation), operation);
  const sent = (backend.requests?.() ?? 0) - (before ?? 0);
  ensure(sent === 0, `${operation} is unsupported and sent ${sent} requests`);
}
