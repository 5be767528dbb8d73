import { path } from '@billport/adapter-kit';
import { BillingError, type Handlers, native } from '@billport/core';
import type { CallContext, Connection } from './connection.ts';

/**
 * `GET /health`: outside of `/api/v1`, and without a look at the key (`facts/lago.md §a`). A Lago
 * that answers with an error of its own is there and cannot be used.
 */
async function check(lago: Connection, context: CallContext) {
  const body = await health(lago, context);
  if (body === undefined) return { ok: false };
  if (typeof body !== 'object' || body === null || !('message' in body)) {
    throw new BillingError('malformed_response', {
      message: 'Lago answered /health without saying how it is. Check url, LAGO_API_URL or region.',
    });
  }
  const version = 'version' in body ? body.version : undefined;
  const ok = body.message === 'Success';
  return typeof version === 'string' && version !== '' ? { ok, version } : { ok };
}

async function health(lago: Connection, context: CallContext): Promise<unknown> {
  const request = { method: 'GET', path: path`/health`, repeat: 'read' } as const;
  try {
    return (await lago.root.send({ ...request, signal: context?.signal })).body;
  } catch (error) {
    if (BillingError.is(error, 'unavailable')) return undefined;
    throw error;
  }
}

/** The port `health`. */
export function healthHandlers(lago: Connection) {
  return {
    check: native((_input, context) => check(lago, context)),
  } satisfies Handlers['health'];
}
