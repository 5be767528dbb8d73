import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  firstWindow,
  parseWindow,
  type Window,
  windowBefore,
  windowBeforeSpan,
  windowText,
} from './windows.ts';

const DAY = 86_400_000;
const moment = fc.nat({ max: 60 * DAY });
const NOW = Date.parse('2026-01-20T12:00:00Z');

describe('windows', () => {
  it('cover a span without gaps, latest first, and are the same when read from their texts', () => {
    fc.assert(
      fc.property(moment, moment, moment, fc.nat(40_000), (one, other, start, rows) => {
        const span = { from: Math.min(one, other), to: Math.max(one, other), start };
        const all: Window[] = [];
        let window = firstWindow(span);
        while (window !== undefined) {
          all.push(window);
          expect(parseWindow(windowText(window), span)).toEqual(window);
          window = windowBefore(window, span, rows);
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

  it('go on before the span, longer each time, and are the same when read from their texts', () => {
    const span = { from: 1000, to: 5000 };
    let window: Window = { from: 1000, to: 5000, length: DAY };
    const seen: (readonly number[])[] = [];
    for (let step = 0; step < 3; step++) {
      window = windowBeforeSpan(window, span, 100);
      seen.push([window.from, window.to]);
      expect(parseWindow(windowText(window), span)).toEqual(window);
    }
    expect(seen).toEqual([
      [900, 1000],
      [500, 900],
      [0, 500],
    ]);
  });

  it('reach from the present to 1970 in a few steps', () => {
    let steps = 0;
    for (let window = firstWindow({ from: 0, to: NOW }); window; steps++) {
      window = windowBefore(window, { from: 0, start: NOW - 200 * DAY }, 0);
    }
    expect(steps).toBeLessThan(10);
  });

  it.each([
    ['ever', 0, 25_000, 200],
    ['until a while ago', 300 * DAY, 400_000, 200],
  ])('hold no more records than one reply can, of one who was busy %s', (_, quiet, most, reads) => {
    const start = NOW - 1000 * DAY;
    // 3,000 records a day.
    const rowsOf = ({ from, to }: Window) =>
      Math.ceil((Math.max(0, Math.min(to, NOW - quiet) - Math.max(from, start)) / DAY) * 3000);
    let steps = 0;
    for (let window = firstWindow({ from: 0, to: NOW }); window; steps++) {
      expect(rowsOf(window)).toBeLessThanOrEqual(most);
      window = windowBefore(window, { from: 0, start }, rowsOf(window));
    }
    expect(steps).toBeLessThan(reads);
  });

  it.each(['', 'x', '1/', '-1/2', '1/2/3'])('refuses %j for a window', (text) => {
    expect(() => parseWindow(text, { from: 0 })).toThrow(/nextCursor/);
  });
});
