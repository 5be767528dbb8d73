import type { CreditTransaction } from '@billport/core';
import { toRailsDecimal } from '../amounts.ts';
import { toSeconds } from '../instants.ts';
import { isVisible } from '../invoice-shelf.ts';
import { paymentOutcome } from '../payment-outcomes.ts';
import type { Fields } from '../request-fields.ts';
import type { LagoState } from '../state.ts';
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

/** The invoice of the transaction, once clients see it: that of a top-up is made by a job. */
function invoiceIdOf(state: LagoState, { invoiceId }: CreditTransaction): string | null {
  if (invoiceId === undefined || !isVisible(state, invoiceId)) return null;
  return state.ids.of('invoice', invoiceId);
}

/** A movement of credits as Lago writes it. No wallet here tells which credits paid for what. */
export function walletTransactionObject(state: LagoState, transaction: CreditTransaction): Fields {
  const { id, walletId, kind, direction, status } = transaction;
  const record = transactionRecord(state, id, walletId);
  const outcome =
    transaction.invoiceId === undefined ? undefined : paymentOutcome(state, transaction.invoiceId);
  return {
    lago_id: state.ids.of('wallet_transaction', id),
    lago_wallet_id: state.ids.of('wallet', walletId),
    lago_invoice_id: invoiceIdOf(state, transaction),
    lago_credit_note_id: null,
    lago_voided_invoice_id: null,
    status,
    source: 'manual',
    transaction_status: KINDS[kind],
    transaction_type: direction === 'in' ? 'inbound' : 'outbound',
    amount: toRailsDecimal(transaction.amount.amount),
    credit_amount: toRailsDecimal(transaction.credits),
    remaining_amount_cents: null,
    remaining_credit_amount: null,
    priority: DEFAULT_PRIORITY,
    invoice_requires_successful_payment: record.invoiceRequiresSuccessfulPayment,
    settled_at: instantOrNull(transaction.settledAt),
    failed_at: status === 'failed' ? instantOrNull(outcome?.at) : null,
    created_at: toSeconds(transaction.createdAt),
    name: transaction.name ?? null,
    metadata: record.metadata,
    applied_invoice_custom_sections: [],
    payment_method: { payment_method_type: 'provider' },
  };
}
