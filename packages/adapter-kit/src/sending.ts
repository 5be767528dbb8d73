import { BillingError, type Clock } from '@billport/core';
import { type AttemptFailure, connectionFailure } from './attempt-failure.ts';
import { AttemptLimit } from './attempt-limit.ts';
import type { ErrorTable } from './error-table.ts';
import { givenUp, sleep, untilGivenUp } from './giving-up.ts';
import type { Authorize } from './http-client.ts';
import type { HttpReply, HttpRequest } from './http-request.ts';
import { failureError, markLanded, outcomeUnknown } from './outcome.ts';
import { queryText } from './query-text.ts';
import type { RateGate } from './rate-gate.ts';
import { askedWaitMs } from './rate-headers.ts';
import { type Body, contentOf, isJson } from './read-body.ts';
import { refusalBody } from './refusal-body.ts';
import { refusedError } from './refused-error.ts';
import { mayHaveDoneIt, mayRepeat, waitMs } from './repeat-policy.ts';
import type { Reply } from './reply.ts';
import { readRequestId } from './request-id.ts';
import type { Transmission, Transmit } from './transmit.ts';

/** What all requests to one service share. */
export interface Service {
  readonly provider: string;
  readonly baseUrl: string;
  /** The settings that decide where it is, in words. */
  readonly addressSetting: string;
  readonly userAgent: string;
  readonly authorization: Authorize;
  readonly errors: ErrorTable;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly maxAttempts: number;
  readonly maxWaitMs: number;
  readonly maxBodyBytes: number;
  readonly requestIdHeader: string;
  readonly transmit: Transmit;
  readonly gateOf: (bucket: string) => RateGate;
}

/** An attempt that did not bring what was wanted. */
interface Setback {
  readonly error: BillingError;
  /** Whether this attempt may have changed something at the service. */
  readonly mayHaveLanded: boolean;
  /** Whether another attempt may go better. */
  readonly isPassing: boolean;
  /** Whether the service said no: whatever an attempt before came to, this is its answer. */
  readonly isRefusal: boolean;
  /** Milliseconds that the service asks to wait. */
  readonly askedMs?: number | undefined;
}

/** A reply and its body, or what came in its way; the reply may have begun all the same. */
type Exchange =
  | { readonly response: Reply; readonly body: Body; readonly failure?: undefined }
  | {
      readonly response: Reply | undefined;
      readonly body?: undefined;
      readonly failure: AttemptFailure;
    };

/** Longest body of a refusal that is looked at (`facts/usage-delivery.md §4`, F44). */
const MOST_OF_REFUSAL = 1024 * 1024;

/** One request on its way: its attempts and what they came to. */
export class Sending {
  readonly #service: Service;
  readonly #request: HttpRequest;
  readonly #url: string;
  readonly #body: string | undefined;
  readonly #gate: RateGate;
  /** Whether an attempt so far may have landed. */
  #mayHaveLanded = false;
  /** The error of a clear no. */
  #refusal: BillingError | undefined;
  /** What was sent last as authorization. */
  #authorization = '';
  #isRenewed = false;

  constructor(service: Service, request: HttpRequest) {
    const { path, query, body, json, bucket } = request;
    this.#service = service;
    this.#request = request;
    this.#url = `${service.baseUrl}${path}${query === undefined ? '' : queryText(query)}`;
    this.#body = json ?? (body === undefined ? undefined : JSON.stringify(body));
    this.#gate = service.gateOf(bucket ?? '');
  }

  /**
   * Sends until there is a reply or nothing more to try.
   * @throws BillingError see {@link HttpClient.send}
   */
  async run(): Promise<HttpReply> {
    try {
      return await this.#untilAnswered();
    } catch (error) {
      throw BillingError.is(error) ? this.#ended(error) : error;
    }
  }

  /** What an error comes to, after all that was sent. */
  #ended(error: BillingError): BillingError {
    if (!this.#mayHaveLanded || this.#request.repeat === 'read') return error;
    if (error === this.#refusal) return markLanded(error);
    return outcomeUnknown(error, this.#service.provider, this.#request.lookup);
  }

  async #untilAnswered(): Promise<HttpReply> {
    const { repeat, signal } = this.#request;
    const { maxAttempts, maxWaitMs } = this.#service;
    for (let attempt = 1; ; attempt++) {
      const result = await this.#attemptAndRenew();
      if (!('error' in result)) return result;
      this.#mayHaveLanded ||= result.mayHaveLanded;
      if (result.isRefusal) this.#refusal = result.error;
      const again = result.isPassing && mayRepeat(repeat, !result.mayHaveLanded);
      if (!again || attempt >= maxAttempts) throw result.error;
      await sleep(waitMs(attempt, result.askedMs, maxWaitMs), signal);
    }
  }

  /** An attempt; after the first 401 another one, where there is another authorization. */
  async #attemptAndRenew(): Promise<HttpReply | Setback> {
    const result = await this.#attempt(undefined);
    if (!('error' in result) || result.error.status !== 401 || this.#isRenewed) return result;
    this.#isRenewed = true;
    const refused = this.#authorization;
    const renewed = await this.#authorize(refused);
    return renewed === refused ? result : this.#attempt(renewed);
  }

  async #authorize(refused: string | undefined): Promise<string> {
    const { signal } = this.#request;
    const brought = this.#service.authorization(refused, signal);
    return typeof brought === 'string' ? brought : untilGivenUp(brought, signal);
  }

