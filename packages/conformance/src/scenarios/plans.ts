import type { ArrearsCharge, ChargeModel, CreatePlanInput, PlanInterval } from '@billport/core';
import { ensure, hasFields, isUnknown, refuses, same, sameObject } from '../assertions.ts';
import {
  metric,
  money,
  plan,
  standardCharge,
  subscribe,
  subscribing,
  unlessRefused,
} from '../fixtures.ts';
import type { Scenario } from '../scenario.ts';
import { codedObjectScenarios } from './coded-objects.ts';

type PricingByModel = {
  [Model in ChargeModel]: Extract<ArrearsCharge, { model: Model }>['pricing'];
};

const tiers = [
  { upTo: '10', unitAmount: '1.5' },
  { upTo: '1000', unitAmount: '0.0000001' },
  { upTo: null, unitAmount: '0' },
];

/** Tiers with everything that a tier takes. */
const fullTiers = [
  { upTo: '10', unitAmount: '1.5', flatAmount: '2' },
  { upTo: '1000.5', unitAmount: '0.0000001' },
  { upTo: null, unitAmount: '0' },
];

/** A price of each model, with everything that the model takes. */
const pricings: PricingByModel = {
  standard: { unitAmount: '0.000000123456789' },
  graduated: { tiers },
  volume: { tiers },
  graduated_percentage: {
    tiers: [
      { upTo: '100', rate: '2.5', flatAmount: '1' },
      { upTo: null, rate: '1' },
    ],
  },
  package: { amount: '5', size: '1000', freeUnits: '2000' },
  percentage: {
    rate: '2.9',
    fixedAmount: '0.3',
    freeEvents: 3,
    freeUnits: '500',
  },
  dynamic: {},
  custom: { properties: { unit: 'page', factor: '2' } },
};

function chargeOf(
  model: ChargeModel,
  metricCode: string,
  pricing: object = pricings[model],
): ArrearsCharge {
  const charge = {
    model,
    timing: 'arrears',
    metric: metricCode,
    code: 'main',
    name: 'Main charge',
  };
  return { ...charge, pricing } as ArrearsCharge;
}

const modelScenarios = Object.keys(pricings).map(
  (name): Scenario => ({
    operation: 'plans.create',
    title: `keeps a charge of the model ${name}`,
    needs: ['metrics.create', 'plans.get'],
    limits: {
      chargeModels: [name as ChargeModel],
      aggregations: [name === 'custom' ? 'custom' : 'sum'],
    },
    async run(context) {
      const aggregation = name === 'custom' ? 'custom' : 'sum';
      const { code: metricCode } = await metric(context, { aggregation });
      const charge = chargeOf(name as ChargeModel, metricCode);
      const made = await plan(context, { charges: [charge] });
      await context.settle();
      const found = await context.billing.plans.get({ code: made.code });
      hasFields(found, { charges: [charge] }, 'the plan');
      sameObject(made, found, 'the result');
    },
  }),
);

const fullTierScenarios = (['graduated', 'volume'] as const).map(
  (model): Scenario => ({
    operation: 'plans.create',
    title: `keeps flat amounts and parts of units in tiers of the model ${model}`,
    needs: ['metrics.create', 'plans.get'],
    needsFields: ['plans.create.charges.pricing.tiers.flatAmount'],
    limits: { chargeModels: [model], aggregations: ['sum'], fractions: true },
    async run(context) {
      const { code: metricCode } = await metric(context);
      const charges = [chargeOf(model, metricCode, { tiers: fullTiers })];
      const { code } = await plan(context, { charges });
      await context.settle();
      hasFields(await context.billing.plans.get({ code }), { charges }, 'the plan');
    },
  }),
);

const intervals: readonly PlanInterval[] = [
  'weekly',
  'monthly',
  'quarterly',
  'semiannual',
  'yearly',
];

const intervalScenarios = intervals.map(
  (interval): Scenario => ({
    operation: 'plans.create',
    title: `makes a ${interval} plan billed in advance or in arrears`,
    needs: ['plans.get'],
    limits: { intervals: [interval] },
    async run(context) {
      for (const timing of ['advance', 'arrears'] as const) {
        const { code } = await plan(context, { interval, timing });
        hasFields(await context.billing.plans.get({ code }), { interval, timing }, 'the plan');
      }
    },
  }),
);

const currencyScenarios = [
  { currency: 'JPY', amount: '1000', words: 'no digits' },
  { currency: 'KWD', amount: '1.234', words: 'three digits' },
].map(
  ({ currency, amount, words }): Scenario => ({
    operation: 'plans.create',
    title: `keeps a price in ${currency}, which has ${words}`,
    needs: ['plans.get'],
    limits: { currencies: [currency] },
    async run(context) {
      const price = { amount, currency };
      const { code } = await plan(context, { price });
      same((await context.billing.plans.get({ code })).price, price, 'the price');
    },
  }),
);

