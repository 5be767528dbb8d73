import { Decimal } from '@billport/core';
import {
  type AppliedCoupon,
  type CouponDiscount,
  type CouponFrequency,
  computeInvoice,
  type InvoiceFee,
  type InvoiceResult,
  oneOffInvoice,
  type WalletBalance,
} from '@billport/rating';
import { z } from 'zod';
import {
  cents,
  decimal,
  listOf,
  minor,
  orElse,
  present,
  taxesOf,
  taxTable,
  topic,
} from './fields.ts';

const feeType = z.enum([
  'subscription',
  'charge',
  'fixed_charge',
  'add_on',
  'commitment',
  'credit',
]);

const feeInput = z.object({
  id: z.string(),
  type: feeType,
  amount_cents: minor,
  metric: z.string().nullish(),
  plan: z.string().nullish(),
  taxes: listOf(z.string()),
  taxes_precise_cents: decimal.nullish(),
  already_credited_cents: orElse(decimal, Decimal.ZERO),
});

const couponInput = z.object({
  id: z.string(),
  type: z.enum(['fixed_amount', 'percentage']),
  amount_cents: minor.nullish(),
  currency: z.string().nullish(),
  percentage_rate: decimal.nullish(),
  frequency: z.enum(['once', 'recurring', 'forever']),
  periods_remaining: z.int().nullish(),
  remaining_cents: minor.nullish(),
  limited_to_metrics: listOf(z.string()),
  limited_to_plans: listOf(z.string()),
});

const balanceInput = z.object({
  id: z.string(),
  balance_cents: minor,
  currency: z.string().nullish(),
});

const walletInput = balanceInput.extend({
  priority: z.int().nullish(),
  allowed_fee_types: listOf(feeType),
  limited_to_metrics: listOf(z.string()),
});

const invoiceInput = z.object({
  currency: z.string(),
  fees: z.array(feeInput),
  taxes: taxTable,
  coupons: listOf(couponInput),
  credit_notes: listOf(balanceInput),
  wallets: listOf(walletInput),
});

export const invoice = topic(invoiceInput, (input) => {
  const result = computeInvoice({
    kind: 'subscription',
    currency: input.currency,
    fees: input.fees.map((fee) => feeOf(fee, input.taxes)),
    coupons: input.coupons.map((coupon) => couponOf(coupon, input.currency)),
    creditNotes: input.credit_notes.map((note) => balanceOf(note, input.currency)),
    wallets: input.wallets.map((wallet) => walletOf(wallet, input.currency)),
  });
  return { ...totalsOf(result), ...usesOf(result) };
});

function feeOf(fee: z.output<typeof feeInput>, taxes: z.output<typeof taxTable>): InvoiceFee {
  return {
    id: fee.id,
    type: fee.type,
    amountMinor: fee.amount_cents,
    ...present({ metric: fee.metric, plan: fee.plan }),
    ...(fee.taxes_precise_cents == null
      ? { taxes: taxesOf(fee.taxes, taxes) }
      : { taxPreciseMinor: fee.taxes_precise_cents }),
    progressiveCreditMinor: fee.already_credited_cents,
  };
}

type CouponInput = z.output<typeof couponInput>;

function couponOf(coupon: CouponInput, currency: string): AppliedCoupon {
  return {
    id: coupon.id,
    discount: discountOf(coupon, currency),
    limitedToMetrics: coupon.limited_to_metrics,
    limitedToPlans: coupon.limited_to_plans,
    ...frequencyOf(coupon),
  };
}

function discountOf(coupon: CouponInput, currency: string): CouponDiscount {
  if (coupon.type === 'percentage') {
    return { type: 'percentage', rate: required(coupon, 'percentage_rate') };
  }
  return {
    type: 'fixed_amount',
    amountMinor: required(coupon, 'amount_cents'),
    currency: coupon.currency ?? currency,
    ...present({ remainingMinor: coupon.remaining_cents }),
  };
}

