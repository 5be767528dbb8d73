import { type ClientMethod, type ClientRequestOptions, clientRequest } from '@billport/adapter-kit';
import type { Connection } from './connection.ts';

/** Verbs of Paigo's API. */
export type PaigoMethod = ClientMethod;

/** What goes with a request to an endpoint that the contract does not have. */
export type PaigoRequestOptions = ClientRequestOptions;

/**
 * The way to what Paigo has and the contract does not: measurements, refunds, free trials,
 * hierarchies of customers, webhook subscriptions, settings.
 */
export interface PaigoClient {
  /** Where they are. */
  readonly baseUrl: string;
  /**
   * Sends a request with the token, the retries and the errors of the provider.
   *
   * Replies come as they are: some hold secrets, such as keys of webhooks, passwords of Kafka or
   * links that open without a password (`facts/paigo.md §6.25`). Do not log them.
   *
   * @param path what follows the base URL, such as `/measurements`, with its parts encoded
   * @returns the parsed JSON of the reply, whose type is for the caller to know; undefined where
   *   Paigo answers nothing
   * @throws BillingError `invalid_input` for a path that leads elsewhere or holds a query, and
   *   whatever the refusal of Paigo means
   *
   * @example
   * ```ts
   * import { createPaigo } from '@billport/paigo';
   *
   * const paigo = createPaigo({ clientId: 'my-client-id', clientSecret: 'my-client-secret' });
   * await paigo.client.request('PUT', '/customers/acme/freeTrial', {
   *   body: { freeTrialEndDate: '2030-01-01T00:00:00Z' },
   *   repeat: 'safe',
   * });
   * ```
   */
  request<Reply = unknown>(
    method: PaigoMethod,
    path: string,
    options?: PaigoRequestOptions,
  ): Promise<Reply>;
}

/** Paths whose requests hold keys and passwords, which refusals may repeat (`facts/paigo.md §6.25`). */
const HOLDS_SECRETS = /^\/+(?:webhooks|measurements|settings)\b/i;

/** Whether to keep quiet about a request to the path, however it is written. */
function holdsSecrets(path: string): boolean {
  try {
    return HOLDS_SECRETS.test(decodeURIComponent(path));
  } catch {
    // No encoded text: it is refused, and nothing is sent.
    return true;
  }
}

/** Makes the client of a connection. */
export function createClient({ api, quietApi }: Connection): PaigoClient {
  const aloud = clientRequest({ api, provider: 'paigo' });
  const quietly = clientRequest({ api: quietApi, provider: 'paigo' });
  return {
    baseUrl: api.baseUrl,
    request<Reply>(method: PaigoMethod, path: string, options?: PaigoRequestOptions) {
      const request = holdsSecrets(path) ? quietly : aloud;
      return request<Reply>(method, path, options);
    },
  };
}
