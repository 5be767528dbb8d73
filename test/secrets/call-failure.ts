import { inspect } from 'node:util';
import { BillingError } from '@billport/core';
import { expect } from 'vitest';

/** What no error may show: it is in the keys, passwords and links of the tests. */
export const CANARY = 'canary-5c1d0e7a';

/** All that an error says to whoever looks at it, its causes included. */
function everythingOf(error: unknown): string {
  const parts: string[] = [];
  for (let each = error; each instanceof Error; each = each.cause) {
    parts.push(each.message, String(each.stack), JSON.stringify(each));
  }
  return [...parts, inspect(error, { depth: null, showHidden: true })].join('\n');
}

async function thrownBy(call: PromiseLike<unknown> | (() => unknown)): Promise<unknown> {
  try {
    await (typeof call === 'function' ? call() : call);
  } catch (error) {
    return error;
  }
  throw new Error('The call went well.');
}

/** The error of a call. Checks that it is a BillingError and shows none of these secrets. */
export async function failureOf(
  call: PromiseLike<unknown> | (() => unknown),
  ...secrets: readonly string[]
): Promise<BillingError> {
  const error = await thrownBy(call);
  if (!BillingError.is(error)) throw new Error(`No BillingError: ${inspect(error)}`);
  const said = everythingOf(error);
  for (const secret of [CANARY, ...secrets]) expect(said).not.toContain(secret);
  return error;
}
