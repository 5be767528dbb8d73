import { defineProvider, type Handlers, type Limits } from '@billport/core';
import { checkOptions } from './check-options.ts';
import { createClient } from './client.ts';
import type { Connection } from './connection.ts';
import { couponHandlers } from './coupons.ts';
import { creditNoteHandlers } from './credit-notes.ts';
import { creditHandlers } from './credits.ts';
import { CURRENCIES } from './currencies.ts';
import { customerHandlers } from './customers.ts';
import { healthHandlers } from './health.ts';
import { invoiceHandlers } from './invoices.ts';
import { licenceAlternatives } from './licence-alternatives.ts';
import { metricHandlers } from './metrics.ts';
import { openConnection } from './open-connection.ts';
import { planHandlers } from './plans.ts';
import type { LagoOptions } from './settings.ts';
import { subscriptionHandlers } from './subscriptions.ts';
import { taxHandlers } from './taxes.ts';
import { usageHandlers } from './usage.ts';

function limitsOf({ premium, eventStore }: Connection): Limits {
  return {
    aggregations: ['count', 'sum', 'max', 'latest', 'unique_count', 'weighted_sum'],
    chargeModels: [
      'standard',
      'graduated',
      ...(premium ? (['graduated_percentage'] as const) : []),
      'package',
      'percentage',
      'volume',
      'dynamic',
    ],
    intervals: ['weekly', 'monthly', 'quarterly', 'semiannual', 'yearly'],
    currencies: CURRENCIES,
    usage: {
      batchSize: 100,
      atomic: false,
      deduplication: eventStore === 'postgres' ? 'id' : 'id_and_timestamp',
      repeats: eventStore === 'postgres' ? 'reported' : 'silent',
    },
    idempotencyKeys: false,
    eventuallyConsistent: true,
  };
}

function handlersOf(lago: Connection) {
  return {
    customers: customerHandlers(lago),
    metrics: metricHandlers(lago),
    plans: planHandlers(lago),
    subscriptions: subscriptionHandlers(lago),
    usage: usageHandlers(lago),
    credits: creditHandlers(lago),
    invoices: invoiceHandlers(lago),
    coupons: couponHandlers(lago),
    creditNotes: creditNoteHandlers(lago),
    taxes: taxHandlers(lago),
    health: healthHandlers(lago),
  } satisfies Handlers;
}

/**
 * Lago as a provider of billing. Nothing is sent until the first call.
 *
 * Where Lago is and the key come from the options, else from the environment: `LAGO_API_URL` or
 * `LAGO_REGION`, and `LAGO_API_KEY`. Say with `premium` and `eventStore` what the account is like:
 * then `capabilities` and `limits` tell what it really does.
 *
 * @example
 * ```ts
 * import { createLago } from '@billport/lago';
 *
 * const lago = createLago({ region: 'eu', apiKey: 'my-api-key', eventStore: 'clickhouse' });
 * await lago.customers.upsert({ customerKey: 'acme', name: 'Acme', currency: 'EUR' });
 * const { url } = await lago.customers.createPortalLink({ customerKey: 'acme' });
 * ```
 * @throws BillingError `configuration` that names the setting, and what it may be, for an unknown
 *   or wrong one, a key that is missing, and an address that is not the API's.
 */
export function createLago(options: LagoOptions = {}) {
  checkOptions(options);
  const lago = openConnection(options);
  return defineProvider({
    id: 'lago',
    handlers: handlersOf(lago),
    limits: limitsOf(lago),
    alternatives: licenceAlternatives,
    client: createClient(lago),
  });
}

/** Lago as a provider: what {@link createLago} returns, `client` included. */
export type LagoBilling = ReturnType<typeof createLago>;
