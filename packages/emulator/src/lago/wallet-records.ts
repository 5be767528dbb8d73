import { kept } from './kept.ts';
import type { MetadataMap } from './metadata-map.ts';
import type { LagoState } from './state.ts';

/** What Lago keeps of a wallet beside what the engine does. */
export interface WalletRecord {
  readonly code: string | null;
  readonly metadata: MetadataMap | null;
  readonly invoiceRequiresSuccessfulPayment: boolean;
  /** Bounds of one top-up, in the currency's smallest unit. */
  readonly paidTopUpMinCents: number | null;
  readonly paidTopUpMaxCents: number | null;
}

/** One row of the metadata of a transaction. */
export interface TransactionMetadataRow {
  readonly key: string;
  readonly value: string;
}

/** What Lago keeps of a wallet transaction beside what the engine does. */
export interface TransactionRecord {
  /** Whether a request asked for it, and not an invoice or the end of the wallet. */
  readonly isMadeByRequest: boolean;
  /** The engine's id of its wallet. */
  readonly walletId: string;
  readonly metadata: readonly TransactionMetadataRow[];
  readonly invoiceRequiresSuccessfulPayment: boolean;
}

const recordsOf = kept(() => ({
  wallets: new Map<string, WalletRecord>(),
  transactions: new Map<string, TransactionRecord>(),
}));

const PLAIN: WalletRecord = {
  code: null,
  metadata: null,
  invoiceRequiresSuccessfulPayment: false,
  paidTopUpMinCents: null,
  paidTopUpMaxCents: null,
};

/** The record of a wallet. */
export const walletRecord = (state: LagoState, walletId: string): WalletRecord =>
  recordsOf(state).wallets.get(walletId) ?? PLAIN;

/** Puts changed fields into the record of a wallet. */
export function keepWalletRecord(
  state: LagoState,
  walletId: string,
  change: Partial<WalletRecord>,
): void {
  recordsOf(state).wallets.set(walletId, { ...walletRecord(state, walletId), ...change });
}

/** The record of a transaction, made for one that the engine made by itself. */
export function transactionRecord(
  state: LagoState,
  transactionId: string,
  walletId: string,
): TransactionRecord {
  const { transactions } = recordsOf(state);
  const known = transactions.get(transactionId);
  if (known !== undefined) return known;
  const record = {
    walletId,
    metadata: [],
    invoiceRequiresSuccessfulPayment: false,
    isMadeByRequest: false,
  };
  transactions.set(transactionId, record);
  return record;
}

/** Whether a request asked for the transaction. */
export const isMadeByRequest = (state: LagoState, transactionId: string): boolean =>
  recordsOf(state).transactions.get(transactionId)?.isMadeByRequest === true;

/** Puts the record of a transaction that was made. */
export function keepTransactionRecord(
  state: LagoState,
  transactionId: string,
  record: TransactionRecord,
): void {
  recordsOf(state).transactions.set(transactionId, record);
}

/** The wallet of a transaction that a client was told of. */
export const walletOfTransaction = (state: LagoState, transactionId: string): string | undefined =>
  recordsOf(state).transactions.get(transactionId)?.walletId;
