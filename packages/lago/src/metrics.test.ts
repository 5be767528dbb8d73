import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toMetric } from './metrics/to-metric.ts';
import {
  AT_ONCE,
  lagoCharge,
  lagoHost,
  lagoMetric,
  lagoPlan,
  lagoProvider,
  missing,
  serveList,
  TAKEN,
} from './plans/lago-objects.fixture.ts';

const sum = { aggregation: 'sum', code: 'tokens', property: 'amount' } as const;
const metric = (fields = {}) => ({ billable_metric: lagoMetric(fields) });

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const left = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(left).toEqual([]);
});

describe('metrics.create', () => {
  it('sends the code for a missing name, and leaves such a name out of the answer', async () => {
    let sent: unknown;
    lagoHost()
      .post('/billable_metrics', (body) => {
        sent = body;
        return true;
      })
      .reply(200, metric());
    const made = await lagoProvider().metrics.create(sum);
    expect(sent).toEqual({
      billable_metric: {
        name: 'tokens',
        code: 'tokens',
        aggregation_type: 'sum_agg',
        field_name: 'amount',
      },
    });
    expect(made).toEqual({
      code: 'tokens',
      aggregation: 'sum',
      property: 'amount',
      recurring: false,
      createdAt: '2026-01-02T03:04:05.000Z',
      providerRef: { provider: 'lago', type: 'billable_metric', id: 'metric-id' },
    });
  });

  it.each([
    ['count', {}, { aggregation_type: 'count_agg' }],
    ['unique_count', { property: 'v' }, { aggregation_type: 'unique_count_agg', field_name: 'v' }],
    [
      'weighted_sum',
      { property: 'v', recurring: true },
      {
        aggregation_type: 'weighted_sum_agg',
        field_name: 'v',
        recurring: true,
        weighted_interval: 'seconds',
      },
    ],
    ['custom', {}, { aggregation_type: 'custom_agg' }],
  ] as const)('writes the aggregation %s as Lago names it', async (aggregation, fields, wire) => {
    lagoHost()
      .post('/billable_metrics', { billable_metric: { name: 'm', code: 'm', ...wire } })
      .reply(200, metric({ code: 'm', name: 'm', field_name: null, ...wire }));
    const input = { aggregation, code: 'm', ...fields } as Parameters<
      ReturnType<typeof lagoProvider>['metrics']['create']
    >[0];
    expect(await lagoProvider().metrics.create(input)).toMatchObject({ aggregation, ...fields });
  });

  it('takes a metric that a lost answer made for its own', async () => {
    lagoHost().post('/billable_metrics').reply(502, '', AT_ONCE);
    lagoHost().post('/billable_metrics').reply(422, TAKEN);
    lagoHost().get('/billable_metrics/tokens').reply(200, metric());
    expect(await lagoProvider().metrics.create(sum)).toMatchObject({ code: 'tokens' });
  });

  it("refuses the code of somebody else's metric after a lost answer", async () => {
    lagoHost().post('/billable_metrics').reply(502, '', AT_ONCE);
    lagoHost().post('/billable_metrics').reply(422, TAKEN);
    lagoHost()
      .get('/billable_metrics/tokens')
      .reply(200, metric({ field_name: 'other' }));
    await expect(lagoProvider().metrics.create(sum)).rejects.toMatchObject({
      code: 'already_exists',
    });
  });

  it('refuses a taken code at once, without reading what has it', async () => {
    lagoHost().post('/billable_metrics').reply(422, TAKEN);
    await expect(lagoProvider().metrics.create(sum)).rejects.toMatchObject({
      code: 'already_exists',
      details: { resource: 'metric', key: 'tokens' },
    });
  });
});

describe('metrics.get', () => {
  it('encodes the code, and refuses the reply for another one', async () => {
    lagoHost()
      .get('/billable_metrics/a%2Fb%2Ec')
      .reply(200, metric({ code: 'a/b' }));
    await expect(lagoProvider().metrics.get({ code: 'a/b.c' })).rejects.toMatchObject({
      code: 'malformed_response',
    });
  });

  it('trap 24: takes an aggregation, a rounding and fields that it does not know', () => {
    const wire = { ...lagoMetric(), aggregation_type: 'p99_agg', rounding_function: 'odd', x: 1 };
    expect(toMetric(wire)).toMatchObject({ aggregation: 'unknown', property: 'amount' });
    expect(toMetric(wire)).not.toHaveProperty('rounding');
  });
});

