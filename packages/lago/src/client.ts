import type { HttpRequest, QueryValue } from '@billport/adapter-kit';
import { BillingError, invalidInput } from '@billport/core';
import { checkedPath } from './checked-path.ts';
import type { Connection } from './connection.ts';

/** Verbs of Lago's API. */
export type LagoMethod = HttpRequest['method'];

/** What goes with a request to an endpoint that the contract does not have. */
export interface LagoRequestOptions {
  /** Parameters behind the `?`. A list is written as `name[]=a&name[]=b`, as Lago wants it. */
  readonly query?: Readonly<Record<string, QueryValue>>;
  /** Sent as JSON, as it is: with Lago's root key, such as `{ add_on: { … } }`. */
  readonly body?: unknown;
  /** Gives up when it fires; what was sent may have been done all the same. */
  readonly signal?: AbortSignal;
  /**
   * Whether a write may be sent again after a failure that may pass. `safe`: it changes nothing
   * more a second time. When absent it is sent once, and an answer that is lost is
   * `outcome_unknown`. GET is always sent again.
   */
  readonly repeat?: 'safe';
  /** How to find out what became of a write whose answer is lost; goes into `details.lookup`. */
  readonly lookup?: string;
}

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

const METHODS: readonly LagoMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const OPTIONS: readonly string[] = ['query', 'body', 'signal', 'repeat', 'lookup'];

function refuse(field: string, message: string): never {
  throw invalidInput([{ path: [field], message }]);
}

function isJson(body: unknown): boolean {
  try {
    return body === undefined || JSON.stringify(body) !== undefined;
  } catch {
    return false;
  }
}

function check(method: LagoMethod, options: LagoRequestOptions): void {
  if (typeof options !== 'object' || options === null) {
    refuse('options', `Pass an object, such as { query: { per_page: 20 } }, or leave it out.`);
  }
  if (!METHODS.includes(method)) refuse('method', `Write one of ${METHODS.join(', ')}.`);
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) refuse(unknown, `Unknown option: there are ${OPTIONS.join(', ')}.`);
  const { body, repeat } = options;
  if (method === 'GET' && body !== undefined) refuse('body', 'GET takes none: use query.');
  if (!isJson(body)) refuse('body', 'It cannot be written as JSON.');
  if (repeat !== undefined && repeat !== 'safe') refuse('repeat', 'Write "safe", or leave it out.');
}

/** Makes the client of a connection. */
export function createClient(lago: Connection): LagoClient {
  async function request(
    method: LagoMethod,
    path: string,
    options: LagoRequestOptions,
  ): Promise<unknown> {
    check(method, options);
    const { query, body, signal, repeat = 'never', lookup } = options;
    const reply = await lago.api.send({
      method,
      path: checkedPath(path),
      query,
      body,
      signal,
      lookup,
      repeat: method === 'GET' ? 'read' : repeat,
      expects: 'json_or_nothing',
    });
    return reply.body;
  }

  return {
    baseUrl: lago.api.baseUrl,
    async request<Reply>(method: LagoMethod, path: string, options: LagoRequestOptions = {}) {
      try {
        return (await request(method, path, options)) as Reply;
      } catch (error) {
        throw BillingError.is(error) ? error.in({ provider: 'lago' }) : error;
      }
    },
  };
}
