import { BillingError, toEpochMs } from '@billport/core';

/** What is wrong with a setting, as the rule to follow; undefined when nothing is. */
export type Check = (value: unknown) => string | undefined;

/** Takes true and false. */
export const isTrueOrFalse: Check = (value) =>
  typeof value === 'boolean' ? undefined : 'Write true or false.';

/** Takes these names. */
export const oneOf =
  (names: readonly string[]): Check =>
  (value) =>
    names.some((name) => name === value)
      ? undefined
      : `Write ${names.map((name) => `"${name}"`).join(' or ')}.`;

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
