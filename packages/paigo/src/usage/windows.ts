import { invalidInput } from '@billport/core';
import type { Span } from './raw-usage.ts';

const DAY_MS = 86_400_000;

/** Each window is so many times as long as the one after it. */
const GROWTH = 8;

/** A part of a span, and how long it may be; epoch milliseconds. */
export interface Window extends Span {
  readonly length: number;
}

/**
 * Windows over a span, the latest first: a day, then longer ones. Usage of a whole life comes in a few
 * reads, and what is recent in one.
 */
export function firstWindow({ from, to }: Span): Window | undefined {
  return from < to ? { from: Math.max(from, to - DAY_MS), to, length: DAY_MS } : undefined;
}

/** The window before; undefined at the start of the span. */
export function windowBefore(window: Window, { from }: Pick<Span, 'from'>): Window | undefined {
  const length = window.length * GROWTH;
  const { from: to } = window;
  return from < to ? { from: Math.max(from, to - length), to, length } : undefined;
}

/** The window as a text, for cursors. */
export const windowText = ({ to, length }: Window): string => `${to}/${length}`;

/**
 * The window of a text.
 * @throws BillingError `invalid_input` for a text that is none
 */
export function parseWindow(text: string, { from }: Pick<Span, 'from'>): Window {
  const [, to = '', length = ''] = text.match(/^(\d{1,15})\/(\d{1,15})$/) ?? [];
  if (to === '') {
    const message = 'Pass nextCursor of the page before, or leave it out for the first page.';
    throw invalidInput([{ path: ['cursor'], message }]);
  }
  return {
    from: Math.max(from, Number(to) - Number(length)),
    to: Number(to),
    length: Number(length),
  };
}