const refusals: readonly Scenario[] = [
  {
    operation: 'plans.create',
    title: 'refuses an unknown metric',
    needs: ['plans.get'],
    async run(context) {
      const code = context.key('plan');
      const charges = [standardCharge(context.key('metric'), '1')];
      await isUnknown(() => plan(context, { code, charges }), 'a plan with an unknown metric');
      await context.settle();
      await isUnknown(() => context.billing.plans.get({ code }), 'the refused plan');
    },
  },
  {
    operation: 'plans.create',
    title: 'refuses an unknown tax',
    needs: ['plans.get'],
    needsFields: ['plans.create.taxCodes'],
    async run(context) {
      const code = context.key('plan');
      const taxCodes = [context.key('tax')];
      await isUnknown(() => plan(context, { code, taxCodes }), 'a plan with an unknown tax');
      await isUnknown(() => context.billing.plans.get({ code }), 'the refused plan');
    },
  },
  {
    operation: 'plans.create',
    title: 'refuses tiers that overlap or end, and amounts of two currencies',
    needs: ['metrics.create'],
    limits: { currencies: ['USD', 'EUR'], chargeModels: ['graduated'] },
    async run(context) {
      const { code: metricCode } = await metric(context);
      const overlapping = [{ ...tiers[0] }, { upTo: '5', unitAmount: '1' }, { ...tiers[2] }];
      const closed = [{ upTo: '5', unitAmount: '1' }];
      for (const wrong of [overlapping, closed, []]) {
        const charge = { ...chargeOf('graduated', metricCode), pricing: { tiers: wrong } };
        const charges = [charge] as unknown as NonNullable<CreatePlanInput['charges']>;
        await refuses('invalid_input', () => plan(context, { charges }), JSON.stringify(wrong));
      }
      const minimumCommitment = { amount: money(context, '5', 'EUR') };
      const mixed = { price: money(context, '1', 'USD'), minimumCommitment };
      await refuses('invalid_input', () => plan(context, mixed), 'two currencies');
    },
  },
  {
    operation: 'plans.delete',
    title: 'refuses a plan that a subscription is on',
    needs: [...subscribing, 'plans.get'],
    async run(context) {
      const { planCode: code } = await subscribe(context);
      await refuses('conflict', () => context.billing.plans.delete({ code }), 'a used plan');
      await context.billing.plans.get({ code });
    },
  },
];

const updates: readonly Scenario[] = [
  {
    operation: 'plans.update',
    title: 'replaces the charge of a code, adds new ones and leaves the others',
    needs: ['metrics.create', 'plans.create', 'plans.get'],
    async run(context) {
      // A metric for each charge: some providers price a metric once in a plan.
      const metrics = new Map<string, string>();
      for (const name of ['one', 'two', 'three']) metrics.set(name, (await metric(context)).code);
      const charge = (code: string, unitAmount: string) => ({
        ...standardCharge(metrics.get(code) ?? '', unitAmount),
        code,
      });
      const { code } = await plan(context, { charges: [charge('one', '1'), charge('two', '2')] });
      const updated = await context.billing.plans.update({
        code,
        charges: [charge('two', '20'), charge('three', '3')],
      });
      await context.settle();
      const found = await context.billing.plans.get({ code });
      sameObject(updated, found, 'the result');
      const { charges } = found;
      const prices = charges.map(
        (kept) => `${kept.code}: ${'unitAmount' in kept.pricing ? kept.pricing.unitAmount : '?'}`,
      );
      same(prices.sort(), ['one: 1', 'three: 3', 'two: 20'], 'the charges');
    },
  },
  {
    operation: 'plans.update',
    title: 'removes the charges that it is told to, and no others',
    needs: ['metrics.create', 'plans.create', 'plans.get'],
    async run(context) {
      const metrics = [await metric(context), await metric(context)];
      const charges = ['one', 'two'].map((code, index) => ({
        ...standardCharge(metrics[index]?.code ?? '', '1'),
        code,
      }));
      const { code } = await plan(context, { charges });
      await context.billing.plans.update({ code, removeCharges: ['one'] });
      await context.settle();
      const left = (await context.billing.plans.get({ code })).charges.map((kept) => kept.code);
      same(left, ['two'], 'codes of the charges');
    },
  },
  {
    operation: 'plans.update',
    title: 'changes the price, and refuses another currency while somebody pays in the first',
    needs: [...subscribing, 'plans.get'],
    limits: { currencies: ['USD', 'EUR'] },
    async run(context) {
      const price = money(context, '10', 'USD');
      const fields = { price, timing: 'advance' } as const;
      const { planCode: code } = await subscribe(context, { plan: fields });
      await context.billing.plans.update({ code, price: money(context, '12.34', 'USD') });
      const call = () => context.billing.plans.update({ code, price: money(context, '1', 'EUR') });
      await refuses('conflict', call, 'another currency');
      const { price: kept } = await context.billing.plans.get({ code });
      same(kept, money(context, '12.34', 'USD'), 'the price');
    },
  },
];

