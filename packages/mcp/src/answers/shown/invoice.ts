import type { Invoice, InvoiceTotals } from '@billport/core';
import type { Fact } from '../answer.ts';
import { shownFee } from './fee.ts';
import { isZero, shortInstant, shortMoney, shortPeriod } from './short.ts';
import { whole } from './whole.ts';

/** An invoice of a list: what is asked for and what is still due, or all of it. */
export function shownInvoice(invoice: Invoice, detailed: boolean): Fact {
  if (detailed) return whole(invoice);
  const { id, number, customerKey, type, status, paymentStatus, issuingDate, totals } = invoice;
  return {
    id,
    number,
    customerKey,
    type,
    status,
    paymentStatus,
    issuingDate,
    total: shortMoney(totals.total),
    due: shortMoney(totals.due),
  };
}

/** The sums in their order. One that is zero is left out, but for the total and what is due. */
function shownTotals(totals: InvoiceTotals): Fact {
  return Object.fromEntries(
    Object.entries(totals)
      .filter(([name, amount]) => name === 'total' || name === 'due' || !isZero(amount))
      .map(([name, amount]) => [name, shortMoney(amount)]),
  );
}

const isSome = (list: readonly unknown[]) => list.length > 0;

/** One invoice with its lines, its sums and what was taken off, or all of it. */
export function shownInvoiceWithFees(invoice: Invoice, detailed: boolean): Fact {
  if (detailed) return whole(invoice);
  const { periods, fees, taxes, coupons, creditNotes, prepaidCredits, totals } = invoice;
  return {
    ...(shownInvoice(invoice, false) as { readonly [name: string]: Fact }),
    total: undefined,
    due: undefined,
    currency: invoice.currency,
    paymentDueDate: invoice.paymentDueDate,
    voidedAt: shortInstant(invoice.voidedAt),
    failure: invoice.failure,
    totals: shownTotals(totals),
    periods: isSome(periods)
      ? periods.map(({ subscriptionKey, planCode, period, chargesPeriod }) => ({
          subscriptionKey,
          planCode,
          period: shortPeriod(period),
          chargesPeriod: shortPeriod(chargesPeriod),
        }))
      : undefined,
    fees: fees.map((fee) => shownFee(fee, false)),
    taxes: isSome(taxes)
      ? taxes.map(({ code, rate, base, amount }) => ({
          code,
          rate,
          base,
          amount: shortMoney(amount),
        }))
      : undefined,
    coupons: isSome(coupons)
      ? coupons.map(({ couponCode, amount }) => ({ couponCode, amount: shortMoney(amount) }))
      : undefined,
    creditNotes: isSome(creditNotes)
      ? creditNotes.map(({ creditNoteId, amount }) => ({
          creditNoteId,
          amount: shortMoney(amount),
        }))
      : undefined,
    prepaidCredits: isSome(prepaidCredits)
      ? prepaidCredits.map(({ walletId, amount }) => ({ walletId, amount: shortMoney(amount) }))
      : undefined,
  };
}
