import type { Billing } from '@billport/core';

/** Everything that a provider keeps, as JSON under a key such as `wallets:acme:<id>`. */
export type ProviderState = ReadonlyMap<string, string>;

async function* records(billing: Billing): AsyncGenerator<readonly [string, object]> {
  for await (const each of billing.customers.list()) yield [`customers:${each.customerKey}`, each];
  for await (const each of billing.metrics.list()) yield [`metrics:${each.code}`, each];
  for await (const each of billing.plans.list()) yield [`plans:${each.code}`, each];
  for await (const each of billing.taxes.list()) yield [`taxes:${each.code}`, each];
  for await (const each of billing.coupons.list()) yield [`coupons:${each.code}`, each];
  for await (const each of billing.coupons.listApplied()) {
    yield [`appliedCoupons:${each.customerKey}:${each.id}`, each];
  }
  for await (const each of billing.subscriptions.list()) {
    yield [`subscriptions:${each.customerKey}:${each.subscriptionKey}`, each];
  }
  for await (const each of billing.usage.listEvents()) {
    yield [`events:${each.subscriptionKey}:${each.id}`, each];
  }
  for await (const each of billing.invoices.list()) {
    yield [`invoices:${each.customerKey}:${each.id}`, each];
  }
  for await (const each of billing.creditNotes.list()) {
    yield [`creditNotes:${each.customerKey}:${each.id}`, each];
  }
  for await (const each of billing.credits.listWallets()) {
    yield [`wallets:${each.customerKey}:${each.id}`, each];
    for await (const one of billing.credits.listTransactions({ walletId: each.id })) {
      yield [`transactions:${each.customerKey}:${one.id}`, one];
    }
  }
}

/** Reads all of it. */
export async function readState(billing: Billing): Promise<ProviderState> {
  const state = new Map<string, string>();
  for await (const [key, record] of records(billing)) state.set(key, JSON.stringify(record));
  return state;
}

/** Keys of what was made, changed or deleted between two states, sorted. */
export function changedKeys(before: ProviderState, after: ProviderState): readonly string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].filter((key) => before.get(key) !== after.get(key)).sort();
}
