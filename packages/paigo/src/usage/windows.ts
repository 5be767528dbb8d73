import { invalidInput } from '@billport/core';
import type { Span } from './raw-usage.ts';

const DAY_MS = 86_400_000;

/** Each window is so many times as long as the one after it, at most, and so many times shorter. */
const GROWTH = 8;

/** So many records are wanted in one read: Paigo has no pages. */
const ROWS = 20_000;

const SHORTEST_MS = 3_600_000;

/** The longest window while the subscription lived: what was quiet may have been busy before. */
const LONGEST_MS = 128 * DAY_MS;

/** A part of a span, and how long it may be; epoch milliseconds. */
export interface Window extends Span {
  readonly length: number;
}

/** A span that is walked through, and from when its subscription lived: usage lies there. */
export interface Life extends Pick<Span, 'from'> {
  /** Epoch milliseconds. */
  readonly start: number;
}

/**
 * Windows over a span, the latest first: a day, then ones that are longer as far as records are few.
 * Usage of a whole life comes in a few reads, and what is recent in one.
 */
export function firstWindow({ from, to }: Span): Window | undefined {
  return from < to ? { from: Math.max(from, to - DAY_MS), to, length: DAY_MS } : undefined;
}

/** How long the next window is to be for about {@link ROWS} records in it. */
function lengthBefore({ from, length }: Window, { start }: Life, rows: number): number {
  const growth = Math.min(GROWTH, Math.max(1 / GROWTH, ROWS / Math.max(rows, 1)));
  const next = Math.max(SHORTEST_MS, Math.ceil(length * growth));
  return from > start ? Math.min(next, LONGEST_MS) : next;
}

/**
 * The window before; undefined at the start of the span.
 * @param rows how many records lie in the window
 */
export function windowBefore(window: Window, life: Life, rows: number): Window | undefined {
  const length = lengthBefore(window, life, rows);
  const { from } = life;
  const { from: to } = window;
  return from < to ? { from: Math.max(from, to - length), to, length } : undefined;
}

/**
 * A window that lies before the span itself, each four times as long as the one after it.
 * @param length how long the first of them is
 */
export function windowBeforeSpan(
  window: Window,
  { from }: Pick<Span, 'from'>,
  length: number,
): Window {
  const { from: to } = window;
  const next = window.to > from ? length : window.length * 4;
  return { from: Math.max(0, to - next), to, length: next };
}

/** The window as a text, for cursors. */
export const windowText = ({ to, length }: Window): string => `${to}/${length}`;

/**
 * The window of a text: a part of the span, or one that lies before it.
 * @throws BillingError `invalid_input` for a text that is none
 */
export function parseWindow(text: string, { from }: Pick<Span, 'from'>): Window {
  const [, to = '', length = ''] = text.match(/^(\d{1,15})\/(\d{1,15})$/) ?? [];
  if (to === '') {
    const message = 'Pass nextCursor of the page before, or leave it out for the first page.';
    throw invalidInput([{ path: ['cursor'], message }]);
  }
  const first = Number(to) > from ? from : 0;
  return {
    from: Math.max(first, Number(to) - Number(length)),
    to: Number(to),
    length: Number(length),
  };
}
