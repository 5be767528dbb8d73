import type { LagoDecimal } from './fee.ts';

/** What a wallet may pay, as Lago writes it. Empty lists stand for no limit. */
export interface LagoWalletLimits {
  readonly fee_types?: readonly string[] | null;
  readonly billable_metric_codes?: readonly string[] | null;
}

/** A wallet as Lago writes it (`facts/lago.md §b`, Wallets): the fields that are read. */
export interface LagoWallet {
  readonly lago_id: string;
  readonly external_customer_id: string;
  readonly status: string;
  readonly currency: string;
  readonly name?: string | null;
  readonly code?: string | null;
  readonly priority?: number | null;
  /** Money that a credit is worth, in major units. */
  readonly rate_amount: LagoDecimal;
  /** Credits that can be spent; not those of usage that is not billed yet. */
  readonly credits_balance: LagoDecimal;
  readonly balance_cents: number;
  readonly consumed_credits: LagoDecimal;
  readonly expiration_at?: string | null;
  readonly terminated_at?: string | null;
  readonly applies_to?: LagoWalletLimits | null;
  readonly metadata?: Readonly<Record<string, string | null>> | null;
  readonly created_at: string;
}

/** What is sent of a wallet. Absent stays as it is; null clears. */
export interface LagoWalletInput {
  readonly external_customer_id?: string;
  readonly currency?: string;
  /** Text: a JSON number is refused. */
  readonly rate_amount?: string;
  readonly name?: string | null;
  readonly code?: string;
  readonly priority?: number;
  readonly expiration_at?: string | null;
  /** Never null, which Lago answers with a 500: empty lists lift the limits. */
  readonly applies_to?: {
    readonly fee_types: readonly string[];
    readonly billable_metric_codes: readonly string[];
  };
  /** Of a new wallet. Later it is replaced at an address of its own. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A word of the caller's on a transaction. */
export interface LagoTransactionMetadata {
  readonly key: string;
  readonly value: string;
}

/** A movement of credits as Lago writes it: the fields that are read. */
export interface LagoWalletTransaction {
  readonly lago_id: string;
  readonly lago_wallet_id: string;
  readonly lago_invoice_id?: string | null;
  /** pending, settled, failed. */
  readonly status: string;
  /** purchased, granted, voided, invoiced. */
  readonly transaction_status: string;
  /** inbound, outbound. */
  readonly transaction_type: string;
  readonly credit_amount: LagoDecimal;
  /** Major units. */
  readonly amount: LagoDecimal;
  readonly name?: string | null;
  /** Old rows have `{}`. */
  readonly metadata?: unknown;
  readonly settled_at?: string | null;
  readonly created_at: string;
}

/** What is sent to move credits. All amounts are text: JSON numbers are refused. */
export interface LagoWalletTransactionInput {
  readonly wallet_id: string;
  readonly paid_credits?: string;
  readonly granted_credits?: string;
  readonly voided_credits?: string;
  readonly name?: string;
  readonly metadata?: readonly LagoTransactionMetadata[];
}
