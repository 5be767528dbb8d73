import { manualClock } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { movingClock } from './moving-clock.ts';

const NOON = '2026-01-15T12:00:00Z';
const at = (instant: string) => Date.parse(instant);

describe('the clock of an account', () => {
  it('begins with the other one, or where it is told to', () => {
    expect(movingClock(manualClock(NOON), undefined, false).now()).toBe(at(NOON));
    const later = movingClock(manualClock(NOON), '2030-01-01T00:00:00Z', false);
    expect(later.now()).toBe(at('2030-01-01T00:00:00Z'));
  });

  it('runs on with the other one, from where it jumped to', () => {
    const base = manualClock(NOON);
    const clock = movingClock(base, undefined, false);
    clock.jumpTo('2026-02-01T00:00:00Z');
    base.moveTo('2026-01-15T12:00:05Z');
    expect(clock.now()).toBe(at('2026-02-01T00:00:05Z'));
  });

  it('stands still between jumps when it is frozen', () => {
    const base = manualClock(NOON);
    const clock = movingClock(base, undefined, true);
    base.moveTo('2026-01-15T13:00:00Z');
    expect(clock.now()).toBe(at(NOON));
    clock.jumpTo('2026-01-15T12:30:00Z');
    expect(clock.now()).toBe(at('2026-01-15T12:30:00Z'));
  });

  it('never goes back', () => {
    const clock = movingClock(manualClock(NOON), undefined, true);
    clock.jumpTo('2025-01-01T00:00:00Z');
    expect(clock.now()).toBe(at(NOON));
  });
});
