import { Decimal } from '@billport/core';

/** A decimal of zero or more that was sent as text; undefined for anything else, also a number. */
export function unsignedText(value: unknown): string | undefined {
  return typeof value === 'string' && Decimal.isDecimal(value) && !value.startsWith('-')
    ? value
    : undefined;
}

/** A whole number from `least` up that was sent as a JSON number; undefined for anything else. */
export function wholeNumber(value: unknown, least: number): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least
    ? value
    : undefined;
}

/** Whether a field was left out: Lago takes null for that. */
export const isAbsent = (value: unknown): boolean => value === undefined || value === null;
