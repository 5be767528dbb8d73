import { type ClientMethod, type ClientRequestOptions, clientRequest } from '@billport/adapter-kit';
import type { Connection } from './connection.ts';

/** Verbs of Lago's API. */
export type LagoMethod = ClientMethod;

/**
 * What goes with a request to an endpoint that the contract does not have. The body is sent as it
 * is: with Lago's root key, such as `{ add_on: { … } }`.
 */
export type LagoRequestOptions = ClientRequestOptions;

/** The way to the endpoints of Lago that the contract does not have. */
export interface LagoClient {
  /** Where they are, `/api/v1` included. */
  readonly baseUrl: string;
  /**
   * Sends a request with the credentials, the retries and the errors of the provider.
   *
   * @param path what follows `/api/v1`, such as `/add_ons`, with its parts encoded: write a dot in
   *   them as `%2E`, or Lago takes what follows for a format
   * @returns the parsed JSON of the reply, whose type is for the caller to know; undefined where
   *   Lago answers nothing
   * @throws BillingError `invalid_input` for a path that leaves `/api/v1`, repeats it or holds a query, and
   *   whatever the refusal of Lago means
   *
   * @example
   * ```ts
   * import { createLago } from '@billport/lago';
   *
   * const lago = createLago({ region: 'eu', apiKey: 'my-api-key' });
   * const { add_ons } = await lago.client.request<{ add_ons: { code: string }[] }>(
   *   'GET',
   *   '/add_ons',
   *   { query: { per_page: 20 } },
   * );
   * console.log(add_ons.map(({ code }) => code));
   * ```
   */
  request<Reply = unknown>(
    method: LagoMethod,
    path: string,
    options?: LagoRequestOptions,
  ): Promise<Reply>;
}

/** Makes the client of a connection. */
export function createClient(lago: Connection): LagoClient {
  return {
    baseUrl: lago.api.baseUrl,
    request: clientRequest({ api: lago.api, provider: 'lago', base: '/api/v1' }),
  };
}
