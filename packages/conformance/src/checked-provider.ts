import {
  type Billing,
  type Listing,
  type Operation,
  type OperationId,
  operations,
  type Page,
} from '@billport/core';
import { ConformanceFailure } from './conformance-failure.ts';
import { firstDifference } from './difference.ts';
import { echoProblems } from './echo-check.ts';
import { errorProblems } from './error-check.ts';
import { refusedFields, silentFields } from './kept-fields.ts';
import { pageProblems, resultProblems } from './result-check.ts';

/** What every call of a scenario is held to, beside the contract. */
export interface CallRules {
  /** Operations that the scenario has declared. */
  readonly declared: ReadonlySet<OperationId>;
  /** Texts that no error may show. */
  readonly secrets: readonly string[];
  /** Told of each breach, so that a scenario that catches errors cannot hide one. */
  report(failure: ConformanceFailure): void;
}

type AnyOperation = (input?: unknown, options?: unknown) => unknown;
type AnyListing = PromiseLike<Page<unknown>> &
  AsyncIterable<unknown> & { pages(): AsyncIterable<Page<unknown>> };

/** The checks around one call. */
class CheckedCall {
  readonly #operation: Operation;
  readonly #provider: Billing;
  readonly #rules: CallRules;
  readonly #input: unknown;
  readonly #before: unknown;

