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

/** The invoices that an entry names in its metadata, in whatever field: Paigo documents none. */
const namedIn = ({ wire }: LedgerEntry): readonly unknown[] => Object.values(wire.metadata ?? {});

/** Whether an entry can be what was paid for bought credits: as many, and not one of our own. */
const isPaymentOf = ({ credits }: PurchaseRecord, { amount, wire }: LedgerEntry) =>
  ownValue(wire.metadata, OWN.token) === undefined && amount.equals(Decimal.parse(credits));

/** Whether they came after they were bought: what was there before paid for something else. */
const isLater = ({ createdAt }: PurchaseRecord, { at }: LedgerEntry) =>
  at !== undefined && at >= createdAt;

/** What the customer has bought, and the entries of the ledger that are none of it. */
export interface Sorted {
  readonly purchases: readonly Purchase[];
  readonly others: readonly LedgerEntry[];
}

type Bought = Pick<Purchase, 'invoiceId' | 'purchase'>;

/** Takes payments out of `left`, at most one for each. */
function take(
  bought: readonly Bought[],
  left: Set<LedgerEntry>,
  isIts: (entry: LedgerEntry, bought: Bought) => boolean,
): ReadonlyMap<string, LedgerEntry> {
  const taken = new Map<string, LedgerEntry>();
  for (const each of bought) {
    const its = [...left].find((entry) => isPaymentOf(each.purchase, entry) && isIts(entry, each));
    if (its === undefined) continue;
    left.delete(its);
    taken.set(each.invoiceId, its);
  }
  return taken;
}

/**
 * The entries of the ledger that bought credits became when they were paid, by invoice; taken out of
 * `left`. Paigo makes them, and does not promise that they name the invoice: of those that name none,
 * the oldest one of as many credits is taken that came after the purchase.
 * @param left oldest first
 */
function paymentsOf(
  paid: readonly Bought[],
  invoiceIds: ReadonlySet<unknown>,
  left: Set<LedgerEntry>,
): ReadonlyMap<string, LedgerEntry> {
  const named = take(paid, left, (entry, { invoiceId }) => namedIn(entry).includes(invoiceId));
  const others = paid.filter(({ invoiceId }) => !named.has(invoiceId));
  const unnamed = take(
    others,
    left,
    (entry, { purchase }) =>
      isLater(purchase, entry) && !namedIn(entry).some((value) => invoiceIds.has(value)),
  );
  return new Map([...named, ...unnamed]);
}

/**
 * Finds what was bought, and the entries of the ledger that are none of it.
 * @param entries newest first
 */
export function sortPurchases(customer: PaigoCustomer, entries: readonly LedgerEntry[]): Sorted {
  const others = new Set(entries.toReversed());
  const invoices = new Map(invoicesOf(customer).map(({ id, wire }) => [id, wire]));
  const wordsOf = (invoiceId: string) => invoiceWords(invoices.get(invoiceId) ?? {});
  const bought = [...invoiceRecords(customer.metadata)].flatMap(([invoiceId, { purchase }]) =>
    purchase === undefined ? [] : [{ invoiceId, purchase }],
  );
  const isPaid = ({ invoiceId }: Bought) => wordsOf(invoiceId).paymentStatus === 'succeeded';
  const ids = new Set<unknown>([...invoices.keys(), ...bought.map(({ invoiceId }) => invoiceId)]);
  const payments = paymentsOf(bought.filter(isPaid), ids, others);
  const settle = (each: Bought): Purchase => {
    const entry = payments.get(each.invoiceId);
    if (entry !== undefined) return { ...each, status: 'settled', settledAt: entry.at };
    const isVoided = wordsOf(each.invoiceId).status === 'voided';
    return { ...each, status: isVoided ? 'failed' : 'pending' };
  };
  return { purchases: bought.map(settle).reverse(), others: [...others].reverse() };
}
