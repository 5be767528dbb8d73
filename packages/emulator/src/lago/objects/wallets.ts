import { type CreditTransaction, type Money, sumMoney, type Wallet } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { toCents, toRailsDecimal } from '../amounts.ts';
import { createdAtOf } from '../created-at.ts';
import { creditsOf } from '../credit-amounts.ts';
import { toSeconds } from '../instants.ts';
import type { LagoState } from '../state.ts';
import { walletRecord } from '../wallet-records.ts';
import { engineTransactions, isLoss } from '../wallet-transactions.ts';

/** When an invoice last took credits of the wallet. */
function lastConsumedAt(transactions: readonly CreditTransaction[]): string | null {
  const last = transactions.find((one) => one.kind === 'invoiced' && one.direction === 'out');
  return last === undefined ? null : toSeconds(createdAtOf(last));
}

/** What is left, or was when the wallet ended: Lago goes on to show that. */
function balanceOf(
  state: LagoState,
  { balance }: Wallet,
  transactions: readonly CreditTransaction[],
): Money {
  const lost = transactions.filter((one) => isLoss(state, one)).map(({ amount }) => amount);
  return sumMoney([balance, ...lost], balance.currency);
}

/** A wallet as Lago writes it. What is used in the open period never lowers the ongoing balance. */
export async function walletObject(state: LagoState, wallet: Wallet): Promise<Fields> {
  const record = walletRecord(state, wallet.id);
  const { appliesTo, expiresAt, currency } = wallet;
  const transactions = await engineTransactions(state, wallet.id);
  const balance = balanceOf(state, wallet, transactions);
  const credits =
    wallet.status === 'active' ? toRailsDecimal(wallet.creditBalance) : creditsOf(balance, wallet);
  return {
    lago_id: state.ids.of('wallet', wallet.id),
    lago_customer_id: state.ids.of('customer', wallet.customerKey),
    external_customer_id: wallet.customerKey,
    billing_entity_code: 'default',
    status: wallet.status,
    currency,
    name: wallet.name ?? null,
    code: record.code,
    priority: wallet.priority,
    rate_amount: toRailsDecimal(wallet.creditValue),
    credits_balance: credits,
    credits_ongoing_balance: credits,
    credits_ongoing_usage_balance: '0.0',
    balance: toRailsDecimal(balance.amount),
    balance_cents: toCents(balance),
    ongoing_balance_cents: toCents(balance),
    ongoing_usage_balance_cents: 0,
    consumed_credits: creditsOf(wallet.consumed, wallet),
    created_at: toSeconds(createdAtOf(wallet)),
    expiration_at: expiresAt === undefined ? null : toSeconds(expiresAt),
    last_balance_sync_at: null,
    last_consumed_credit_at: lastConsumedAt(transactions),
    // Written as it is stored, with milliseconds (`facts/lago.md §a` "Dates").
    terminated_at: wallet.terminatedAt ?? null,
    invoice_requires_successful_payment: record.invoiceRequiresSuccessfulPayment,
    paid_top_up_min_amount_cents: record.paidTopUpMinCents,
    paid_top_up_max_amount_cents: record.paidTopUpMaxCents,
    recurring_transaction_rules: [],
    applies_to: {
      fee_types: appliesTo?.feeTypes ?? [],
      billable_metric_codes: appliesTo?.metrics ?? [],
    },
    applied_invoice_custom_sections: [],
    payment_method: { payment_method_type: 'provider' },
    metadata: record.metadata,
  };
}
