import { type AppliedCoupon, Decimal, minorUnits, toEpochMs, type Wallet } from '@billport/core';
import type {
  CreditNoteBalance,
  FeeTax,
  InvoiceFee,
  AppliedCoupon as RatedCoupon,
  WalletBalance,
} from '@billport/rating';
import type { FeeLine } from '../billing/fee-line.ts';
import type { Engine } from '../engine.ts';

/** Taxes with their rates. A tax that was deleted since counts no more. */
export function taxesOf(engine: Engine, codes: readonly string[]): FeeTax[] {
  return codes.flatMap((code) => {
    const tax = engine.tables.taxes.find(code);
    return tax === undefined ? [] : [{ code, rate: Decimal.parse(tax.rate) }];
  });
}

/** A line as the invoice arithmetic takes it. */
export function ratedFee(
  engine: Engine,
  line: FeeLine,
  progressiveCreditMinor: Decimal | undefined,
): InvoiceFee {
  return {
    id: line.id,
    type: line.type === 'unknown' ? 'add_on' : line.type,
    amountMinor: minorUnits(line.amount),
    ...(line.metric === undefined ? {} : { metric: line.metric }),
    ...(line.planCode === undefined ? {} : { plan: line.planCode }),
    taxes: taxesOf(engine, line.taxCodes),
    ...(progressiveCreditMinor === undefined ? {} : { progressiveCreditMinor }),
  };
}

function couponDiscount({ discount, remainingAmount }: AppliedCoupon): RatedCoupon['discount'] {
  if (discount.type === 'percentage') {
    return { type: 'percentage', rate: Decimal.parse(discount.rate) };
  }
  return {
    type: 'fixed_amount',
    amountMinor: minorUnits(discount.amount),
    currency: discount.amount.currency,
    ...(remainingAmount === undefined ? {} : { remainingMinor: minorUnits(remainingAmount) }),
  };
}

function ratedCoupon(engine: Engine, applied: AppliedCoupon): RatedCoupon {
  const limit = engine.tables.coupons.find(applied.couponCode)?.limit;
  const { frequency } = applied;
  return {
    id: applied.id,
    discount: couponDiscount(applied),
    ...(limit?.to === 'metrics' ? { limitedToMetrics: limit.metrics } : {}),
    ...(limit?.to === 'plans' ? { limitedToPlans: limit.plans } : {}),
    ...(frequency.type === 'recurring'
      ? {
          frequency: frequency.type,
          periodsRemaining: applied.remainingPeriods ?? frequency.periods,
        }
      : { frequency: frequency.type }),
  };
}

/** The customer's coupons, in the order in which they were applied. */
export function couponsOf(engine: Engine, customer: string): RatedCoupon[] {
  return engine.tables.appliedCoupons
    .all({ customer, status: 'active' })
    .map((applied) => ratedCoupon(engine, applied));
}

/** The customer's credit notes with a balance, oldest first. */
export function creditNotesOf(engine: Engine, customer: string): CreditNoteBalance[] {
  return engine.tables.creditNotes
    .all({ customer })
    .filter(({ creditStatus }) => creditStatus === 'available')
    .map(({ id, balance, currency, invoiceId }) => ({
      id,
      balanceMinor: minorUnits(balance),
      currency,
      invoiceId,
    }));
}

function walletBalance(wallet: Wallet): WalletBalance {
  const { appliesTo } = wallet;
  return {
    id: wallet.id,
    balanceMinor: minorUnits(wallet.balance),
    currency: wallet.currency,
    priority: wallet.priority,
    ...(appliesTo?.feeTypes === undefined ? {} : { allowedFeeTypes: appliesTo.feeTypes }),
    ...(appliesTo?.metrics === undefined ? {} : { limitedToMetrics: appliesTo.metrics }),
  };
}

/** The customer's wallets that can pay at `at`, oldest first. */
export function walletsOf(engine: Engine, customer: string, at: number): WalletBalance[] {
  return engine.tables.wallets
    .all({ customer, status: 'active' })
    .filter(({ expiresAt }) => expiresAt === undefined || toEpochMs(expiresAt) > at)
    .map(walletBalance);
}
