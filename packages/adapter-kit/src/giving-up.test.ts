import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { givenUp, sleep, untilGivenUp } from './giving-up.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const timedOut = () => AbortSignal.abort(new DOMException('Too late.', 'TimeoutError'));

describe('givenUp', () => {
  it('tells a time limit from a caller who gave up', () => {
    expect(givenUp(timedOut())).toMatchObject({ code: 'timeout', retryable: true });
    expect(givenUp(AbortSignal.abort('left'))).toMatchObject({ code: 'aborted', cause: 'left' });
  });
});

describe('sleep', () => {
  it('waits its time', async () => {
    let woken = false;
    const work = sleep(1_000, undefined).then(() => {
      woken = true;
    });
    await vi.advanceTimersByTimeAsync(999);
    expect(woken).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await work;
    expect(woken).toBe(true);
  });

  it('ends at once when the signal fires, before or while it waits', async () => {
    await expect(sleep(1_000, AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' });
    const controller = new AbortController();
    const work = expect(sleep(1_000, controller.signal)).rejects.toMatchObject({ code: 'aborted' });
    controller.abort();
    await work;
  });
});

describe('what waits with a signal', () => {
  it('leaves nothing hanging on it', async () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    const slept = sleep(10, signal);
    await vi.advanceTimersByTimeAsync(10);
    await slept;
    await untilGivenUp(Promise.resolve(), signal);
    await Promise.resolve();
    const listeners = (spy: { mock: { calls: unknown[][] } }) =>
      spy.mock.calls.map(([, listener]) => listener);
    expect(listeners(added)).toHaveLength(2);
    expect(listeners(removed)).toEqual(listeners(added));
  });
});

describe('untilGivenUp', () => {
  it('settles as the work does', async () => {
    const { signal } = new AbortController();
    expect(await untilGivenUp(Promise.resolve(7), signal)).toBe(7);
    await expect(untilGivenUp(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
  });

  it('does not wait for work when the signal fires, before or while it waits', async () => {
    const endless = new Promise<never>(() => {});
    await expect(untilGivenUp(endless, timedOut())).rejects.toMatchObject({ code: 'timeout' });
    const controller = new AbortController();
    const work = expect(untilGivenUp(endless, controller.signal)).rejects.toMatchObject({
      code: 'aborted',
    });
    controller.abort();
    await work;
  });
});
