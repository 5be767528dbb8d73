import { type CreditTransaction, moneyFromMinor } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { toCents, toRailsDecimal } from '../amounts.ts';
import { createdAtOf } from '../created-at.ts';
import { creditsOf } from '../credit-amounts.ts';
import { toSeconds } from '../instants.ts';
import { isVisible } from '../invoice-shelf.ts';
import { paymentOutcome } from '../payment-outcomes.ts';
import type { LagoState } from '../state.ts';
import { walletLedger } from '../wallet-ledger.ts';
import { transactionRecord } from '../wallet-records.ts';

/** Priority of transactions that were given none. */
const DEFAULT_PRIORITY = 50;

/** Lago's word for the kind: it has none for what is lost at the end of a wallet. */
const KINDS: Readonly<Record<CreditTransaction['kind'], string>> = {
  granted: 'granted',
  purchased: 'purchased',
  invoiced: 'invoiced',
  voided: 'voided',
  expired: 'voided',
  unknown: 'voided',
};

const instantOrNull = (instant: string | undefined) =>
  instant === undefined ? null : toSeconds(instant);

/** Whether a voided invoice gave the credits back: Lago grants them anew. */
const isGivenBack = ({ kind, direction }: CreditTransaction): boolean =>
  kind === 'invoiced' && direction === 'in';

/** The invoice of the transaction, once clients see it: that of a top-up is made by a job. */
function invoiceIds(state: LagoState, transaction: CreditTransaction): Fields {
  const { invoiceId } = transaction;
  const isShown = invoiceId !== undefined && isVisible(state, invoiceId);
  const lagoId = isShown ? state.ids.of('invoice', invoiceId) : null;
  return isGivenBack(transaction)
    ? { lago_invoice_id: null, lago_voided_invoice_id: lagoId }
    : { lago_invoice_id: lagoId, lago_voided_invoice_id: null };
}

/** What is left of credits that came; null for those that went, or do not count yet. */
async function remaining(state: LagoState, { id, walletId }: CreditTransaction): Promise<Fields> {
  const left = (await walletLedger(state, walletId)).left.get(id);
  if (left === undefined) return { remaining_amount_cents: null, remaining_credit_amount: null };
  const wallet = await state.billing.credits.getWallet({ walletId });
  const amount = moneyFromMinor(left, wallet.currency);
  return {
    remaining_amount_cents: toCents(amount),
    remaining_credit_amount: creditsOf(amount, wallet),
  };
}

/** A movement of credits as Lago writes it. */
export async function walletTransactionObject(
  state: LagoState,
  transaction: CreditTransaction,
): Promise<Fields> {
  const { id, walletId, kind, direction, status } = transaction;
  const record = transactionRecord(state, id, walletId);
  const outcome =
    transaction.invoiceId === undefined ? undefined : paymentOutcome(state, transaction.invoiceId);
  return {
    lago_id: state.ids.of('wallet_transaction', id),
    lago_wallet_id: state.ids.of('wallet', walletId),
    ...invoiceIds(state, transaction),
    lago_credit_note_id: null,
    status,
    source: 'manual',
    transaction_status: isGivenBack(transaction) ? 'granted' : KINDS[kind],
    transaction_type: direction === 'in' ? 'inbound' : 'outbound',
    amount: toRailsDecimal(transaction.amount.amount),
    credit_amount: toRailsDecimal(transaction.credits),
    ...(await remaining(state, transaction)),
    priority: DEFAULT_PRIORITY,
    invoice_requires_successful_payment: record.invoiceRequiresSuccessfulPayment,
    settled_at: instantOrNull(transaction.settledAt),
    failed_at: status === 'failed' ? instantOrNull(outcome?.at) : null,
    created_at: toSeconds(createdAtOf(transaction)),
    name: transaction.name ?? null,
    metadata: record.metadata,
    applied_invoice_custom_sections: [],
    payment_method: { payment_method_type: 'provider' },
  };
}
