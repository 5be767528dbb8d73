import { Decimal, toEpochMs } from '@billport/core';
import {
  type CreditedFee,
  type CreditNoteAmounts,
  creditNoteAmounts,
  terminationCredit,
  totalRate,
} from '@billport/rating';
import {
  afterInclusive,
  cents,
  decimal,
  minor,
  type Numeric,
  type TaxTable,
  taxesOf,
} from './fields.ts';

function amountsOf(amounts: CreditNoteAmounts): Record<string, unknown> {
  return {
    sub_total_excluding_taxes_amount_cents: cents(amounts.subTotalMinor),
    taxes_amount_cents: cents(amounts.taxMinor),
    total_amount_cents: cents(amounts.totalMinor),
    coupons_adjustment_amount_cents: cents(amounts.couponsAdjustmentMinor),
  };
}

interface TerminationCreditVector {
  plan_amount_cents: Numeric;
  fee_amount_cents: Numeric;
  period_end: string;
  period_days: number;
  terminated_at: string;
  tax_rate: Numeric;
  upgrade?: boolean;
  timezone?: string;
}

export function terminationCreditOf(input: TerminationCreditVector): Record<string, unknown> {
  const credit = terminationCredit({
    priceMinor: minor(input.plan_amount_cents),
    fee: {
      amountMinor: minor(input.fee_amount_cents),
      creditsMinor: Decimal.ZERO,
      taxRate: decimal(input.tax_rate),
    },
    periodTo: afterInclusive(input.period_end),
    periodDays: input.period_days,
    terminatedAt: toEpochMs(input.terminated_at),
    timezone: input.timezone ?? 'UTC',
    upgrade: input.upgrade ?? false,
  });
  return {
    unused_days: credit.unusedDays,
    precise_item_cents: credit.itemMinor.toString(),
    ...amountsOf(credit.amounts),
  };
}

interface CreditNoteVector {
  fees: { id: string; amount_cents: Numeric; coupons_cents?: Numeric; taxes?: string[] }[];
  taxes?: TaxTable;
  items: { fee: string; amount_cents: Numeric }[];
  previous_rounding_adjustment_cents?: Numeric;
}

export function creditNote(input: CreditNoteVector): Record<string, unknown> {
  const fees = new Map<string, CreditedFee>(
    input.fees.map((fee) => [
      fee.id,
      {
        amountMinor: minor(fee.amount_cents),
        creditsMinor: decimal(fee.coupons_cents ?? 0),
        taxRate: totalRate(taxesOf(fee.taxes, input.taxes)),
      },
    ]),
  );
  const items = input.items.map((item) => {
    const fee = fees.get(item.fee);
    if (fee === undefined) throw new Error(`items name the unknown fee ${item.fee}`);
    return { fee, amountMinor: decimal(item.amount_cents) };
  });
  return amountsOf(
    creditNoteAmounts(items, decimal(input.previous_rounding_adjustment_cents ?? 0)),
  );
}
