import type { Invoice, Money } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { toCents } from '../amounts.ts';
import { couponBehind } from '../coupons/coupon-memory.ts';
import { creditNoteNumber } from '../credit-note-numbers.ts';
import { invoiceNumber } from '../invoice-numbers.ts';
import { engineInvoice } from '../invoice-shelf.ts';
import type { LagoState } from '../state.ts';

/** What all credits of an invoice share. */
function credit(
  state: LagoState,
  invoice: Invoice,
  source: string,
  amount: Money,
  beforeTaxes: boolean,
): Fields {
  return {
    lago_id: state.ids.of('credit', `${invoice.id}\n${source}`),
    amount_cents: toCents(amount),
    amount_currency: amount.currency,
    before_taxes: beforeTaxes,
    invoice: {
      lago_id: state.ids.of('invoice', invoice.id),
      payment_status: invoice.paymentStatus,
    },
  };
}

function couponCredits(state: LagoState, invoice: Invoice): Fields[] {
  return invoice.coupons.map(({ appliedCouponId, couponCode, amount }) => {
    const coupon = couponBehind(state, appliedCouponId, couponCode);
    const { lagoId, code, name } = coupon;
    const item = { lago_item_id: lagoId, type: 'coupon', code, name };
    return { ...credit(state, invoice, appliedCouponId, amount, true), item };
  });
}

async function numberOf(state: LagoState, invoiceId: string): Promise<string> {
  const invoice = await engineInvoice(state, invoiceId);
  return invoice === undefined ? '' : invoiceNumber(state, invoice);
}

function progressiveCredits(state: LagoState, invoice: Invoice): Promise<Fields[]> {
  const credits = invoice.progressiveCredits.map(async ({ invoiceId, amount }) => {
    const number = await numberOf(state, invoiceId);
    const item = {
      lago_item_id: state.ids.of('invoice', invoiceId),
      type: 'invoice',
      code: number,
      name: number,
    };
    return { ...credit(state, invoice, invoiceId, amount, true), item };
  });
  return Promise.all(credits);
}

function creditNoteCredits(state: LagoState, invoice: Invoice): Promise<Fields[]> {
  const credits = invoice.creditNotes.map(async ({ creditNoteId, amount }) => {
    const note = await state.billing.creditNotes.get({ creditNoteId });
    const item = {
      lago_item_id: state.ids.of('credit_note', creditNoteId),
      type: 'credit_note',
      code: await creditNoteNumber(state, note),
      name: await numberOf(state, note.invoiceId),
    };
    return { ...credit(state, invoice, creditNoteId, amount, false), item };
  });
  return Promise.all(credits);
}

/** `credits` of an invoice: coupons, usage that was billed early, and credit notes. */
export async function creditObjects(state: LagoState, invoice: Invoice): Promise<Fields[]> {
  return [
    ...couponCredits(state, invoice),
    ...(await progressiveCredits(state, invoice)),
    ...(await creditNoteCredits(state, invoice)),
  ];
}
