import type { LagoWallet, LagoWalletTransaction } from '../wire/wallet.ts';

/** An active wallet of 10 credits, worth 1.00 USD each. */
export const lagoWallet = (fields: Partial<LagoWallet> = {}): LagoWallet => ({
  lago_id: 'wallet-id',
  external_customer_id: 'acme',
  status: 'active',
  currency: 'USD',
  name: null,
  code: null,
  priority: 50,
  rate_amount: '1.0',
  credits_balance: '10.0',
  balance_cents: 1000,
  consumed_credits: '0.0',
  expiration_at: null,
  terminated_at: null,
  applies_to: { fee_types: [], billable_metric_codes: [] },
  metadata: null,
  created_at: '2026-01-02T03:04:05Z',
  ...fields,
});

/** Five granted credits, worth 5.00. */
export const lagoTransaction = (
  fields: Partial<LagoWalletTransaction> = {},
): LagoWalletTransaction => ({
  lago_id: 'transaction-id',
  lago_wallet_id: 'wallet-id',
  lago_invoice_id: null,
  status: 'settled',
  transaction_status: 'granted',
  transaction_type: 'inbound',
  credit_amount: '5.0',
  amount: '5.0',
  name: null,
  metadata: [],
  settled_at: '2026-01-02T03:04:06Z',
  created_at: '2026-01-02T03:04:05Z',
  ...fields,
});

/** The answer to fields that Lago does not take (`facts/lago.md §a`). */
export const unprocessable = (error_details: object) => ({
  status: 422,
  error: 'Unprocessable Entity',
  code: 'validation_errors',
  error_details,
});

/** A list in one page. */
export const onePage = (root: string, rows: readonly object[]) => ({
  [root]: rows,
  meta: { current_page: rows.length > 0 ? 1 : 0, next_page: null, total_pages: 1 },
});
