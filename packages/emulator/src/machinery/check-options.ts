import { BillingError, type Clock, type InstantInput } from '@billport/core';
import { type Check, isTrueOrFalse, moment, textLike, wholeNumber } from './setting-checks.ts';

/** Settings of every emulator. */
export interface EmulatorOptions {
  /** Port from 0 to 65535; a free one when absent or 0. */
  readonly port?: number;
  /** Address to listen at; 127.0.0.1, this machine only, when absent. */
  readonly host?: string;
  /** The moment that the account begins at; the present when absent. */
  readonly startAt?: InstantInput;
  /** Whether time stands still until it is moved; false when absent. */
  readonly frozen?: boolean;
  /** The clock that time runs by; the machine's when absent. */
  readonly clock?: Clock;
}

/** What each of them may be. */
export const COMMON_CHECKS: Readonly<Record<keyof EmulatorOptions, Check>> = {
  port: wholeNumber(0, 65_535),
  host: textLike(
    /^[^\s[\]]+$/,
    'Write an address of this machine, such as "127.0.0.1" or "::1", without brackets.',
  ),
  startAt: moment,
  frozen: isTrueOrFalse,
  clock: (value) =>
    typeof (value as { now?: unknown } | null)?.now === 'function'
      ? undefined
      : 'Pass systemClock, a manualClock, or an object with a function now().',
};

function refuse(message: string, setting?: string, allowed?: readonly string[]): never {
  const details = { ...(setting && { setting }), ...(allowed && { allowed }) };
  throw new BillingError('configuration', { message, details });
}

/**
 * Checks the settings of an emulator before anything else; one that is undefined counts as absent.
 * No value of a key is in a message.
 * @param starter The function that takes them, such as `startLago`.
 * @throws BillingError `configuration` that names the setting and what it may be.
 */
export function checkOptions(
  starter: string,
  checks: Readonly<Record<string, Check>>,
  options: unknown,
): void {
  const settings = Object.keys(checks);
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    refuse(`${starter} takes an object of settings: ${settings.join(', ')}.`, undefined, settings);
  }
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check === undefined) {
      const known = `It has ${settings.join(', ')}.`;
      refuse(`${starter} has no setting ${JSON.stringify(name)}. ${known}`, name, settings);
    }
    const problem = value === undefined ? undefined : check(value);
    if (problem === undefined) continue;
    refuse(`${name}: ${problem}`, name, check.allowed);
  }
}
