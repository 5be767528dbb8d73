import { type Check, COMMON_CHECKS, checkSettings, oneOf, text } from '@billport/adapter-kit';
import { type LagoOptions, REGIONS } from './settings.ts';

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
  ...COMMON_CHECKS,
};

const ALLOWED = { region: Object.keys(REGIONS), eventStore: EVENT_STORES };

/**
 * Checks the settings of {@link createLago}.
 * @throws BillingError `configuration` that names the setting and what it may be.
 */
export function checkOptions(options: LagoOptions): void {
  checkSettings('createLago', CHECKS, options, ALLOWED);
}
