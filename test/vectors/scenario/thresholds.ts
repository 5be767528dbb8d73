import {
  passedThresholds,
  progressiveInvoice,
  settleProgressive,
  type UsageThresholds,
} from '@billport/rating';
import { cents, minor, type Numeric } from './fields.ts';

interface ThresholdsVector {
  thresholds: Numeric[];
  recurring?: Numeric | null;
}

function thresholdsOf({ thresholds, recurring }: ThresholdsVector): UsageThresholds {
  const fixed = thresholds.map(minor);
  return recurring == null ? { fixed } : { fixed, recurring: minor(recurring) };
}

interface UsageThresholdVector extends ThresholdsVector {
  cases: {
    invoiced: Numeric;
    current: Numeric;
    progressively_billed?: Numeric;
    historical?: Numeric;
  }[];
}

export function usageThreshold(input: UsageThresholdVector): Record<string, unknown> {
  const thresholds = thresholdsOf(input);
  return {
    passed: input.cases.map((usage) =>
      passedThresholds(thresholds, {
        historical: minor(usage.historical ?? 0),
        invoiced: minor(usage.invoiced),
        current: minor(usage.current),
        progressivelyBilled: minor(usage.progressively_billed ?? 0),
      }).map(cents),
    ),
  };
}

interface ProgressiveBillingVector extends ThresholdsVector {
  events_amount_cents: Numeric[];
}

export function progressiveBilling(input: ProgressiveBillingVector): Record<string, unknown> {
  const thresholds = thresholdsOf(input);
  let current = 0n;
  let progressivelyBilled = 0n;
  const invoices = input.events_amount_cents.map((amount) => {
    current += minor(amount);
    const usage = { invoiced: 0n, current, progressivelyBilled };
    const invoice = progressiveInvoice(thresholds, usage);
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
}
