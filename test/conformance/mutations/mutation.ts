import {
  type Billing,
  type BillingError,
  type CallOptions,
  Listing,
  type OperationId,
  operations,
  type Page,
} from '@billport/core';
import { operationsOf, withOperations } from '../observed-provider.ts';

/** One thing that a provider could do wrong. */
export interface Mutation {
  /** What the broken provider does. */
  readonly name: string;
  /** The operations whose scenarios are run against it. */
  readonly touches: readonly OperationId[];
  /** Whether the scenarios derived from the contract run too: it is for those to catch. */
  readonly derived?: true;
  /** The provider with this mistake, and otherwise as it was. */
  break(provider: Billing): Billing;
}

type Data = Record<string, unknown>;
type Call = (input: Data, options: CallOptions) => Promise<Data>;
type ListCall = (input: Data, options?: CallOptions) => Listing<Data>;

/** The operation of a provider, without its types. */
export function callOf(provider: Billing, id: OperationId): Call {
  return operationsOf(provider).get(id) as unknown as Call;
}

/** The list operation of a provider, without its types. */
function listOf(provider: Billing, id: OperationId): ListCall {
  return operationsOf(provider).get(id) as unknown as ListCall;
}

/** A provider one of whose operations does something else. */
export function replacing(
  provider: Billing,
  id: OperationId,
  replacement: (original: Call) => Call,
): Billing {
  const call = replacement(callOf(provider, id));
  const wrapped = (input: Data = {}, options: CallOptions = {}) => call(input, options);
  return withOperations(provider, new Map([[id, wrapped as never]]));
}

/** A mistake in what an operation brings. The result may be changed in place. */
export function wrongResult(
  name: string,
  id: OperationId,
  change: (result: never, input: never, provider: Billing) => unknown,
  touches: readonly OperationId[] = [id],
): Mutation {
  return {
    name,
    touches,
    break: (provider) =>
      replacing(provider, id, (original) => async (input, options) => {
        const result = structuredClone(await original(input, options));
        const changed = await change(result as never, input as never, provider);
        return (changed ?? result) as Data;
      }),
  };
}

/** A mistake in what an operation makes of its input. The input may be changed in place. */
export function wrongInput(
  name: string,
  id: OperationId,
  change: (input: never, provider: Billing) => unknown,
  touches: readonly OperationId[] = [id],
): Mutation {
  return {
    name,
    touches,
    break: (provider) =>
      replacing(provider, id, (original) => async (input, options) => {
        // What the contract refuses anyway goes through as it is: the mistake is another one.
        if (!operations.get(id)?.input.safeParse(input).success) return original(input, options);
        const copy = structuredClone(input);
        const changed = await change(copy as never, provider);
        return original((changed ?? copy) as Data, options);
      }),
  };
}

/** A mistake in what an operation does when it is refused. */
export function wrongError(
  name: string,
  id: OperationId,
  change: (error: BillingError, input: never, provider: Billing) => unknown,
  touches: readonly OperationId[] = [id],
): Mutation {
  return {
    name,
    touches,
    break: (provider) =>
      replacing(provider, id, (original) => async (input, options) => {
        try {
          return await original(input, options);
        } catch (error) {
          return (await change(error as BillingError, input as never, provider)) as Data;
        }
      }),
  };
}

/** A mistake in the options of every call of an operation. */
export function wrongOptions(
  name: string,
  id: OperationId,
  change: (options: CallOptions) => CallOptions,
  touches: readonly OperationId[] = [id],
): Mutation {
  return {
    name,
    touches,
    break: (provider) =>
      replacing(provider, id, (original) => (input, options) => original(input, change(options))),
  };
}

/** A mistake in the pages of a list. */
export function wrongPages(
  name: string,
  id: OperationId,
  change: (page: Page<Data>, input: Data, fetch: (input: Data) => Promise<Page<Data>>) => unknown,
  touches: readonly OperationId[] = [id],
): Mutation {
  return {
    name,
    touches,
    break(provider) {
      const list = listOf(provider, id);
      const fetch = async (input: Data) => structuredClone(await list(input));
      const broken = (input: Data = {}) =>
        new Listing<Data>(
          async (cursor) => {
            const asked = cursor === undefined ? input : { ...input, cursor };
            const page = await fetch(asked);
            return ((await change(page, asked, fetch)) ?? page) as Page<Data>;
          },
          input.cursor as string | undefined,
        );
      return withOperations(provider, new Map([[id, broken as never]]));
    },
  };
}

/** A list that does not look at a part of what it is asked for. */
export function deafList(
  name: string,
  id: OperationId,
  fields: readonly string[],
  touches?: readonly OperationId[],
): Mutation {
  const deaf = (_: unknown, input: Data, fetch: (input: Data) => Promise<Page<Data>>) =>
    fetch(Object.fromEntries(Object.entries(input).filter(([field]) => !fields.includes(field))));
  return wrongPages(name, id, deaf, touches);
}

/** A mistake in what the provider says about itself. */
export function wrongManifest(
  name: string,
  touches: readonly OperationId[],
  change: (provider: Billing) => Partial<Billing>,
): Mutation {
  return { name, touches, break: (provider) => ({ ...provider, ...change(provider) }) };
}

/** A mistake that the scenarios derived from the contract must catch. */
export function forDerived(mutation: Mutation): Mutation {
  return { ...mutation, derived: true };
}
