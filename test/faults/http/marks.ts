import type { Billing } from '@billport/core';
import type { World } from './writes.ts';

async function* textsOf(list: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const item of list) yield JSON.stringify(item);
}

/** Every event: of each subscription, where the provider wants one to be named. */
async function* events({ usage, limits }: Billing, subscriptions: readonly string[]) {
  if (!limits.fields?.required?.includes('usage.listEvents.subscriptionKey')) {
    yield* textsOf(usage.listEvents({ limit: 100 }));
    return;
  }
  for (const subscriptionKey of subscriptions) {
    yield* textsOf(usage.listEvents({ subscriptionKey, limit: 100 }));
  }
}

/** What there is of coupons, each once: those that were made to be applied count where they are. */
async function* coupons(billing: Billing): AsyncGenerator<string> {
  if (!billing.supports('coupons.list')) return;
  for await (const { code } of billing.coupons.list({ limit: 100 })) {
    if (!code.endsWith('-application')) yield code;
  }
  yield* textsOf(billing.coupons.listApplied({ limit: 100 }));
}

/** Everything that the writes make, as text, each thing once. */
async function* everything(
  billing: Billing,
  { wallets, subscriptions }: Pick<World, 'wallets' | 'subscriptions'>,
): AsyncGenerator<string> {
  yield* textsOf(billing.customers.list({ limit: 100 }));
  yield* textsOf(billing.metrics.list({ limit: 100 }));
  yield* textsOf(billing.plans.list({ limit: 100 }));
  if (billing.supports('taxes.list')) yield* textsOf(billing.taxes.list({ limit: 100 }));
  yield* coupons(billing);
  if (billing.supports('credits.createWallet')) {
    yield* textsOf(billing.credits.listWallets({ limit: 100 }));
  }
  yield* textsOf(billing.subscriptions.list({ limit: 100 }));
  yield* events(billing, subscriptions);
  if (billing.supports('creditNotes.list')) {
    yield* textsOf(billing.creditNotes.list({ limit: 100 }));
  }
  // The one invoice of a subscription names it too: only lines that were written count.
  yield* textsOf(billing.invoices.list({ type: 'one_off', limit: 100 }));
  for (const walletId of wallets) {
    yield* textsOf(billing.credits.listTransactions({ walletId, limit: 100 }));
  }
}

/** How many things bear each mark. */
export async function countMarks(
  billing: Billing,
  world: Pick<World, 'wallets' | 'subscriptions'>,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for await (const text of everything(billing, world)) {
    for (const mark of new Set(text.match(/mark-\d+-\w+/g))) {
      counts.set(mark, (counts.get(mark) ?? 0) + 1);
    }
  }
  return counts;
}
