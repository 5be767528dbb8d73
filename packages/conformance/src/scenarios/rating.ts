import {
  type AggregationKind,
  type ArrearsCharge,
  type ChargeModel,
  type CreateMetricInput,
  Decimal,
} from '@billport/core';
import { ensure, same, sameNumber } from '../assertions.ts';
import { billing, finalInvoice } from '../bills.ts';
import { money, subscribe, subscribing, usageEvent } from '../fixtures.ts';
import type { Scenario } from '../scenario.ts';

/** A price, what was used, and the fee by the formulas of `facts/rating.md §5`. */
interface Priced {
  readonly pricing: ArrearsCharge['pricing'];
  readonly used: readonly string[];
  readonly fee: string;
}

const tiers = [
  { upTo: '10', unitAmount: '1', flatAmount: '2' },
  { upTo: null, unitAmount: '0.5', flatAmount: '3' },
];

const priced: Readonly<Partial<Record<ChargeModel, readonly Priced[]>>> = {
  standard: [{ pricing: { unitAmount: '0.015' }, used: ['100', '1'], fee: '1.52' }],
  graduated: [
    { pricing: { tiers }, used: ['10'], fee: '12' },
    { pricing: { tiers }, used: ['10', '2'], fee: '16' },
  ],
  volume: [
    { pricing: { tiers }, used: ['10'], fee: '12' },
    { pricing: { tiers }, used: ['12'], fee: '9' },
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
    { pricing: { amount: '5', size: '1000', freeUnits: '100' }, used: ['100'], fee: '0' },
    { pricing: { amount: '5', size: '1000', freeUnits: '100' }, used: ['1100', '1'], fee: '10' },
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

const modelScenarios = Object.entries(priced).map(
  ([model, cases]): Scenario => ({
    operation: 'plans.create',
    title: `prices usage by the model ${model}`,
    needs: [...subscribing, 'usage.record', 'usage.current'],
    limits: { chargeModels: [model as ChargeModel] },
    async run(context) {
      for (const { pricing, used, fee } of cases) {
        const subscribed = await subscribe(context, {
          charge: (metric) => ({ model, timing: 'arrears', metric, pricing }) as ArrearsCharge,
        });
        const events = used.map((amount) => usageEvent(context, subscribed, amount));
        await context.billing.usage.record({ events });
        await context.settle();
        const { subscriptionKey } = subscribed;
        const summary = await context.billing.usage.current({ subscriptionKey });
        same(summary.amount, money(context, fee), `${used.join(' + ')} units`);
      }
    },
  }),
);

/** What events of the values 3, 9, 5, 9 in this order come to, by `facts/rating.md §4`. */
const aggregated: readonly [kind: AggregationKind, units: string][] = [
  ['count', '4'],
  ['sum', '26'],
  ['max', '9'],
  ['latest', '9'],
  ['unique_count', '3'],
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
      for (const value of ['3', '9', '5', '9']) {
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

/** What every provider makes of usage, by the rules of `facts/rating.md`. */
export const ratingScenarios: readonly Scenario[] = [
  ...modelScenarios,
  ...aggregationScenarios,
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
