import { type CreditNoteEstimate, Decimal } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { toCents } from '../amounts.ts';
import { createdAtOf } from '../created-at.ts';
import type { CreditNoteRequest } from '../credit-note-items.ts';
import { creditedRate, creditedTaxes } from '../credited-taxes.ts';
import { invoiceNumber } from '../invoice-numbers.ts';
import { toPreciseCents } from '../precise-amounts.ts';
import type { LagoState } from '../state.ts';
import { appliedTaxObject } from './applied-taxes.ts';

type Sum = Exclude<keyof CreditNoteEstimate, 'preciseTaxes'>;

function amounts(estimate: CreditNoteEstimate | undefined, currency: string): Fields {
  const cents = (name: Sum) => (estimate ? toCents(estimate[name]) : 0);
  const precise = (text: string) => toPreciseCents(Decimal.parse(text), currency);
  return {
    taxes_amount_cents: cents('taxes'),
    precise_taxes_amount_cents: precise(estimate?.preciseTaxes ?? '0'),
    sub_total_excluding_taxes_amount_cents: cents('subtotalExcludingTax'),
    max_creditable_amount_cents: cents('total'),
    max_refundable_amount_cents: cents('maxRefund'),
    max_offsettable_amount_cents: cents('maxOffset'),
    coupons_adjustment_amount_cents: cents('couponAdjustment'),
    precise_coupons_adjustment_amount_cents: precise(estimate?.couponAdjustment.amount ?? '0'),
  };
}

/** What a credit note would come to, as Lago writes it. */
export async function creditNoteEstimateObject(
  state: LagoState,
  { invoice, parts, estimate }: CreditNoteRequest,
): Promise<Fields> {
  const taxes = creditedTaxes(invoice, parts);
  const thing = { key: 'estimate', createdAt: createdAtOf(invoice), hasIds: false };
  const objects = await Promise.all(taxes.map((tax) => appliedTaxObject(state, tax, thing)));
  return {
    lago_invoice_id: state.ids.of('invoice', invoice.id),
    invoice_number: invoiceNumber(state, invoice),
    currency: invoice.currency,
    ...amounts(estimate, invoice.currency),
    taxes_rate: estimate === undefined ? 0 : creditedRate(taxes, estimate.subtotalExcludingTax),
    items: parts.map(({ feeId, amount }) => ({
      lago_fee_id: state.ids.of('fee', feeId),
      amount_cents: toCents(amount),
    })),
    applied_taxes: objects.map(({ lago_id: _id, created_at: _at, ...tax }) => tax),
  };
}
