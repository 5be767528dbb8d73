import { parseBaseUrl, readCredential } from '@billport/adapter-kit';
import {
  BillingError,
  defineProvider,
  type Handlers,
  type Limits,
  systemClock,
} from '@billport/core';
import { createClient } from './client.ts';
import { type Connection, connect } from './connection.ts';
import { couponHandlers } from './coupons.ts';
import { creditNoteHandlers } from './credit-notes.ts';
import { creditHandlers } from './credits.ts';
import { customerHandlers } from './customers.ts';
import { healthHandlers } from './health.ts';
import { invoiceHandlers } from './invoices.ts';
import { metricHandlers } from './metrics.ts';
import { planHandlers } from './plans.ts';
import { type LagoOptions, REGIONS } from './settings.ts';
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
    currencies: 'all',
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

/** The address without `/api/v1`; the dashboard's is refused (`facts/lago.md §a`). */
function rootUrl(
  options: LagoOptions,
  environment: NonNullable<LagoOptions['environment']>,
): string {
  const { region = options.url === undefined ? environment.LAGO_REGION : undefined } = options;
  const url = options.url ?? (options.region === undefined ? environment.LAGO_API_URL : undefined);
  if (url === undefined) {
    const address = REGIONS[(region ?? 'us') as keyof typeof REGIONS];
    if (Object.hasOwn(REGIONS, region ?? 'us')) return address;
    throw new BillingError('configuration', {
      message: 'region: Write "us" or "eu", or give the address of a Lago of your own as url.',
      details: { setting: 'region', allowed: Object.keys(REGIONS) },
    });
  }
  const setting = options.url === undefined ? 'LAGO_API_URL' : 'url';
  const parsed = parseBaseUrl(url, setting).replace(/\/api\/v1$/, '');
  if (/^app\.(?:eu\.)?getlago\.com$/.test(new URL(parsed).hostname)) {
    throw new BillingError('configuration', {
      message: `${setting}: This is the address of the dashboard. Write that of the API, such as ${REGIONS.us}.`,
      details: { setting },
    });
  }
  return parsed;
}

/** Lago as a provider of billing. */
export function createLago(options: LagoOptions = {}) {
  const environment = options.environment ?? globalThis.process?.env ?? {};
  const lago = connect({
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
  return defineProvider({
    id: 'lago',
    handlers: handlersOf(lago),
    limits: limitsOf(lago),
    client: createClient(lago),
  });
}
