import { BillingError, toEpochMs } from '@billport/core';

/** What is wrong with a setting, as the rule to follow; undefined when nothing is. */
export interface Check {
  (value: unknown): string | undefined;
  /** The names that it takes, where it takes only some. */
  readonly allowed?: readonly string[];
}

/** Takes true and false. */
export const isTrueOrFalse: Check = (value) =>
  typeof value === 'boolean' ? undefined : 'Write true or false.';

/** Takes these names. */
export function oneOf(names: readonly string[]): Check {
  const rule = `Write ${names.map((name) => `"${name}"`).join(' or ')}.`;
  const check = (value: unknown) => (names.some((name) => name === value) ? undefined : rule);
  return Object.assign(check, { allowed: names });
}

/** Longest timer that JavaScript keeps; longer ones fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

const isDelay = (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LONGEST_TIMER_MS;

/** Takes a time to wait, in milliseconds. */
export const delay: Check = (value) =>
  isDelay(value) ? undefined : `Write whole milliseconds from 0 to ${LONGEST_TIMER_MS}.`;

/** Takes times to wait, in milliseconds. */
export const delays: Check = (value) =>
  Array.isArray(value) && value.every(isDelay)
    ? undefined
    : 'Write a list of whole milliseconds, such as [3000, 18000].';

/** Takes texts like this. */
export const textLike =
  (pattern: RegExp, rule: string): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? undefined : rule;

/** Takes whole numbers in these bounds. */
export const wholeNumber =
  (least: number, most: number): Check =>
  (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? undefined
      : `Write a whole number from ${least} to ${most}.`;

/**
 * The last moment that an account can be at. A moment is written with four digits of the year, and
 * periods, terms and trials lie ahead of it: ten years are left for those.
 */
const LATEST = Date.UTC(9989, 11, 31, 23, 59, 59, 999);

/** Whether an account can be at the moment. What is too far for a Date is no number. */
export const isWithinTime = (epochMs: number): boolean => epochMs <= LATEST;

/** Takes what core takes for a moment, and says what core says; none that time would end at. */
export const moment: Check = (value) => {
  if (typeof value !== 'string' && typeof value !== 'number' && !(value instanceof Date)) {
    return 'Pass a moment such as "2026-01-01T00:00:00Z", a Date, or epoch milliseconds.';
  }
  try {
    return isWithinTime(toEpochMs(value)) ? undefined : 'Pass a moment by the end of 9989.';
  } catch (error) {
    if (BillingError.is(error)) return error.message;
    throw error;
  }
};
