import { BillingError, invalidInput } from '@billport/core';
import { checkedPath } from './checked-path.ts';
import type { HttpClient } from './http-client.ts';
import type { HttpRequest, QueryValue } from './http-request.ts';

/** Verbs of a service's API. */
export type ClientMethod = HttpRequest['method'];

/** What goes with a request to an endpoint that the contract does not have. */
export interface ClientRequestOptions {
  /** Parameters behind the `?`. A list is written as `name[]=a&name[]=b`. */
  readonly query?: Readonly<Record<string, QueryValue>>;
  /** Sent as JSON, as it is: as the service's own documents have it. */
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

/** Sends a request to an endpoint that the contract does not have. */
export type ClientRequest = <Reply = unknown>(
  method: ClientMethod,
  path: string,
  options?: ClientRequestOptions,
) => Promise<Reply>;

const METHODS: readonly ClientMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
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

function check(method: ClientMethod, options: ClientRequestOptions): void {
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

/** The service whose endpoints are asked. */
export interface RequestedService {
  readonly api: HttpClient;
  /** The provider's id, for errors. */
  readonly provider: string;
  /** The path that the base URL ends with, such as `/api/v1`; empty when absent. */
  readonly base?: string;
}

/**
 * Makes the function with which callers reach what the contract does not have, with the
 * credentials, the retries and the errors of the provider.
 * @returns a function that brings the parsed JSON of the reply, undefined where there is none, and
 *   throws BillingError: `invalid_input` for a path that leads away from the base URL or holds a
 *   query, and whatever a refusal means
 */
export function clientRequest({ api, provider, base }: RequestedService): ClientRequest {
  async function request(
    method: ClientMethod,
    path: string,
    options: ClientRequestOptions,
  ): Promise<unknown> {
    check(method, options);
    const { query, body, signal, repeat = 'never', lookup } = options;
    const reply = await api.send({
      method,
      path: checkedPath(path, base),
      query,
      body,
      signal,
      lookup,
      repeat: method === 'GET' ? 'read' : repeat,
      expects: 'json_or_nothing',
    });
    return reply.body;
  }
  return async <Reply>(
    method: ClientMethod,
    path: string,
    options: ClientRequestOptions = {},
  ): Promise<Reply> => {
    try {
      return (await request(method, path, options)) as Reply;
    } catch (error) {
      throw BillingError.is(error) ? error.in({ provider }) : error;
    }
  };
}
