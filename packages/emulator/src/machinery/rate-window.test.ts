import { manualClock } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { RateWindow } from './rate-window.ts';

const remaining = (window: RateWindow) => window.take().remaining;

describe('a limit of requests', () => {
  it('is full again a second after the first request of the window', () => {
    const clock = manualClock('2026-01-15T12:00:00Z');
    const window = new RateWindow(clock, 2);
    expect(remaining(window)).toBe(1);
    clock.moveTo(clock.now() + 999);
    expect(window.take()).toEqual({ limit: 2, remaining: 0, resetSeconds: 1 });
    expect(remaining(window)).toBe(-1);
    clock.moveTo(clock.now() + 1);
    expect(remaining(window)).toBe(1);
  });
});
