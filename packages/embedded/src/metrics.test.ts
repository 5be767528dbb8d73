import { type CreateMetricInput, contract, Metric } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { openPorts, refusal, START } from './object-ports.fixture.ts';

const tokens: CreateMetricInput = { code: 'tokens', aggregation: 'sum', property: 'tokens' };

describe('metrics.create', () => {
  it('stores each kind of metric as it was given', async () => {
    const { billing } = openPorts();
    const inputs: CreateMetricInput[] = [
      { code: 'calls', aggregation: 'count', name: 'Calls' },
      { code: 'sum', aggregation: 'sum', property: 'n', recurring: true },
      { code: 'max', aggregation: 'max', property: 'n', rounding: { mode: 'ceil', precision: -2 } },
      {
        code: 'latest',
        aggregation: 'latest',
        property: 'n',
        expression: 'event.properties.a + 1',
      },
      { code: 'users', aggregation: 'unique_count', property: 'user' },
      { code: 'disk', aggregation: 'weighted_sum', property: 'gb', description: 'Disk' },
      { code: 'own', aggregation: 'custom' },
    ];
    for (const input of inputs) {
      const metric = await billing.metrics.create(input);
      expect(metric).toEqual({ ...input, createdAt: START });
      expect(Metric.parse(await billing.metrics.get({ code: input.code }))).toEqual(metric);
    }
    const { items } = await billing.metrics.list();
    expect(items.map(({ code }) => code)).toEqual(inputs.map(({ code }) => code).reverse());
  });

  it('refuses a code that is taken', async () => {
    const ports = openPorts();
    await ports.billing.metrics.create(tokens);
    const error = await refusal(ports, () => ports.billing.metrics.create(tokens));
    expect(error).toMatchObject({
      code: 'already_exists',
      details: { resource: 'metric', key: 'tokens' },
    });
  });

  it.each(['event.properties.a +', 'alert(1)', 'event.properties.a ** 2', 'this'])(
    'refuses the expression %s',
    async (expression) => {
      const ports = openPorts();
      const error = await refusal(ports, () =>
        ports.billing.metrics.create({ ...tokens, expression } as CreateMetricInput),
      );
      expect(error).toMatchObject({ code: 'invalid_input', issues: [{ path: ['expression'] }] });
    },
  );
});

describe('metrics.update', () => {
  it('leaves what is absent, clears what is null and replaces the rest', async () => {
    const { billing } = openPorts();
    await billing.metrics.create({ ...tokens, name: 'Tokens', description: 'All tokens' });
    const metric = await billing.metrics.update({
      code: 'tokens',
      description: null,
      rounding: { mode: 'floor' },
      expression: 'event.properties.a * 2',
    });
    expect(metric).toEqual({
      ...tokens,
      name: 'Tokens',
      rounding: { mode: 'floor' },
      expression: 'event.properties.a * 2',
      createdAt: START,
    });
  });

  it('refuses an expression that cannot be read', async () => {
    const ports = openPorts();
    await ports.billing.metrics.create(tokens);
    const error = await refusal(ports, () =>
      ports.billing.metrics.update({ code: 'tokens', expression: 'event.' }),
    );
    expect(error).toMatchObject({ code: 'invalid_input', issues: [{ path: ['expression'] }] });
  });

  it.each(['count', 'custom'] as const)(
    'refuses an expression for a %s metric, which has no property',
    async (aggregation) => {
      const ports = openPorts();
      await ports.billing.metrics.create({ code: 'm', aggregation });
      const error = await refusal(ports, () =>
        ports.billing.metrics.update({ code: 'm', expression: '1 + 1' }),
      );
      expect(error).toMatchObject({ code: 'invalid_input', issues: [{ path: ['expression'] }] });
    },
  );

  it('does not know a metric that is not there', async () => {
    const ports = openPorts();
    const error = await refusal(ports, () => ports.billing.metrics.update({ code: 'x' }));
    expect(error).toMatchObject({ code: 'not_found', details: { resource: 'metric', key: 'x' } });
  });
});

describe('metrics.delete', () => {
  it('is refused while a plan charges for the metric, and names the plan', async () => {
    const ports = openPorts();
    const { billing } = ports;
    await billing.metrics.create(tokens);
    await billing.plans.create({
      code: 'metered',
      interval: 'monthly',
      timing: 'arrears',
      price: { amount: '0.00', currency: 'USD' },
      charges: [
        { metric: 'tokens', model: 'standard', timing: 'arrears', pricing: { unitAmount: '1' } },
      ],
    });
    const error = await refusal(ports, () => billing.metrics.delete({ code: 'tokens' }));
    expect(error).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('"metered"'),
    });
    await billing.plans.delete({ code: 'metered' });
    expect(await billing.metrics.delete({ code: 'tokens' })).toMatchObject(tokens);
    await expect(billing.metrics.get({ code: 'tokens' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('metrics.evaluateExpression', () => {
  it('computes the value of an event without storing anything', async () => {
    const ports = openPorts();
    const before = ports.snapshot();
    const { value } = await ports.billing.metrics.evaluateExpression({
      expression: 'round(event.properties.end - event.properties.start, 1) * 2',
      event: { properties: { start: '0.1', end: '0.4' } },
    });
    expect(value).toBe('0.6');
    expect(ports.snapshot()).toBe(before);
  });

  it('takes the code and the timestamp of the event, and the present moment without one', async () => {
    const { billing } = openPorts();
    const evaluate = async (expression: string, event: { code?: string; timestamp?: string }) =>
      (
        await billing.metrics.evaluateExpression({
          expression,
          event: { ...event, properties: {} },
        })
      ).value;
    expect(await evaluate("concat(event.code, '!')", { code: 'tokens' })).toBe('tokens!');
    const timestamp = '1970-01-01T00:01:00.500Z';
    expect(await evaluate('event.timestamp', { timestamp })).toBe('60.5');
    // 1 March 2026, 00:00 UTC: 56 years, 14 leap days and 59 days after the epoch.
    expect(await evaluate('event.timestamp', {})).toBe(String((56 * 365 + 14 + 59) * 86_400));
  });

  it('names the expression when a property is missing', async () => {
    const { billing } = openPorts();
    await expect(
      billing.metrics.evaluateExpression({
        expression: 'event.properties.a',
        event: { properties: {} },
      }),
    ).rejects.toMatchObject({ code: 'invalid_input', issues: [{ path: ['expression'] }] });
  });
});

it('serves every operation of the port', () => {
  const { billing } = openPorts();
  for (const name of Object.keys(contract.metrics)) {
    expect(billing.capabilities[`metrics.${name as keyof typeof contract.metrics}`].level).toBe(
      'native',
    );
  }
});
