import { BillingError } from '@billport/core';
import { type Check, isTrueOrFalse, moment, textLike, wholeNumber } from './setting-checks.ts';
import type { LagoEmulatorOptions } from './start-lago.ts';
import { EVENT_STORES, SWITCH_CHECKS } from './switches.ts';

/** What each setting of {@link LagoEmulatorOptions} may be. */
export const CHECKS: Readonly<Record<keyof LagoEmulatorOptions, Check>> = {
  port: wholeNumber(0, 65_535),
  host: textLike(
    /^[^\s[\]]+$/,
    'Write an address of this machine, such as "127.0.0.1" or "::1", without brackets.',
  ),
  apiKey: textLike(
    /^\S+$/,
    'Write a key that is not empty and has no spaces, or leave it out to let in any key.',
  ),
  hmacKey: textLike(/\S/, 'Write a text that is not blank.'),
  startAt: moment,
  frozen: isTrueOrFalse,
  clock: (value) =>
    typeof (value as { now?: unknown } | null)?.now === 'function'
      ? undefined
      : 'Pass systemClock, a manualClock, or an object with a function now().',
  ...SWITCH_CHECKS,
};

const isSetting = (name: string): name is keyof LagoEmulatorOptions => Object.hasOwn(CHECKS, name);

function refuse(message: string, setting?: string, allowed?: readonly string[]): never {
  const details = { ...(setting && { setting }), ...(allowed && { allowed }) };
  throw new BillingError('configuration', { message, details });
}

/**
 * Checks the settings of `startLago` before anything else; one that is undefined counts as absent.
 * No value of a key is in a message.
 * @throws BillingError `configuration` that names the setting and what it may be.
 */
export function checkOptions(options: unknown): void {
  const settings = Object.keys(CHECKS);
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    refuse(`startLago takes an object of settings: ${settings.join(', ')}.`, undefined, settings);
  }
  for (const [name, value] of Object.entries(options)) {
    if (!isSetting(name)) {
      const known = `It has ${settings.join(', ')}.`;
      refuse(`startLago has no setting ${JSON.stringify(name)}. ${known}`, name, settings);
    }
    const problem = value === undefined ? undefined : CHECKS[name](value);
    if (problem === undefined) continue;
    refuse(`${name}: ${problem}`, name, name === 'eventStore' ? EVENT_STORES : undefined);
  }
}
