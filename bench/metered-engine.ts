import {
  type Charge,
  type CreateMetricInput,
  manualClock,
  type UsageEventInput,
} from '@billport/core';
import { createEmbedded, type EmbeddedBilling } from '@billport/embedded';

export const SUBSCRIPTION = 'bench';

const START = Date.parse('2026-01-01T00:00:00Z');

/** A graduated charge over the sum of a property: what usage plans mostly have. */
export const GRADUATED: Charge = {
  metric: 'tokens',
  model: 'graduated',
  timing: 'arrears',
  pricing: {
    tiers: [
      { upTo: '1000', unitAmount: '0.1' },
      { upTo: '10000', unitAmount: '0.05', flatAmount: '5' },
      { upTo: null, unitAmount: '0.01', flatAmount: '2.5' },
    ],
  },
};

/** The metric under {@link GRADUATED}. */
export const TOKENS: CreateMetricInput = { aggregation: 'sum', code: 'tokens', property: 'tokens' };

/** An engine with one active subscription, in the middle of its first month. */
export async function meteredEngine(
  file: string,
  metrics: readonly CreateMetricInput[] = [TOKENS],
  charges: readonly Charge[] = [GRADUATED],
): Promise<EmbeddedBilling> {
  const clock = manualClock(START);
  const billing = createEmbedded({ file, clock });
  for (const metric of metrics) await billing.metrics.create(metric);
  await billing.plans.create({
    code: 'bench',
    interval: 'monthly',
    timing: 'arrears',
    price: { amount: '49.00', currency: 'USD' },
    charges: [...charges],
  });
  await billing.customers.upsert({ customerKey: 'bench' });
  await billing.subscriptions.create({
    subscriptionKey: SUBSCRIPTION,
    customerKey: 'bench',
    planCode: 'bench',
  });
  await billing.advanceTo(START + 15 * 86_400_000);
  return billing;
}

/** The next `count` events of a stream of small ones, spread over the month by their number. */
export function events(
  first: number,
  count: number,
  prefix: string,
  metrics: readonly string[] = ['tokens'],
): UsageEventInput[] {
  return Array.from({ length: count }, (_, index) => {
    const number = first + index;
    return {
      id: `${prefix}-${number}`,
      subscriptionKey: SUBSCRIPTION,
      metric: metrics[number % metrics.length] ?? 'tokens',
      timestamp: new Date(START + number * 100).toISOString(),
      properties: { tokens: String(number % 4000), model: 'large' },
    };
  });
}
