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

/** Takes what core takes for a moment, and says what core says. */
export const moment: Check = (value) => {
  if (typeof value !== 'string' && typeof value !== 'number' && !(value instanceof Date)) {
    return 'Pass a moment such as "2026-01-01T00:00:00Z", a Date, or epoch milliseconds.';
  }
  try {
    toEpochMs(value);
    return undefined;
  } catch (error) {
    if (BillingError.is(error)) return error.message;
    throw error;
  }
};
