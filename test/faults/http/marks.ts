import type { Billing } from '@billport/core';

async function* textsOf(list: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const item of list) yield JSON.stringify(item);
}

/** Everything that the writes make, as text, each thing once. */
async function* everything(billing: Billing, wallets: readonly string[]): AsyncGenerator<string> {
  yield* textsOf(billing.customers.list({ limit: 100 }));
  yield* textsOf(billing.metrics.list({ limit: 100 }));
  yield* textsOf(billing.plans.list({ limit: 100 }));
  yield* textsOf(billing.taxes.list({ limit: 100 }));
  for await (const coupon of billing.coupons.list({ limit: 100 })) {
    // Coupons that were made to be applied are counted where they are.
    if (!coupon.code.endsWith('-application')) yield coupon.code;
  }
  yield* textsOf(billing.coupons.listApplied({ limit: 100 }));
  yield* textsOf(billing.credits.listWallets({ limit: 100 }));
  yield* textsOf(billing.subscriptions.list({ limit: 100 }));
  yield* textsOf(billing.usage.listEvents({ limit: 100 }));
  yield* textsOf(billing.creditNotes.list({ limit: 100 }));
  // The one invoice of a subscription names it too: only lines that were written count.
  yield* textsOf(billing.invoices.list({ type: 'one_off', limit: 100 }));
  for (const walletId of wallets) {
    yield* textsOf(billing.credits.listTransactions({ walletId, limit: 100 }));
  }
}

/** How many things bear each mark. */
export async function countMarks(
  billing: Billing,
  wallets: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for await (const text of everything(billing, wallets)) {
    for (const mark of new Set(text.match(/mark-\d+-\w+/g))) {
      counts.set(mark, (counts.get(mark) ?? 0) + 1);
    }
  }
  return counts;
}
