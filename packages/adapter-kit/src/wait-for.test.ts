import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { waitFor } from './wait-for.ts';

beforeEach(() => vi.useFakeTimers({ now: 0 }));
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** Reads that say when they were made, by the clock. */
function readings(durationMs = 0) {
  const times: number[] = [];
  const read = async () => {
    times.push(Date.now());
    if (durationMs > 0) await new Promise((resolve) => setTimeout(resolve, durationMs));
    return times.length;
  };
  return { times, read };
}

describe('waitFor', () => {
  it('brings the first answer that is as it should be', async () => {
    const { read, times } = readings();
    expect(await waitFor(read, () => true)).toBe(1);
    expect(times).toEqual([0]);
  });

  it('waits twice as long each time, up to two seconds', async () => {
    const { read, times } = readings();
    const work = waitFor(read, (count) => count === 9);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await work).toBe(9);
    expect(times).toEqual([0, 50, 150, 350, 750, 1_550, 3_150, 5_150, 7_150]);
  });

  it('reads for the last time at the limit, and then gives up', async () => {
    const { read, times } = readings();
    const work = expect(waitFor(read, () => false, { timeoutMs: 500 })).rejects.toMatchObject({
      code: 'timeout',
      details: { timeoutMs: 500 },
    });
    await vi.advanceTimersByTimeAsync(60_000);
    await work;
    expect(times).toEqual([0, 50, 150, 350, 500]);
  });

  it('counts the time that reads take', async () => {
    const { read, times } = readings(400);
    const work = expect(waitFor(read, () => false, { timeoutMs: 1_000 })).rejects.toMatchObject({
      code: 'timeout',
    });
    await vi.advanceTimersByTimeAsync(60_000);
    await work;
    expect(times).toEqual([0, 450, 950, 1_350]);
  });

  it('reads once with no time at all', async () => {
    const { read, times } = readings();
    await expect(waitFor(read, () => false, { timeoutMs: 0 })).rejects.toMatchObject({
      code: 'timeout',
    });
    expect(times).toEqual([0]);
  });

  it('ends when the signal fires, while it waits and while it reads', async () => {
    for (const read of [async () => 1, () => new Promise<number>(() => {})]) {
      const controller = new AbortController();
      const work = expect(
        waitFor(read, () => false, { signal: controller.signal }),
      ).rejects.toMatchObject({ code: 'aborted' });
      await vi.advanceTimersByTimeAsync(20);
      controller.abort();
      await work;
    }
  });

  it('passes on what a read rejects with', async () => {
    const read = async () => {
      throw new RangeError('gone');
    };
    await expect(waitFor(read, () => true)).rejects.toThrow(RangeError);
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])(
    'refuses a limit of %d, which would never end or has no meaning',
    async (timeoutMs) => {
      const { read, times } = readings();
      await expect(waitFor(read, () => false, { timeoutMs })).rejects.toMatchObject({
        code: 'invalid_input',
      });
      expect(times).toEqual([]);
    },
  );
});
