import { parseBaseUrl, readCredential } from '@billport/adapter-kit';
import { systemClock } from '@billport/core';
import { type Connection, connect } from './connection.ts';
import { API_URL, AUDIENCE, type PaigoOptions, TOKEN_URL } from './settings.ts';

/**
 * Opens a connection to the account that settings lead to, with the environment for those that are
 * absent. Nothing is sent yet.
 * @throws BillingError `configuration` that names the setting, and what it may be.
 */
export function openConnection(options: PaigoOptions): Connection {
  const environment = options.environment ?? globalThis.process?.env ?? {};
  const credential = (option: 'clientId' | 'clientSecret', variable: string) =>
    readCredential({ value: options[option], option, variable, environment });
  return connect({
    url: parseBaseUrl(options.url ?? environment.PAIGO_API_URL ?? API_URL, 'url'),
    tokenUrl: parseBaseUrl(
      options.tokenUrl ?? environment.PAIGO_TOKEN_URL ?? TOKEN_URL,
      'tokenUrl',
    ),
    audience: options.audience ?? environment.PAIGO_AUDIENCE ?? AUDIENCE,
    clientId: credential('clientId', 'PAIGO_CLIENT_ID'),
    clientSecret: credential('clientSecret', 'PAIGO_CLIENT_SECRET'),
    paymentChannel: options.paymentChannel ?? 'manual',
    usageConcurrency: options.usageConcurrency ?? 5,
    clock: options.clock ?? systemClock,
    fetch: options.fetch,
    timeoutMs: options.timeoutMs,
    maxAttempts: options.maxAttempts,
  });
}
