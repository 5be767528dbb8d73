import { BillingError } from '@billport/core';
import { type LagoOptions, REGIONS } from './settings.ts';

/** What is wrong with a setting that is given; undefined when nothing is. */
export type Check = (value: unknown) => string | undefined;

/** Longest timer that JavaScript keeps; longer ones fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(' or ');

/** Takes any text that is not blank. */
export const text: Check = (value) =>
  typeof value === 'string' && value.trim() !== '' ? undefined : 'Write a text that is not blank.';

/** Takes these names. */
export const oneOf =
  (names: readonly string[]): Check =>
  (value) =>
    names.includes(value as string) ? undefined : `Write ${quoted(names)}.`;

const wholeNumber =
  (least: number, most: number): Check =>
  (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? undefined
      : `Write a whole number from ${least} to ${most}.`;

const EVENT_STORES: readonly NonNullable<LagoOptions['eventStore']>[] = ['postgres', 'clickhouse'];

/** What each setting of {@link LagoOptions} may be. */
export const CHECKS: Readonly<Record<keyof LagoOptions, Check>> = {
  apiKey: text,
  region: (value) =>
    oneOf(Object.keys(REGIONS))(value)?.replace(
      /\.$/,
      ', or give the address of a Lago of your own as url.',
    ),
  url: text,
  premium: (value) => (typeof value === 'boolean' ? undefined : 'Write true or false.'),
  eventStore: oneOf(EVENT_STORES),
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
};

const ALLOWED: Readonly<Partial<Record<string, readonly string[]>>> = {
  region: Object.keys(REGIONS),
  eventStore: EVENT_STORES,
};

function refuse(message: string, setting?: string, allowed?: readonly string[]): never {
  const details = { ...(setting && { setting }), ...(allowed && { allowed }) };
  throw new BillingError('configuration', { message, details });
}

/**
 * Checks settings before anything else. Their values are in no message: one may be a key that
 * slipped into the wrong place.
 * @param taker what takes the settings, for messages, such as `createLago`
 * @param checks what each setting may be
 * @throws BillingError `configuration` that names the setting and what it may be.
 */
export function checkSettings(
  taker: string,
  checks: Readonly<Record<string, Check>>,
  options: object,
): void {
  const settings = Object.keys(checks);
  if (typeof options !== 'object' || options === null) {
    refuse(`${taker} takes an object of settings: ${settings.join(', ')}.`, undefined, settings);
  }
  for (const [setting, value] of Object.entries(options)) {
    const check = Object.hasOwn(checks, setting) ? checks[setting] : undefined;
    if (check === undefined) {
      const known = `It has ${settings.join(', ')}.`;
      refuse(`${taker} has no setting ${JSON.stringify(setting)}. ${known}`, setting, settings);
    }
    const problem = value === undefined ? undefined : check(value);
    if (problem !== undefined) refuse(`${setting}: ${problem}`, setting, ALLOWED[setting]);
  }
}

/**
 * Checks the settings of {@link createLago}.
 * @throws BillingError `configuration` that names the setting and what it may be.
 */
export function checkOptions(options: LagoOptions): void {
  checkSettings('createLago', CHECKS, options);
}
