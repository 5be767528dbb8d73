import type { Capability, Operation, Page } from '@billport/core';
import { Warning } from '@billport/core';
import { firstDifference } from './difference.ts';
import { moneyProblems } from './money-identities.ts';

/** Longest page that a caller gets without asking for a length. */
const DEFAULT_LIMIT = 50;

function* problemsOfSchema(schema: Operation['output'], value: unknown, what: string) {
  const checked = schema.safeParse(value);
  if (!checked.success) {
    for (const { path, message } of checked.error.issues) {
      yield `${what} breaks the contract at ${path.map(String).join('.') || 'its root'}: ${message}`;
    }
    return;
  }
  const difference = firstDifference(value, checked.data);
  if (difference !== undefined) yield `${what} is not as the contract writes it: ${difference}`;
}

/** The form of the object, and its sums where the form is right. */
function* problemsOfOutput(operation: Operation, value: unknown, what: string): Generator<string> {
  let wellFormed = true;
  for (const problem of problemsOfSchema(operation.output, value, what)) {
    wellFormed = false;
    yield problem;
  }
  if (!wellFormed) return;
  for (const problem of moneyProblems(operation, value))
    yield `${what} does not add up: ${problem}`;
}

function* problemsOfWarnings(warnings: unknown, capability: Capability): Generator<string> {
  if (warnings !== undefined && !Array.isArray(warnings)) {
    yield 'its warnings are no list';
    return;
  }
  const list: unknown[] = warnings ?? [];
  for (const warning of list) yield* problemsOfSchema(Warning, warning, 'a warning');
  if (capability.level !== 'emulated' && capability.level !== 'partial') return;
  // Then a warning is due only where a call gives one of those fields.
  if (capability.without !== undefined) return;
  const declared = list.some(
    (warning) =>
      firstDifference(warning, { code: capability.level, message: capability.note }) === undefined,
  );
  if (!declared) yield `it lacks the warning that the manifest declares (${capability.level})`;
}

function* problemsOfJson(result: unknown): Generator<string> {
  const difference = firstDifference(JSON.parse(JSON.stringify(result)), result);
  if (difference !== undefined) yield `it does not survive JSON: ${difference}`;
}

/** What is wrong with a result of an operation that brings one object. */
export function* resultProblems(
  operation: Operation,
  capability: Capability,
  result: unknown,
): Generator<string> {
  if (typeof result !== 'object' || result === null) {
    yield `it is ${String(result)} instead of an object`;
    return;
  }
  const { warnings, ...output } = result as { warnings?: unknown };
  yield* problemsOfOutput(operation, output, 'it');
  yield* problemsOfWarnings(warnings, capability);
  yield* problemsOfJson(result);
}

/** What is wrong with a page of a list. `limit` is what the caller asked for, if anything. */
export function* pageProblems(
  operation: Operation,
  capability: Capability,
  page: Page<unknown>,
  limit: number = DEFAULT_LIMIT,
): Generator<string> {
  if (!Array.isArray(page?.items)) {
    yield 'its items are no list';
    return;
  }
  const { items, nextCursor, warnings, ...rest } = page;
  if (items.length > limit) yield `it has ${items.length} items where ${limit} were asked for`;
  for (const [index, item] of items.entries()) {
    yield* problemsOfOutput(operation, item, `item ${index}`);
  }
  if (nextCursor !== undefined && (typeof nextCursor !== 'string' || nextCursor === '')) {
    yield 'its cursor is no text';
  }
  const surplus = Object.keys(rest);
  if (surplus.length > 0) yield `it has fields of its own: ${surplus.join(', ')}`;
  yield* problemsOfWarnings(warnings, capability);
  yield* problemsOfJson(page);
}
