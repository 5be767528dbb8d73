import { toInstant } from '@billport/core';

/** When an event happened: to the microsecond, as Lago keeps it (`facts/lago.md §b` "Events"). */
export interface EventTime {
  /** Microseconds since 1970. */
  readonly micros: bigint;
  /** As Lago writes it: with milliseconds. A year may have five digits. */
  readonly written: string;
  /** For the engine; undefined for years that it does not have. */
  readonly engine: string | undefined;
}

const SECONDS = /^(-?\d+)(?:\.(\d*))?$/;

/** Last moment that JavaScript has a date for; milliseconds. */
const LATEST = 8_640_000_000_000_000n;

/** The moment of so many microseconds; undefined when no date is so far away. */
function eventTime(micros: bigint): EventTime | undefined {
  const ms = micros / 1000n;
  if (ms > LATEST || ms < -LATEST) return undefined;
  const date = new Date(Number(ms));
  const year = date.getUTCFullYear();
  // Ruby writes year 56171 without the sign and the zero that JavaScript puts before it.
  const iso = date.toISOString();
  const written = iso.replace(/^\+0*/, '');
  return { micros, written, engine: year >= 1 && year <= 9999 ? iso : undefined };
}

/** Seconds since 1970, as a number or a text, with parts of a second behind the point. */
export function parseEventTime(value: unknown): EventTime | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  const [, seconds, fraction = ''] = (typeof text === 'string' && SECONDS.exec(text.trim())) || [];
  if (seconds === undefined) return undefined;
  const parts = BigInt(fraction.slice(0, 6).padEnd(6, '0'));
  const whole = BigInt(seconds) * 1_000_000n;
  return eventTime(seconds.startsWith('-') ? whole - parts : whole + parts);
}

/** The moment of an ISO 8601 text. */
export function eventTimeOf(instant: string): EventTime {
  const at = toInstant(instant);
  return { micros: BigInt(Date.parse(at)) * 1000n, written: at, engine: at };
}
