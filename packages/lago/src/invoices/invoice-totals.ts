import { type Invoice, type Money, minorUnits, moneyFromMinor } from '@billport/core';
import { fromCents } from '../minor-units.ts';
import type { LagoInvoice } from '../wire/invoice.ts';

/** The names of `totals` that Lago has itself. */
const TOTALS = {
  fees: 'fees_amount_cents',
  progressiveCredits: 'progressive_billing_credit_amount_cents',
  coupons: 'coupons_amount_cents',
  subtotalExcludingTax: 'sub_total_excluding_taxes_amount_cents',
  taxes: 'taxes_amount_cents',
  subtotalIncludingTax: 'sub_total_including_taxes_amount_cents',
  creditNotes: 'credit_notes_amount_cents',
  prepaidCredits: 'prepaid_credit_amount_cents',
  total: 'total_amount_cents',
} as const;

type Totals = Invoice['totals'];

const moneyAt = (wire: LagoInvoice, field: (typeof TOTALS)[keyof typeof TOTALS]) =>
  fromCents(wire[field] ?? 0, wire.currency, field);

/**
 * What is paid and what is due. A payment status that was set by hand comes without an amount: then
 * all of it is paid (`facts/lago.md §d.9`).
 */
function paymentOf(wire: LagoInvoice, total: Money): Pick<Totals, 'paid' | 'due'> {
  const { currency, total_paid_amount_cents: paidCents } = wire;
  const minor = (cents: number | null | undefined, field: string) =>
    minorUnits(fromCents(cents ?? 0, currency, field));
  const offset = minor(
    wire.total_offsetted_credit_note_amount_cents,
    'total_offsetted_credit_note',
  );
  const open = minorUnits(total) - offset;
  const told = minor(paidCents, 'total_paid_amount_cents');
  const paid = wire.payment_status === 'succeeded' && told < open ? open : told;
  const due = wire.status === 'voided' || open < paid ? 0n : open - paid;
  return { paid: moneyFromMinor(paid, currency), due: moneyFromMinor(due, currency) };
}

/**
 * All sums of an invoice.
 * @throws BillingError `malformed_response` for amounts that are no exact whole numbers.
 */
export function totalsOf(wire: LagoInvoice): Totals {
  const total = moneyAt(wire, TOTALS.total);
  return {
    fees: moneyAt(wire, TOTALS.fees),
    progressiveCredits: moneyAt(wire, TOTALS.progressiveCredits),
    coupons: moneyAt(wire, TOTALS.coupons),
    subtotalExcludingTax: moneyAt(wire, TOTALS.subtotalExcludingTax),
    taxes: moneyAt(wire, TOTALS.taxes),
    subtotalIncludingTax: moneyAt(wire, TOTALS.subtotalIncludingTax),
    creditNotes: moneyAt(wire, TOTALS.creditNotes),
    prepaidCredits: moneyAt(wire, TOTALS.prepaidCredits),
    total,
    ...paymentOf(wire, total),
  };
}
