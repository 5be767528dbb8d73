import {
  type AggregationKind,
  type ArrearsCharge,
  type ChargeModel,
  type CreateMetricInput,
  Decimal,
  type Metric,
  type Result,
} from '@billport/core';
import { ensure, same, sameNumber } from '../assertions.ts';
import { billing, billingFields, finalInvoice } from '../bills.ts';
import {
  metric,
  money,
  type Subscribed,
  standardCharge,
  subscribe,
  subscribing,
  unlessRefused,
  usageEvent,
  use,
} from '../fixtures.ts';
import type { Scenario, ScenarioContext } from '../scenario.ts';

/** A price, what was used, and the fee by the formulas of `facts/rating.md §5`. */
interface Priced {
  readonly pricing: ArrearsCharge['pricing'];
  readonly used: readonly string[];
  readonly fee: string;
}

const plainTiers = [
  { upTo: '10', unitAmount: '1' },
  { upTo: null, unitAmount: '0.5' },
];

const tiers = [
  { upTo: '10', unitAmount: '1', flatAmount: '2' },
  { upTo: null, unitAmount: '0.5', flatAmount: '3' },
];

const priced: Readonly<Partial<Record<ChargeModel, readonly Priced[]>>> = {
  standard: [{ pricing: { unitAmount: '0.015' }, used: ['100', '1'], fee: '1.52' }],
  graduated: [
    { pricing: { tiers: plainTiers }, used: ['0'], fee: '0' },
    { pricing: { tiers: plainTiers }, used: ['10'], fee: '10' },
    { pricing: { tiers: plainTiers }, used: ['10', '3'], fee: '11.50' },
  ],
  volume: [
    { pricing: { tiers: plainTiers }, used: ['10'], fee: '10' },
    { pricing: { tiers: plainTiers }, used: ['13'], fee: '6.50' },
  ],
  graduated_percentage: [
    {
      pricing: {
        tiers: [
          { upTo: '100', rate: '2.5', flatAmount: '1' },
          { upTo: null, rate: '1' },
        ],
      },
      used: ['300'],
      fee: '5.50',
    },
  ],
  package: [
    { pricing: { amount: '5', size: '1000' }, used: ['1000'], fee: '5' },
    { pricing: { amount: '5', size: '1000' }, used: ['1000', '1'], fee: '10' },
    { pricing: { amount: '5', size: '1000', freeUnits: '2000' }, used: ['2000'], fee: '0' },
    { pricing: { amount: '5', size: '1000', freeUnits: '2000' }, used: ['3000', '1'], fee: '10' },
  ],
  percentage: [
    { pricing: { rate: '2.9', fixedAmount: '0.30' }, used: ['100', '50'], fee: '4.95' },
    {
      pricing: { rate: '1.2', fixedAmount: '0.10', freeEvents: 3, freeUnits: '500' },
      used: ['200', '100', '100', '50'],
      fee: '0.70',
    },
  ],
};

/** Somebody whose usage has this price. */
function onPricing(context: ScenarioContext, model: string, pricing: Priced['pricing']) {
  const charge = (metric: string) =>
    ({ model, timing: 'arrears', metric, pricing }) as ArrearsCharge;
  return subscribe(context, { charge });
}

/** Uses the units in one call and goes on when they cost the fee. */
async function costs(context: ScenarioContext, subscribed: Subscribed, { used, fee }: Priced) {
  const events = used.map((amount) => usageEvent(context, subscribed, amount));
  await context.billing.usage.record({ events });
  const { amount } = await current(context, subscribed);
  same(amount, money(context, fee), `${used.join(' + ')} units`);
}

const modelScenarios = Object.entries(priced).map(
  ([model, cases]): Scenario => ({
    operation: 'plans.create',
    title: `prices usage by the model ${model}`,
    needs: [...subscribing, 'usage.record', 'usage.current'],
    limits: { chargeModels: [model as ChargeModel] },
    async run(context) {
      for (const each of cases) {
        await costs(context, await onPricing(context, model, each.pricing), each);
      }
    },
  }),
);

/** What tiers ask for once when they are reached. */
const flatAmounts: Readonly<Partial<Record<ChargeModel, readonly Priced[]>>> = {
  graduated: [
    { pricing: { tiers }, used: ['0'], fee: '2' },
    { pricing: { tiers }, used: ['10'], fee: '12' },
    { pricing: { tiers }, used: ['10', '2'], fee: '16' },
  ],
  volume: [
    { pricing: { tiers }, used: ['10'], fee: '12' },
    { pricing: { tiers }, used: ['10.5'], fee: '8.25' },
    { pricing: { tiers }, used: ['12'], fee: '9' },
  ],
};

