import { BillingError } from '@billport/core';
import type { HttpRequest } from './http-request.ts';

/** What sends requests: the connection of an adapter. */
export interface Sender<Context> {
  /** Sends a request and brings the parsed body. */
  send(request: Omit<HttpRequest, 'signal'>, context: Context): Promise<unknown>;
}

const wordsOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause);

/**
 * Reads what a write came to that has landed: when reading fails, a caller who takes that for a
 * failed write would do it a second time. Mistakes of a program, such as a TypeError over an answer
 * of another shape, are no exception.
 * @throws BillingError `outcome_unknown` with the look-up, whatever reading failed by; that is its
 *   `cause`.
 */
export async function afterWrite<Value>(
  lookup: string,
  read: () => Promise<Value> | Value,
): Promise<Value> {
  try {
    return await read();
  } catch (cause) {
    const { status, requestId } = BillingError.is(cause) ? cause : {};
    throw new BillingError('outcome_unknown', {
      message: `It was taken, and what came of it could not be read: ${wordsOf(cause)} Look it up before you repeat the call.`,
      details: { lookup },
      ...(status !== undefined && { status }),
      ...(requestId !== undefined && { requestId }),
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
