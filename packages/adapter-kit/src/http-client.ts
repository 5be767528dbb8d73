import { BillingError, type Clock, systemClock } from '@billport/core';
import ky from 'ky';
import { type AttemptFailure, attemptFailure } from './attempt-failure.ts';
import type { ErrorTable } from './error-table.ts';
import type { HttpReply, HttpRequest, QueryValue } from './http-request.ts';
import { readRefusal, readSuccess } from './read-body.ts';
import { refusedError } from './refused-error.ts';
import { isPassing, mayHaveDoneIt, mayRepeat, sleep, waitMs } from './repeat-policy.ts';

/** How a client reaches its service. */
export interface HttpClientOptions {
  /** The provider's id, for the `User-Agent` and for messages. */
  readonly provider: string;
  /** Where paths begin, without a slash at the end: see {@link parseBaseUrl}. */
  readonly baseUrl: string;
  /** The value of `Authorization`. `renew` is true after a 401: bring another one or the same. */
  readonly authorization: (renew: boolean, signal?: AbortSignal) => Promise<string> | string;
  /** Whether a 401 is worth one more try with a renewed authorization. */
  readonly renewable?: boolean;
  readonly errors: ErrorTable;
  /** Instead of the platform's. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Longest time of one attempt; 30,000 when absent. */
  readonly timeoutMs?: number | undefined;
  /** How often a request is sent at most; 4 when absent. */
  readonly maxAttempts?: number | undefined;
  /** Longest wait before another attempt, whatever the service asks for; 20,000 when absent. */
  readonly maxWaitMs?: number | undefined;
  /** Largest body that is read; 16 MiB when absent. */
  readonly maxBodyBytes?: number | undefined;
  readonly clock?: Clock | undefined;
}

/** Sends requests to one service. */
export interface HttpClient {
  readonly baseUrl: string;
  /**
   * Sends the request, again where that is right, and brings the reply of a success.
   * @throws BillingError for everything else; `outcome_unknown` where a write may have landed.
   */
  send(request: HttpRequest): Promise<HttpReply>;
}

const AMBIGUOUS = new WeakSet<BillingError>();

/**
 * Whether an earlier attempt of the request that ended with this error may have landed: a 404
 * after a repeated delete, or "already there" after a repeated create, can be its own work.
 */
export function mayHaveLanded(error: unknown): boolean {
  return BillingError.is(error) && AMBIGUOUS.has(error);
}

