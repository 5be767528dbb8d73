import { Decimal } from '@billport/core';
import {
  type CreditedFee,
  type CreditNoteAmounts,
  creditNoteAmounts,
  terminationCredit,
  totalRate,
} from '@billport/rating';
import { z } from 'zod';
import {
  afterInclusive,
  cents,
  decimal,
  instant,
  listOf,
  minor,
  orElse,
  taxesOf,
  taxTable,
  timezone,
  topic,
} from './fields.ts';

function amountsOf(amounts: CreditNoteAmounts): Record<string, unknown> {
  return {
    sub_total_excluding_taxes_amount_cents: cents(amounts.subTotalMinor),
    taxes_amount_cents: cents(amounts.taxMinor),
    total_amount_cents: cents(amounts.totalMinor),
    coupons_adjustment_amount_cents: cents(amounts.couponsAdjustmentMinor),
  };
}

const terminationCreditInput = z.object({
  plan_amount_cents: minor,
  fee_amount_cents: minor,
  period_end: instant,
  period_days: z.int().positive(),
  terminated_at: instant,
  tax_rate: decimal,
  upgrade: orElse(z.boolean(), false),
  timezone,
});

export const terminationCreditOf = topic(terminationCreditInput, (input) => {
  const credit = terminationCredit({
    priceMinor: input.plan_amount_cents,
    fee: {
      amountMinor: input.fee_amount_cents,
      creditsMinor: Decimal.ZERO,
      taxRate: input.tax_rate,
    },
    periodTo: afterInclusive(input.period_end),
    periodDays: input.period_days,
    terminatedAt: input.terminated_at,
    timezone: input.timezone,
    upgrade: input.upgrade,
  });
  return {
    unused_days: credit.unusedDays,
    precise_item_cents: credit.itemMinor.toString(),
    ...amountsOf(credit.amounts),
  };
});

const creditNoteInput = z.object({
  fees: z.array(
    z.object({
      id: z.string(),
      amount_cents: minor,
      coupons_cents: orElse(decimal, Decimal.ZERO),
      taxes: listOf(z.string()),
    }),
  ),
  taxes: taxTable,
  items: z.array(z.object({ fee: z.string(), amount_cents: decimal })),
  previous_rounding_adjustment_cents: orElse(decimal, Decimal.ZERO),
});

export const creditNote = topic(creditNoteInput, (input) => {
  const fees = new Map<string, CreditedFee>(
    input.fees.map((fee) => [
      fee.id,
      {
        amountMinor: fee.amount_cents,
        creditsMinor: fee.coupons_cents,
        taxRate: totalRate(taxesOf(fee.taxes, input.taxes)),
      },
    ]),
  );
  const items = input.items.map((item) => {
    const fee = fees.get(item.fee);
    if (fee === undefined) throw new Error(`items name the unknown fee ${item.fee}`);
    return { fee, amountMinor: item.amount_cents };
  });
  return amountsOf(creditNoteAmounts(items, input.previous_rounding_adjustment_cents));
});
