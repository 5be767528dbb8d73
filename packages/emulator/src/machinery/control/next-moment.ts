import { BillingError, type Clock, type InstantInput, toEpochMs, toInstant } from '@billport/core';
import { moment as checkMoment, isWithinTime } from '../setting-checks.ts';
import { toMomentAfter } from './iso-duration.ts';

function refuse(argument: string, message: string): never {
  throw new BillingError('invalid_input', {
    message: `${argument}: ${message}`,
    issues: [{ path: [argument], message }],
  });
}

/**
 * A moment that the clock can be moved to: the present one or a later one.
 * @param argument What the caller calls it, for messages, such as `advance_to`.
 * @returns Milliseconds since 1970-01-01T00:00:00Z.
 * @throws BillingError `invalid_input` for what is not a moment, and for one that has passed or lies after the
 *   year 9989.
 */
export function momentAhead(clock: Clock, instant: InstantInput, argument: string): number {
  const problem = checkMoment(instant);
  if (problem !== undefined) refuse(argument, problem);
  const now = clock.now();
  const moment = toEpochMs(instant);
  if (moment >= now) return moment;
  const passed = `${toInstant(moment)} has passed, it is ${toInstant(now)}: time cannot go back.`;
  return refuse(argument, passed);
}

/**
 * The moment that lies a duration ahead of the clock.
 * @param duration ISO 8601, such as `P1M`, `P10D` or `PT36H`.
 * @param argument What the caller calls it, for messages, such as `advance_by`.
 * @returns Milliseconds since 1970-01-01T00:00:00Z.
 * @throws BillingError `invalid_input` for another text, and for a moment after the year 9989.
 */
export function momentAfter(clock: Clock, duration: string, argument: string): number {
  const moment = toMomentAfter(clock.now(), duration);
  if (moment === undefined) {
    refuse(argument, 'Write an ISO 8601 duration, such as "P1M", "P10D" or "PT36H".');
  }
  if (!isWithinTime(moment)) refuse(argument, 'Write a duration that ends by the end of 9989.');
  return moment;
}
