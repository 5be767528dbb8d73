import { type Billing, moneyFromMinor } from '@billport/core';
import type { Bill, BillCreditNote, BillWallet } from '../bill/bill-file.ts';
import { applyCouponInput, couponInput } from '../inputs/coupon-input.ts';
import { creditsOf, walletInput } from '../inputs/wallet-input.ts';
import { CUSTOMER } from './open-subscription.ts';

/** What the customer was given, by the bill's ids. */
export interface GivenCredits {
  /** Ids of applied coupons. */
  readonly coupons: ReadonlyMap<string, string>;
  /** Ids of credit notes; a note without balance is not made and has none. */
  readonly creditNotes: ReadonlyMap<string, string>;
  /** Ids of wallets. */
  readonly wallets: ReadonlyMap<string, string>;
}

/** A credit note gives back a part of an earlier invoice: that one is made and paid first. */
async function giveCreditNote(billing: Billing, note: BillCreditNote, currency: string) {
  const balance = moneyFromMinor(note.balance_cents, note.currency ?? currency);
  const invoice = await billing.invoices.create({
    customerKey: CUSTOMER,
    currency: balance.currency,
    items: [{ name: `Before ${note.id}`, unitAmount: balance.amount, taxCodes: [] }],
  });
  await billing.invoices.update({ invoiceId: invoice.id, paymentStatus: 'succeeded' });
  const { id } = await billing.creditNotes.create({
    invoiceId: invoice.id,
    reason: 'other',
    description: note.id,
    items: invoice.fees.map((fee) => ({ feeId: fee.id, amount: fee.amount })),
    credit: balance,
  });
  return id;
}

async function giveWallet(billing: Billing, wallet: BillWallet, currency: string) {
  const { id } = await billing.credits.createWallet(walletInput(wallet, CUSTOMER, currency));
  if (wallet.balance_cents > 0n) {
    await billing.credits.add({
      walletId: id,
      kind: 'granted',
      credits: creditsOf(wallet, currency),
    });
  }
  return id;
}

/** Gives the customer the coupons, credit notes and wallets of a bill, in the order of the bill. */
export async function giveCredits(billing: Billing, bill: Bill): Promise<GivenCredits> {
  const { currency } = bill.plan;
  const given = {
    coupons: new Map<string, string>(),
    creditNotes: new Map<string, string>(),
    wallets: new Map<string, string>(),
  };
  for (const coupon of bill.customer?.coupons ?? []) {
    await billing.coupons.create(couponInput(coupon, currency));
    const applied = await billing.coupons.apply(applyCouponInput(coupon, CUSTOMER, currency));
    given.coupons.set(coupon.id, applied.id);
  }
  for (const note of bill.customer?.credit_notes ?? []) {
    if (note.balance_cents === 0n) continue;
    given.creditNotes.set(note.id, await giveCreditNote(billing, note, currency));
  }
  for (const wallet of bill.customer?.wallets ?? []) {
    given.wallets.set(wallet.id, await giveWallet(billing, wallet, currency));
  }
  return given;
}
