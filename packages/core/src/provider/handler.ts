import type { Contract, OperationId, PortName } from '../contract/index.ts';
import type { Operation } from '../contract/operation.ts';
import type { Page } from '../listing.ts';
import type { CheckedInputOf, OutputOf, Result } from './billing.ts';

/** What a handler is told beside its input. */
export interface HandlerContext {
  readonly operation: OperationId;
  /** Fires when the caller gave up or the time is over. */
  readonly signal: AbortSignal;
  readonly idempotencyKey: string | undefined;
  /** The caller's extras for this provider. */
  readonly providerOptions: unknown;
}

/** What serves an operation: of a list, one page. */
export type HandlerFunction<Declared extends Operation> = (
  input: CheckedInputOf<Declared>,
  context: HandlerContext,
) => Declared['shape'] extends 'page'
  ? Promise<Page<OutputOf<Declared>>> | Page<OutputOf<Declared>>
  : Promise<Result<OutputOf<Declared>>> | Result<OutputOf<Declared>>;

/** A function and how well it serves its operation. */
export interface Handler<Function extends (...args: never[]) => unknown> {
  readonly level: 'native' | 'emulated' | 'partial';
  readonly note?: string;
  readonly without?: readonly string[];
  readonly handle: Function;
}

/** Marks a handler that does what the contract says. */
export function native<Function extends (...args: never[]) => unknown>(
  handle: Function,
): Handler<Function> {
  return { level: 'native', handle };
}

/** Marks a handler that comes to the same result in another way; `how` becomes a warning on it. */
export function emulated<Function extends (...args: never[]) => unknown>(
  handle: Function,
  how: string,
): Handler<Function> {
  return { level: 'emulated', note: how, handle };
}

/**
 * Marks a handler that leaves something out; `missing` becomes a warning on its result. Where that
 * is fields of the input, name them in `without`: then the handler itself warns `not_applied`, of
 * those fields that a call gives.
 */
export function partial<Function extends (...args: never[]) => unknown>(
  handle: Function,
  missing: string,
  without?: readonly string[],
): Handler<Function> {
  return { level: 'partial', note: missing, ...(without && { without }), handle };
}

type PortHandlers<Port extends PortName> = {
  readonly [Name in keyof Contract[Port]]?: Contract[Port][Name] extends Operation
    ? Handler<HandlerFunction<Contract[Port][Name]>>
    : never;
};

/** The raw half of a provider. An operation without a handler is unsupported. */
export type Handlers = { readonly [Port in PortName]?: PortHandlers<Port> };

/** The operations that these handlers serve. */
export type SupportedBy<Given extends Handlers> = {
  [Port in Extract<keyof Given, PortName>]: {
    [Name in Extract<keyof Given[Port], string>]: `${Port}.${Name}`;
  }[Extract<keyof Given[Port], string>];
}[Extract<keyof Given, PortName>] &
  OperationId;