  async #attempt(renewed: string | undefined): Promise<HttpReply | Setback> {
    const { signal } = this.#request;
    const turn = this.#gate.enter(signal);
    if (turn !== undefined) await turn;
    try {
      this.#authorization = renewed ?? (await this.#authorize(undefined));
      if (signal?.aborted) throw givenUp(signal);
      return this.#judge(await this.#exchange());
    } finally {
      this.#gate.leave();
    }
  }

  #transmission(signal: AbortSignal): Transmission {
    const headers: Record<string, string> = {
      accept: 'application/json',
      'user-agent': this.#service.userAgent,
    };
    if (this.#authorization !== '') headers.authorization = this.#authorization;
    const { method } = this.#request;
    if (this.#body === undefined) return { method, headers, redirect: 'manual', signal };
    headers['content-type'] = 'application/json';
    return { method, headers, redirect: 'manual', signal, body: this.#body };
  }

  /** Sends once, and reads the reply to its end within the same time. */
  async #exchange(): Promise<Exchange> {
    const { transmit, timeoutMs, maxBodyBytes } = this.#service;
    const { expects, signal } = this.#request;
    const limit = new AttemptLimit(timeoutMs, signal);
    let response: Reply | undefined;
    try {
      response = await transmit(this.#url, this.#transmission(limit.signal), expects);
      this.#gate.learn(response);
      const most = response.ok ? maxBodyBytes : Math.min(MOST_OF_REFUSAL, maxBodyBytes);
      const keep = !response.ok || expects !== 'receipt' || !isJson(response);
      return { response, body: await response.read(most, keep) };
    } catch (error) {
      return { response, failure: this.#failure(error, limit) };
    } finally {
      limit.end();
    }
  }

  #failure(error: unknown, limit: AttemptLimit): AttemptFailure {
    const ended = { unsent: false, code: undefined };
    if (limit.isOver) return { kind: 'timeout', ...ended };
    if (this.#request.signal?.aborted) return { kind: 'aborted', ...ended };
    return connectionFailure(error);
  }

  #judge({ response, body, failure }: Exchange): HttpReply | Setback {
    if (response !== undefined && !response.ok) return this.#refused(response, body);
    return failure === undefined ? this.#success(response, body) : this.#broken(failure, response);
  }

  #requestIdOf({ headers }: Reply): string | undefined {
    return readRequestId(headers.get(this.#service.requestIdHeader), this.#authorization);
  }

  #success(response: Reply, body: Body): HttpReply | Setback {
    const { expects, check } = this.#request;
    const content = contentOf(response, body, expects);
    const problem = 'problem' in content ? content.problem : check?.(content.value);
    if (problem !== undefined) return this.#unreadable(response, problem);
    const { status, headers } = response;
    const value = 'value' in content ? content.value : undefined;
    return { status, body: value, headers, requestId: this.#requestIdOf(response) };
  }

  /** A success that nobody can read: a write has landed, as far as anybody knows. */
  #unreadable(response: Reply, problem: string): Setback {
    const error = this.#malformed(
      response,
      `${problem}. Check ${this.#service.addressSetting}, and that nothing stands between.`,
    );
    return { error, mayHaveLanded: true, isPassing: false, isRefusal: false };
  }

  #malformed(response: Reply, problem: string): BillingError {
    const { status } = response;
    const requestId = this.#requestIdOf(response);
    return new BillingError('malformed_response', {
      message: `${this.#service.provider} answered ${status} with ${problem}`,
      status,
      ...(requestId === undefined ? {} : { requestId }),
    });
  }

  #refused(response: Reply, body: Body | undefined): Setback {
    const { status } = response;
    // In browsers a redirect that is not followed has no status.
    if (status < 400) {
      const problem = `a redirect, which is not followed. Check ${this.#service.addressSetting}.`;
      const error = this.#malformed(response, problem);
      // 303: it was worked on, and the answer is elsewhere (RFC 9110 §15.4.4).
      const mayHaveLanded = status === 303;
      return { error, mayHaveLanded, isPassing: false, isRefusal: !mayHaveLanded };
    }
    const { provider, errors, clock } = this.#service;
    const askedMs = askedWaitMs(response, clock.now());
    const error = refusedError(errors, {
      provider,
      status,
      body: body && refusalBody(body.text, this.#authorization),
      requestId: this.#requestIdOf(response),
      about: this.#request.about,
      retryAfterMs: askedMs,
    });
    const isPassing = error.retryable;
    const mayHaveLanded = isPassing && mayHaveDoneIt(status);
    return { error, mayHaveLanded, isPassing, isRefusal: !isPassing, askedMs };
  }

  #broken({ kind, unsent, code }: AttemptFailure, response: Reply | undefined): Setback {
    const { signal } = this.#request;
    const mayHaveLanded = !unsent || response !== undefined;
    if (kind === 'aborted' && signal !== undefined) {
      return { error: givenUp(signal), mayHaveLanded, isPassing: false, isRefusal: false };
    }
    const failure = { kind, unsent: !mayHaveLanded, code };
    const error = failureError(failure, this.#service, this.#service.timeoutMs);
    return { error, mayHaveLanded, isPassing: error.retryable, isRefusal: false };
  }
}
