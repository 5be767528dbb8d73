import {
  type AppliedCoupon,
  type CouponFrequency,
  type CreditNoteBalance,
  computeInvoice,
  type FeeType,
  type InvoiceFee,
  type InvoiceResult,
  oneOffInvoice,
  type WalletBalance,
} from '@billport/rating';
import {
  cents,
  decimal,
  minor,
  type Numeric,
  oneOf,
  present,
  type TaxTable,
  taxesOf,
} from './fields.ts';

interface FeeVector {
  id: string;
  type: FeeType;
  amount_cents: Numeric;
  metric?: string;
  plan?: string;
  taxes?: string[];
  taxes_precise_cents?: Numeric;
  already_credited_cents?: Numeric;
}

interface CouponVector {
  id: string;
  type: 'fixed_amount' | 'percentage';
  amount_cents?: Numeric;
  currency?: string;
  percentage_rate?: Numeric;
  frequency: 'once' | 'recurring' | 'forever';
  periods_remaining?: number;
  remaining_cents?: Numeric;
  limited_to_metrics?: string[];
  limited_to_plans?: string[];
}

interface CreditNoteVector {
  id: string;
  balance_cents: Numeric;
  currency?: string;
}

interface WalletVector extends CreditNoteVector {
  priority?: number;
  allowed_fee_types?: FeeType[];
  limited_to_metrics?: string[];
}

interface InvoiceVector {
  currency: string;
  fees: FeeVector[];
  taxes?: TaxTable;
  coupons?: CouponVector[];
  credit_notes?: CreditNoteVector[];
  wallets?: WalletVector[];
}

export function invoice(input: InvoiceVector): Record<string, unknown> {
  const result = computeInvoice({
    kind: 'subscription',
    currency: input.currency,
    fees: input.fees.map((fee) => feeOf(fee, input.taxes)),
    coupons: (input.coupons ?? []).map((coupon) => couponOf(coupon, input.currency)),
    creditNotes: (input.credit_notes ?? []).map((note) => creditNoteOf(note, input.currency)),
    wallets: (input.wallets ?? []).map((wallet) => walletOf(wallet, input.currency)),
  });
  return { ...totalsOf(result), ...usesOf(result) };
}

function feeOf(fee: FeeVector, taxes: TaxTable | undefined): InvoiceFee {
  return {
    id: fee.id,
    type: fee.type,
    amountMinor: minor(fee.amount_cents),
    ...present({ metric: fee.metric, plan: fee.plan }),
    ...(fee.taxes_precise_cents == null
      ? { taxes: taxesOf(fee.taxes, taxes) }
      : { taxPreciseMinor: decimal(fee.taxes_precise_cents) }),
    progressiveCreditMinor: decimal(fee.already_credited_cents ?? 0),
  };
}

function couponOf(coupon: CouponVector, currency: string): AppliedCoupon {
  const base = {
    id: coupon.id,
    limitedToMetrics: coupon.limited_to_metrics ?? [],
    limitedToPlans: coupon.limited_to_plans ?? [],
    ...frequencyOf(coupon),
  };
  if (oneOf('coupons.type', coupon.type, ['fixed_amount', 'percentage']) === 'percentage') {
    const rate = decimal(required(coupon, 'percentage_rate'));
    return { ...base, discount: { type: 'percentage', rate } };
  }
  const amountMinor = minor(required(coupon, 'amount_cents'));
  return {
    ...base,
    discount: {
      type: 'fixed_amount',
      amountMinor,
      currency: coupon.currency ?? currency,
      remainingMinor: minor(coupon.remaining_cents ?? amountMinor.toString()),
    },
  };
}

function frequencyOf(coupon: CouponVector): CouponFrequency {
  oneOf('coupons.frequency', coupon.frequency, ['once', 'recurring', 'forever']);
  return coupon.frequency === 'recurring'
    ? { frequency: 'recurring', periodsRemaining: required(coupon, 'periods_remaining') }
    : { frequency: coupon.frequency };
}

function required<Field extends keyof CouponVector>(
  coupon: CouponVector,
  field: Field,
): NonNullable<CouponVector[Field]> {
  const value = coupon[field];
  if (value == null) throw new Error(`coupon ${coupon.id} has no ${field}`);
  return value;
}

function creditNoteOf(note: CreditNoteVector, currency: string): CreditNoteBalance {
  return {
    id: note.id,
    balanceMinor: minor(note.balance_cents),
    currency: note.currency ?? currency,
  };
}

function walletOf(wallet: WalletVector, currency: string): WalletBalance {
  return {
    ...creditNoteOf(wallet, currency),
    ...present({ priority: wallet.priority }),
    allowedFeeTypes: wallet.allowed_fee_types ?? [],
    limitedToMetrics: wallet.limited_to_metrics ?? [],
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

interface OneOffVector {
  currency?: string;
  items: { id?: string; unit_amount_cents: Numeric; units: Numeric; taxes?: string[] }[];
  taxes?: TaxTable;
}

export function oneOff(input: OneOffVector): Record<string, unknown> {
  const items = input.items.map((item, index) => ({
    id: item.id ?? String(index),
    unitAmountMinor: decimal(item.unit_amount_cents),
    units: decimal(item.units),
    taxes: taxesOf(item.taxes, input.taxes),
  }));
  // Amounts are in minor units, so without coupons and credits no currency enters.
  const result = oneOffInvoice(items, input.currency ?? 'XXX');
  const { fees } = usesOf(result);
  return { ...totalsOf(result), fees };
}
