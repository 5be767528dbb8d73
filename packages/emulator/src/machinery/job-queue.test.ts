import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { JobQueue } from './job-queue.ts';

/** A queue, and what its jobs did. */
function openQueue(delayMs: number) {
  const done: string[] = [];
  const errors: string[] = [];
  const queue = new JobQueue(delayMs, (name, error) => errors.push(`${name}: ${error}`));
  const add = (name: string, afterMs?: number) =>
    queue.add(name, () => void done.push(name), afterMs);
  return { queue, done, errors, add };
}

describe('a queue of jobs', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('does each when its delay is over, and no sooner', async () => {
    const { done, add } = openQueue(50);
    add('usual');
    add('late', 100);
    await vi.advanceTimersByTimeAsync(49);
    expect(done).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(done).toEqual(['usual']);
    await vi.advanceTimersByTimeAsync(50);
    expect(done).toEqual(['usual', 'late']);
  });

  it('does all at once when told to, with what they put into it', async () => {
    const { queue, done, add } = openQueue(50);
    queue.add('parent', () => {
      done.push('parent');
      add('child');
    });
    add('other');
    expect(queue.waiting()).toEqual(['parent', 'other']);
    await queue.runAll();
    expect(done).toEqual(['parent', 'other', 'child']);
    expect(queue.waiting()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(done).toHaveLength(3);
  });

  it('does one after the other', async () => {
    const { queue, done, add } = openQueue(0);
    queue.add('slow', async () => {
      await Promise.resolve();
      done.push('slow');
    });
    add('quick');
    await queue.runAll();
    expect(done).toEqual(['slow', 'quick']);
  });

  it('waits for one that a timer starts while it waits for another', async () => {
    const { queue, done } = openQueue(10);
    const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    for (const name of ['first', 'second']) {
      queue.add(name, async () => {
        await after(20);
        done.push(name);
      });
    }
    await vi.advanceTimersByTimeAsync(10);
    let isIdle = false;
    const idle = queue.runAll().then(() => {
      isIdle = true;
    });
    queue.add('late', async () => {
      await after(20);
      done.push('late');
    });
    await vi.advanceTimersByTimeAsync(45);
    expect(done).toEqual(['first', 'second']);
    expect(isIdle).toBe(false);
    await vi.advanceTimersByTimeAsync(20);
    await idle;
    expect(done).toEqual(['first', 'second', 'late']);
  });

  it('goes on after one that failed, and tells of it', async () => {
    const { queue, done, errors, add } = openQueue(0);
    queue.add('bad', () => {
      throw new Error('broken');
    });
    add('good');
    await queue.runAll();
    expect(errors).toEqual(['bad: Error: broken']);
    expect(done).toEqual(['good']);
  });

  it('forgets what waits when it is stopped', async () => {
    const { queue, done, add } = openQueue(10);
    add('never');
    queue.stop();
    await vi.advanceTimersByTimeAsync(100);
    expect(done).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
