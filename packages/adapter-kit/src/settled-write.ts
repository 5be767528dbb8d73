import { BillingError } from '@billport/core';
import type { HttpRequest } from './http-request.ts';

/** What sends requests: the connection of an adapter. */
export interface Sender<Context> {
  /** Sends a request and brings the parsed body. */
  send(request: Omit<HttpRequest, 'signal'>, context: Context): Promise<unknown>;
}

/**
 * Reads what a write came to that has landed: when reading fails, a caller who takes that for a
 * failed write would do it a second time.
 * @throws BillingError `outcome_unknown` with the look-up.
 */
export async function afterWrite<Value>(
  lookup: string,
  read: () => Promise<Value> | Value,
): Promise<Value> {
  try {
    return await read();
  } catch (cause) {
    if (!BillingError.is(cause)) throw cause;
    throw new BillingError('outcome_unknown', {
      message: `It was taken, and what came of it could not be read: ${cause.message} Look it up before you repeat the call.`,
      details: { lookup },
      ...(cause.status !== undefined && { status: cause.status }),
      ...(cause.requestId !== undefined && { requestId: cause.requestId }),
      cause,
    });
  }
}

/**
 * Sends a write that a repeat would do twice, and reads its reply.
 * @throws BillingError `outcome_unknown` when it may have landed and the reply cannot be read.
 */
export async function writeOnce<Value, Context>(
  sender: Sender<Context>,
  request: Omit<HttpRequest, 'repeat' | 'signal'> & { readonly lookup: string },
  read: (body: unknown) => Promise<Value> | Value,
  context: Context,
): Promise<Value> {
  const body = await sender.send({ ...request, repeat: 'never' }, context);
  return afterWrite(request.lookup, () => read(body));
}
