import { BillingError, minorUnits, moneyFromMinor } from '@billport/core';
import { compact } from '../apply-changes.ts';
import { canComeBack } from '../coupons/end-applied-coupons.ts';
import { notesOf } from '../credit-notes/credit-note-amounts.ts';
import type { Engine, Moment } from '../engine.ts';
import { settlePurchase } from '../wallets/purchase.ts';
import { refundToWallet } from '../wallets/refund-to-wallet.ts';
import type { InvoiceRecord } from './invoice-record.ts';

/** An invoice that has taken this early one's amount off: without it that usage is never paid. */
function creditedOn(engine: Engine, invoice: InvoiceRecord): string | undefined {
  if (invoice.type !== 'progressive_billing') return undefined;
  const other = engine.invoices
    .all({ customerKey: invoice.customerKey, status: 'finalized' })
    .find(({ body }) => body.progressiveCredits.some(({ invoiceId }) => invoiceId === invoice.id));
  return other && `invoice ${other.id} has taken its amount off: void that one first`;
}

function checkVoidable(engine: Engine, invoice: InvoiceRecord): void {
  const live = notesOf(engine, invoice.id).some(({ creditStatus }) => creditStatus !== 'voided');
  const why =
    invoice.status !== 'finalized'
      ? `it is ${invoice.status}: only a final invoice can be voided`
      : invoice.state.paidMinor !== '0'
        ? invoice.type === 'credit'
          ? 'it is paid, and the credits count: take them out with credits.void'
          : 'it is paid: make a credit note with a refund'
        : live
          ? 'it has credit notes: void them first'
          : creditedOn(engine, invoice);
  if (why === undefined) return;
  throw new BillingError('conflict', {
    message: `Invoice ${invoice.id} cannot be voided: ${why}.`,
    details: { resource: 'invoice', key: invoice.id, state: invoice.status },
  });
}

/** Gives the customer's coupons back what the invoice used of them. */
function restoreCoupons(engine: Engine, invoice: InvoiceRecord): void {
  for (const { appliedCouponId, amount } of invoice.body.coupons) {
    const used = engine.tables.appliedCoupons.get(appliedCouponId);
    if (!canComeBack(engine, used)) continue;
    const { terminatedAt: _, ...applied } = used;
    const { remainingAmount, remainingPeriods } = applied;
    const restored = compact({
      ...applied,
      status: 'active' as const,
      remainingAmount:
        remainingAmount &&
        moneyFromMinor(minorUnits(remainingAmount) + minorUnits(amount), amount.currency),
      remainingPeriods: remainingPeriods === undefined ? undefined : remainingPeriods + 1,
    });
    engine.tables.appliedCoupons.replace(appliedCouponId, restored, { status: 'active' });
  }
}

/** Gives credit notes back what the invoice used of them; voided ones have nothing any more. */
function restoreCreditNotes(engine: Engine, invoice: InvoiceRecord): void {
  for (const { creditNoteId, amount } of invoice.body.creditNotes) {
    const note = engine.tables.creditNotes.get(creditNoteId);
    if (note.creditStatus === 'voided') continue;
    const balance = minorUnits(note.balance) + minorUnits(amount);
    engine.tables.creditNotes.replace(creditNoteId, {
      ...note,
      balance: moneyFromMinor(balance, amount.currency),
      creditStatus: 'available',
    });
  }
}

/**
 * Voids a final invoice that is not paid. What it took from coupons, credit notes and wallets goes
 * back; its number stays taken.
 * @throws BillingError `conflict` when it is not final, is paid, or has credit notes.
 */
export function voidInvoice(engine: Engine, id: string, moment: Moment): InvoiceRecord {
  const invoice = engine.invoices.get(id);
  if (invoice.status === 'voided') return invoice;
  checkVoidable(engine, invoice);
  restoreCoupons(engine, invoice);
  restoreCreditNotes(engine, invoice);
  refundToWallet(engine, id, moment);
  if (invoice.type === 'credit') settlePurchase(engine, id, 'failed', moment);
  return engine.invoices.update({
    ...invoice,
    status: 'voided',
    state: { ...invoice.state, voidedAt: moment.instant },
  });
}
