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

/** The bound of the first wait; the next ones are twice the one before (`facts/usage-delivery.md §3.5`). */
const FIRST_BOUND_MS = 200;

/** A number from zero up to one, for jitter. */
function random(): number {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1));
  return value / 2 ** 32;
}

/**
 * Milliseconds before the next attempt: full jitter under a bound that doubles. What the service
 * asks for is waited for first, and then a little, so that not all who wait come back at once.
 * @param attempt how many attempts there were, from 1
 * @param asked milliseconds that the service asks for
 * @param most the longest wait
 * @param chance a number from zero up to one
 */
export function waitMs(
  attempt: number,
  asked: number | undefined,
  most: number,
  chance: number = random(),
): number {
  const wait =
    asked === undefined
      ? chance * FIRST_BOUND_MS * 2 ** (attempt - 1)
      : asked + chance * FIRST_BOUND_MS;
  return Math.min(wait, most);
}