const flatAmountScenarios = Object.entries(flatAmounts).map(
  ([model, cases]): Scenario => ({
    operation: 'plans.create',
    title: `prices usage by the model ${model} with flat amounts`,
    needs: [...subscribing, 'usage.record', 'usage.current'],
    needsFields: ['plans.create.charges.pricing.tiers.flatAmount'],
    limits: { chargeModels: [model as ChargeModel], fractions: true },
    async run(context) {
      for (const each of cases) {
        await costs(context, await onPricing(context, model, each.pricing), each);
      }
    },
  }),
);

/** Free units that fill no package: a provider that takes them off after rounding cannot have them. */
const freeParts: readonly Priced[] = [
  { pricing: { amount: '5', size: '1000', freeUnits: '100' }, used: ['100'], fee: '0' },
  { pricing: { amount: '5', size: '1000', freeUnits: '100' }, used: ['1100', '1'], fee: '10' },
];

const freePartScenario: Scenario = {
  operation: 'plans.create',
  title: 'prices packages after free units that fill none, or refuses those',
  needs: [...subscribing, 'usage.record', 'usage.current'],
  limits: { chargeModels: ['package'] },
  async run(context) {
    for (const each of freeParts) {
      const subscribed = await unlessRefused(context, 'plans.create', () =>
        onPricing(context, 'package', each.pricing),
      );
      if (subscribed !== undefined) await costs(context, subscribed, each);
    }
  },
};

const values = ['3', '9', '5', '9', '4'];

/** What events of these values in this order come to, by `facts/rating.md §4`. */
const aggregated: readonly [kind: AggregationKind, units: string][] = [
  ['count', '5'],
  ['sum', '30'],
  ['max', '9'],
  ['latest', '4'],
  ['unique_count', '4'],
];

const aggregationScenarios = aggregated.map(
  ([aggregation, units]): Scenario => ({
    operation: 'metrics.create',
    title: `meters usage by the aggregation ${aggregation}`,
    needs: [...subscribing, 'usage.record', 'usage.current'],
    limits: { aggregations: [aggregation] },
    async run(context) {
      const metric = { aggregation } as Partial<CreateMetricInput>;
      const subscribed = await subscribe(context, { metric });
      for (const value of values) {
        const events = [usageEvent(context, subscribed, value)];
        await context.billing.usage.record({ events });
      }
      await context.settle();
      const { subscriptionKey } = subscribed;
      const { charges } = await context.billing.usage.current({ subscriptionKey });
      same(charges.length, 1, 'lines of the usage');
      sameNumber(charges[0]?.units, units, 'the units');
    },
  }),
);

/** Prices far below the smallest unit of a currency, which only the fee is rounded to. */
const currencyScenarios = [
  { currency: 'JPY', unitAmount: '0.5', used: '3', fee: '2' },
  { currency: 'KWD', unitAmount: '0.0005', used: '3', fee: '0.002' },
].map(
  ({ currency, unitAmount, used, fee }): Scenario => ({
    operation: 'plans.create',
    title: `bills usage in ${currency} in its own smallest unit`,
    needs: billing,
    needsFields: billingFields,
    limits: { currencies: [currency] },
    async run(context) {
      const subscribed = await subscribe(context, {
        customer: { currency },
        plan: { price: money(context, '0', currency) },
        charge: (metric) => standardCharge(metric, unitAmount),
      });
      await use(context, subscribed, used);
      const { totals } = await finalInvoice(context, subscribed.subscriptionKey);
      same(totals.total, money(context, fee, currency), 'the total');
    },
  }),
);

/** The current usage of a subscription. */
async function current(context: ScenarioContext, { subscriptionKey }: Subscribed) {
  await context.settle();
  return context.billing.usage.current({ subscriptionKey });
}

const oddEvents: readonly Scenario[] = [
  {
    operation: 'usage.current',
    title: 'leaves out values that are no plain decimal numbers (facts/rating.md §3)',
    needs: [...subscribing, 'usage.record'],
    async run(context) {
      const subscribed = await subscribe(context);
      const odd = ['abc', '1e3', '+1', '.5', '1,000', ''];
      const events = [...odd, '2'].map((amount) => usageEvent(context, subscribed, amount));
      await context.billing.usage.record({ events, onRejected: 'report' });
      const { charges } = await current(context, subscribed);
      sameNumber(charges[0]?.units, '2', 'the units');
    },
  },
  {
    operation: 'usage.current',
    title: 'takes negative values off, and never brings a negative price (facts/rating.md §4)',
    needs: [...subscribing, 'usage.record'],
    async run(context) {
      const subscribed = await subscribe(context);
      await use(context, subscribed, '50', '-20');
      same((await current(context, subscribed)).amount, money(context, '3'), 'the price');
      await use(context, subscribed, '-100');
      same(
        (await current(context, subscribed)).amount,
        money(context, '0'),
        'the price below zero',
      );
    },
  },
  {
    operation: 'plans.create',
    title: 'prices usage by the model dynamic, from the events',
    needs: [...subscribing, 'usage.record', 'usage.current'],
    limits: { chargeModels: ['dynamic'] },
    async run(context) {
      const subscribed = await subscribe(context, {
        charge: (metric) => ({ model: 'dynamic', timing: 'arrears', metric, pricing: {} }),
      });
      const events = ['1.115', '2.22'].map((preciseAmount) =>
        usageEvent(context, subscribed, '1', { preciseAmount }),
      );
      await context.billing.usage.record({ events });
      same((await current(context, subscribed)).amount, money(context, '3.34'), 'the price');
    },
  },
];

