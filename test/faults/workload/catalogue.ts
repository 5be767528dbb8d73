import type {
  Billing,
  CallOptions,
  Charge,
  CreateMetricInput,
  CreatePlanInput,
} from '@billport/core';

/** When the clock of every workload starts: noon, far from any boundary of a period. */
export const START = '2026-01-05T12:00:00.000Z';

/** One call that prepares a file; safe to repeat with the same options. */
export type Preparation = (billing: Billing, options: CallOptions) => Promise<unknown>;

const usd = (amount: string) => ({ amount, currency: 'USD' });

const METRICS: readonly CreateMetricInput[] = [
  { code: 'tokens', aggregation: 'sum', property: 'tokens' },
  { code: 'requests', aggregation: 'count' },
  { code: 'calls', aggregation: 'count' },
  { code: 'peak', aggregation: 'max', property: 'tokens' },
  { code: 'storage', aggregation: 'sum', property: 'gigabytes', recurring: true },
  { code: 'seats', aggregation: 'unique_count', property: 'user', recurring: true },
];

const standard = (metric: string, unitAmount: string) =>
  ({ model: 'standard', timing: 'arrears', metric, pricing: { unitAmount } }) as const;

const tokenTiers: Charge = {
  model: 'graduated',
  timing: 'arrears',
  metric: 'tokens',
  pricing: {
    tiers: [
      { upTo: '200', unitAmount: '0.05' },
      { upTo: null, unitAmount: '0.013', flatAmount: '1' },
    ],
  },
};

const PLANS: readonly CreatePlanInput[] = [
  {
    code: 'monthly-arrears',
    interval: 'monthly',
    timing: 'arrears',
    price: usd('30.00'),
    charges: [
      tokenTiers,
      standard('requests', '0.107'),
      standard('peak', '0.11'),
      standard('storage', '0.333'),
      standard('seats', '2'),
    ],
    minimumCommitment: { amount: usd('60.00') },
    usageThresholds: [{ amount: usd('40.00') }, { amount: usd('25.00'), recurring: true }],
  },
  {
    code: 'monthly-advance',
    interval: 'monthly',
    timing: 'advance',
    price: usd('50.00'),
    charges: [
      standard('tokens', '0.0101'),
      { ...standard('calls', '0.5'), timing: 'advance' },
      { ...standard('requests', '0.25'), timing: 'advance', invoiceable: false },
    ],
  },
  {
    code: 'weekly-advance',
    interval: 'weekly',
    timing: 'advance',
    price: usd('7.00'),
    charges: [
      {
        model: 'package',
        timing: 'arrears',
        metric: 'tokens',
        minimum: usd('3.00'),
        pricing: { amount: '0.9', size: '50', freeUnits: '20' },
      },
      standard('requests', '0.02'),
    ],
  },
  {
    code: 'weekly-arrears',
    interval: 'weekly',
    timing: 'arrears',
    price: usd('5.00'),
    charges: [
      {
        model: 'percentage',
        timing: 'arrears',
        metric: 'tokens',
        pricing: { rate: '2.9', fixedAmount: '0.3', freeEvents: 2 },
      },
      standard('peak', '0.07'),
    ],
  },
];

/** A subscription of every workload. */
export interface Subscribed {
  readonly subscriptionKey: string;
  readonly customerKey: string;
  readonly planCode: string;
}

/** Monthly and weekly plans, in arrears and in advance; the first three customers are in UTC. */
export const SUBSCRIPTIONS: readonly Subscribed[] = [
  { subscriptionKey: 'acme-monthly', customerKey: 'acme', planCode: 'monthly-arrears' },
  { subscriptionKey: 'acme-weekly', customerKey: 'acme', planCode: 'weekly-advance' },
  { subscriptionKey: 'globex-monthly', customerKey: 'globex', planCode: 'monthly-advance' },
  { subscriptionKey: 'globex-weekly', customerKey: 'globex', planCode: 'weekly-arrears' },
  { subscriptionKey: 'initech-monthly', customerKey: 'initech', planCode: 'monthly-arrears' },
];

/** The subscription whose plan changes to and fro. */
export const CHANGING = 'initech-monthly';

/** The metrics that a plan charges for. */
export function metricsOf(planCode: string): readonly string[] {
  const plan = PLANS.find(({ code }) => code === planCode);
  return (plan?.charges ?? []).map(({ metric }) => metric);
}

const CUSTOMERS = [
  { customerKey: 'acme', name: 'Acme', currency: 'USD' },
  { customerKey: 'globex', name: 'Globex', currency: 'USD', gracePeriodDays: 5 },
  { customerKey: 'initech', name: 'Initech', currency: 'USD', timezone: 'America/New_York' },
];

const WALLETS = [
  { customerKey: 'acme', code: 'prepaid', currency: 'USD', creditValue: '0.5' },
  { customerKey: 'globex', code: 'prepaid', currency: 'USD', priority: 3 },
];

const COUPONS: readonly Preparation[] = [
  (billing, options) =>
    billing.coupons.create(
      {
        code: 'tenth',
        discount: { type: 'percentage', rate: '10' },
        frequency: { type: 'forever' },
      },
      options,
    ),
  (billing, options) =>
    billing.coupons.create(
      {
        code: 'five',
        discount: { type: 'fixed_amount', amount: usd('5.00') },
        frequency: { type: 'recurring', periods: 20 },
      },
      options,
    ),
  (billing, options) =>
    billing.coupons.apply({ customerKey: 'acme', couponCode: 'tenth' }, options),
  (billing, options) =>
    billing.coupons.apply({ customerKey: 'globex', couponCode: 'five' }, options),
];

/** All that a workload needs before the first event, one call each, in order. */
export const PREPARATIONS: readonly Preparation[] = [
  (billing, options) =>
    billing.taxes.create({ code: 'vat', rate: '19.6', byDefault: true }, options),
  ...METRICS.map(
    (metric): Preparation =>
      (billing, options) =>
        billing.metrics.create(metric, options),
  ),
  ...PLANS.map(
    (plan): Preparation =>
      (billing, options) =>
        billing.plans.create(plan, options),
  ),
  ...CUSTOMERS.map(
    (customer): Preparation =>
      (billing, options) =>
        billing.customers.upsert(customer, options),
  ),
  ...WALLETS.map(
    (wallet): Preparation =>
      (billing, options) =>
        billing.credits.createWallet(wallet, options),
  ),
  ...COUPONS,
  ...SUBSCRIPTIONS.map(
    (subscription): Preparation =>
      (billing, options) =>
        billing.subscriptions.create(subscription, options),
  ),
];
