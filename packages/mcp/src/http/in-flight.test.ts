import { expect, it } from 'vitest';
import { InFlight } from './in-flight.ts';

it('gives no more places than there are, and each back once', () => {
  const inFlight = new InFlight(1);
  const leave = inFlight.enter();
  expect(inFlight.enter()).toBeUndefined();
  leave?.();
  leave?.();
  expect(inFlight.enter()).toBeTypeOf('function');
  expect(inFlight.enter()).toBeUndefined();
});

it('is settled when the last one has left', async () => {
  const inFlight = new InFlight(2);
  const leaves = [inFlight.enter(), inFlight.enter()];
  const settled = inFlight.settled(60_000);
  for (const leave of leaves) leave?.();
  expect(await settled).toBe(true);
  expect(await inFlight.settled(0)).toBe(true);
});

it('tells when the time is over before', async () => {
  const inFlight = new InFlight(1);
  inFlight.enter();
  expect(await inFlight.settled(1)).toBe(false);
});
