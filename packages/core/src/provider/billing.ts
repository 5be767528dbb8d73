import type { z } from 'zod';
import type { Contract, OperationId, PortName } from '../contract/index.ts';
import type { Operation } from '../contract/operation.ts';
import type { Warning } from '../contract/warning.ts';
import type { Listing } from '../listing.ts';
import type { CallOptions } from './call-options.ts';
import type { Capabilities } from './capabilities.ts';
import type { Limits } from './limits.ts';

/** What a caller passes to an operation. */
export type InputOf<Declared extends Operation> = z.input<Declared['input']>;

/** What an operation hands to its handler: checked, with dates as text. */
export type CheckedInputOf<Declared extends Operation> = z.output<Declared['input']>;

/** What an operation brings: one object, or an item of its list. */
export type OutputOf<Declared extends Operation> = z.output<Declared['output']>;

/** A result and what differs from what was asked. */
export type Result<Output> = Output & { readonly warnings?: readonly Warning[] };

/** What a call returns: a promise of one result, or a list. */
export type ReturnOf<Declared extends Operation> = Declared['shape'] extends 'page'
  ? Listing<OutputOf<Declared>>
  : Promise<Result<OutputOf<Declared>>>;

type Arguments<Declared extends Operation> =
  Record<never, never> extends InputOf<Declared>
    ? [input?: InputOf<Declared>, options?: CallOptions]
    : [input: InputOf<Declared>, options?: CallOptions];

/**
 * An operation as a function. Written as a method so that a provider whose type refuses an
 * operation is still a `Billing`: TypeScript compares the parameters of methods both ways.
 */
export type OperationFunction<Declared extends Operation> = {
  call(...args: Arguments<Declared>): ReturnOf<Declared>;
}['call'];

/** An operation that the provider's type refuses: it takes nothing, and throws `unsupported`. */
export type UnsupportedFunction<Id extends string> = {
  call(unsupported: never & { readonly operation: Id }): never;
}['call'];

type PortFunctions<Port extends PortName, Supported extends OperationId> = {
  readonly [Name in keyof Contract[Port]]: `${Port}.${Extract<Name, string>}` extends Supported
    ? Contract[Port][Name] extends Operation
      ? OperationFunction<Contract[Port][Name]>
      : never
    : UnsupportedFunction<`${Port}.${Extract<Name, string>}`>;
};

/** The ports of a provider that supports some operations. All are there; others throw. */
export type Ports<Supported extends OperationId = OperationId> = {
  readonly [Port in PortName]: PortFunctions<Port, Supported>;
};

/**
 * A billing provider. Every port and operation is present; one that the provider cannot serve
 * throws `unsupported` before any I/O. Ask {@link Billing.supports} first.
 */
export type Billing<
  Supported extends OperationId = OperationId,
  Client = unknown,
> = Ports<Supported> & {
  /** Which provider this is, such as `embedded`. For people and logs: never branch on it. */
  readonly id: string;
  /** How well each operation is served: frozen JSON. */
  readonly capabilities: Capabilities;
  /** What the provider can express: frozen JSON. */
  readonly limits: Limits;
  /** Whether the operation does anything else than throw `unsupported`. */
  supports(operation: OperationId): boolean;
  /** The way to what only this provider has. */
  readonly client: Client;
  /** Lets go of connections and files. Calls after it reject. */
  close(): Promise<void>;
};
