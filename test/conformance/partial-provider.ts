import {
  type Billing,
  defineProvider,
  type HandlerContext,
  type Handlers,
  type Limits,
  native,
  type OperationId,
} from '@billport/core';
import { operationsOf } from './observed-provider.ts';

/** A provider that has some of the operations of another, and narrower limits. */
export function partialProvider(
  whole: Billing,
  supported: readonly OperationId[],
  limits: Partial<Limits> = {},
): Billing {
  const handlers: Record<string, Record<string, unknown>> = {};
  for (const [id, call] of operationsOf(whole)) {
    if (!supported.includes(id)) continue;
    const [port, name] = id.split('.') as [string, string];
    const handle = (input: unknown, { signal, idempotencyKey }: HandlerContext) =>
      call(input, { signal, idempotencyKey });
    handlers[port] = { ...handlers[port], [name]: native(handle) };
  }
  return defineProvider({
    // Errors of the whole pass through, and they name it.
    id: whole.id,
    handlers: handlers as unknown as Handlers,
    limits: { ...whole.limits, ...limits },
  }) as unknown as Billing;
}
