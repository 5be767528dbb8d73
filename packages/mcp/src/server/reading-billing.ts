import {
  type Billing,
  BillingError,
  type CallOptions,
  contract,
  Listing,
  type Operation,
  type OperationId,
} from '@billport/core';

type OperationCall = (input?: unknown, options?: CallOptions) => unknown;

function refuse(operation: Operation, provider: string): OperationCall {
  const error = () =>
    new BillingError('forbidden', {
      message: `${operation.id} changes something: only a planned change may call it.`,
      provider,
      operation: operation.id as OperationId,
    });
  if (operation.shape === 'page') return () => new Listing(() => Promise.reject(error()));
  return () => Promise.reject(error());
}

function guarded(operation: Operation, billing: Billing, signal: AbortSignal): OperationCall {
  if (operation.effect !== 'read') return refuse(operation, billing.id);
  const [port, name] = operation.id.split('.') as [keyof typeof contract, string];
  const run = (billing[port] as unknown as Readonly<Record<string, OperationCall>>)[
    name
  ] as OperationCall;
  return (input, options) =>
    run(input, {
      ...options,
      signal: options?.signal ? AbortSignal.any([signal, options.signal]) : signal,
    });
}

/**
 * The provider as a tool sees it while it looks or plans: reads carry the caller's signal, and every
 * operation that is not a read is refused before it reaches the provider
 * (`facts/mcp.md §e.3 A`, `P6`).
 */
export function readingBilling(billing: Billing, signal: AbortSignal): Billing {
  const ports: Record<string, unknown> = {};
  for (const [port, declared] of Object.entries(contract)) {
    let made: object | undefined;
    Object.defineProperty(ports, port, {
      enumerable: true,
      get: () => {
        made ??= Object.fromEntries(
          Object.entries(declared as Record<string, Operation>).map(([name, operation]) => [
            name,
            guarded(operation, billing, signal),
          ]),
        );
        return made;
      },
    });
  }
  const { id, capabilities, limits } = billing;
  return Object.assign(ports, {
    id,
    capabilities,
    limits,
    supports: (operation: OperationId) => billing.supports(operation),
    client: undefined,
    close: async () => undefined,
  }) as unknown as Billing;
}
