import { readCredential } from '@billport/adapter-kit';
import { systemClock } from '@billport/core';
import { type Connection, connect } from './connection.ts';
import { rootUrl } from './root-url.ts';
import type { LagoOptions } from './settings.ts';

/**
 * Opens a connection to the account that settings lead to, with the environment for those that are
 * absent. Nothing is sent yet.
 * @throws BillingError `configuration` that names the setting, and what it may be.
 */
export function openConnection(options: LagoOptions): Connection {
  const environment = options.environment ?? globalThis.process?.env ?? {};
  return connect({
    rootUrl: rootUrl(options, environment),
    apiKey: readCredential({
      value: options.apiKey,
      option: 'apiKey',
      variable: 'LAGO_API_KEY',
      environment,
    }),
    premium: options.premium ?? true,
    eventStore: options.eventStore,
    usageConcurrency: options.usageConcurrency ?? 4,
    clock: options.clock ?? systemClock,
    fetch: options.fetch,
    timeoutMs: options.timeoutMs,
    maxAttempts: options.maxAttempts,
  });
}
