import { notEmulated } from '../failure.ts';

/**
 * Paths of Lago's API that this emulator does not have, as patterns of what stands behind
 * `/api/v1/`; `:` is any segment. Whatever is routed is not looked up here.
 */
const PATHS: Readonly<Record<string, readonly string[]>> = {
  analytics: ['analytics/:'],
  'activity, API and security logs': [
    'activity_logs',
    'activity_logs/:',
    'api_logs',
    'api_logs/:',
    'security_logs',
    'security_logs/:',
    'events_enriched',
  ],
  alerts: [
    'subscriptions/:/alerts',
    'subscriptions/:/alerts/:',
    'customers/:/wallets/:/alerts',
    'customers/:/wallets/:/alerts/:',
  ],
  'features and entitlements': [
    'features',
    'features/:',
    'features/:/privileges/:',
    'plans/:/entitlements',
    'plans/:/entitlements/:',
    'plans/:/entitlements/:/privileges/:',
    'subscriptions/:/entitlements',
    'subscriptions/:/entitlements/:',
    'subscriptions/:/entitlements/:/privileges/:',
  ],
  'billing entities': ['billing_entities', 'billing_entities/:'],
  'quotes and orders': [
    'quotes',
    'quotes/:',
    'quotes/:/versions',
    'quote_versions/:',
    'quote_versions/:/:',
    'order_forms',
    'order_forms/:',
    'order_forms/:/:',
    'orders',
    'orders/:',
    'orders/:/execute',
  ],
  'payment methods': [
    'customers/:/payment_methods',
    'customers/:/payment_methods/:',
    'customers/:/payment_methods/:/set_as_default',
  ],
  'payment receipts': ['payment_receipts', 'payment_receipts/:', 'payment_receipts/:/resend_email'],
  'fixed charges': ['plans', 'subscriptions'].flatMap((owner) => [
    `${owner}/:/fixed_charges`,
    `${owner}/:/fixed_charges/:`,
  ]),
  'filters of charges of one subscription': [
    'subscriptions/:/charges/:/filters',
    'subscriptions/:/charges/:/filters/:',
  ],
  'lifetime usage': ['subscriptions/:/lifetime_usage'],
  'emails and external systems': [
    'invoices/:/resend_email',
    'invoices/:/sync_salesforce_id',
    'invoices/:/download_xml',
    'credit_notes/:/resend_email',
    'credit_notes/:/download_xml',
    'organizations/grpc_token',
  ],
};

const asPattern = (path: string) => new RegExp(`^/api/v1/${path.replaceAll(':', '[^/]+')}$`);

const FAMILIES = Object.entries(PATHS).map(
  ([family, paths]) => [family, paths.map(asPattern)] as const,
);

/** The refusal of a path that a real Lago has and this emulator has not, if it is one. */
export function refusalOfPath(path: string) {
  const family = FAMILIES.find(([, patterns]) => patterns.some((pattern) => pattern.test(path)));
  if (family === undefined) return undefined;
  return notEmulated(`Lago has this endpoint (${family[0]}), but it is not emulated.`);
}
