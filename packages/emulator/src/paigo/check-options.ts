import { Decimal } from '@billport/core';
import { COMMON_CHECKS } from '../machinery/check-options.ts';
import { type Check, delay, textLike } from '../machinery/setting-checks.ts';
import type { PaigoEmulatorOptions } from './start-paigo.ts';
import { SWITCH_CHECKS } from './switches.ts';

const credential = textLike(
  /^\S+$/,
  'Write a text that is not empty and has no spaces, or leave it out to let in any.',
);

const percentage: Check = (value) =>
  Decimal.isDecimal(value) && !Decimal.parse(value).isNegative()
    ? undefined
    : 'Write a percentage from 0 up as text, such as "8.25".';

/** What each setting of {@link PaigoEmulatorOptions} may be. */
export const CHECKS: Readonly<Record<keyof PaigoEmulatorOptions, Check>> = {
  ...COMMON_CHECKS,
  clientId: credential,
  clientSecret: credential,
  jobDelayMs: delay,
  taxRate: percentage,
  ...SWITCH_CHECKS,
};
