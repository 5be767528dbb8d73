import type { RequestRepeat } from './http-request.ts';

/** Statuses that may pass by themselves. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Statuses that say: the request was not worked on. */
const NOT_WORKED_ON: ReadonlySet<number> = new Set([425, 429]);

/** Whether the status may pass by itself. 501 and 505 to 519 stay (`facts/usage-delivery.md §3.5`). */
export function isPassing(status: number): boolean {
  return PASSING.has(status) || (status >= 520 && status <= 599);
}

/** Whether a write that got this status may have landed all the same. */
export function mayHaveDoneIt(status: number): boolean {
  return isPassing(status) && !NOT_WORKED_ON.has(status);
}

/** Whether to send again after a failure that may pass. `unsent`: the service did nothing. */
export function mayRepeat(repeat: RequestRepeat, unsent: boolean): boolean {
  return repeat !== 'never' || unsent;
}

const BASE_DELAY_MS = 200;

/** An epoch in seconds is at least this; a shorter number is a span. */
const EPOCH_SECONDS = 1_000_000_000;

function secondsOf(value: string | null): number | undefined {
  if (value === null || !/^\d+(?:\.\d+)?$/.test(value.trim())) return undefined;
  return Number(value);
}

/** How long the service asks to wait: seconds, an epoch in seconds, or a date. */
function askedWaitMs(headers: Headers, now: number): number | undefined {
  const after = headers.get('retry-after');
  const seconds = secondsOf(after) ?? secondsOf(headers.get('x-ratelimit-reset')) ?? undefined;
  if (seconds !== undefined) {
    return seconds >= EPOCH_SECONDS ? seconds * 1000 - now : seconds * 1000;
  }
  const date = after === null ? Number.NaN : Date.parse(after);
  return Number.isNaN(date) ? undefined : date - now;
}

/** A number from zero up to one, for jitter. */
function random(): number {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1));
  return value / 2 ** 32;
}

/**
 * Milliseconds before the next attempt: what the service asks for, else full jitter under a bound
 * that doubles.
 */
export function waitMs(attempt: number, headers: Headers | undefined, now: number, most: number) {
  const asked = headers === undefined ? undefined : askedWaitMs(headers, now);
  const wait = asked ?? random() * BASE_DELAY_MS * 2 ** (attempt - 1);
  return Math.min(Math.max(wait, 0), most);
}

/** Resolves after the wait, or rejects with the signal's reason. */
export function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const giveUp = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', giveUp);
      resolve();
    }, ms);
    signal?.addEventListener('abort', giveUp, { once: true });
  });
}
