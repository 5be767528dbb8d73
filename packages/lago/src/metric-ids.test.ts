import { manualClock } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { MetricIds } from './metric-ids.ts';

describe('MetricIds', () => {
  it('remembers an id until it is old or forgotten', () => {
    const clock = manualClock('2026-01-15T12:00:00Z');
    const ids = new MetricIds(clock);
    ids.keep('a', '1');
    ids.keep('b', '2');
    expect(ids.find('a')).toBe('1');
    ids.forget('a');
    expect(ids.find('a')).toBeUndefined();
    clock.moveTo('2026-01-15T12:10:00Z');
    expect(ids.find('b')).toBeUndefined();
  });

  it('keeps the thousand that were kept last', () => {
    const ids = new MetricIds(manualClock('2026-01-15T12:00:00Z'));
    for (let count = 0; count < 1_000; count++) ids.keep(`code-${count}`, 'id');
    ids.keep('code-0', 'id');
    ids.keep('one-more', 'id');
    expect(ids.find('code-0')).toBe('id');
    expect(ids.find('code-1')).toBeUndefined();
    expect(ids.find('code-2')).toBe('id');
  });
});
