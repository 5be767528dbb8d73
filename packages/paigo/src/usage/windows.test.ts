import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstWindow, parseWindow, type Window, windowBefore, windowText } from './windows.ts';

const NOW = Date.parse('2026-01-20T12:00:00Z');

describe('windows', () => {
  it('cover a span without gaps, latest first, and are the same when read from their texts', () => {
    fc.assert(
      fc.property(fc.nat({ max: NOW }), fc.nat({ max: NOW }), (one, other) => {
        const span = { from: Math.min(one, other), to: Math.max(one, other) };
        const all: Window[] = [];
        let window = firstWindow(span);
        while (window !== undefined) {
          all.push(window);
          expect(parseWindow(windowText(window), span)).toEqual(window);
          window = windowBefore(window, span);
        }
        expect(all[0]?.to ?? span.to).toBe(span.to);
        expect(all.at(-1)?.from ?? span.from).toBe(span.from);
        for (const [index, { from, to }] of all.entries()) {
          expect(from).toBeLessThan(to);
          expect(from).toBe(all[index + 1]?.to ?? span.from);
        }
      }),
    );
  });

  it('reach from the present to 1970 in a few steps', () => {
    let steps = 0;
    for (let window = firstWindow({ from: 0, to: NOW }); window; steps++) {
      window = windowBefore(window, { from: 0 });
    }
    expect(steps).toBeLessThan(8);
  });

  it.each(['', 'x', '1/', '-1/2', '1/2/3'])('refuses %j for a window', (text) => {
    expect(() => parseWindow(text, { from: 0 })).toThrow(/nextCursor/);
  });
});