function frequencyOf(coupon: CouponInput): CouponFrequency {
  return coupon.frequency === 'recurring'
    ? { frequency: 'recurring', periodsRemaining: required(coupon, 'periods_remaining') }
    : { frequency: coupon.frequency };
}

function required<Field extends keyof CouponInput>(
  coupon: CouponInput,
  field: Field,
): NonNullable<CouponInput[Field]> {
  const value = coupon[field];
  if (value == null) throw new Error(`coupon ${coupon.id} has no ${field}`);
  return value;
}

function balanceOf(balance: z.output<typeof balanceInput>, currency: string) {
  return {
    id: balance.id,
    balanceMinor: balance.balance_cents,
    currency: balance.currency ?? currency,
  };
}

function walletOf(wallet: z.output<typeof walletInput>, currency: string): WalletBalance {
  return {
    ...balanceOf(wallet, currency),
    ...present({ priority: wallet.priority }),
    allowedFeeTypes: wallet.allowed_fee_types,
    limitedToMetrics: wallet.limited_to_metrics,
  };
}

function totalsOf(result: InvoiceResult): Record<string, unknown> {
  return {
    fees_amount_cents: cents(result.feesMinor),
    progressive_billing_credit_amount_cents: cents(result.progressiveCreditMinor),
    coupons_amount_cents: cents(result.couponsMinor),
    sub_total_excluding_taxes_amount_cents: cents(result.subTotalExcludingTaxesMinor),
    taxes_amount_cents: cents(result.taxesMinor),
    taxes_rate: result.taxesRate.toString(),
    sub_total_including_taxes_amount_cents: cents(result.subTotalIncludingTaxesMinor),
    credit_notes_amount_cents: cents(result.creditNotesMinor),
    prepaid_credit_amount_cents: cents(result.prepaidMinor),
    total_amount_cents: cents(result.totalMinor),
  };
}

function usesOf(result: InvoiceResult): Record<string, unknown> {
  return {
    fees: result.fees.map(({ fee, creditsMinor, taxMinor, taxPreciseMinor }) => ({
      id: fee.id,
      amount_cents: cents(fee.amountMinor),
      coupons_cents: creditsMinor.toString(),
      taxes_amount_cents: cents(taxMinor),
      taxes_precise_cents: taxPreciseMinor.toString(),
    })),
    coupons: result.coupons.map((coupon) => ({
      id: coupon.id,
      amount_cents: cents(coupon.amountMinor),
      terminated: coupon.terminated,
      remaining_periods: coupon.periodsRemaining ?? null,
      remaining_cents: coupon.remainingMinor === undefined ? null : cents(coupon.remainingMinor),
    })),
    credit_notes: result.creditNotes.map(balanceUse),
    wallets: result.wallets.map(balanceUse),
  };
}

function balanceUse(use: { id: string; amountMinor: bigint; balanceMinor: bigint }) {
  return {
    id: use.id,
    amount_cents: cents(use.amountMinor),
    balance_cents: cents(use.balanceMinor),
  };
}

const oneOffInput = z.object({
  // Amounts are in minor units, so without coupons and credits no currency enters.
  currency: orElse(z.string(), 'XXX'),
  items: z.array(
    z.object({
      id: z.string().nullish(),
      unit_amount_cents: decimal,
      units: decimal,
      taxes: listOf(z.string()),
    }),
  ),
  taxes: taxTable,
});

export const oneOff = topic(oneOffInput, (input) => {
  const items = input.items.map((item, index) => ({
    id: item.id ?? String(index),
    unitAmountMinor: item.unit_amount_cents,
    units: item.units,
    taxes: taxesOf(item.taxes, input.taxes),
  }));
  const result = oneOffInvoice(items, input.currency);
  const { fees } = usesOf(result);
  return { ...totalsOf(result), fees };
});
