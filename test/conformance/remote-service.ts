import { type Billing, BillingError, type OperationId, operations } from '@billport/core';
import { operationsOf } from './observed-provider.ts';

/** Status of the reply to a call that was refused. */
const STATUS: Readonly<Record<string, number>> = {
  not_found: 404,
  already_exists: 409,
  conflict: 409,
  insufficient_credits: 402,
};

function reply(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json' },
  });
}

async function answer(provider: Billing, id: OperationId, request: Request): Promise<Response> {
  const idempotencyKey = request.headers.get('idempotency-key') ?? undefined;
  try {
    const call = operationsOf(provider).get(id);
    return reply(200, { result: await call?.(await request.json(), { idempotencyKey }) });
  } catch (error) {
    if (!BillingError.is(error)) throw error;
    const { provider: _, operation: __, ...fields } = error.toJSON();
    return reply(STATUS[error.code] ?? 422, { error: fields });
  }
}

/**
 * A billing service over HTTP in front of a provider, as a `fetch`: every operation is a POST to
 * its id, and the token must be right.
 */
export function remoteService(provider: Billing, token: string): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    if (request.headers.get('authorization') !== `Bearer ${token}`) {
      return reply(401, { error: { code: 'unauthenticated', message: 'The token is wrong.' } });
    }
    const id = new URL(request.url).pathname.slice(1) as OperationId;
    return operations.has(id) ? answer(provider, id, request) : reply(404, {});
  };
}
