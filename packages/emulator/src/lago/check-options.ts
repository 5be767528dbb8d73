import { COMMON_CHECKS } from '../machinery/check-options.ts';
import { type Check, textLike } from '../machinery/setting-checks.ts';
import type { LagoEmulatorOptions } from './start-lago.ts';
import { SWITCH_CHECKS } from './switches.ts';

const { port, host, ...others } = COMMON_CHECKS;

/** What each setting of {@link LagoEmulatorOptions} may be. */
export const CHECKS: Readonly<Record<keyof LagoEmulatorOptions, Check>> = {
  port,
  host,
  apiKey: textLike(
    /^\S+$/,
    'Write a key that is not empty and has no spaces, or leave it out to let in any key.',
  ),
  hmacKey: textLike(/\S/, 'Write a text that is not blank.'),
  ...others,
  ...SWITCH_CHECKS,
};
