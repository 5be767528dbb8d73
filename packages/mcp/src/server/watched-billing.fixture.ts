import {
  type Billing,
  type CallOptions,
  contract,
  Listing,
  type Operation,
  type OperationId,
} from '@billport/core';

/** A call of an operation as it reached the provider. */
export interface WatchedCall {
  readonly operation: Operation & { readonly id: OperationId };
  readonly input: unknown;
  readonly options: CallOptions | undefined;
}

type Run = (input?: unknown, options?: CallOptions) => unknown;

/**
 * A provider whose calls are told to `watch` before they are made. What `watch` throws the call
 * rejects with; a promise that it brings is awaited first.
 */
export function watchedBilling(
  billing: Billing,
  watch: (call: WatchedCall) => void | Promise<void>,
): Billing {
  const watched = (operation: Operation, run: Run): Run => {
    const call = (input: unknown, options: CallOptions | undefined) =>
      watch({ operation: operation as WatchedCall['operation'], input, options });
    if (operation.shape === 'page') {
      return (input, options) =>
        new Listing(async () => {
          await call(input, options);
          return (await run(input, options)) as never;
        });
    }
    return async (input, options) => {
      await call(input, options);
      return run(input, options);
    };
  };
  const ports = Object.entries(contract).map(([port, declared]) => [
    port,
    Object.fromEntries(
      Object.entries(declared as Record<string, Operation>).map(([name, operation]) => {
        const functions = billing[port as keyof typeof contract] as unknown as Record<string, Run>;
        return [name, watched(operation, functions[name] as Run)];
      }),
    ),
  ]);
  return { ...billing, ...Object.fromEntries(ports) } as Billing;
}
