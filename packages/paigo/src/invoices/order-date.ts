import { type Instant, toInstant } from '@billport/core';

const SECOND = 1000;
const DAY = 86_400_000;

/** A whole number below a second's milliseconds that nobody can foretell. */
function anyMillisecond(): number {
  const [number = 0] = globalThis.crypto.getRandomValues(new Uint32Array(1));
  return number % SECOND;
}

/**
 * The date of a new invoice, by which it is known again: Paigo keeps nothing else of an order that
 * others may not send, too (`facts/paigo.md §3.5`). It is a millisecond of the second that has just
 * gone by, drawn by lot: two orders of one second have the same once in a thousand times.
 * It lies on the day of now: in the first second of a day it is one of that second.
 * @param now epoch milliseconds
 */
export function orderDate(now: number): Instant {
  const second = now - (now % SECOND);
  const start = second % DAY === 0 ? second : second - SECOND;
  return toInstant(start + anyMillisecond());
}
