import {
  passedThresholds,
  progressiveInvoice,
  settleProgressive,
  type UsageThresholds,
} from '@billport/rating';
import { z } from 'zod';
import { cents, minor, orElse, topic } from './fields.ts';

const thresholds = { thresholds: z.array(minor), recurring: minor.nullish() };

function thresholdsOf(input: {
  thresholds: bigint[];
  recurring?: bigint | null | undefined;
}): UsageThresholds {
  const fixed = input.thresholds;
  return input.recurring == null ? { fixed } : { fixed, recurring: input.recurring };
}

const usageThresholdInput = z.object({
  ...thresholds,
  cases: z.array(
    z.object({
      invoiced: minor,
      current: minor,
      progressively_billed: orElse(minor, 0n),
      historical: orElse(minor, 0n),
    }),
  ),
});

export const usageThreshold = topic(usageThresholdInput, (input) => {
  const limits = thresholdsOf(input);
  return {
    passed: input.cases.map((usage) =>
      passedThresholds(limits, {
        historical: usage.historical,
        invoiced: usage.invoiced,
        current: usage.current,
        progressivelyBilled: usage.progressively_billed,
      }).map(cents),
    ),
  };
});

const progressiveBillingInput = z.object({ ...thresholds, events_amount_cents: z.array(minor) });

export const progressiveBilling = topic(progressiveBillingInput, (input) => {
  const limits = thresholdsOf(input);
  let current = 0n;
  let progressivelyBilled = 0n;
  const invoices = input.events_amount_cents.map((amount) => {
    current += amount;
    const usage = { invoiced: 0n, current, progressivelyBilled };
    const invoice = progressiveInvoice(limits, usage);
    if (invoice === undefined) return null;
    progressivelyBilled += invoice.amountMinor;
    return cents(invoice.amountMinor);
  });
  const settlement = settleProgressive(current, progressivelyBilled);
  return {
    progressive_invoices_cents: invoices,
    period_end: {
      usage_fees_cents: cents(current),
      progressive_credit_cents: cents(settlement.creditMinor),
      usage_due_cents: cents(settlement.dueMinor),
    },
  };
});
