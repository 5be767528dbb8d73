import { type Billing, type OperationId, operations } from '@billport/core';

type AnyOperation = (...args: readonly unknown[]) => unknown;

/** The operations of a provider by id, as functions that do not know their types. */
export function operationsOf(provider: Billing): ReadonlyMap<OperationId, AnyOperation> {
  const ports = provider as unknown as Readonly<Record<string, Record<string, AnyOperation>>>;
  return new Map(
    [...operations.keys()].map((id) => {
      const [port, name] = id.split('.') as [string, string];
      return [id, ports[port]?.[name] as AnyOperation];
    }),
  );
}

/** The provider with some operations replaced. */
export function withOperations(
  provider: Billing,
  replaced: ReadonlyMap<OperationId, AnyOperation>,
): Billing {
  const ports: Record<string, Record<string, AnyOperation>> = {};
  for (const [id, original] of operationsOf(provider)) {
    const [port, name] = id.split('.') as [string, string];
    ports[port] = { ...ports[port], [name]: replaced.get(id) ?? original };
  }
  return { ...provider, ...ports } as unknown as Billing;
}

/** The provider, telling of each call before it is made and of each that succeeded. */
export function observed(
  provider: Billing,
  tell: (id: OperationId, what: 'called' | 'succeeded') => void,
): Billing {
  const telling = [...operationsOf(provider)].map(
    ([id, original]) =>
      [
        id,
        (...args: readonly unknown[]) => {
          tell(id, 'called');
          const result = original(...args) as PromiseLike<unknown>;
          result.then(
            () => tell(id, 'succeeded'),
            () => undefined,
          );
          return result;
        },
      ] as const,
  );
  return withOperations(provider, new Map(telling));
}

/** A provider each of whose calls goes to the other one of two. */
export function alternating(first: Billing, second: Billing): Billing {
  let calls = 0;
  const others = operationsOf(second);
  const taking = [...operationsOf(first)].map(
    ([id, original]) =>
      [
        id,
        (...args: readonly unknown[]) => {
          calls += 1;
          return (calls % 2 === 0 ? original : (others.get(id) ?? original))(...args);
        },
      ] as const,
  );
  return withOperations(first, new Map(taking));
}
