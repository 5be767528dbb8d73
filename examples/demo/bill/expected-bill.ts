import { z } from 'zod';
import { count, decimal, minorAmount, moment, optional, words } from './bill-scalars.ts';

const ExpectedPeriod = z.strictObject({
  from: optional(moment),
  to: optional(moment),
  charges_from: optional(moment),
  charges_to: optional(moment),
  duration_days: optional(count),
});

const group = z.record(z.string(), z.string().nullable());
const filter = z.record(
  z.string(),
  z.union([z.string().transform((one) => [one]), z.array(z.string())]),
);

const ExpectedFee = z.strictObject({
  id: z.string(),
  type: optional(z.string()),
  item_code: optional(z.string()),
  metric: optional(z.string()),
  plan: optional(z.string()),
  charge_model: optional(z.string()),
  pay_in_advance: optional(z.boolean()),
  true_up_of: optional(z.string()),
  group: optional(group),
  grouped_by: optional(group),
  filter: optional(filter),
  filters: optional(filter),
  units: optional(decimal),
  events_count: optional(count),
  unit_amount: optional(decimal),
  precise_unit_amount: optional(decimal),
  precise_amount: optional(decimal),
  units_round: optional(count),
  unit_amount_round: optional(count),
  precise_amount_round: optional(count),
  amount_cents: optional(minorAmount),
  billed_days: optional(count),
  period_days: optional(count),
  ranges: optional(
    z.array(z.strictObject({ units: optional(decimal), amount: optional(decimal) })),
  ),
  coupons_cents: optional(decimal),
  taxes: optional(z.array(z.string())),
  taxes_rate: optional(decimal),
  taxes_amount_cents: optional(minorAmount),
  total_amount_cents: optional(minorAmount),
  notes: optional(words),
});

const ExpectedCoupon = z.strictObject({
  id: z.string(),
  amount_cents: optional(minorAmount),
  terminated: optional(z.boolean()),
  remaining_periods: optional(count),
  remaining_cents: optional(minorAmount),
});

const ExpectedCredit = z.strictObject({
  id: z.string(),
  amount_cents: optional(minorAmount),
  balance_cents: optional(minorAmount),
});

const ExpectedTax = z.strictObject({
  code: z.string(),
  rate: optional(decimal),
  amount_cents: optional(minorAmount),
});

const ExpectedInvoice = z.strictObject({
  currency: optional(z.string()),
  invoice_type: optional(z.string()),
  issuing_date: optional(z.string()),
  fees_amount_cents: optional(minorAmount),
  progressive_billing_credit_amount_cents: optional(minorAmount),
  coupons_amount_cents: optional(minorAmount),
  sub_total_excluding_taxes_amount_cents: optional(minorAmount),
  taxes_amount_cents: optional(minorAmount),
  taxes_rate: optional(decimal),
  sub_total_including_taxes_amount_cents: optional(minorAmount),
  credit_notes_amount_cents: optional(minorAmount),
  prepaid_credit_amount_cents: optional(minorAmount),
  total_amount_cents: optional(minorAmount),
  total_due_amount_cents: optional(minorAmount),
  taxes: optional(z.array(ExpectedTax)),
  coupons: optional(z.array(ExpectedCoupon)),
  credit_notes: optional(z.array(ExpectedCredit)),
  wallets: optional(z.array(ExpectedCredit)),
  notes: optional(words),
});

/** The bill that another program computed. What is absent is not compared. */
export const ExpectedBill = z.strictObject({
  billing_period: optional(ExpectedPeriod),
  fees: optional(z.array(ExpectedFee)),
  invoice: optional(ExpectedInvoice),
  notes: optional(words),
});
export type ExpectedBill = z.infer<typeof ExpectedBill>;
export type ExpectedFee = z.infer<typeof ExpectedFee>;
