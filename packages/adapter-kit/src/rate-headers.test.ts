import { describe, expect, it } from 'vitest';
import { askedWaitMs, limitOf, remainingOf, resetMs, retryAfterMs } from './rate-headers.ts';

const NOW = Date.UTC(2026, 0, 1);

describe('retryAfterMs', () => {
  it.each([
    ['0', 0],
    ['7', 7_000],
    [' 1.5 ', 1_500],
    ['300', 300_000],
    ['301', 300_000],
    ['1000000000000', 300_000],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Thursday, 01-Jan-26 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 23:00:00 GMT', 0],
    ['Fri, 01 Jan 2027 00:00:00 GMT', 300_000],
  ])('reads %j as %d ms, clamped to 0 … 300 s', (text, expected) => {
    expect(retryAfterMs(new Headers({ 'retry-after': text }), NOW)).toBe(expected);
  });

  it.each(['', '-5', 'abc', 'soon', '1e3', 'NaN', 'Infinity', '2026-01-02', 'Thu, never'])(
    'takes no word of %j',
    (text) => {
      expect(retryAfterMs(new Headers({ 'retry-after': text }), NOW)).toBeUndefined();
    },
  );

  it('says nothing where there is no such header', () => {
    expect(retryAfterMs(new Headers(), NOW)).toBeUndefined();
  });
});

describe('resetMs', () => {
  const reset = (text: string) => resetMs(new Headers({ 'x-ratelimit-reset': text }), NOW);

  it.each([
    ['1', 1_000],
    ['0', 0],
    [String(NOW / 1000 + 12), 12_000],
    [String(NOW / 1000 - 12), 0],
    ['999999999', 300_000],
    ['1000000000', 0],
    ['1e12', undefined],
    ['1000000000000', 300_000],
    ['-5', undefined],
    ['abc', undefined],
  ])('reads %j as %s: a span below 1e9, an epoch from there (F12)', (text, expected) => {
    expect(reset(text)).toBe(expected);
  });
});

describe('the allowance', () => {
  it('is read where it is a number', () => {
    const headers = new Headers({ 'x-ratelimit-limit': '50', 'x-ratelimit-remaining': '0' });
    expect([limitOf(headers), remainingOf(headers)]).toEqual([50, 0]);
    expect([limitOf(new Headers()), remainingOf(new Headers())]).toEqual([undefined, undefined]);
  });

  it('is never zero when full, or nothing would ever go', () => {
    expect(limitOf(new Headers({ 'x-ratelimit-limit': '0' }))).toBe(1);
  });
});

describe('askedWaitMs', () => {
  const asked = (status: number, headers: Record<string, string>) =>
    askedWaitMs(new Response('', { status, headers }), NOW);

  it('goes by Retry-After before X-RateLimit-Reset, whatever its form', () => {
    const date = 'Thu, 01 Jan 2026 00:00:30 GMT';
    expect(asked(429, { 'retry-after': date, 'x-ratelimit-reset': '1' })).toBe(30_000);
    expect(asked(429, { 'retry-after': 'abc', 'x-ratelimit-reset': '1' })).toBe(1_000);
  });

  it('minds the reset only where the allowance was used up: it is on every reply', () => {
    expect(asked(503, { 'x-ratelimit-reset': '60' })).toBeUndefined();
    expect(asked(503, { 'retry-after': '2', 'x-ratelimit-reset': '60' })).toBe(2_000);
  });
});
