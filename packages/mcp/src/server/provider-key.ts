import { BillingError } from '@billport/core';
import { digestOf } from '../consent/canonical-json.ts';
import type { Principal } from '../tools/tool-call.ts';

/**
 * The idempotency key that the provider gets for a caller's own: 64 hexadecimal digits. All callers
 * of a server share one account, so a key of one must not name a change of another: it would bring
 * the other's answer and do nothing (`facts/mcp.md §e.3 S5`). It says nothing of what the caller
 * wrote, and leaves room for the number of a call behind it. The same caller, tool and key make the
 * same one in every process.
 */
export function providerKey({ id }: Principal, tool: string, key: string): string {
  return digestOf({ owner: id, tool, key });
}

/** An error that names the key of the provider, or one made of it, with that of the caller instead. */
export function inCallersWords(error: unknown, sentKey: string, key: string): unknown {
  if (!BillingError.is(error, 'conflict') || !error.details?.key?.startsWith(sentKey)) {
    return error;
  }
  const { provider, operation, status, requestId } = error;
  return new BillingError('conflict', {
    message: error.message.replaceAll(sentKey, () => key),
    details: { ...error.details, key },
    cause: error,
    ...(provider !== undefined && { provider }),
    ...(operation !== undefined && { operation }),
    ...(status !== undefined && { status }),
    ...(requestId !== undefined && { requestId }),
  });
}
