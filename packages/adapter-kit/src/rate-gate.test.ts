import { manualClock, systemClock } from '@billport/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RateGate } from './rate-gate.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const newGate = (maxWaitMs = 20_000, clock = systemClock) =>
  new RateGate({ provider: 'example', maxWaitMs, clock });

const reply = (remaining: number, reset = 1, limit = 3, status = 200) =>
  new Response('', {
    status,
    headers: {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': String(reset),
    },
  });

/** Goes in, and says its name when it is its turn. */
function comer(gate: RateGate, name: string, entered: string[], signal?: AbortSignal) {
  const turn = gate.enter(signal);
  if (turn === undefined) {
    entered.push(name);
    return Promise.resolve();
  }
  return turn.then(() => {
    entered.push(name);
  });
}

/** A request that was answered. */
function answered(gate: RateGate, response: Response) {
  expect(gate.enter(undefined)).toBeUndefined();
  gate.learn(response);
  gate.leave();
}

describe('a service that says nothing', () => {
  it('is asked as often as one likes, without waiting', () => {
    const gate = newGate();
    for (let count = 0; count < 1_000; count++) expect(gate.enter(undefined)).toBeUndefined();
    gate.learn(new Response(''));
    gate.leave();
    expect(gate.enter(undefined)).toBeUndefined();
  });

  it('is not waited for after a 429 that names no time: the request itself backs off', () => {
    const gate = newGate();
    answered(gate, new Response('', { status: 429 }));
    expect(gate.enter(undefined)).toBeUndefined();
  });
});

describe('an allowance that is used up', () => {
  it('holds later requests until the reset instead of running into 429', async () => {
    const gate = newGate();
    answered(gate, reply(0, 2));
    const entered: string[] = [];
    const work = comer(gate, 'a', entered);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(entered).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(entered).toEqual(['a']);
    await work;
  });

  it('is waited for no longer than a wait may be, though the clock is set back', async () => {
    const gate = newGate();
    answered(gate, reply(0, 1));
    vi.setSystemTime(Date.now() - 3_600_000);
    const entered: string[] = [];
    const work = comer(gate, 'a', entered);
    await vi.advanceTimersByTimeAsync(20_000);
    await work;
    expect(entered).toEqual(['a']);
  });

  it('lets no more go at the reset than it holds, in the order in which they came', async () => {
    const gate = newGate();
    answered(gate, reply(0, 1, 2));
    const entered: string[] = [];
    const work = ['a', 'b', 'c', 'd', 'e'].map((name) => comer(gate, name, entered));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(entered).toEqual(['a', 'b']);
    for (const remaining of [1, 0]) {
      gate.learn(reply(remaining, 1, 2));
      gate.leave();
    }
    expect(entered).toEqual(['a', 'b']);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(entered).toEqual(['a', 'b', 'c', 'd']);
    for (const remaining of [1, 0]) {
      gate.learn(reply(remaining, 1, 2));
      gate.leave();
    }
    await vi.advanceTimersByTimeAsync(1_000);
    expect(entered).toEqual(['a', 'b', 'c', 'd', 'e']);
    await Promise.all(work);
  });

  it('counts requests under way, which the service has not counted yet', () => {
    const gate = newGate();
    for (let count = 0; count < 3; count++) gate.enter(undefined);
    gate.learn(reply(2));
    gate.leave();
    const waiting = comer(gate, 'late', [], AbortSignal.abort());
    return expect(waiting).rejects.toMatchObject({ code: 'aborted' });
  });

  it('is known to be full again by the clock, with nobody waiting', () => {
    const gate = newGate();
    answered(gate, reply(0, 5));
    vi.setSystemTime(systemClock.now() + 5_000);
    expect(gate.enter(undefined)).toBeUndefined();
  });

  it('is full again at once when the reset is now', () => {
    const gate = newGate();
    answered(gate, reply(0, 0));
    expect(gate.enter(undefined)).toBeUndefined();
  });

  it('opens with a clock that is moved by hand as well: the timer counts', async () => {
    const gate = newGate(20_000, manualClock('2026-01-01T00:00:00Z'));
    answered(gate, reply(0, 5));
    const entered: string[] = [];
    const work = comer(gate, 'a', entered);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(entered).toEqual(['a']);
    await work;
  });

  it('keeps the order when somebody comes after the reset and before the timer', async () => {
    const clock = manualClock('2026-01-01T00:00:00Z');
    const gate = newGate(20_000, clock);
    answered(gate, reply(0, 5, 2));
    const entered: string[] = [];
    const first = comer(gate, 'a', entered);
    clock.moveTo('2026-01-01T00:00:05Z');
    const second = comer(gate, 'b', entered);
    await Promise.all([first, second]);
    expect(entered).toEqual(['a', 'b']);
  });

  it('goes on when those under way bring no word', async () => {
    const gate = newGate();
    answered(gate, reply(0, 1, 1));
    const entered: string[] = [];
    const work = [comer(gate, 'a', entered), comer(gate, 'b', entered)];
    await vi.advanceTimersByTimeAsync(1_000);
    expect(entered).toEqual(['a']);
    gate.leave();
    await Promise.all(work);
    expect(entered).toEqual(['a', 'b']);
  });
});

describe('a 429', () => {
  it.each([
    ['retry-after', '3'],
    ['x-ratelimit-reset', '3'],
  ])('closes the gate for all until the time in %s', async (name, value) => {
    const gate = newGate();
    answered(gate, new Response('', { status: 429, headers: { [name]: value } }));
    const entered: string[] = [];
    const work = comer(gate, 'a', entered);
    await vi.advanceTimersByTimeAsync(2_999);
    expect(entered).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await work;
    expect(entered).toEqual(['a']);
  });
});

describe('waiting', () => {
  it('ends after the longest wait, whatever the service says', async () => {
    const gate = newGate(4_000);
    answered(gate, reply(0, 1_000_000, 1));
    const entered: string[] = [];
    const first = comer(gate, 'a', entered);
    const second = comer(gate, 'b', entered);
    const refused = expect(second).rejects.toMatchObject({
      code: 'rate_limited',
      retryable: true,
      message: expect.stringContaining('example takes no more requests now'),
    });
    await vi.advanceTimersByTimeAsync(4_000);
    await Promise.all([first, refused]);
    expect(entered).toEqual(['a']);
  });

  it('ends when the caller gives up, and the next one moves up', async () => {
    const gate = newGate();
    answered(gate, reply(0, 1, 1));
    const controller = new AbortController();
    const entered: string[] = [];
    const first = comer(gate, 'a', entered, controller.signal);
    const second = comer(gate, 'b', entered);
    const refused = expect(first).rejects.toMatchObject({ code: 'aborted' });
    controller.abort();
    await refused;
    await vi.advanceTimersByTimeAsync(1_000);
    await second;
    expect(entered).toEqual(['b']);
  });

  it('leaves no timer behind when nobody waits any more', async () => {
    const gate = newGate();
    answered(gate, reply(0, 10));
    const controller = new AbortController();
    const work = comer(gate, 'a', [], controller.signal);
    controller.abort();
    await expect(work).rejects.toMatchObject({ code: 'aborted' });
    expect(vi.getTimerCount()).toBe(0);
  });
});
