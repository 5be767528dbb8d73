import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Billing } from '@billport/core';
import { type Fault, type LagoEmulator, startLago } from '@billport/emulator';
import { createLago } from '@billport/lago';
import { describe, expect, it, onTestFinished } from 'vitest';
import { choiceOf, testServer } from '../../../packages/mcp/src/server/test-server.fixture.ts';

const START = '2026-03-01T00:00:00Z';
const API_KEY = 'key-of-the-server';

interface OpenedLago {
  readonly emulator: LagoEmulator;
  readonly call: Awaited<ReturnType<typeof testServer>>['call'];
  /** How many requests came in that the fault was for. */
  readonly hitsOf: (fault: Fault, calls: () => Promise<unknown>) => Promise<number>;
}

/** The server with all its own tools on an emulated Lago, which the real adapter talks to. */
async function openLago(): Promise<OpenedLago> {
  const emulator = await startLago({ startAt: START, frozen: true });
  const lago: Billing = createLago({
    url: emulator.url,
    apiKey: API_KEY,
    timeoutMs: 2_000,
    maxAttempts: 2,
    environment: {},
  });
  const server = await testServer({
    surface: undefined,
    choice: choiceOf(lago),
    billing: lago,
    settings: { policy: 'allow' },
  });
  onTestFinished(async () => {
    await server.client.close();
    await server.close();
    await lago.close();
    await emulator.close();
  });
  await lago.customers.upsert({ customerKey: 'acme', name: 'Acme', currency: 'USD' });
  await lago.coupons.create({
    code: 'half',
    name: 'Half',
    discount: { type: 'percentage', rate: '50' },
    frequency: { type: 'once' },
  });
  return {
    emulator,
    call: server.call,
    hitsOf: async (fault, calls) => {
      const active = emulator.injectFault(fault);
      await calls();
      return active.hits;
    },
  };
}

const NOT_FOUND = { status: 404, error: 'Not Found', code: 'coupon_not_found' };

/** How a provider fails, what that is called here, and whether a later call may succeed. */
const FAILURES: readonly (readonly [string, Fault, string, boolean])[] = [
  ['down', { kind: 'reset' }, 'network', true],
  ['answering 401', { kind: 'status', status: 401 }, 'unauthenticated', false],
  ['answering 404', { kind: 'status', status: 404, body: NOT_FOUND }, 'not_found', false],
  ['answering 409', { kind: 'status', status: 409 }, 'conflict', false],
  ['answering 422', { kind: 'status', status: 422 }, 'rejected', false],
  ['answering 429', { kind: 'status', status: 429 }, 'rate_limited', true],
  ['answering 500', { kind: 'status', status: 500 }, 'unavailable', true],
  ['too late', { kind: 'latency', ms: 10_000 }, 'timeout', true],
];

describe('Lago', () => {
  it.each(FAILURES)(
    'R3: that is %s fails a reading call with a code, a way on and nothing changed',
    async (_, fault, code, retryable) => {
      const { call, emulator } = await openLago();
      emulator.injectFault({ ...fault, times: 0 });
      const { isError, facts, text } = await call('list_customers');
      expect(isError).toBe(true);
      expect(facts.error).toMatchObject({
        code,
        retryable,
        changed: 'no',
        message: expect.stringMatching(/\w/),
        next: expect.stringMatching(/\w/),
      });
      expect(text).toContain(code);
      expect(text).not.toContain(API_KEY);
    },
  );

  it.each(FAILURES)(
    'R3: that is %s while a coupon is given fails with what was changed, and the key',
    async (failure, fault, code) => {
      const { call, emulator } = await openLago();
      emulator.injectFault({ ...fault, times: 0, method: 'POST', path: '/applied_coupons' });
      const args = { customer: 'acme', coupon: 'half', idempotency_key: 'once-1' };
      const { isError, facts } = await call('apply_coupon', args);
      // After these nobody knows whether it was done; the others say that it was not.
      const isLost = ['down', 'too late', 'answering 500'].includes(failure);
      expect(isError).toBe(true);
      expect(facts.error).toMatchObject({
        code: isLost ? 'outcome_unknown' : code,
        changed: isLost ? 'unknown' : 'no',
        idempotencyKey: 'once-1',
        message: expect.stringMatching(/\w/),
        next: expect.stringMatching(/\w/),
      });
    },
  );

  it('R7: is asked again after the time that a 429 names, and the call succeeds', async () => {
    const { call, emulator } = await openLago();
    const waits = { kind: 'status', status: 429, headers: { 'retry-after': '1' } } as const;
    emulator.injectFault(waits);
    const before = performance.now();
    expect(await call('list_customers')).toMatchObject({ isError: false });
    expect(performance.now() - before).toBeGreaterThanOrEqual(990);
  });

  it('R7: is asked a bounded number of times, and the error says how long to wait', async () => {
    const { call, hitsOf } = await openLago();
    const headers = { 'retry-after': '1' };
    const hits = await hitsOf({ kind: 'status', status: 429, times: 0, headers }, async () => {
      const { facts } = await call('list_customers');
      expect(facts.error).toMatchObject({ code: 'rate_limited', retryable: true });
      const { retryAfterMs } = facts.error as { retryAfterMs: number };
      expect(retryAfterMs).toBeGreaterThan(0);
      expect(retryAfterMs).toBeLessThanOrEqual(1_000);
    });
    expect(hits).toBe(2);
  });

  it('R7: is sent no write twice that it may have made, and every read', async () => {
    const { call, hitsOf } = await openLago();
    const broken = { kind: 'status', status: 500, times: 0 } as const;
    const coupon = { ...broken, method: 'POST', path: '/applied_coupons' };
    const args = { customer: 'acme', coupon: 'half' };
    expect(await hitsOf(coupon, () => call('apply_coupon', args))).toBe(1);
    const list = { ...broken, method: 'GET', path: '/customers' };
    expect(await hitsOf(list, () => call('list_customers'))).toBe(2);
  });

  it('S6: is not followed to another address, and the key does not go there', async () => {
    const { call, emulator } = await openLago();
    const reached: string[] = [];
    const elsewhere = createServer((request, response) => {
      reached.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    onTestFinished(() => void elsewhere.close());
    const { port } = elsewhere.address() as AddressInfo;
    for (const status of [301, 302, 303, 307, 308]) {
      emulator.injectFault({
        kind: 'redirect',
        status,
        times: 1,
        location: `http://127.0.0.1:${port}/latest/meta-data`,
      });
      const { isError, facts } = await call('list_customers');
      expect([status, isError]).toEqual([status, true]);
      expect(facts.error).toMatchObject({ changed: 'no' });
    }
    expect(reached).toEqual([]);
  });
});
