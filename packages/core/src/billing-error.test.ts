import { describe, expect, it, vi } from 'vitest';
import { BillingError, type BillingErrorCode } from './billing-error.ts';

const SECRET = 'sk_live_canary_6f2d';

describe('BillingError', () => {
  it('carries its code, where it happened and what it was about', () => {
    const error = new BillingError('not_found', {
      message: 'There is no customer "acme".',
      details: { resource: 'customer', key: 'acme' },
      provider: 'sandbox',
      operation: 'customers.get',
      status: 404,
      requestId: 'req_1',
    });
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('BillingError');
    expect(error.details?.resource).toBe('customer');
    expect(error.toJSON()).toEqual({
      name: 'BillingError',
      code: 'not_found',
      message: 'There is no customer "acme".',
      provider: 'sandbox',
      operation: 'customers.get',
      status: 404,
      requestId: 'req_1',
      details: { resource: 'customer', key: 'acme' },
      retryable: false,
    });
  });

  it('is recognised by its code', () => {
    const error: unknown = new BillingError('timeout', { message: 'Too late.' });
    expect(BillingError.is(error)).toBe(true);
    expect(BillingError.is(error, 'timeout')).toBe(true);
    expect(BillingError.is(error, 'aborted')).toBe(false);
  });

  it.each([null, undefined, 'timeout', 42, new Error('x'), { code: 'timeout' }])(
    'is not %s',
    (value) => {
      expect(BillingError.is(value)).toBe(false);
    },
  );

  it('is recognised across two copies of the package', async () => {
    vi.resetModules();
    const copy = await import('./billing-error.ts');
    expect(copy.BillingError).not.toBe(BillingError);
    const foreign: unknown = new copy.BillingError('conflict', { message: 'In use.' });
    expect(foreign).not.toBeInstanceOf(BillingError);
    expect(BillingError.is(foreign, 'conflict')).toBe(true);
  });

  it.each<[BillingErrorCode, boolean]>([
    ['rate_limited', true],
    ['unavailable', true],
    ['timeout', true],
    ['network', true],
    ['outcome_unknown', false],
    ['aborted', false],
    ['invalid_input', false],
    ['conflict', false],
  ])('%s may be tried again: %s', (code, retryable) => {
    expect(new BillingError(code, { message: '' } as never).retryable).toBe(retryable);
    const told = { message: '', retryable: !retryable } as never;
    expect(new BillingError(code, told).retryable).toBe(!retryable);
  });

  it('shows its cause to the program, and not in JSON', () => {
    const cause = new Error(`Authorization: Bearer ${SECRET}`);
    const error = new BillingError('unauthenticated', { message: 'The key was refused.', cause });
    expect(error.cause).toBe(cause);
    expect(JSON.stringify(error)).not.toContain(SECRET);
    expect(error.stack).not.toContain(SECRET);
    const located = error.in({ provider: 'sandbox', operation: 'customers.get' });
    expect(located.cause).toBe(cause);
    expect(JSON.stringify(located)).not.toContain(SECRET);
  });

  it('has no cause when it was given none', () => {
    expect('cause' in new BillingError('network', { message: 'Offline.' })).toBe(false);
    expect(
      'cause' in new BillingError('network', { message: 'Offline.' }).in({ provider: 'sandbox' }),
    ).toBe(false);
  });
});

describe('BillingError.in', () => {
  const raw = () =>
    new BillingError('rate_limited', {
      message: 'Slow down.',
      details: { retryAfterMs: 2000 },
      issues: [{ path: ['events', 0], message: 'Too many.' }],
      status: 429,
      requestId: 'req_2',
      retryable: false,
    });

  it('adds what is missing and keeps everything else', () => {
    const error = raw();
    const located = error.in({ provider: 'sandbox', operation: 'usage.record' });
    expect(located.toJSON()).toEqual({
      ...error.toJSON(),
      provider: 'sandbox',
      operation: 'usage.record',
    });
    expect(located.stack).toBe(error.stack);
    expect(BillingError.is(located, 'rate_limited')).toBe(true);
  });

  it('keeps the innermost place', () => {
    const error = raw().in({ provider: 'inner' }).in({ provider: 'outer', operation: 'plans.get' });
    expect(error).toMatchObject({ provider: 'inner', operation: 'plans.get' });
    expect(error.in({ provider: 'x', operation: 'plans.list' })).toBe(error);
  });
});