function queryText(query: Readonly<Record<string, QueryValue>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    if (typeof value === 'object') for (const each of value) parameters.append(`${name}[]`, each);
    else parameters.append(name, String(value));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

/** The options with their defaults. */
type Settings = {
  readonly [Name in keyof HttpClientOptions]-?: Exclude<HttpClientOptions[Name], undefined>;
};

/** One request on its way: its attempts and what they came to. */
class Sending {
  readonly #options: Settings;
  readonly #request: HttpRequest;
  readonly #url: string;
  /** Whether an attempt so far may have landed. */
  #ambiguous = false;
  #renewed = false;

  constructor(options: Settings, request: HttpRequest) {
    this.#options = options;
    this.#request = request;
    this.#url = `${options.baseUrl}${request.path}${queryText(request.query ?? {})}`;
  }

  async #init(): Promise<RequestInit & { headers: Record<string, string> }> {
    const { method, body, signal } = this.#request;
    const headers: Record<string, string> = {
      accept: 'application/json',
      authorization: await this.#options.authorization(this.#renewed, signal),
      'user-agent': `billport-${this.#options.provider}`,
    };
    const init: RequestInit & { headers: Record<string, string> } = {
      method,
      headers,
      redirect: 'manual',
    };
    if (body === undefined) return init;
    headers['content-type'] = 'application/json';
    return { ...init, body: JSON.stringify(body) };
  }

  async #attempt(): Promise<Response> {
    const { fetch, timeoutMs: timeout } = this.#options;
    const { signal, expects } = this.#request;
    const init = await this.#init();
    if (expects === 'receipt') {
      const limit = AbortSignal.timeout(timeout);
      const either = signal === undefined ? limit : AbortSignal.any([signal, limit]);
      return fetch(this.#url, { ...init, signal: either });
    }
    return ky(this.#url, {
      ...init,
      ...(signal === undefined ? {} : { signal }),
      fetch,
      timeout,
      retry: 0,
      throwHttpErrors: false,
    });
  }

  /** The error of a write that may have landed. */
  #unknown(error: BillingError): BillingError {
    return new BillingError('outcome_unknown', {
      message: `${error.message} Nobody knows whether ${this.#options.provider} did it.`,
      details: { lookup: this.#request.lookup ?? 'Read what the call was to change.' },
      ...(error.status === undefined ? {} : { status: error.status }),
      ...(error.requestId === undefined ? {} : { requestId: error.requestId }),
      cause: error.cause,
    });
  }

  #ended(error: BillingError, unsure: boolean): BillingError {
    if (unsure && this.#request.repeat !== 'read') return this.#unknown(error);
    if (this.#ambiguous) AMBIGUOUS.add(error);
    return error;
  }

  #failure({ kind, unsent, cause }: AttemptFailure): BillingError {
    const { provider, timeoutMs } = this.#options;
    if (kind === 'aborted') {
      return new BillingError('aborted', { message: 'The caller gave up.', cause });
    }
    if (kind === 'timeout') {
      const message = `${provider} did not answer within ${timeoutMs} ms.`;
      return new BillingError('timeout', { message, details: { timeoutMs }, cause });
    }
    const message = unsent
      ? `${provider} cannot be reached. Check the base URL and the network.`
      : `The connection to ${provider} broke.`;
    return new BillingError('network', { message, cause });
  }

  async #wait(attempt: number, headers: Headers | undefined): Promise<void> {
    const { clock, maxWaitMs } = this.#options;
    await sleep(waitMs(attempt, headers, clock.now(), maxWaitMs), this.#request.signal);
  }

  async #reply(response: Response): Promise<HttpReply> {
    const { provider, maxBodyBytes } = this.#options;
    const { status, headers } = response;
    const requestId = headers.get('x-request-id') ?? undefined;
    const expects = this.#request.expects ?? 'json';
    const body = await readSuccess(response, expects, provider, maxBodyBytes);
    return { status, body, headers, requestId };
  }

  async #refusal(response: Response): Promise<BillingError> {
    const { provider, errors, maxBodyBytes } = this.#options;
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      return new BillingError('malformed_response', {
        message: `${provider} answered with a redirect, which is not followed. Check the base URL.`,
        status: response.status,
      });
    }
    const body = await readRefusal(response, provider, maxBodyBytes);
    const requestId = response.headers.get('x-request-id') ?? undefined;
    const { about } = this.#request;
    return refusedError(errors, { provider, status: response.status, body, requestId, about });
  }

  async run(): Promise<HttpReply> {
    const { repeat, signal } = this.#request;
    const { maxAttempts, renewable } = this.#options;
    for (let attempt = 1; ; attempt++) {
      const last = attempt >= maxAttempts;
      let response: Response;
      try {
        response = await this.#attempt();
      } catch (error) {
        if (BillingError.is(error)) throw error;
        const failure = attemptFailure(error, signal);
        const again = failure.kind !== 'aborted' && mayRepeat(repeat, failure.unsent) && !last;
        this.#ambiguous ||= !failure.unsent;
        if (!again) throw this.#ended(this.#failure(failure), this.#ambiguous);
        await this.#wait(attempt, undefined);
        continue;
      }
      if (response.ok) return this.#readReply(response);
      const error = await this.#refusal(response);
      if (response.status === 401 && renewable && !this.#renewed) {
        this.#renewed = true;
        continue;
      }
      const unsure = mayHaveDoneIt(response.status);
      const again = isPassing(response.status) && mayRepeat(repeat, !unsure) && !last;
      this.#ambiguous ||= unsure;
      if (!again) throw this.#ended(error, unsure);
      await this.#wait(attempt, response.headers);
    }
  }

  /** A write whose success cannot be read has landed all the same, as far as anybody knows. */
  async #readReply(response: Response): Promise<HttpReply> {
    try {
      return await this.#reply(response);
    } catch (error) {
      const known = BillingError.is(error)
        ? error
        : this.#failure(attemptFailure(error, this.#request.signal));
      throw this.#ended(known, true);
    }
  }
}

/** Makes the client of one service. Nothing is sent until {@link HttpClient.send}. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const settings: Settings = {
    renewable: options.renewable ?? false,
    provider: options.provider,
    baseUrl: options.baseUrl,
    authorization: options.authorization,
    errors: options.errors,
    fetch: options.fetch ?? globalThis.fetch,
    timeoutMs: options.timeoutMs ?? 30_000,
    maxAttempts: options.maxAttempts ?? 4,
    maxWaitMs: options.maxWaitMs ?? 20_000,
    maxBodyBytes: options.maxBodyBytes ?? 16 * 1024 * 1024,
    clock: options.clock ?? systemClock,
  };
  return { baseUrl: options.baseUrl, send: (request) => new Sending(settings, request).run() };
}
