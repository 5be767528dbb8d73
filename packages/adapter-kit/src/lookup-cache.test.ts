import { manualClock } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { LookupCache } from './lookup-cache.ts';

function counted(found: (key: string) => object | undefined = (key) => ({ key })) {
  const clock = manualClock('2026-01-01T00:00:00Z');
  const asked: string[] = [];
  const cache = new LookupCache(clock, async (key) => {
    asked.push(key);
    return found(key);
  });
  return { clock, asked, cache };
}

describe('LookupCache', () => {
  it('asks once for those who ask at the same time', async () => {
    const { asked, cache } = counted();
    const found = await Promise.all([cache.find('a'), cache.find('a'), cache.find('b')]);
    expect(found).toEqual([{ key: 'a' }, { key: 'a' }, { key: 'b' }]);
    expect(asked).toEqual(['a', 'b']);
  });

  it('asks again after a minute', async () => {
    const { asked, cache, clock } = counted();
    await cache.find('a');
    clock.moveTo('2026-01-01T00:00:59.999Z');
    await cache.find('a');
    expect(asked).toEqual(['a']);
    clock.moveTo('2026-01-01T00:01:00Z');
    await cache.find('a');
    expect(asked).toEqual(['a', 'a']);
  });

  it('does not remember that something is not there', async () => {
    const { asked, cache } = counted(() => undefined);
    expect(await cache.find('a')).toBeUndefined();
    expect(await cache.find('a')).toBeUndefined();
    expect(asked).toEqual(['a', 'a']);
  });

  it('does not remember a failure', async () => {
    const outcomes = [new Error('down'), undefined];
    const { cache } = counted(() => {
      const failure = outcomes.shift();
      if (failure !== undefined) throw failure;
      return {};
    });
    await expect(cache.find('a')).rejects.toThrow('down');
    expect(await cache.find('a')).toEqual({});
  });

  it('keeps ten thousand, and lets the oldest go', async () => {
    const { asked, cache } = counted();
    for (let index = 0; index <= 10_000; index++) await cache.find(String(index));
    expect(cache.known('0')).toBeUndefined();
    expect(cache.known('1')).toEqual({ key: '1' });
    expect(asked).toHaveLength(10_001);
  });
});
