import { BillingError } from '../billing-error.ts';
import { contract, type OperationId, operations, type PortName } from '../contract/index.ts';
import type { Operation } from '../contract/operation.ts';
import type { Warning } from '../contract/warning.ts';
import { Listing, type Page } from '../listing.ts';
import type { Billing, Ports } from './billing.ts';
import type { CallOptions } from './call-options.ts';
import type { Capabilities, Capability } from './capabilities.ts';
import { checkInput } from './check-input.ts';
import { abortError, callSignal, checkOptions } from './deadline.ts';
import type { Handler, HandlerContext, Handlers, SupportedBy } from './handler.ts';
import type { Limits } from './limits.ts';

/** What a provider is made from. */
export interface ProviderDefinition<Given extends Handlers, Client> {
  /** Short name, such as `lago`; appears in errors and reports. */
  readonly id: string;
  readonly handlers: Given;
  readonly limits: Limits;
  /** What to use instead of an operation without a handler, by operation id. */
  readonly alternatives?: Readonly<Partial<Record<OperationId, string>>>;
  /** The provider's own client, reachable as `billing.client`. */
  readonly client?: Client;
  /** Lets go of what the provider holds. */
  readonly close?: () => Promise<void> | void;
}

type AnyHandler = Handler<(input: never, context: HandlerContext) => unknown>;

interface Provided {
  readonly id: string;
  closed: boolean;
}

function findHandler(handlers: Handlers, operation: Operation): AnyHandler | undefined {
  const [port, name] = operation.id.split('.') as [PortName, string];
  return (handlers[port] as Readonly<Record<string, AnyHandler>> | undefined)?.[name];
}

function capabilityOf(
  handler: AnyHandler | undefined,
  alternative: string | undefined,
): Capability {
  const { level, note, without } = handler ?? { level: 'unsupported', note: alternative };
  return deepFreeze({ level, ...(note && { note }), ...(without && { without: [...without] }) });
}

function unsupported(provider: string, operation: Operation, note?: string): BillingError {
  return new BillingError('unsupported', {
    message: `${provider} has no ${operation.id}.${note === undefined ? '' : ` Instead: ${note}`}`,
    details: note === undefined ? {} : { alternative: note },
    provider,
    operation: operation.id as OperationId,
  });
}

/** Adds the warning that a handler's mark stands for. */
function withMark<Output extends object>(handler: AnyHandler, output: Output): Output {
  if (handler.level === 'native' || handler.note === undefined || handler.without) return output;
  const mark: Warning = { code: handler.level, message: handler.note };
  const given = (output as { warnings?: readonly Warning[] }).warnings ?? [];
  return { ...output, warnings: [mark, ...given] };
}

/** How long a write may take to say what came of it, once its signal has fired. */
const LAST_WORD_MS = 50;

/**
 * Settles as `work` does, or rejects when the signal fires first. A write gets a moment to reject
 * by itself: only it knows whether it may have landed.
 */
function untilAborted<Value>(
  work: Promise<Value>,
  signal: AbortSignal,
  options: CallOptions,
  writes: boolean,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(abortError(signal, options));
    const onAbort = () => (writes ? setTimeout(giveUp, LAST_WORD_MS) : giveUp());
    signal.addEventListener('abort', onAbort, { once: true });
    const onError = (error: unknown) =>
      signal.aborted && error === signal.reason ? giveUp() : reject(error);
    work.then(resolve, onError).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

async function callHandler(
  provider: Provided,
  operation: Operation,
  handler: AnyHandler,
  input: unknown,
  options: CallOptions,
): Promise<object> {
  const id = operation.id as OperationId;
  try {
    if (provider.closed) {
      throw new BillingError('configuration', {
        message: `${provider.id} is closed: open it again.`,
      });
    }
    checkOptions(options);
    const checked = checkInput(operation, input);
    const signal = callSignal(options);
    if (signal?.aborted) throw abortError(signal, options);
    const context: HandlerContext = {
      operation: id,
      signal: signal ?? NEVER,
      idempotencyKey: options.idempotencyKey,
      providerOptions: options.providerOptions?.[provider.id],
    };
    const work = handler.handle(checked as never, context);
    const output =
      signal !== undefined && work instanceof Promise
        ? await untilAborted(work, signal, options, operation.effect !== 'read')
        : await work;
    return withMark(handler, output as object);
  } catch (error) {
    throw BillingError.is(error) ? error.in({ provider: provider.id, operation: id }) : error;
  }
}

/** A signal for calls that nobody can abort. */
const NEVER = new AbortController().signal;

function operationFunction(
  provider: Provided,
  operation: Operation,
  handler: AnyHandler | undefined,
  note: string | undefined,
) {
  if (handler === undefined) {
    const refuse = async () => {
      throw unsupported(provider.id, operation, note);
    };
    return operation.shape === 'page' ? () => new Listing<never>(refuse) : refuse;
  }
  if (operation.shape === 'one') {
    return (input?: unknown, options: CallOptions = {}) =>
      callHandler(provider, operation, handler, input, options ?? {});
  }
  return (input: { cursor?: string } = {}, options: CallOptions = {}) =>
    new Listing<unknown>(
      (cursor) =>
        callHandler(
          provider,
          operation,
          handler,
          cursor === undefined ? input : { ...input, cursor },
          options,
        ) as Promise<Page<unknown>>,
      input?.cursor,
    );
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}

/**
 * Makes a provider from its raw half. What callers see checks every input against the contract,
 * puts provider and operation on every error, and adds the warnings that marks stand for.
 *
 * @example
 * ```ts
 * const billing = defineProvider({
 *   id: 'example',
 *   limits,
 *   handlers: { customers: { get: native(async ({ customerKey }) => fetchCustomer(customerKey)) } },
 * });
 * ```
 */
export function defineProvider<const Given extends Handlers, Client = undefined>(
  definition: ProviderDefinition<Given, Client>,
): Billing<SupportedBy<Given>, Client> {
  const provider: Provided = { id: definition.id, closed: false };
  const capabilities: Partial<Record<OperationId, Capability>> = {};
  const ports: Record<string, Record<string, unknown>> = {};
  for (const name of Object.keys(contract)) ports[name] = {};

  for (const [id, operation] of operations) {
    const handler = findHandler(definition.handlers, operation);
    const note = definition.alternatives?.[id];
    const [port, name] = id.split('.') as [string, string];
    capabilities[id] = capabilityOf(handler, note);
    (ports[port] as Record<string, unknown>)[name] = operationFunction(
      provider,
      operation,
      handler,
      note,
    );
  }
  for (const port of Object.values(ports)) Object.freeze(port);

  return Object.freeze({
    ...(ports as unknown as Ports<SupportedBy<Given>>),
    id: definition.id,
    capabilities: Object.freeze(capabilities) as Capabilities,
    limits: deepFreeze(structuredClone(definition.limits)),
    supports: (id: OperationId) => (capabilities[id]?.level ?? 'unsupported') !== 'unsupported',
    client: definition.client as Client,
    close: async () => {
      if (provider.closed) return;
      provider.closed = true;
      await definition.close?.();
    },
  });
}