/** What every provider does with plans. */
export const planScenarios: readonly Scenario[] = [
  ...codedObjectScenarios({
    port: 'plans',
    fields: (context) => ({
      interval: 'monthly',
      timing: 'advance',
      name: 'Pro',
      description: 'Everything',
      price: money(context, '49.90'),
      trialDays: 14,
      metadata: { shelf: 'A' },
    }),
    otherFields: (context) => ({
      interval: 'monthly',
      timing: 'arrears',
      name: 'Basic',
      price: money(context, '0'),
    }),
    change: {
      set: { name: 'Pro 2', description: 'Everything and more', metadata: { shelf: 'B' } },
      clear: { description: null, trialDays: null },
      cleared: { name: 'Pro 2', description: undefined, trialDays: undefined },
    },
  }),
  ...modelScenarios,
  ...fullTierScenarios,
  ...intervalScenarios,
  ...currencyScenarios,
  ...refusals,
  ...updates,
  {
    operation: 'plans.create',
    title: 'keeps filters, groups, minimums and thresholds',
    needs: ['metrics.create', 'plans.get'],
    needsFields: [
      'plans.create.charges.filters',
      'plans.create.charges.groupBy',
      'plans.create.charges.minimum',
      'plans.create.minimumCommitment',
      'plans.create.usageThresholds',
    ],
    async run(context) {
      const { code: metricCode } = await metric(context);
      const charge = {
        ...standardCharge(metricCode, '1'),
        code: 'filtered',
        groupBy: ['region'],
        minimum: money(context, '3'),
        filters: [
          { name: 'Metals', match: { tier: ['gold', 'silver'] }, pricing: { unitAmount: '0.5' } },
        ],
      } as NonNullable<CreatePlanInput['charges']>[number];
      const fields = {
        charges: [charge],
        minimumCommitment: { amount: money(context, '100'), name: 'At least' },
        usageThresholds: [
          { amount: money(context, '50'), name: 'First' },
          { amount: money(context, '20'), recurring: true },
        ],
      };
      const made = await plan(context, fields);
      await context.settle();
      const found = await context.billing.plans.get({ code: made.code });
      hasFields(found, fields, 'the plan');
      sameObject(made, found, 'the result');
    },
  },
  {
    operation: 'plans.create',
    title: 'keeps the least amount of a plan that has no base price',
    needs: ['metrics.create', 'plans.get'],
    needsFields: ['plans.create.minimumCommitment'],
    async run(context) {
      const { code: metricCode } = await metric(context);
      const minimumCommitment = { amount: money(context, '100') };
      const charges = [standardCharge(metricCode, '1')];
      const { code } = await plan(context, { charges, minimumCommitment });
      await context.settle();
      hasFields(await context.billing.plans.get({ code }), { minimumCommitment }, 'the plan');
    },
  },
  {
    operation: 'plans.create',
    title: 'keeps a base price that is billed in arrears, or refuses it',
    needs: ['plans.get'],
    async run(context) {
      const code = context.key('plan');
      const fields = { code, price: money(context, '49.90'), timing: 'arrears' } as const;
      const made = await unlessRefused(context, 'plans.create', () => plan(context, fields));
      await context.settle();
      const { get } = context.billing.plans;
      if (made === undefined) await isUnknown(() => get({ code }), 'a refused plan');
      else hasFields(await get({ code }), fields, 'the plan');
    },
  },
  {
    operation: 'plans.create',
    title: 'keeps the least and the greatest price of an event',
    needs: ['metrics.create', 'plans.get'],
    needsFields: [
      'plans.create.charges.pricing.minimumPerEvent',
      'plans.create.charges.pricing.maximumPerEvent',
    ],
    limits: { chargeModels: ['percentage'], aggregations: ['sum'] },
    async run(context) {
      const { code: metricCode } = await metric(context);
      const bounds = { minimumPerEvent: '0.5', maximumPerEvent: '20' };
      const pricing = { ...(pricings.percentage as object), ...bounds };
      const charges = [chargeOf('percentage', metricCode, pricing)];
      const { code } = await plan(context, { charges });
      await context.settle();
      hasFields(await context.billing.plans.get({ code }), { charges }, 'the plan');
    },
  },
  {
    operation: 'plans.create',
    title: "takes a metric's code for the code of its charge",
    needs: ['metrics.create', 'plans.get'],
    async run(context) {
      const { code: metricCode } = await metric(context);
      const { code } = await plan(context, { charges: [standardCharge(metricCode, '1')] });
      const [charge] = (await context.billing.plans.get({ code })).charges;
      ensure(charge, 'the charge is lost');
      same(charge.code ?? charge.metric, metricCode, 'the code of the charge');
    },
  },
];
