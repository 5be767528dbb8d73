import type { AggregationKind, CreateMetricInput } from '@billport/core';
import { ensure, hasFields, refuses, same, sameObject } from '../assertions.ts';
import { firstDifference } from '../difference.ts';
import { metric, plan, standardCharge } from '../fixtures.ts';
import type { Scenario } from '../scenario.ts';
import { codedObjectScenarios } from './coded-objects.ts';

/** A metric of each kind, with everything that the kind takes. */
const kinds: Readonly<Record<AggregationKind, object>> = {
  count: {},
  sum: { property: 'amount' },
  max: { property: 'amount' },
  latest: { property: 'amount' },
  unique_count: { property: 'user', recurring: true },
  weighted_sum: { property: 'seats', recurring: true },
  custom: {},
};

const kindScenarios = Object.entries(kinds).map(
  ([aggregation, fields]): Scenario => ({
    operation: 'metrics.create',
    title: `makes a metric of the aggregation ${aggregation}`,
    needs: ['metrics.get'],
    limits: { aggregations: [aggregation as AggregationKind] },
    async run(context) {
      const input = { aggregation, code: context.key('metric'), ...fields } as CreateMetricInput;
      const made = await context.billing.metrics.create(input);
      await context.settle();
      const found = await context.billing.metrics.get({ code: input.code });
      hasFields(found, input, 'the metric');
      sameObject(made, found, 'the result');
    },
  }),
);

/** An expression, the properties that it is tried on, and its value (`facts/lago.md`, billable metrics). */
const expressions: readonly [
  expression: string,
  properties: Record<string, string>,
  value: string,
][] = [
  ['event.properties.end - event.properties.start', { start: '4', end: '10' }, '6'],
  ['event.properties.a + event.properties.b', { a: '0.1', b: '0.2' }, '0.3'],
  ['event.properties.a * 2 + 1', { a: '3.5' }, '8'],
  ['(event.properties.a + 1) * 2', { a: '3' }, '8'],
  ['event.properties.a / 4', { a: '1' }, '0.25'],
  ['round(event.properties.a)', { a: '2.5' }, '3'],
  ['ceil(event.properties.a)', { a: '2.1' }, '3'],
  ['floor(event.properties.a)', { a: '2.9' }, '2'],
  ['concat(event.code, event.properties.a)', { a: '-x' }, 'any-x'],
];

/** What every provider does with metrics. */
export const metricScenarios: readonly Scenario[] = [
  ...codedObjectScenarios({
    port: 'metrics',
    fields: () => ({
      aggregation: 'sum',
      property: 'amount',
      name: 'Tokens',
      description: 'Tokens that were used',
      rounding: { mode: 'ceil', precision: 2 },
    }),
    otherFields: () => ({ aggregation: 'count', name: 'Requests' }),
    change: {
      set: {
        name: 'Jetons',
        description: 'Jetons utilisés',
        rounding: { mode: 'floor', precision: 1 },
      },
      clear: { description: null, rounding: null },
      cleared: { name: 'Jetons', description: undefined, rounding: undefined, property: 'amount' },
    },
  }),
  ...kindScenarios,
  {
    operation: 'metrics.create',
    title: 'keeps that units go on counting in the next period',
    needs: ['metrics.get'],
    needsFields: ['metrics.create.recurring'],
    async run(context) {
      const { code } = await metric(context, { recurring: true });
      await context.settle();
      same((await context.billing.metrics.get({ code })).recurring, true, 'whether it recurs');
    },
  },
  {
    operation: 'metrics.create',
    title: 'keeps roundings to tens and to digits',
    needs: ['metrics.get'],
    async run(context) {
      for (const precision of [-2, 0, 15]) {
        const rounding = { mode: 'round', precision } as const;
        const { code } = await metric(context, { rounding });
        const { rounding: kept } = await context.billing.metrics.get({ code });
        ensure(kept?.mode === 'round', 'the mode is lost');
        ensure(
          (kept.precision ?? 0) === precision,
          `precision ${kept.precision}, not ${precision}`,
        );
      }
    },
  },
  {
    operation: 'metrics.create',
    title: 'refuses an expression that cannot be read',
    needsFields: ['metrics.create.expression'],
    async run(context) {
      await refuses(
        ['invalid_input', 'rejected'],
        () => metric(context, { expression: 'event.properties.a +' }),
        'half an expression',
      );
    },
  },
  {
    operation: 'metrics.delete',
    title: 'refuses a metric that a plan uses',
    needs: ['metrics.create', 'metrics.get', 'plans.create'],
    async run(context) {
      const { code } = await metric(context);
      await plan(context, { charges: [standardCharge(code, '1')] });
      await context.settle();
      await refuses('conflict', () => context.billing.metrics.delete({ code }), 'a used metric');
      await context.billing.metrics.get({ code });
    },
  },
  {
    operation: 'metrics.delete',
    title: 'takes a metric that no plan uses any more',
    needs: ['metrics.create', 'plans.create', 'plans.delete'],
    async run(context) {
      const { code } = await metric(context);
      const { code: planCode } = await plan(context, { charges: [standardCharge(code, '1')] });
      await context.billing.plans.delete({ code: planCode });
      await context.settle();
      await context.billing.metrics.delete({ code });
    },
  },
  {
    operation: 'metrics.evaluateExpression',
    title: 'computes exactly',
    async run(context) {
      for (const [expression, properties, expected] of expressions) {
        const input = { expression, event: { code: 'any', properties } };
        const { value } = await context.billing.metrics.evaluateExpression(input);
        const difference = firstDifference(value, expected, { decimals: 'number' });
        ensure(
          difference === undefined,
          `${expression} of ${JSON.stringify(properties)} is ${value}, not ${expected}`,
        );
      }
    },
  },
  {
    operation: 'metrics.evaluateExpression',
    title: 'refuses an expression that cannot be read',
    async run(context) {
      for (const expression of ['1 +', 'event.properties.a *', 'nonsense(1)', ')(']) {
        await refuses(
          ['invalid_input', 'rejected'],
          () =>
            context.billing.metrics.evaluateExpression({
              expression,
              event: { code: 'any', properties: { a: '1' } },
            }),
          `the expression ${expression}`,
        );
      }
    },
  },
];
