import { BillingError } from '@billport/core';
import { LONGEST_TIMER_MS } from './longest-timer.ts';

/** What is wrong with a setting that is given; undefined when nothing is. */
export type Check = (value: unknown) => string | undefined;

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(' or ');

/** Takes any text that is not blank. */
export const text: Check = (value) =>
  typeof value === 'string' && value.trim() !== '' ? undefined : 'Write a text that is not blank.';

/** Takes these names. */
export const oneOf =
  (names: readonly string[]): Check =>
  (value) =>
    names.includes(value as string) ? undefined : `Write ${quoted(names)}.`;

/** Takes whole numbers from `least` to `most`. */
export const wholeNumber =
  (least: number, most: number): Check =>
  (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? undefined
      : `Write a whole number from ${least} to ${most}.`;

/** What the settings may be that all adapters over HTTP have. */
export const COMMON_CHECKS = {
  usageConcurrency: wholeNumber(1, 100),
  timeoutMs: wholeNumber(1, LONGEST_TIMER_MS),
  maxAttempts: wholeNumber(1, 100),
  fetch: (value) => (typeof value === 'function' ? undefined : 'Pass a function.'),
  clock: (value) =>
    typeof (value as { now?: unknown } | null)?.now === 'function'
      ? undefined
      : 'Pass systemClock, a manualClock, or an object with a function now().',
  environment: (value) =>
    typeof value === 'object' && value !== null ? undefined : 'Pass an object of texts by name.',
} as const satisfies Readonly<Record<string, Check>>;

/**
 * The error about a setting.
 * @param allowed what it may be, where that is a few names
 */
export function wrongSetting(
  message: string,
  setting?: string,
  allowed?: readonly string[],
): BillingError {
  const details = { ...(setting && { setting }), ...(allowed && { allowed }) };
  return new BillingError('configuration', { message, details });
}

/**
 * Checks settings before anything else. Their values are in no message: one may be a key that
 * slipped into the wrong place.
 * @param taker what takes the settings, for messages, such as `createLago`
 * @param checks what each setting may be
 * @param allowed the names that a setting may be, for `details`
 * @throws BillingError `configuration` that names the setting and what it may be.
 */
export function checkSettings(
  taker: string,
  checks: Readonly<Record<string, Check>>,
  options: object,
  allowed: Readonly<Record<string, readonly string[]>> = {},
): void {
  const settings = Object.keys(checks);
  if (typeof options !== 'object' || options === null) {
    const message = `${taker} takes an object of settings: ${settings.join(', ')}.`;
    throw wrongSetting(message, undefined, settings);
  }
  for (const [setting, value] of Object.entries(options)) {
    const check = Object.hasOwn(checks, setting) ? checks[setting] : undefined;
    if (check === undefined) {
      const known = `It has ${settings.join(', ')}.`;
      const message = `${taker} has no setting ${JSON.stringify(setting)}. ${known}`;
      throw wrongSetting(message, setting, settings);
    }
    const problem = value === undefined ? undefined : check(value);
    if (problem !== undefined) {
      const names = Object.hasOwn(allowed, setting) ? allowed[setting] : undefined;
      throw wrongSetting(`${setting}: ${problem}`, setting, names);
    }
  }
}