/** What every provider makes of usage, by the rules of `facts/rating.md`. */
export const ratingScenarios: readonly Scenario[] = [
  ...modelScenarios,
  ...flatAmountScenarios,
  freePartScenario,
  ...aggregationScenarios,
  ...currencyScenarios,
  ...oddEvents,
  {
    operation: 'metrics.create',
    title: 'without a rounding says that whole units are billed, and bills them',
    needs: [...subscribing, 'usage.record', 'usage.current'],
    limits: { fractions: false },
    async run(context) {
      const code = context.key('metric');
      const made = await metric(context, { code });
      const told = (made as Result<Metric>).warnings?.some((warning) => warning.code === 'partial');
      ensure(told, 'no warning tells that whole units are billed');
      const subscribed = await subscribe(context);
      await use(context, subscribed, '0.4', '0.4', '0.4');
      const { charges, amount } = await current(context, subscribed);
      sameNumber(charges[0]?.units, '1', 'the units');
      same(amount, money(context, '0.10'), 'the price');
    },
  },
  {
    operation: 'metrics.create',
    title: 'rounds units after they were added, not before',
    needs: [...subscribing, 'usage.record', 'usage.current'],
    async run(context) {
      const rounding = { mode: 'ceil', precision: 0 } as const;
      const subscribed = await subscribe(context, { metric: { rounding } });
      const events = ['0.4', '0.4', '0.4'].map((value) => usageEvent(context, subscribed, value));
      await context.billing.usage.record({ events });
      await context.settle();
      const { subscriptionKey } = subscribed;
      const { charges } = await context.billing.usage.current({ subscriptionKey });
      sameNumber(charges[0]?.units, '2', 'the units');
    },
  },
  {
    operation: 'plans.create',
    title: 'with groups bills a line for each, which add up to the usage',
    needs: billing,
    needsFields: [...billingFields, 'plans.create.charges.groupBy'],
    async run(context) {
      const subscribed = await subscribe(context, {
        charge: (metric) => ({
          model: 'standard',
          timing: 'arrears',
          metric,
          groupBy: ['region'],
          pricing: { unitAmount: '0.10' },
        }),
      });
      const used = { eu: '10', us: '20', asia: '30' };
      const events = Object.entries(used).map(([region, amount]) =>
        usageEvent(context, subscribed, amount, { properties: { amount, region } }),
      );
      await context.billing.usage.record({ events });
      await context.settle();
      const { fees, totals } = await finalInvoice(context, subscribed.subscriptionKey);
      const lines = Object.fromEntries(fees.map((fee) => [fee.group?.region, fee.units]));
      for (const [region, units] of Object.entries(used)) {
        sameNumber(lines[region], units, `units of ${region}`);
      }
      same(totals.fees, money(context, '6'), 'the fees');
    },
  },
  {
    operation: 'plans.create',
    title: 'with filters prices what matches apart, and nothing twice',
    needs: billing,
    needsFields: [...billingFields, 'plans.create.charges.filters'],
    async run(context) {
      const subscribed = await subscribe(context, {
        charge: (metric) => ({
          model: 'standard',
          timing: 'arrears',
          metric,
          pricing: { unitAmount: '1' },
          filters: [{ match: { region: ['eu'] }, pricing: { unitAmount: '2' } }],
        }),
      });
      const events = [
        usageEvent(context, subscribed, '10', { properties: { amount: '10', region: 'eu' } }),
        usageEvent(context, subscribed, '5', { properties: { amount: '5', region: 'us' } }),
        usageEvent(context, subscribed, '1', { properties: { amount: '1' } }),
      ];
      await context.billing.usage.record({ events });
      await context.settle();
      const { fees: all, totals } = await finalInvoice(context, subscribed.subscriptionKey);
      const fees = all.filter(({ type }) => type === 'charge');
      const units = Decimal.sum(fees.map((fee) => Decimal.parse(fee.units)));
      sameNumber(units.toString(), '16', 'the units of all lines');
      same(totals.fees, money(context, '26'), 'the fees');
      ensure(
        fees.some(({ filter }) => filter?.region?.[0] === 'eu'),
        'no line names its filter',
      );
    },
  },
];
