import { parseBaseUrl, readCredential, wrongSetting } from '@billport/adapter-kit';
import { systemClock } from '@billport/core';
import { audience } from './check-options.ts';
import { type Connection, connect } from './connection.ts';
import { API_URL, AUDIENCE, type PaigoOptions, TOKEN_URL } from './settings.ts';

/** Enough to wait for more than a second, where Paigo names no time (`facts/paigo.md §6.23`). */
const MOST_ATTEMPTS = 6;

/** Room for some ten thousand customers with their invoices of years (`facts/paigo.md §3.1`). */
const MOST_REPLY_BYTES = 250_000_000;

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads what the options leave to the environment. */
function reader(options: PaigoOptions, environment: Environment) {
  type Text = 'url' | 'tokenUrl' | 'audience' | 'clientId' | 'clientSecret';
  /** The value, and the setting that it comes from; a blank variable is an absent one. */
  const given = (option: Text, variable: string, usual: string) => {
    const value = options[option];
    if (value !== undefined) return { value: value.trim(), setting: option };
    const text = environment[variable]?.trim();
    return text ? { value: text, setting: variable } : { value: usual, setting: option };
  };
  return {
    credential: (option: Text, variable: string) =>
      readCredential({ value: options[option], option, variable, environment }),
    address(option: Text, variable: string, usual: string) {
      const { value, setting } = given(option, variable, usual);
      return parseBaseUrl(value, setting);
    },
    audience(option: Text, variable: string, usual: string) {
      const { value, setting } = given(option, variable, usual);
      const problem = audience(value);
      if (problem !== undefined) throw wrongSetting(`${setting}: ${problem}`, setting);
      return value;
    },
  };
}

/**
 * Opens a connection to the account that settings lead to, with the environment for those that are
 * absent. Nothing is sent yet.
 * @throws BillingError `configuration` that names the setting or the variable, and what it may be.
 */
export function openConnection(options: PaigoOptions): Connection {
  const read = reader(options, options.environment ?? globalThis.process?.env ?? {});
  return connect({
    url: read.address('url', 'PAIGO_API_URL', API_URL),
    tokenUrl: read.address('tokenUrl', 'PAIGO_TOKEN_URL', TOKEN_URL),
    audience: read.audience('audience', 'PAIGO_AUDIENCE', AUDIENCE),
    clientId: read.credential('clientId', 'PAIGO_CLIENT_ID'),
    clientSecret: read.credential('clientSecret', 'PAIGO_CLIENT_SECRET'),
    paymentChannel: options.paymentChannel ?? 'manual',
    usageConcurrency: options.usageConcurrency ?? 5,
    clock: options.clock ?? systemClock,
    fetch: options.fetch,
    timeoutMs: options.timeoutMs,
    maxAttempts: options.maxAttempts ?? MOST_ATTEMPTS,
    maxReplyBytes: options.maxReplyBytes ?? MOST_REPLY_BYTES,
  });
}
