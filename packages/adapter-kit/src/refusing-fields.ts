import {
  Decimal,
  type Handler,
  type Handlers,
  type InputField,
  type Issue,
  invalidInput,
} from '@billport/core';

/** Fields that a provider cannot honour, each with the reason and the way out. */
export type RefusedFields = Readonly<Partial<Record<InputField, string>>>;

type Path = readonly (string | number)[];

const isFalse = (value: unknown) => value === false;
const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;
const isZero = (value: unknown) => Decimal.isDecimal(value) && Decimal.parse(value).isZero();
const isNoMoney = (value: unknown) => isZero((value as { readonly amount?: unknown }).amount);

/**
 * The fields of which one value says what leaving them out says. Not a rule for all fields: an
 * `invoiceable` of false asks for something, as does a price of 0 that comes with an event.
 */
const ASKS_NOTHING: Readonly<Record<string, (value: unknown) => boolean>> = {
  filters: isEmpty,
  flatAmount: isZero,
  minimum: isNoMoney,
  prorated: isFalse,
  recurring: isFalse,
  usageThresholds: isEmpty,
};

/** The places at which the input asks for what the field is for: in each item of a list. */
function* placesOf(input: unknown, [name, ...rest]: readonly string[], at: Path): Generator<Path> {
  if (Array.isArray(input)) {
    for (const [index, each] of input.entries()) {
      yield* placesOf(each, name === undefined ? [] : [name, ...rest], [...at, index]);
    }
    return;
  }
  if (typeof input !== 'object' || input === null || name === undefined) return;
  const value = (input as Readonly<Record<string, unknown>>)[name];
  // Clearing what can never be there is done already.
  if (value === undefined || value === null) return;
  if (rest.length > 0) yield* placesOf(value, rest, [...at, name]);
  else if (!ASKS_NOTHING[name]?.(value)) yield [...at, name];
}

/** Every refused field of the operation that the input asks for, with the reason. */
function issuesOf(operation: string, input: unknown, refused: RefusedFields): Issue[] {
  return Object.entries(refused).flatMap(([field, message]) => {
    if (message === undefined || !field.startsWith(`${operation}.`)) return [];
    const steps = field.slice(operation.length + 1).split('.');
    return [...placesOf(input, steps, [])].map((path) => ({ path: [...path], message }));
  });
}

type AnyHandler = Handler<(input: never, ...rest: never[]) => unknown>;

/**
 * The same handlers, which refuse a call that asks for one of the fields before anything is sent.
 * A value that asks for nothing passes: null, and such as `prorated: false` or `filters: []`.
 * Their names belong into `limits.fields.refused`: make that from the same table.
 *
 * @example
 * ```ts
 * const refused = { 'subscriptions.create.endingAt': 'Leave it out and call subscriptions.terminate.' };
 * const handlers = refusingFields({ subscriptions: {} }, refused);
 * ```
 */
export function refusingFields<Given extends Handlers>(
  handlers: Given,
  refused: RefusedFields,
): Given {
  const guard = (operation: string, handler: AnyHandler): AnyHandler => ({
    ...handler,
    handle: (input, ...rest) => {
      const issues = issuesOf(operation, input, refused);
      if (issues.length > 0) throw invalidInput(issues);
      return handler.handle(input, ...rest);
    },
  });
  const ports = Object.entries(handlers).map(([port, operations]) => {
    const guarded = Object.entries(operations as Readonly<Record<string, AnyHandler>>).map(
      ([name, handler]) => [name, guard(`${port}.${name}`, handler)] as const,
    );
    return [port, Object.fromEntries(guarded)] as const;
  });
  return Object.fromEntries(ports) as Given;
}
