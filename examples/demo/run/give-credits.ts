import { type Billing, moneyFromMinor } from '@billport/core';
import type { Bill, BillCreditNote, BillWallet } from '../bill/bill-file.ts';
import { applyCouponInput, couponInput } from '../inputs/coupon-input.ts';
import { creditsOf, walletInput } from '../inputs/wallet-input.ts';
import { CUSTOMER } from './open-subscription.ts';

/** What the customer was given, by the bill's ids. What cannot be used on the bill is not among it. */
export interface GivenCredits {
  /** Ids of applied coupons. */
  readonly coupons: ReadonlyMap<string, string>;
  /** Ids of credit notes. */
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

/**
 * Whether a credit can do anything on the bill: a customer pays in one currency, so that a coupon,
 * a note or a wallet in another one cannot be given, and would not be used
 * (`facts/rating.md §9, §11, §12`).
 */
function isUsable(credit: { currency?: string | undefined }, { plan }: Bill): boolean {
  return (credit.currency ?? plan.currency) === plan.currency;
}

/** Gives the customer the coupons, credit notes and wallets of a bill, in the order of the bill. */
export async function giveCredits(billing: Billing, bill: Bill): Promise<GivenCredits> {
  const { currency } = bill.plan;
  const usable = <Credit extends { currency?: string | undefined }>(credits: Credit[] = []) =>
    credits.filter((credit) => isUsable(credit, bill));
  const given = {
    coupons: new Map<string, string>(),
    creditNotes: new Map<string, string>(),
    wallets: new Map<string, string>(),
  };
  for (const coupon of usable(bill.customer?.coupons)) {
    await billing.coupons.create(couponInput(coupon, currency));
    const applied = await billing.coupons.apply(applyCouponInput(coupon, CUSTOMER, currency));
    given.coupons.set(coupon.id, applied.id);
  }
  for (const note of usable(bill.customer?.credit_notes)) {
    // There is no credit note over nothing.
    if (note.balance_cents === 0n) continue;
    given.creditNotes.set(note.id, await giveCreditNote(billing, note, currency));
  }
  for (const wallet of usable(bill.customer?.wallets)) {
    given.wallets.set(wallet.id, await giveWallet(billing, wallet, currency));
  }
  return given;
}
