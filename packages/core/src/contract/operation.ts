import type { z } from 'zod';

/** What an operation does to the world: nothing, something that can be undone, or not. */
export type Effect = 'read' | 'write' | 'destructive';

/**
 * Whether the same call may be sent again.
 *
 * - `safe`: replaying changes nothing more
 * - `keyed`: safe with the same `idempotencyKey`, where the provider knows such keys
 * - `never`: a second call does the thing a second time
 */
export type Repeat = 'safe' | 'keyed' | 'never';

/** One operation of the contract. Types, validation, capabilities, tools and docs come from it. */
export interface Operation<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  Shape extends 'one' | 'page' = 'one' | 'page',
> {
  /** `port.operation`, such as `customers.upsert`. */
  readonly id: string;
  readonly effect: Effect;
  /** Whether it moves money or credit. */
  readonly money: boolean;
  readonly repeat: Repeat;
  /** One sentence for people and for agents. */
  readonly summary: string;
  /** Strict: an unknown field is an error. */
  readonly input: Input;
  /** What comes back; of a `page`, one item. */
  readonly output: Output;
  /** One object, or a page of a list. */
  readonly shape: Shape;
}

interface Declaration<Input extends z.ZodType, Output extends z.ZodType> {
  summary: string;
  input: Input;
  output: Output;
}

interface WriteDeclaration<Input extends z.ZodType, Output extends z.ZodType>
  extends Declaration<Input, Output> {
  repeat: Repeat;
  money?: boolean;
}

/** Declares an operation that reads one thing. */
export function read<Input extends z.ZodType, Output extends z.ZodType>(
  declaration: Declaration<Input, Output>,
): Operation<Input, Output, 'one'> {
  return { id: '', effect: 'read', money: false, repeat: 'safe', shape: 'one', ...declaration };
}

/** Declares an operation that reads a list, a page at a time. `output` is one item. */
export function readPage<Input extends z.ZodType, Output extends z.ZodType>(
  declaration: Declaration<Input, Output>,
): Operation<Input, Output, 'page'> {
  return { id: '', effect: 'read', money: false, repeat: 'safe', shape: 'page', ...declaration };
}

/** Declares an operation that changes something. */
export function write<Input extends z.ZodType, Output extends z.ZodType>(
  declaration: WriteDeclaration<Input, Output>,
): Operation<Input, Output, 'one'> {
  return { id: '', effect: 'write', money: false, shape: 'one', ...declaration };
}

/** Declares an operation that ends or removes something. */
export function destructive<Input extends z.ZodType, Output extends z.ZodType>(
  declaration: WriteDeclaration<Input, Output>,
): Operation<Input, Output, 'one'> {
  return { id: '', effect: 'destructive', money: false, shape: 'one', ...declaration };
}

/** Gives each operation its id. The result is frozen. */
export function port<Name extends string, Operations extends Record<string, Operation>>(
  name: Name,
  operations: Operations,
): Operations {
  const named = Object.entries(operations).map(
    ([key, operation]) => [key, Object.freeze({ ...operation, id: `${name}.${key}` })] as const,
  );
  return Object.freeze(Object.fromEntries(named)) as Operations;
}
