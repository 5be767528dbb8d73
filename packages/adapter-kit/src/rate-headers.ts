import type { Reply, ReplyHeaders } from './reply.ts';

/** An epoch in seconds is at least this; a shorter number is a span. */
const EPOCH_SECONDS = 1_000_000_000;

/** No service is taken at its word for longer: absurd values are clamped (`facts/usage-delivery.md §3.5`). */
const LONGEST_MS = 300_000;

function clamp(ms: number): number {
  return Math.min(Math.max(Math.ceil(ms), 0), LONGEST_MS);
}

function numberIn(value: string | null): number | undefined {
  return value !== null && /^\s*\d+(?:\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}

/**
 * Milliseconds that `Retry-After` asks to wait, from 0 to 300,000; undefined where it says nothing.
 * It holds seconds or a date.
 * @param now milliseconds since 1970
 */
export function retryAfterMs(headers: ReplyHeaders, now: number): number | undefined {
  const text = headers.get('retry-after');
  const seconds = numberIn(text);
  if (seconds !== undefined) return clamp(seconds * 1000);
  // `Date.parse` reads a year in almost any number: a date begins with its day.
  if (text === null || !/^\s*[A-Z][a-z]{2,8},? /.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : clamp(date - now);
}

/**
 * Milliseconds until the allowance is full again, from 0 to 300,000, by `X-RateLimit-Reset`: a span
 * in seconds, or an epoch in seconds.
 * @param now milliseconds since 1970
 */
export function resetMs(headers: ReplyHeaders, now: number): number | undefined {
  const seconds = numberIn(headers.get('x-ratelimit-reset'));
  if (seconds === undefined) return undefined;
  return clamp(seconds >= EPOCH_SECONDS ? seconds * 1000 - now : seconds * 1000);
}

/** Requests that are left until the reset, by `X-RateLimit-Remaining`. */
export function remainingOf(headers: ReplyHeaders): number | undefined {
  return numberIn(headers.get('x-ratelimit-remaining'));
}

/** Requests that a full allowance has, by `X-RateLimit-Limit`; at least one. */
export function limitOf(headers: ReplyHeaders): number | undefined {
  const limit = numberIn(headers.get('x-ratelimit-limit'));
  return limit === undefined ? undefined : Math.max(limit, 1);
}

/**
 * Milliseconds that a refusal asks to wait. The reset of the allowance is on every reply of some
 * services: it matters to the requests that ran into it alone.
 */
export function askedWaitMs(
  response: Pick<Reply, 'status' | 'headers'>,
  now: number,
): number | undefined {
  const { status, headers } = response;
  return retryAfterMs(headers, now) ?? (status === 429 ? resetMs(headers, now) : undefined);
}
