import {
  type Check,
  COMMON_CHECKS,
  checkSettings,
  oneOf,
  text,
  wholeNumber,
} from '@billport/adapter-kit';
import { AUDIENCE, PAYMENT_CHANNELS, type PaigoOptions } from './settings.ts';

/** Takes an audience: a text that has to be the very one of the account's tokens. */
export const audience: Check = (value) => {
  const problem = text(value);
  if (problem !== undefined) return problem;
  if (/\s/.test(String(value))) return 'Leave out the blanks.';
  if (!String(value).endsWith('/')) return undefined;
  return `Leave out the slash at the end: an audience is compared letter by letter, and Paigo's is ${AUDIENCE}.`;
};

/** What each setting of {@link PaigoOptions} may be. */
const CHECKS: Readonly<Record<keyof PaigoOptions, Check>> = {
  clientId: text,
  clientSecret: text,
  url: text,
  tokenUrl: text,
  audience,
  paymentChannel: oneOf(PAYMENT_CHANNELS),
  // One text cannot hold more.
  maxReplyBytes: wholeNumber(1_000_000, 500_000_000),
  ...COMMON_CHECKS,
};

/**
 * Checks the settings of {@link createPaigo}.
 * @throws BillingError `configuration` that names the setting and what it may be.
 */
export function checkOptions(options: PaigoOptions): void {
  checkSettings('createPaigo', CHECKS, options, { paymentChannel: PAYMENT_CHANNELS });
}
