import { BillingError, type Clock, systemClock } from '@billport/core';
import ky from 'ky';
import type { ErrorTable } from './error-table.ts';
import { fetchedReply } from './fetched-reply.ts';
import { untilGivenUp } from './giving-up.ts';
import type { HttpReply, HttpRequest } from './http-request.ts';
import { LONGEST_TIMER_MS } from './longest-timer.ts';
import { isFetchUntouched, nodeClient } from './node-client.ts';
import { RateGate } from './rate-gate.ts';
import { transmitReceipt } from './receipt-transmit.ts';
import { Sending, type Service } from './sending.ts';
import type { Transmit } from './transmit.ts';
import { VERSION } from './version.ts';

/**
 * Brings the value of `Authorization`; where it is empty, that header is not sent.
 * @param refused a value that the service answered with 401: bring another one, or the same when
 *   there is no other
 * @param signal fires when the caller gives up
 */
export type Authorize = (
  refused: string | undefined,
  signal: AbortSignal | undefined,
) => PromiseLike<string> | string;

/** How a client reaches its service. */
export interface HttpClientOptions {
  /** The provider's id, for the `User-Agent` and for messages. */
  readonly provider: string;
  /** The adapter's version, for the `User-Agent`; that of this package when absent. */
  readonly version?: string | undefined;
  /** Where paths begin, without a slash at the end: see {@link parseBaseUrl}. */
  readonly baseUrl: string;
  /** The settings that decide `baseUrl`, as errors name them; `the base URL` when absent. */
  readonly addressSetting?: string | undefined;
  readonly authorization: Authorize;
  readonly errors: ErrorTable;
  /** Instead of the platform's; receipts go through it too, and not through Node's own client. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Longest time of one attempt, to the last byte of its reply, in milliseconds; 30,000 when absent. */
  readonly timeoutMs?: number | undefined;
  /** How often a request is sent at most; 4 when absent. */
  readonly maxAttempts?: number | undefined;
  /** Longest wait before another attempt, whatever the service asks for; 20,000 when absent. */
  readonly maxWaitMs?: number | undefined;
  /** Largest body that is read, in bytes when unpacked; 16 MiB when absent. */
  readonly maxBodyBytes?: number | undefined;
  /** The header that holds the service's id of a request; `x-request-id` when absent. */
  readonly requestIdHeader?: string | undefined;
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

function wholeNumber(
  value: number | undefined,
  setting: string,
  { least, most, absent }: { least: number; most: number; absent: number },
): number {
  if (value === undefined) return absent;
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new BillingError('configuration', {
    message: `${setting}: Write a whole number from ${least} to ${most}, not ${value}.`,
    details: { setting },
  });
}

/**
 * Ends with the signal, also where a fetch that somebody brought does not heed it: a write has to say
 * then that nobody knows what came of it.
 */
function heeding(transmit: Transmit): Transmit {
  return async (url, init, expects) => {
    const { signal } = init;
    const reply = await untilGivenUp(transmit(url, init, expects), signal);
    const read = async (most: number, keep: boolean) =>
      untilGivenUp(reply.read(most, keep), signal);
    return { ...reply, read };
  };
}

/**
 * Repeats, time limits and statuses are looked after in `Sending`; ky makes the request. Receipts go
 * without it, and without fetch where Node's own client is there and nobody brought another fetch:
 * each costs more than the request itself (`docs/decisions/0006`).
 */
function transmitter(given: typeof globalThis.fetch | undefined): Transmit {
  const fetch = given ?? ((input, init) => globalThis.fetch(input, init));
  const node = given === undefined ? nodeClient() : undefined;
  const transmit: Transmit = async (url, init, expects) => {
    if (expects === 'receipt') {
      if (node !== undefined && isFetchUntouched()) return transmitReceipt(node, url, init);
      return fetchedReply(await fetch(url, init));
    }
    const options = { ...init, fetch, timeout: false, retry: 0, throwHttpErrors: false } as const;
    return fetchedReply(await ky(url, options));
  };
  return given === undefined ? transmit : heeding(transmit);
}

/** One gate for each bucket of requests. */
function gatesOf(makeGate: () => RateGate): (bucket: string) => RateGate {
  const gates = new Map<string, RateGate>();
  return (bucket) => {
    const gate = gates.get(bucket) ?? makeGate();
    gates.set(bucket, gate);
    return gate;
  };
}

/**
 * Makes the client of one service. Nothing is sent until {@link HttpClient.send}.
 * @throws BillingError `configuration` for a number that is none or out of range.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { provider, baseUrl, authorization, errors, clock = systemClock } = options;
  const timer = { least: 1, most: LONGEST_TIMER_MS };
  const maxWaitMs = wholeNumber(options.maxWaitMs, 'maxWaitMs', { ...timer, absent: 20_000 });
  const size = { least: 1, most: Number.MAX_SAFE_INTEGER, absent: 16 * 1024 * 1024 };
  const service: Service = {
    provider,
    baseUrl,
    addressSetting: options.addressSetting ?? 'the base URL',
    authorization,
    errors,
    clock,
    userAgent: `billport-${provider}/${options.version ?? VERSION}`,
    timeoutMs: wholeNumber(options.timeoutMs, 'timeoutMs', { ...timer, absent: 30_000 }),
    maxAttempts: wholeNumber(options.maxAttempts, 'maxAttempts', {
      least: 1,
      most: 100,
      absent: 4,
    }),
    maxWaitMs,
    maxBodyBytes: wholeNumber(options.maxBodyBytes, 'maxBodyBytes', size),
    requestIdHeader: options.requestIdHeader ?? 'x-request-id',
    transmit: transmitter(options.fetch),
    gateOf: gatesOf(() => new RateGate({ provider, maxWaitMs, clock })),
  };
  return { baseUrl, send: async (request) => new Sending(service, request).run() };
}
