import type {
  AppliedCoupon,
  Coupon,
  CreditTransaction,
  Customer,
  Metric,
  Plan,
  Tax,
  Wallet,
} from '@billport/core';
import type { StoredCreditNote } from '../credit-notes/stored-credit-note.ts';
import type { Database } from './database.ts';
import { Documents } from './documents.ts';

/** The documents of the engine, one table each, as the contract shows them. */
export interface Tables {
  readonly customers: Documents<Customer>;
  readonly metrics: Documents<Metric>;
  readonly taxes: Documents<Tax>;
  readonly plans: Documents<Plan>;
  readonly coupons: Documents<Coupon>;
  readonly appliedCoupons: Documents<AppliedCoupon, 'customer' | 'coupon' | 'status'>;
  readonly wallets: Documents<Wallet, 'customer' | 'status'>;
  readonly creditTransactions: Documents<CreditTransaction, 'wallet' | 'invoice' | 'status'>;
  readonly creditNotes: Documents<StoredCreditNote, 'customer' | 'invoice'>;
}

/** All document tables of a database. */
export function openTables(database: Database): Tables {
  return {
    customers: new Documents(database, 'customers', 'customer'),
    metrics: new Documents(database, 'metrics', 'metric'),
    taxes: new Documents(database, 'taxes', 'tax'),
    plans: new Documents(database, 'plans', 'plan'),
    coupons: new Documents(database, 'coupons', 'coupon'),
    appliedCoupons: new Documents(database, 'applied_coupons', 'applied coupon'),
    wallets: new Documents(database, 'wallets', 'wallet'),
    creditTransactions: new Documents(database, 'credit_transactions', 'credit transaction'),
    creditNotes: new Documents(database, 'credit_notes', 'credit note'),
  };
}
