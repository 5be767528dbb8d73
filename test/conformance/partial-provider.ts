import {
  type Billing,
  defineProvider,
  type Handler,
  type HandlerContext,
  type Handlers,
  type Limits,
  native,
  type OperationId,
} from '@billport/core';
import { operationsOf } from './observed-provider.ts';

/** What serves an operation, without its types. */
export type AnyHandle = (input: object, context: HandlerContext) => unknown;

/** What serves each operation of a part of a provider. */
export type PartHandlers = ReadonlyMap<OperationId, Handler<AnyHandle>>;

function handlersOf(whole: Billing, supported: readonly OperationId[]): PartHandlers {
  const calls = [...operationsOf(whole)].filter(([id]) => supported.includes(id));
  return new Map(
    calls.map(([id, call]) => {
      const handle: AnyHandle = (input, { signal, idempotencyKey }) =>
        call(input, { signal, idempotencyKey });
      return [id, native(handle)];
    }),
  );
}

function byPort(handlers: PartHandlers): Handlers {
  const ports: Record<string, Record<string, unknown>> = {};
  for (const [id, handler] of handlers) {
    const [port, name] = id.split('.') as [string, string];
    ports[port] = { ...ports[port], [name]: handler };
  }
  return ports as unknown as Handlers;
}

/**
 * A provider that has some of the operations of another, and narrower limits. `change` puts other
 * handlers in place of some.
 */
export function partialProvider(
  whole: Billing,
  supported: readonly OperationId[],
  limits: Partial<Limits> = {},
  change: (handlers: PartHandlers) => PartHandlers = (handlers) => handlers,
): Billing {
  return defineProvider({
    // Errors of the whole pass through, and they name it.
    id: whole.id,
    handlers: byPort(change(handlersOf(whole, supported))),
    limits: { ...whole.limits, ...limits },
  }) as unknown as Billing;
}
