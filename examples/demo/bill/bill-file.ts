import { readFile } from 'node:fs/promises';
import { BillingError, isCurrency, pathText } from '@billport/core';
import { z } from 'zod';
import { BillCharge } from './bill-charge.ts';
import { count, decimal, minorAmount, moment, optional, words } from './bill-scalars.ts';
import { parseExactJson } from './exact-json.ts';
import { ExpectedBill } from './expected-bill.ts';

const codes = z.array(z.string());
const currency = z.string().refine(isCurrency, 'Write an ISO 4217 currency, such as "USD".');
const billingTime = z.enum(['calendar', 'anniversary']);
const sums = z.record(z.string(), decimal);

/** Facts about the usage file. Nothing is billed from them, so facts of other kinds may stand here. */
const Dataset = z.looseObject({
  file: optional(z.string()),
  bytes: optional(count),
  sha256: optional(z.string()),
  rows: optional(count),
  first_timestamp: optional(moment),
  last_timestamp: optional(moment),
  distinct_timestamps: optional(count),
  sums: optional(sums),
  max: optional(sums),
  windows: optional(
    z.array(
      z.strictObject({
        from: moment,
        to: moment,
        rows: optional(count),
        sums: optional(sums),
        max: optional(sums),
      }),
    ),
  ),
});
export type Dataset = z.infer<typeof Dataset>;

const recurring = optional(z.boolean());
const Threshold = z.union([
  minorAmount.transform((amount_cents) => ({
    amount_cents,
    recurring: undefined,
    name: undefined,
  })),
  z.strictObject({ amount_cents: minorAmount, recurring, name: optional(words) }),
]);

const Commitment = z.strictObject({
  amount_cents: optional(minorAmount),
  commitment_cents: optional(minorAmount),
  tax_codes: optional(codes),
  name: optional(words),
  invoice_display_name: optional(words),
});

/** Names that the caller gives and nothing depends on. */
const named = { id: optional(words), name: optional(words) };

const BillPlan = z.strictObject({
  code: z.string(),
  name: optional(words),
  description: optional(words),
  currency,
  interval: z.enum(['weekly', 'monthly', 'quarterly', 'semiannual', 'yearly']),
  billing_time: optional(billingTime),
  pay_in_advance: optional(z.boolean()),
  amount_cents: minorAmount,
  tax_codes: optional(codes),
  trial_days: optional(count),
  trial_period: optional(count),
  bill_charges_monthly: optional(z.boolean()),
  minimum_commitment: optional(Commitment),
  commitment_cents: optional(minorAmount),
  minimum_commitment_cents: optional(minorAmount),
  usage_thresholds: optional(z.array(Threshold)),
  charges: optional(z.array(BillCharge)),
  notes: optional(words),
});
export type BillPlan = z.infer<typeof BillPlan>;

const BillSubscription = z.strictObject({
  ...named,
  started_at: moment,
  subscription_at: optional(moment),
  terminated_at: optional(moment),
  timezone: optional(z.string()),
  billing_time: optional(billingTime),
  trial_days: optional(count),
  trial_started_at: optional(moment),
  bill_at: moment,
  notes: optional(words),
});

const BillCoupon = z.strictObject({
  id: z.string(),
  name: optional(words),
  type: z.enum(['fixed_amount', 'percentage']),
  amount_cents: optional(minorAmount),
  remaining_cents: optional(minorAmount),
  currency: optional(currency),
  percentage_rate: optional(decimal),
  frequency: z.enum(['once', 'recurring', 'forever']),
  periods_remaining: optional(count),
  limited_to_metrics: optional(codes),
  limited_to_plans: optional(codes),
  notes: optional(words),
});
export type BillCoupon = z.infer<typeof BillCoupon>;

const BillCreditNote = z.strictObject({
  id: z.string(),
  name: optional(words),
  balance_cents: minorAmount,
  currency: optional(currency),
  notes: optional(words),
});
export type BillCreditNote = z.infer<typeof BillCreditNote>;

const BillWallet = z.strictObject({
  id: z.string(),
  name: optional(words),
  balance_cents: minorAmount,
  currency: optional(currency),
  priority: optional(count),
  rate_amount: optional(decimal),
  allowed_fee_types: optional(z.array(z.enum(['subscription', 'charge', 'commitment']))),
  limited_to_metrics: optional(codes),
  notes: optional(words),
});
export type BillWallet = z.infer<typeof BillWallet>;

const BillCustomer = z.strictObject({
  ...named,
  taxes: optional(z.record(z.string(), decimal)),
  tax_codes: optional(codes),
  timezone: optional(z.string()),
  coupons: optional(z.array(BillCoupon)),
  credit_notes: optional(z.array(BillCreditNote)),
  wallets: optional(z.array(BillWallet)),
  notes: optional(words),
});

/** A plan, a subscription, a customer, and the bill to expect: the schema of `--bill`. */
const Bill = z.strictObject({
  schema_version: optional(z.literal('1', 'The demo reads version 1.')),
  id: optional(words),
  title: optional(words),
  dataset: optional(Dataset),
  plan: BillPlan,
  subscription: BillSubscription,
  customer: optional(BillCustomer),
  expected: optional(ExpectedBill),
  notes: optional(words),
});
export type Bill = z.infer<typeof Bill>;

function issueText(issue: z.core.$ZodIssue): string {
  const keys = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const path = [...issue.path, ...keys].map((step) =>
    typeof step === 'number' ? step : String(step),
  );
  const message =
    issue.code === 'unrecognized_keys' ? 'The demo does not know this field.' : issue.message;
  return `${pathText(path)}: ${message}`;
}

/**
 * Checks parsed JSON (numbers as text, see `parseExactJson`) against the schema of a bill.
 * @throws BillingError `invalid_input` naming each field that is wrong, missing or unknown.
 */
export function toBill(json: unknown, name: string): Bill {
  const checked = Bill.safeParse(json);
  if (checked.success) return checked.data;
  const { issues } = checked.error;
  const shown = issues.slice(0, 5).map(issueText).join('\n  ');
  const more = issues.length > 5 ? `\n  and ${issues.length - 5} more` : '';
  throw new BillingError('invalid_input', { message: `${name}:\n  ${shown}${more}` });
}

/**
 * Reads a bill file.
 * @throws BillingError `invalid_input` when it cannot be read or breaks the schema.
 */
export async function readBill(path: string): Promise<Bill> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new BillingError('invalid_input', {
      message: `--bill: ${path} cannot be read: ${(cause as Error).message}`,
      cause,
    });
  }
  return toBill(parseExactJson(text, path), path);
}
