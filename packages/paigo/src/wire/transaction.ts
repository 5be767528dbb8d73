import type { PaigoMetadata } from '../own-metadata.ts';
import type { PaigoDecimal } from './dimension.ts';

/** An entry of a customer's ledger: no id (`facts/paigo.md §3.7`). */
export interface PaigoTransaction {
  /** Major units; below zero where credits went. */
  readonly transactionAmount?: PaigoDecimal | null;
  /** An instant. */
  readonly timestamp?: string | null;
  readonly metadata?: PaigoMetadata | null;
}

/** A new entry as Paigo takes it. */
export interface PaigoTransactionBody {
  /** Decimal text, unlike what is read. */
  readonly transactionAmount: string;
  readonly metadata: Readonly<Record<string, string>>;
}
