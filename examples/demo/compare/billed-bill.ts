import { type AppliedCoupon, type Invoice, minorUnits, toInstant } from '@billport/core';
import { subscriptionWindow } from '@billport/rating';
import type { Bill } from '../bill/bill-file.ts';
import type { SubscriptionTimes } from '../inputs/subscription-input.ts';
import type { BillRun } from '../run/run-bill.ts';
import { type BilledFee, billedFee } from './billed-fee.ts';
import { spanOf, wholePeriod } from './whole-period.ts';

/**
 * Bills write the last second of a period where the contract writes the first instant after it,
 * and a termination as the moment that it is (`facts/rating.md §6`).
 */
function lastMoment(to: number, { terminatedAt }: SubscriptionTimes): string {
  return toInstant(terminatedAt !== undefined && to >= terminatedAt ? terminatedAt : to - 1000);
}

/** The periods of the invoice: that of the base price, and that of the usage as whole days. */
function billedPeriods({ invoice, times }: BillRun, bill: Bill) {
  const { period, chargesPeriod } = invoice.periods.at(-1) ?? {};
  const usage = chargesPeriod && spanOf(chargesPeriod);
  const charges = {
    charges_from: usage && toInstant(usage.from),
    charges_to: usage && lastMoment(usage.to, times),
  };
  const found = [];
  if (period !== undefined) {
    const span = spanOf(period);
    const { durationDays } = wholePeriod(bill, times, span.from);
    found.push({ span, durationDays });
  }
  if (usage !== undefined) {
    const whole = wholePeriod(bill, times, usage.from, 'usage');
    const life = { startedAt: times.startedAt };
    const days = subscriptionWindow(whole, life, times.timezone) ?? whole;
    found.push({ span: { from: days.from, to: usage.to }, durationDays: whole.durationDays });
  }
  return found.map(({ span, durationDays }) => ({
    from: toInstant(span.from),
    to: lastMoment(span.to, times),
    ...charges,
    duration_days: durationDays,
  }));
}

/** What is left of a fixed amount: nothing of one that has ended. */
function remainingCents(applied: AppliedCoupon | undefined): bigint | undefined {
  if (applied?.discount.type !== 'fixed_amount') return undefined;
  if (applied.status === 'terminated') return 0n;
  return applied.remainingAmount && minorUnits(applied.remainingAmount);
}

function couponsOf({ invoice, coupons }: BillRun, { customer }: Bill) {
  return (customer?.coupons ?? []).map(({ id }) => {
    const applied = coupons.get(id);
    const used = invoice.coupons.find(({ couponCode }) => couponCode === id);
    return {
      id,
      amount_cents: used === undefined ? 0n : minorUnits(used.amount),
      terminated: applied?.status === 'terminated',
      remaining_periods: applied?.remainingPeriods,
      remaining_cents: remainingCents(applied),
    };
  });
}

/** What was not given, because it cannot be used on the bill, keeps its balance. */
const untouched = ({ id, balance_cents }: { id: string; balance_cents: bigint }) => ({
  id,
  amount_cents: 0n,
  balance_cents,
});

function creditNotesOf({ invoice, creditNotes }: BillRun, { customer }: Bill) {
  return (customer?.credit_notes ?? []).map((stated) => {
    const note = creditNotes.get(stated.id);
    if (note === undefined) return untouched(stated);
    const used = invoice.creditNotes.find(({ creditNoteId }) => creditNoteId === note.id);
    return {
      id: stated.id,
      amount_cents: used === undefined ? 0n : minorUnits(used.amount),
      balance_cents: minorUnits(note.balance),
    };
  });
}

function walletsOf({ invoice, wallets }: BillRun, { customer }: Bill) {
  return (customer?.wallets ?? []).map((stated) => {
    const wallet = wallets.get(stated.id);
    if (wallet === undefined) return untouched(stated);
    const used = invoice.prepaidCredits.find(({ walletId }) => walletId === wallet.id);
    return {
      id: stated.id,
      amount_cents: used === undefined ? 0n : minorUnits(used.amount),
      balance_cents: minorUnits(wallet.balance),
    };
  });
}

function totalsOf({ currency, type, issuingDate, taxRate, totals }: Invoice) {
  return {
    currency,
    invoice_type: type,
    issuing_date: issuingDate,
    fees_amount_cents: minorUnits(totals.fees),
    progressive_billing_credit_amount_cents: minorUnits(totals.progressiveCredits),
    coupons_amount_cents: minorUnits(totals.coupons),
    sub_total_excluding_taxes_amount_cents: minorUnits(totals.subtotalExcludingTax),
    taxes_amount_cents: minorUnits(totals.taxes),
    taxes_rate: taxRate,
    sub_total_including_taxes_amount_cents: minorUnits(totals.subtotalIncludingTax),
    credit_notes_amount_cents: minorUnits(totals.creditNotes),
    prepaid_credit_amount_cents: minorUnits(totals.prepaidCredits),
    total_amount_cents: minorUnits(totals.total),
    total_due_amount_cents: minorUnits(totals.due),
  };
}

/** What was billed, under the names that a bill's `expected` uses. */
export function billedBill(run: BillRun, bill: Bill) {
  const { invoice, times } = run;
  const fees: BilledFee[] = invoice.fees.map((fee) => billedFee(fee, bill, times));
  return {
    /** A plan in advance bills two periods at once; a bill may speak of either. */
    billing_periods: billedPeriods(run, bill),
    fees,
    invoice: {
      ...totalsOf(invoice),
      taxes: invoice.taxes.map(({ code, rate, amount }) => ({
        code,
        rate,
        amount_cents: minorUnits(amount),
      })),
      coupons: couponsOf(run, bill),
      credit_notes: creditNotesOf(run, bill),
      wallets: walletsOf(run, bill),
    },
  };
}
export type BilledBill = ReturnType<typeof billedBill>;