  constructor(operation: Operation, provider: Billing, rules: CallRules, input: unknown) {
    this.#operation = operation;
    this.#provider = provider;
    this.#rules = rules;
    this.#input = input;
    this.#before = structuredClone(input);
    if (!rules.declared.has(this.#id)) this.fail('the scenario did not declare it');
  }

  get #id(): OperationId {
    return this.#operation.id as OperationId;
  }

  fail(problem: string): never {
    const failure = new ConformanceFailure(`${this.#id}: ${problem}`);
    this.#rules.report(failure);
    throw failure;
  }

  /** Calls the operation, which must bring a promise or a list and never throw by itself. */
  start(call: AnyOperation, options: unknown): unknown {
    let started: unknown;
    try {
      started = call(this.#input, options);
    } catch (error) {
      return this.fail(`throws where it must reject: ${String(error)}`);
    }
    const form = this.#operation.shape === 'page' ? 'pages' : 'then';
    if (typeof (started as Record<string, unknown> | undefined)?.[form] !== 'function') {
      this.fail(`brings ${String(started)} instead of a ${form === 'then' ? 'promise' : 'list'}`);
    }
    return started;
  }

  #none(problems: Iterable<string>, what: string): void {
    for (const problem of problems) this.fail(`${what}: ${problem}`);
  }

  #unchangedInput(): void {
    const difference = firstDifference(this.#input, this.#before);
    if (difference !== undefined) this.fail(`changes the caller's input: ${difference}`);
  }

  /** What the limits say is refused must not have been taken. */
  #refusedNothing(): void {
    const [field] = refusedFields(this.#provider, this.#id, this.#input);
    if (field !== undefined) this.fail(`it takes ${field}, which its limits say it refuses`);
  }

  result<Result>(result: Result): Result {
    this.#unchangedInput();
    this.#refusedNothing();
    const capability = this.#provider.capabilities[this.#id];
    this.#none(resultProblems(this.#operation, capability, result), 'the result');
    this.#none(echoProblems(this.#operation, this.#input, result), 'the result');
    this.#none(silentFields(capability, this.#input, result as object), 'the result');
    return result;
  }

  page<Item>(page: Page<Item>): Page<Item> {
    this.#unchangedInput();
    this.#refusedNothing();
    const { limit } = (this.#input ?? {}) as { limit?: number };
    const capability = this.#provider.capabilities[this.#id];
    this.#none(pageProblems(this.#operation, capability, page, limit), 'the page');
    for (const item of page.items) {
      this.#none(echoProblems(this.#operation, this.#input, item), 'an item of the page');
    }
    return page;
  }

  item<Item>(item: Item): Item {
    const page = { items: [item] };
    this.#none(pageProblems(this.#operation, { level: 'native' }, page), 'the walk');
    this.#none(echoProblems(this.#operation, this.#input, item), 'an item of the walk');
    return item;
  }

  error(error: unknown): never {
    if (error instanceof ConformanceFailure) throw error;
    this.#unchangedInput();
    const { secrets } = this.#rules;
    this.#none(errorProblems(error, this.#provider.id, this.#id, secrets), 'the error');
    throw error;
  }
}

/** Refuses an item that came before: a list that begins again would never end. */
function oncePerWalk(call: CheckedCall): (items: readonly unknown[]) => void {
  const seen = new Set<string>();
  return (items) => {
    for (const text of items.map((item) => JSON.stringify(item))) {
      if (seen.has(text)) call.fail(`the walk brings an item twice: ${text.slice(0, 120)}`);
      seen.add(text);
    }
  };
}

async function* walk<Value>(
  call: CheckedCall,
  values: AsyncIterable<Value>,
  check: (value: Value) => void,
): AsyncGenerator<Value, void, void> {
  try {
    for await (const value of values) {
      check(value);
      yield value;
    }
  } catch (error) {
    call.error(error);
  }
}

function walkPages(call: CheckedCall, pages: AsyncIterable<Page<unknown>>) {
  const once = oncePerWalk(call);
  return walk(call, pages, (page) => once(call.page(page).items));
}

function walkItems(call: CheckedCall, items: AsyncIterable<unknown>) {
  const once = oncePerWalk(call);
  return walk(call, items, (item) => once([call.item(item)]));
}

/** A list whose pages and items are checked as they come. */
function checkedListing(call: CheckedCall, listing: AnyListing): Listing<unknown> {
  const page = async () => {
    try {
      return call.page(await listing);
    } catch (error) {
      return call.error(error);
    }
  };
  const checked: Pick<Listing<unknown>, 'then' | 'catch' | 'finally' | 'pages'> &
    AsyncIterable<unknown> = {
    // biome-ignore lint/suspicious/noThenProperty: a list is awaited for its page.
    then: (onPage, onError) => page().then(onPage, onError),
    catch: (onError) => page().catch(onError),
    finally: (onSettled) => page().finally(onSettled),
    pages: () => walkPages(call, listing.pages()),
    [Symbol.asyncIterator]: () => walkItems(call, listing),
  };
  return checked as Listing<unknown>;
}

async function checkedResult(call: CheckedCall, started: unknown): Promise<unknown> {
  try {
    return call.result(await started);
  } catch (error) {
    return call.error(error);
  }
}

function checkedOperation(provider: Billing, operation: Operation, rules: CallRules): AnyOperation {
  const [port, name] = operation.id.split('.') as [string, string];
  const ports = provider as unknown as Readonly<Record<string, Record<string, AnyOperation>>>;
  return (input, options) => {
    const call = new CheckedCall(operation, provider, rules, input);
    const operationFunction = ports[port]?.[name];
    if (typeof operationFunction !== 'function') return call.fail('it is not there');
    const started = call.start(operationFunction, options);
    return operation.shape === 'page'
      ? checkedListing(call, started as AnyListing)
      : checkedResult(call, started);
  };
}

/**
 * The provider with the contract held against every call: results and errors have the declared
 * form, inputs are left as they were, and only declared operations are called.
 */
export function checkedProvider(provider: Billing, rules: CallRules): Billing {
  const ports: Record<string, Record<string, AnyOperation>> = {};
  for (const operation of operations.values()) {
    const [port, name] = operation.id.split('.') as [string, string];
    ports[port] = { ...ports[port], [name]: checkedOperation(provider, operation, rules) };
  }
  return { ...provider, ...ports } as unknown as Billing;
}
