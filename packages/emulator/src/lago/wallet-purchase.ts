import type { CreditTransaction, Invoice } from '@billport/core';
import type { LagoState } from './state.ts';

/** The wallet transaction whose credits an invoice asks to be paid for, if any. */
export async function purchaseOf(
  state: LagoState,
  invoice: Invoice | undefined,
): Promise<CreditTransaction | undefined> {
  if (invoice?.type !== 'credit') return undefined;
  const { customerKey } = invoice;
  for await (const { id: walletId } of state.billing.credits.listWallets({ customerKey })) {
    for await (const one of state.billing.credits.listTransactions({ walletId })) {
      if (one.invoiceId === invoice.id && one.kind === 'purchased') return one;
    }
  }
  return undefined;
}
