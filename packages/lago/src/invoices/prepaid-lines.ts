import { path } from '@billport/adapter-kit';
import { BillingError, type Invoice, type Money, minorUnits, moneyFromMinor } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { toTransaction } from '../credits/transaction.ts';
import { fromCents } from '../minor-units.ts';
import type { LagoInvoice } from '../wire/invoice.ts';
import type { LagoWallet, LagoWalletTransaction } from '../wire/wallet.ts';

/** What an invoice used of a wallet. */
interface CreditUse {
  readonly walletId: string;
  readonly invoiceId: string | undefined;
  readonly amount: Money;
}

/** What invoices of a customer used of the wallets. */
export interface CreditUses {
  /** In the order in which invoices use them (`facts/rating.md §12`). */
  readonly walletIds: readonly string[];
  readonly uses: readonly CreditUse[];
}

/** First the lower priority number, then the older one. */
function inOrder(one: LagoWallet, other: LagoWallet): number {
  const priorities = (one.priority ?? 50) - (other.priority ?? 50);
  return priorities || one.created_at.localeCompare(other.created_at);
}

async function walletsOf(
  lago: Connection,
  customerKey: string,
  context: CallContext,
): Promise<LagoWallet[]> {
  const wallets: LagoWallet[] = [];
  const query = { external_customer_id: customerKey };
  try {
    const rows = lago.rows<LagoWallet>({ path: path`/wallets`, query, root: 'wallets' }, context);
    for await (const row of rows) wallets.push(row);
  } catch (error) {
    // The invoices of a deleted customer stay; the wallets cannot be listed any more.
    if (!BillingError.is(error, 'not_found')) throw error;
  }
  // Lago lists the newest first, and tells whole seconds: of one second, the later row is older.
  return wallets.reverse().sort(inOrder);
}

/** Reads what invoices used of a customer's wallets: Lago tells it by wallet only. */
export async function readCreditUses(
  lago: Connection,
  customerKey: string,
  context: CallContext,
): Promise<CreditUses> {
  const wallets = await walletsOf(lago, customerKey, context);
  const uses: CreditUse[] = [];
  for (const wallet of wallets) {
    const rows = lago.rows<LagoWalletTransaction>(
      {
        path: path`/wallets/${wallet.lago_id}/wallet_transactions`,
        query: { transaction_status: 'invoiced' },
        root: 'wallet_transactions',
      },
      context,
    );
    for await (const row of rows) {
      const { kind, walletId, invoiceId, amount } = toTransaction(row, wallet);
      if (kind === 'invoiced') uses.push({ walletId, invoiceId, amount });
    }
  }
  return { walletIds: wallets.map(({ lago_id }) => lago_id), uses };
}

/** Who is named where the wallet cannot be found out. */
const UNKNOWN = 'unknown';

/**
 * What wallets paid of an invoice. What no transaction tells, of a preview or of a deleted
 * customer, is the only wallet's, or that of one that is not known.
 * @throws BillingError `malformed_response` when the transactions come to more than the invoice.
 */
export function prepaidLines(
  wire: LagoInvoice,
  { walletIds, uses }: CreditUses,
): Invoice['prepaidCredits'] {
  const { currency } = wire;
  const whole = fromCents(
    wire.prepaid_credit_amount_cents,
    currency,
    'prepaid_credit_amount_cents',
  );
  const lines = uses
    .filter(({ invoiceId }) => invoiceId === wire.lago_id)
    .map(({ walletId, amount }) => ({ walletId, amount }));
  const told = lines.reduce((sum, { amount }) => sum + minorUnits(amount), 0n);
  const rest = minorUnits(whole) - told;
  if (rest < 0n) {
    throw new BillingError('malformed_response', {
      message: 'Lago answered wallet transactions that come to more than the invoice used.',
    });
  }
  if (rest === 0n) return lines;
  const [only = UNKNOWN, ...others] = walletIds;
  const walletId = others.length > 0 ? UNKNOWN : only;
  return [...lines, { walletId, amount: moneyFromMinor(rest, currency) }];
}
