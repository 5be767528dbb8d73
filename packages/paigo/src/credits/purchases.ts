import { compact } from '@billport/adapter-kit';
import { type CreditTransaction, Decimal, type Instant } from '@billport/core';
import { invoicesOf } from '../invoices/find-invoices.ts';
import { invoiceRecords, type PurchaseRecord } from '../invoices/invoice-record.ts';
import { invoiceWords } from '../invoices/invoice-words.ts';
import { moneyOf } from '../invoices/to-fees.ts';
import { OWN, ownValue } from '../own-metadata.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import type { LedgerEntry, LedgerOf } from './ledger.ts';
import { walletIdOf } from './wallet-id.ts';

/** Credits that were bought, and what became of it. */
export interface Purchase {
  readonly invoiceId: string;
  readonly purchase: PurchaseRecord;
  readonly status: 'pending' | 'settled' | 'failed';
  readonly settledAt?: Instant | undefined;
}

/** Bought credits in the words of the contract. */
export function toPurchase(
  { invoiceId, purchase, status, settledAt }: Purchase,
  { customerKey, currency }: LedgerOf,
): CreditTransaction {
  const id = `invoice:${invoiceId}`;
  const { name, metadata, createdAt } = purchase;
  const credits = Decimal.parse(purchase.credits);
  return compact({
    id,
    walletId: walletIdOf(customerKey),
    direction: 'in',
    kind: 'purchased',
    status,
    credits: credits.toString(),
    amount: moneyOf(credits, currency),
    invoiceId,
    name,
    metadata: Object.keys(metadata ?? {}).length === 0 ? undefined : metadata,
    createdAt,
    settledAt,
    providerRef: { provider: 'paigo', type: 'invoice', id: invoiceId },
  }) as CreditTransaction;
}

/** Whether an entry can be what was paid for bought credits: as many, and not one of our own. */
const isPaymentOf = ({ credits }: PurchaseRecord, { amount, wire }: LedgerEntry) =>
  ownValue(wire.metadata, OWN.token) === undefined && amount.equals(Decimal.parse(credits));

/** What the customer has bought, and the entries of the ledger that are none of it. */
export interface Sorted {
  readonly purchases: readonly Purchase[];
  readonly others: readonly LedgerEntry[];
}

/**
 * Finds the entries of the ledger that bought credits became when they were paid. Paigo makes them,
 * and they do not name the invoice: the oldest one of as many credits is taken for each.
 * @param entries newest first
 */
export function sortPurchases(customer: PaigoCustomer, entries: readonly LedgerEntry[]): Sorted {
  const others = new Set(entries.toReversed());
  const invoices = new Map(invoicesOf(customer).map(({ id, wire }) => [id, wire]));
  const settle = (invoiceId: string, purchase: PurchaseRecord): Purchase => {
    const wire = invoices.get(invoiceId);
    const { status, paymentStatus } = invoiceWords(wire ?? {});
    if (status === 'voided') return { invoiceId, purchase, status: 'failed' };
    const isPaid = paymentStatus === 'succeeded';
    const entry = isPaid ? [...others].find((each) => isPaymentOf(purchase, each)) : undefined;
    if (entry === undefined) return { invoiceId, purchase, status: 'pending' };
    others.delete(entry);
    return { invoiceId, purchase, status: 'settled', settledAt: entry.at };
  };
  const purchases = [...invoiceRecords(customer.metadata)].flatMap(([id, { purchase }]) =>
    purchase === undefined ? [] : [settle(id, purchase)],
  );
  return { purchases: purchases.reverse(), others: [...others].reverse() };
}
