import type { Billing, CreatePlanInput } from '@billport/core';
import type { Bill } from '../bill/bill-file.ts';
import { metricInputs } from '../inputs/metric-input.ts';
import { present } from '../inputs/present.ts';
import { CUSTOMER } from './open-subscription.ts';

/** Codes that coupons and wallets name. */
function namedCodes({ customer }: Bill): { metrics: string[]; plans: string[] } {
  const coupons = customer?.coupons ?? [];
  const limits = [...coupons, ...(customer?.wallets ?? [])];
  return {
    metrics: limits.flatMap((limit) => limit.limited_to_metrics ?? []),
    plans: coupons.flatMap((coupon) => coupon.limited_to_plans ?? []),
  };
}

/** What a limit names must exist, even where this plan has nothing to do with it. */
async function createOthers(billing: Billing, bill: Bill, plan: CreatePlanInput): Promise<void> {
  const { metrics, plans } = namedCodes(bill);
  const known = new Set(metricInputs(bill).map(({ code }) => code));
  for (const code of new Set(metrics)) {
    if (!known.has(code)) await billing.metrics.create({ code, aggregation: 'count' });
  }
  for (const code of new Set(plans)) {
    if (code !== plan.code) await billing.plans.create({ ...plan, code, charges: [] });
  }
}

/** Creates the taxes, the metrics, the plan and the customer of a bill. */
export async function setUp(
  billing: Billing,
  bill: Bill,
  plan: CreatePlanInput,
  timezone: string,
): Promise<void> {
  const taxes = bill.customer?.taxes ?? {};
  for (const [code, rate] of Object.entries(taxes)) await billing.taxes.create({ code, rate });
  for (const metric of metricInputs(bill)) await billing.metrics.create(metric);
  await billing.plans.create(plan);
  await createOthers(billing, bill, plan);
  const taxCodes = bill.customer?.tax_codes ?? Object.keys(taxes);
  await billing.customers.upsert(
    present({
      customerKey: CUSTOMER,
      timezone,
      taxCodes: taxCodes.length === 0 ? undefined : taxCodes,
    }),
  );
}
