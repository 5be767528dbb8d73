import type { Charge, CreateMetricInput, CreatePlanInput } from '@billport/core';
import type { EmbeddedBilling } from '@billport/embedded';
import fc from 'fast-check';

const usd = (amount: string) => ({ amount, currency: 'USD' });

/** Every aggregation; all but the count read the property `n`. */
export const metrics: readonly CreateMetricInput[] = [
  { code: 'count', aggregation: 'count' },
  { code: 'sum', aggregation: 'sum', property: 'n' },
  { code: 'max', aggregation: 'max', property: 'n' },
  { code: 'latest', aggregation: 'latest', property: 'n' },
  { code: 'unique', aggregation: 'unique_count', property: 'n' },
  { code: 'weighted', aggregation: 'weighted_sum', property: 'n' },
  { code: 'seats', aggregation: 'sum', property: 'n', recurring: true },
  { code: 'users', aggregation: 'unique_count', property: 'n', recurring: true },
  { code: 'stored', aggregation: 'weighted_sum', property: 'n', recurring: true },
];

const tiers = [
  { upTo: '10', unitAmount: '1.25', flatAmount: '3' },
  { upTo: '100', unitAmount: '0.7' },
  { upTo: null, unitAmount: '0.333', flatAmount: '1' },
];
const rates = [
  { upTo: '50', rate: '10' },
  { upTo: null, rate: '2.5', flatAmount: '0.5' },
];
const arrears = { timing: 'arrears' } as const;
const advance = { timing: 'advance' } as const;
const eu = { region: ['eu'] };

/** Every charge model at least once, in arrears and in advance, filtered, grouped and prorated. */
const charges: readonly Charge[] = [
  { ...arrears, metric: 'count', model: 'standard', pricing: { unitAmount: '0.015' } },
  { ...arrears, metric: 'count', code: 'counted-tiers', model: 'graduated', pricing: { tiers } },
  { ...arrears, metric: 'sum', model: 'graduated', pricing: { tiers }, minimum: usd('5.00') },
  { ...arrears, metric: 'sum', code: 'sum-volume', model: 'volume', pricing: { tiers } },
  {
    ...arrears,
    metric: 'sum',
    code: 'sum-regions',
    model: 'standard',
    pricing: { unitAmount: '0.11' },
    filters: [{ match: eu, pricing: { unitAmount: '0.22' } }],
    groupBy: ['team'],
  },
  {
    ...arrears,
    metric: 'sum',
    code: 'sum-packs',
    model: 'package',
    pricing: { amount: '2', size: '7', freeUnits: '3' },
  },
  {
    ...arrears,
    metric: 'sum',
    code: 'sum-percentage',
    model: 'percentage',
    pricing: { rate: '1.5', fixedAmount: '0.1', freeEvents: 2, maximumPerEvent: '0.9' },
  },
  {
    ...arrears,
    metric: 'sum',
    code: 'sum-rates',
    model: 'graduated_percentage',
    pricing: { tiers: rates },
  },
  { ...arrears, metric: 'sum', code: 'sum-dynamic', model: 'dynamic', pricing: {} },
  { ...arrears, metric: 'max', model: 'volume', pricing: { tiers } },
  { ...arrears, metric: 'latest', model: 'standard', pricing: { unitAmount: '0.4' } },
  { ...arrears, metric: 'unique', model: 'graduated', pricing: { tiers } },
  { ...arrears, metric: 'weighted', model: 'standard', pricing: { unitAmount: '1.9' } },
  { ...arrears, metric: 'seats', model: 'standard', pricing: { unitAmount: '4' }, prorated: true },
  { ...arrears, metric: 'seats', code: 'seats-tiers', model: 'graduated', pricing: { tiers } },
  { ...arrears, metric: 'users', model: 'volume', pricing: { tiers }, prorated: true },
  {
    ...arrears,
    metric: 'stored',
    model: 'package',
    pricing: { amount: '3', size: '10' },
    groupBy: ['team'],
  },
  {
    ...advance,
    metric: 'count',
    code: 'count-now',
    model: 'standard',
    pricing: { unitAmount: '0.3' },
  },
  {
    ...advance,
    metric: 'sum',
    code: 'sum-now',
    model: 'graduated',
    pricing: { tiers },
    invoiceable: false,
  },
  {
    ...advance,
    metric: 'users',
    code: 'users-now',
    model: 'standard',
    pricing: { unitAmount: '6' },
  },
];

/** Charges with different codes. */
const someCharges: fc.Arbitrary<Charge[]> = fc.subarray([...charges], {
  minLength: 1,
  maxLength: 6,
});

/** The same charge with other terms, as an update of its plan writes it. */
export function repriced(charge: Charge): Charge {
  if (charge.timing === 'advance') return charge;
  const { groupBy, ...rest } = charge;
  const grouped = groupBy === undefined ? { ...rest, groupBy: ['region'] } : rest;
  return charge.model === 'standard'
    ? { ...grouped, model: 'standard', pricing: { unitAmount: '0.5' }, filters: [] }
    : grouped;
}

const terms = fc.record(
  {
    price: fc.constantFrom('10.00', '31.00', '49.99', '300.00').map(usd),
    timing: fc.constantFrom('arrears', 'advance'),
    trialDays: fc.constantFrom(5, 45),
    minimumCommitment: fc
      .constantFrom('20.00', '100.00')
      .map((amount) => ({ amount: usd(amount) })),
    usageThresholds: fc.constant([
      { amount: usd('15.00') },
      { amount: usd('40.00'), recurring: true },
    ]),
    taxCodes: fc.constantFrom(['vat'], ['vat', 'city'], []),
    charges: someCharges,
  },
  { requiredKeys: ['price', 'timing', 'charges'] },
);
const interval = fc.oneof(
  fc.record({ interval: fc.constantFrom('weekly', 'monthly', 'monthly', 'quarterly') }),
  fc.record({
    interval: fc.constantFrom('semiannual', 'yearly'),
    chargesBilledMonthly: fc.boolean(),
  }),
);

export const PLAN_CODES = ['plan-0', 'plan-1', 'plan-2', 'plan-3'] as const;

/** Four plans of any shape. */
export const somePlans: fc.Arbitrary<CreatePlanInput[]> = fc.tuple(
  ...PLAN_CODES.map((code) =>
    fc
      .tuple(interval, terms)
      .map(([length, rest]) => ({ code, ...length, ...rest }) as unknown as CreatePlanInput),
  ),
);

/** Creates taxes, metrics, coupons and the plans. */
export async function createCatalog(
  billing: EmbeddedBilling,
  plans: readonly CreatePlanInput[],
): Promise<void> {
  await billing.taxes.create({ code: 'vat', rate: '20' });
  await billing.taxes.create({ code: 'city', rate: '1.375' });
  for (const metric of metrics) await billing.metrics.create(metric);
  for (const plan of plans) await billing.plans.create(plan);
  const fixed = { type: 'fixed_amount', amount: usd('12.34') } as const;
  const share = { type: 'percentage', rate: '12.5' } as const;
  await billing.coupons.create({ code: 'once', discount: fixed, frequency: { type: 'once' } });
  await billing.coupons.create({
    code: 'thrice',
    discount: fixed,
    frequency: { type: 'recurring', periods: 3 },
  });
  await billing.coupons.create({
    code: 'share',
    discount: share,
    frequency: { type: 'forever' },
    limit: { to: 'metrics', metrics: ['sum', 'seats'] },
  });
}
