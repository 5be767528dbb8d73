import { refusingFields } from '@billport/adapter-kit';
import { defineProvider, type Handlers } from '@billport/core';
import { alternatives } from './alternatives.ts';
import { checkOptions } from './check-options.ts';
import { createClient } from './client.ts';
import type { Connection } from './connection.ts';
import { creditHandlers } from './credits.ts';
import { customerHandlers } from './customers.ts';
import { healthHandlers } from './health.ts';
import { invoiceHandlers } from './invoices.ts';
import { limits } from './limits.ts';
import { metricHandlers } from './metrics.ts';
import { openConnection } from './open-connection.ts';
import { planHandlers } from './plans.ts';
import { refusedFields } from './refused-fields.ts';
import type { PaigoOptions } from './settings.ts';
import { subscriptionHandlers } from './subscriptions.ts';
import { usageHandlers } from './usage.ts';

function handlersOf(paigo: Connection) {
  return {
    customers: customerHandlers(paigo),
    metrics: metricHandlers(paigo),
    plans: planHandlers(paigo),
    subscriptions: subscriptionHandlers(paigo),
    usage: usageHandlers(paigo),
    credits: creditHandlers(paigo),
    invoices: invoiceHandlers(paigo),
    health: healthHandlers(paigo),
  } satisfies Handlers;
}

/**
 * Paigo as a provider of billing. Nothing is sent until the first call.
 *
 * The credentials come from the options, else from `PAIGO_CLIENT_ID` and `PAIGO_CLIENT_SECRET` of
 * the environment. They decide whether it is the sandbox or production.
 *
 * @throws BillingError `configuration` that names the setting, and what it may be, for an unknown
 *   or wrong one, and for credentials that are missing.
 */
export function createPaigo(options: PaigoOptions = {}) {
  checkOptions(options);
  const paigo = openConnection(options);
  return defineProvider({
    id: 'paigo',
    handlers: refusingFields(handlersOf(paigo), refusedFields),
    limits,
    alternatives,
    client: createClient(paigo),
  });
}

/** Paigo as a provider: what {@link createPaigo} returns, `client` included. */
export type PaigoBilling = ReturnType<typeof createPaigo>;