describe('metrics.update', () => {
  it('trap 11: warns of a field that is locked while a plan charges for the metric', async () => {
    const before = { rounding_function: 'ceil', rounding_precision: 2 };
    lagoHost()
      .put('/billable_metrics/tokens', {
        billable_metric: { name: 'Tokens', rounding_function: 'floor', rounding_precision: null },
      })
      .reply(200, metric({ ...before, name: 'Tokens' }));
    const updated = await lagoProvider().metrics.update({
      code: 'tokens',
      name: 'Tokens',
      rounding: { mode: 'floor' },
    });
    expect(updated.rounding).toEqual({ mode: 'ceil', precision: 2 });
    expect(updated.warnings?.map(({ code, field }) => [code, field])).toEqual([
      ['not_applied', 'rounding'],
    ]);
  });

  it('trap 11: warns when what was to be cleared is still there', async () => {
    lagoHost()
      .put('/billable_metrics/tokens', { billable_metric: { expression: null } })
      .reply(200, metric({ expression: '1' }));
    const { warnings } = await lagoProvider().metrics.update({ code: 'tokens', expression: null });
    expect(warnings).toMatchObject([{ code: 'not_applied', field: 'expression' }]);
  });

  it('writes the code for a name that is cleared, since Lago wants one', async () => {
    lagoHost()
      .put('/billable_metrics/tokens', { billable_metric: { name: 'tokens', description: null } })
      .reply(200, metric());
    const input = { code: 'tokens', name: null, description: null };
    expect(await lagoProvider().metrics.update(input)).not.toHaveProperty('warnings');
  });

  it('only reads for a change of nothing, which Lago would refuse as empty', async () => {
    lagoHost().get('/billable_metrics/tokens').reply(200, metric());
    expect(await lagoProvider().metrics.update({ code: 'tokens' })).toMatchObject(sum);
  });
});

describe('metrics.delete', () => {
  const used = lagoPlan({ charges: [lagoCharge()] });

  it('refuses a metric that a plan on a later page charges for, and deletes nothing', async () => {
    const others = Array.from({ length: 100 }, (_, index) =>
      lagoPlan({ lago_id: `plan-${index}` }),
    );
    lagoHost().get('/billable_metrics/tokens').reply(200, metric());
    serveList('plans', [...others, used]);
    await expect(lagoProvider().metrics.delete({ code: 'tokens' })).rejects.toMatchObject({
      code: 'conflict',
      details: { resource: 'metric', key: 'tokens', state: 'in use' },
    });
  });

  it('refuses it too while the plan is only about to be deleted: its usage is billed first', async () => {
    lagoHost().get('/billable_metrics/tokens').reply(200, metric());
    serveList('plans', [{ ...used, pending_deletion: true }]);
    await expect(lagoProvider().metrics.delete({ code: 'tokens' })).rejects.toThrow(
      /still being deleted/,
    );
  });

  it('is done when a repeated delete finds nothing, and says how it was done', async () => {
    lagoHost().get('/billable_metrics/tokens').reply(200, metric());
    serveList('plans', []);
    lagoHost().delete('/billable_metrics/tokens').reply(503, '', AT_ONCE);
    lagoHost().delete('/billable_metrics/tokens').reply(404, missing('billable_metric'));
    const deleted = await lagoProvider().metrics.delete({ code: 'tokens' });
    expect(deleted).toMatchObject({ ...sum, warnings: [{ code: 'emulated' }] });
  });
});

describe('metrics.evaluateExpression', () => {
  it.each([
    ['2026-01-15T10:00:00Z', 1768471200],
    ['2026-01-15T10:00:00.250Z', '1768471200.25'],
    ['1969-12-31T23:59:58.500Z', '-1.5'],
    [undefined, 1768478400],
  ])('sends a body without root key, with %s in epoch seconds', async (timestamp, seconds) => {
    const properties = { a: '1' };
    lagoHost()
      .post('/billable_metrics/evaluate_expression', {
        expression: 'event.properties.a + 1',
        event: { code: 'tokens', timestamp: seconds, properties },
      })
      .reply(200, { expression_result: { value: 2 } });
    const event = { code: 'tokens', properties, ...(timestamp && { timestamp }) };
    const result = lagoProvider().metrics.evaluateExpression({
      expression: 'event.properties.a + 1',
      event,
    });
    expect(await result).toEqual({ value: '2' });
  });
});
