import type { OperationId } from '@billport/core';

/** How to look up what a write makes: the operation, and the field of its input that names it. */
export type Lookup = readonly [get: OperationId, field: string];

const lookups: Readonly<Partial<Record<OperationId, Lookup>>> = {
  'customers.upsert': ['customers.get', 'customerKey'],
  'metrics.create': ['metrics.get', 'code'],
  'plans.create': ['plans.get', 'code'],
  'subscriptions.create': ['subscriptions.get', 'subscriptionKey'],
  'coupons.create': ['coupons.get', 'code'],
  'taxes.create': ['taxes.get', 'code'],
};

/** Where what a refused write would have made would be found; of writes whose key the caller gives. */
export function lookupOf(id: OperationId): Lookup | undefined {
  return lookups[id];
}
