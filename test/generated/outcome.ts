import {
  BillingError,
  type BillingErrorCode,
  type Operation,
  type OperationId,
  operations,
  Warning,
} from '@billport/core';
import type { EmbeddedBilling } from '@billport/embedded';
import { z } from 'zod';
import type { GeneratedCall } from './call-arbitrary.ts';

/** The errors that an input can cause. Others mean that the engine itself is at fault. */
const CAUSED_BY_INPUT: ReadonlySet<BillingErrorCode> = new Set([
  'invalid_input',
  'not_found',
  'already_exists',
  'conflict',
  'insufficient_credits',
  'rejected',
  'unsupported',
]);

/** What became of a call. */
export type Outcome =
  | { readonly result: unknown; readonly error?: undefined }
  | { readonly error: unknown; readonly result?: undefined };

type AnyCall = (input: unknown, options: { idempotencyKey?: string }) => PromiseLike<unknown>;

/** Makes the call on the provider that users have. */
export async function outcomeOf(
  billing: EmbeddedBilling,
  { operation, idempotencyKey }: GeneratedCall,
  input: unknown,
): Promise<Outcome> {
  const [port, name] = operation.split('.') as [string, string];
  const call = (billing as unknown as Record<string, Record<string, AnyCall>>)[port]?.[name];
  if (call === undefined) throw new Error(`The provider has no ${operation}.`);
  try {
    return { result: await call(input, idempotencyKey === undefined ? {} : { idempotencyKey }) };
  } catch (error) {
    return { error };
  }
}

/** An error about the input as a whole, such as a list instead of an object, has no path to name. */
function namesField({ issues = [] }: BillingError, input: unknown): boolean {
  if (issues.length === 0) return false;
  const isObject = typeof input === 'object' && !Array.isArray(input);
  return !isObject || issues.some(({ path }) => path.length > 0);
}

function* errorProblems(error: unknown, operation: OperationId, input: unknown): Generator<string> {
  if (!BillingError.is(error)) {
    yield `rejected with no BillingError: ${error instanceof Error ? error.stack : String(error)}`;
    return;
  }
  if (!CAUSED_BY_INPUT.has(error.code)) yield `rejected with ${error.code}: ${error.message}`;
  if (error.provider !== 'embedded') yield `the error names the provider ${error.provider}`;
  if (error.operation !== operation) yield `the error names the operation ${error.operation}`;
  if (error.message === '') yield 'the error has no message';
  if (error.code === 'invalid_input' && !namesField(error, input)) {
    yield `invalid_input names no field: ${error.message}`;
  }
}

const warnings = z.array(Warning).optional();

function* resultProblems(result: unknown, { output, shape }: Operation): Generator<string> {
  const { warnings: given, ...own } = result as { warnings?: unknown };
  const schema =
    shape === 'page'
      ? z.strictObject({
          items: z.array(output).max(100),
          nextCursor: z.string().min(1).optional(),
        })
      : output;
  for (const [checked, value] of [
    [warnings, given],
    [schema, own],
  ] as const) {
    for (const { path, message } of checked.safeParse(value).error?.issues ?? []) {
      yield `the result breaks the contract at ${path.map(String).join('.')}: ${message}`;
    }
  }
}

/** Why an outcome is not one that an operation may have; nothing when it is. */
export function* outcomeProblems(
  outcome: Outcome,
  id: OperationId,
  input: unknown,
): Generator<string> {
  if (outcome.error !== undefined) {
    yield* errorProblems(outcome.error, id, input);
    return;
  }
  yield* resultProblems(outcome.result, operations.get(id) as Operation);
}
