import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { CLOSE_MS, GONE_MS, untilStopped } from './until-stopped.ts';

/** Something that runs, and what was done with it in order. */
function running(close: () => Promise<void> = async () => {}) {
  const gone = Promise.withResolvers<void>();
  const done: string[] = [];
  const drain = async (graceMs: number) => void done.push(`drain ${graceMs >= 1000}`);
  const signals = new EventEmitter() as unknown as NodeJS.Process;
  const ended = untilStopped(
    {
      gone: gone.promise,
      drain,
      close: async () => {
        done.push('close');
        await close();
      },
    },
    signals,
  );
  return { gone, done, signals, ended };
}

it('P8: answers what is under way, and then lets go, when the client has gone', async () => {
  const { gone, done, ended } = running();
  gone.resolve();
  await ended;
  expect(done).toEqual(['drain false', 'close']);
});

it.each(['SIGTERM', 'SIGINT'] as const)('P8: waits longer for answers after %s', async (signal) => {
  const { done, signals, ended } = running();
  signals.emit(signal);
  await ended;
  expect(done).toEqual(['drain true', 'close']);
});

it('leaves a second signal to end the process at once', async () => {
  const { signals, ended } = running();
  signals.emit('SIGTERM');
  expect(signals.listenerCount('SIGTERM')).toBe(0);
  await ended;
});

it('P8: does not wait for a provider that cannot let go', async () => {
  const { gone, ended } = running(() => new Promise(() => {}));
  gone.resolve();
  await expect(ended).resolves.toBeUndefined();
});

it('P8: waits, when the client has gone, for less than the second in which a server ends', () => {
  expect(GONE_MS + CLOSE_MS).toBeLessThan(1_000);
});
