import { BillingError, type BillingErrorCode, Decimal, type Warning } from '@billport/core';
import { ConformanceFailure } from './conformance-failure.ts';
import { firstDifference } from './difference.ts';

interface WithWarnings {
  readonly warnings?: readonly Warning[];
}

/**
 * Goes on when `condition` holds.
 * @throws ConformanceFailure with `message` when it does not.
 */
export function ensure(condition: unknown, message: string): asserts condition {
  if (!condition) throw new ConformanceFailure(message);
}

/**
 * Goes on when both are the same plain data.
 * @throws ConformanceFailure naming the first place where they differ.
 */
export function same(actual: unknown, expected: unknown, what: string): void {
  const difference = firstDifference(actual, expected);
  if (difference !== undefined) throw new ConformanceFailure(`${what}: ${difference}`);
}

/**
 * Goes on when two answers show the same object, whatever each warns about.
 * @throws ConformanceFailure naming the first place where they differ.
 */
export function sameObject(actual: object, expected: object, what: string): void {
  const [{ warnings: _, ...one }, { warnings: __, ...other }] = [actual, expected] as [
    WithWarnings,
    WithWarnings,
  ];
  same(one, other, what);
}

/**
 * Goes on when both texts are the same number, however many zeros they end in.
 * @throws ConformanceFailure when they are not.
 */
export function sameNumber(actual: string | undefined, expected: string, what: string): void {
  const equal = actual !== undefined && Decimal.parse(actual).equals(Decimal.parse(expected));
  ensure(equal, `${what}: ${actual} instead of ${expected}`);
}

/**
 * Goes on when the result has these fields. A field that the provider warned about as
 * `not_applied` may be missing: it was not dropped in silence. `undefined` stands for absent.
 * @throws ConformanceFailure naming the first field that differs.
 */
export function hasFields(result: object, expected: object, what: string): void {
  const { warnings = [] } = result as WithWarnings;
  const notApplied = new Set(
    warnings.filter(({ code }) => code === 'not_applied').map(({ field }) => field),
  );
  for (const [field, value] of Object.entries(expected)) {
    if (notApplied.has(field)) continue;
    const actual = (result as Record<string, unknown>)[field];
    const difference = firstDifference(actual, value, { decimals: 'number' }, field);
    if (difference !== undefined) throw new ConformanceFailure(`${what}: ${difference}`);
  }
}

/**
 * The error that a call rejects with, which must have one of these codes.
 * @throws ConformanceFailure when the call succeeds or rejects with another code.
 */
export async function refuses(
  codes: BillingErrorCode | readonly BillingErrorCode[],
  call: () => PromiseLike<unknown>,
  what: string,
): Promise<BillingError> {
  const allowed = typeof codes === 'string' ? [codes] : codes;
  let result: unknown;
  try {
    result = await call();
  } catch (error) {
    if (error instanceof ConformanceFailure || !BillingError.is(error)) throw error;
    ensure(
      allowed.includes(error.code),
      `${what}: refused as ${error.code} (${error.message}) instead of ${allowed.join(' or ')}`,
    );
    return error;
  }
  throw new ConformanceFailure(
    `${what}: accepted, where it must be refused as ${allowed.join(' or ')}: ${JSON.stringify(result)?.slice(0, 200)}`,
  );
}

/** Goes on when the call is refused as `not_found`. */
export async function isUnknown(call: () => PromiseLike<unknown>, what: string): Promise<void> {
  await refuses('not_found', call, what);
}
