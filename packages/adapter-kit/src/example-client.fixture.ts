import { BillingError } from '@billport/core';
import type { ErrorTable } from './error-table.ts';
import { createHttpClient, type HttpClient, type HttpClientOptions } from './http-client.ts';

/** How the service of these tests words its refusals. */
const exampleErrors: ErrorTable = {
  read(body) {
    if (typeof body !== 'object' || body === null) return {};
    const text = (name: string) => {
      const value: unknown = Reflect.get(body, name);
      return typeof value === 'string' ? value : undefined;
    };
    return { code: text('code'), message: text('message'), resource: text('resource') };
  },
  rules: [
    { code: 'taken', becomes: 'already_exists' },
    { code: 'busy', becomes: 'conflict', retryable: true },
    { status: 500, code: 'known', becomes: 'rejected' },
  ],
};

/** The ways on which requests go out: what holds for one of them holds for all. */
export const WAYS = [
  { way: 'by ky', expects: 'json', fetch: undefined },
  { way: 'as a receipt by fetch', expects: 'receipt', fetch: globalThis.fetch },
  { way: 'as a receipt by the client of Node', expects: 'receipt', fetch: undefined },
] as const;

/** A client that waits for a millisecond at most before it tries again. */
export function exampleClient(
  baseUrl: string,
  options: Partial<HttpClientOptions> = {},
): HttpClient {
  return createHttpClient({
    provider: 'example',
    version: '1.2.3',
    baseUrl,
    authorization: () => 'Bearer key-of-the-example',
    errors: exampleErrors,
    maxWaitMs: 1,
    ...options,
  });
}

/** The BillingError that the work ends with. */
export async function failureOf(work: PromiseLike<unknown>): Promise<BillingError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (BillingError.is(error)) return error;
  throw new Error('It did not end with a BillingError.', { cause: error });
}
