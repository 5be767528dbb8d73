import { describe, expect, it } from 'vitest';
import type { Fields } from '../../machinery/json-fields.ts';
import { type Account, openAccount, refusedFields, START } from '../open-account.fixture.ts';
import { event, metric, plan, standardCharge, subscribe } from '../usage-account.fixture.ts';

const create = (account: Account, fields: Fields) =>
  account.call('POST', '/billable_metrics', {
    billable_metric: { name: 'Storage', code: 'storage', aggregation_type: 'count_agg', ...fields },
  });

const put = (account: Account, fields: Fields) =>
  account.one('PUT', '/billable_metrics/storage', { billable_metric: fields });

describe('POST /billable_metrics', () => {
  it('makes a metric', async () => {
    const account = openAccount();
    const made = await metric(account, { filters: [{ key: 'region', values: ['eu', 'us'] }] });
    expect(made).toMatchObject({
      code: 'storage',
      aggregation_type: 'sum_agg',
      field_name: 'gb',
      recurring: false,
      description: null,
      rounding_function: null,
      created_at: START,
      filters: [{ key: 'region', values: ['eu', 'us'] }],
      plans_count: 0,
    });
    expect(await account.one('GET', '/billable_metrics/storage')).toEqual(made);
  });

  it.each([
    [{ name: '' }, { name: ['value_is_mandatory'] }],
    [{ code: null }, { code: ['value_is_mandatory'] }],
    [{ aggregation_type: 'median_agg' }, { aggregation_type: ['value_is_invalid'] }],
    [{ aggregation_type: 'sum_agg' }, { field_name: ['value_is_mandatory'] }],
    [
      { aggregation_type: 'max_agg', field_name: 'gb', recurring: true },
      { recurring: ['not_compatible_with_aggregation_type'] },
    ],
    [{ recurring: true }, { recurring: ['not_compatible_with_aggregation_type'] }],
    [
      { aggregation_type: 'weighted_sum_agg', field_name: 'gb' },
      { weighted_interval: ['value_is_invalid'] },
    ],
    [
      { aggregation_type: 'sum_agg', field_name: 'gb', expression: 'event.properties.a +' },
      { expression: ['invalid_expression'] },
    ],
    [{ rounding_function: 'truncate' }, { rounding_function: ['value_is_invalid'] }],
  ])('refuses %j', async (fields, details) => {
    const answer = await create(openAccount(), fields);
    expect(answer.status).toBe(422);
    expect(refusedFields(answer)).toEqual(details);
  });

  it('refuses a code that is taken', async () => {
    const account = openAccount();
    await metric(account);
    expect(refusedFields(await create(account, {}))).toEqual({ code: ['value_already_exist'] });
  });

  it('does not let this account aggregate by a function of its own', async () => {
    const answer = await create(openAccount(), { aggregation_type: 'custom_agg' });
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ code: 'feature_unavailable' });
  });

  it('asks for the root key', async () => {
    const answer = await openAccount().call('POST', '/billable_metrics', { name: 'Storage' });
    expect(answer.status).toBe(400);
  });
});

describe('GET /billable_metrics', () => {
  it('brings the newest first', async () => {
    const account = openAccount();
    await metric(account, { code: 'first' });
    await metric(account, { code: 'second' });
    const { body } = await account.call('GET', '/billable_metrics?per_page=1');
    expect(body).toMatchObject({
      billable_metrics: [{ code: 'second' }],
      meta: { total_count: 2, next_page: 2 },
    });
  });

  it('answers 404 for a code that nothing has', async () => {
    const answer = await openAccount().call('GET', '/billable_metrics/nothing');
    expect(answer.body).toMatchObject({ status: 404, code: 'billable_metric_not_found' });
  });
});

describe('PUT /billable_metrics/{code}', () => {
  it('changes a metric that no plan charges for into another one, under its id', async () => {
    const account = openAccount();
    const { lago_id } = await metric(account);
    const changed = await put(account, { code: 'peak', aggregation_type: 'max_agg' });
    expect(changed).toMatchObject({ lago_id, code: 'peak', aggregation_type: 'max_agg' });
    expect((await account.call('GET', '/billable_metrics/storage')).status).toBe(404);
  });

  it('trap 11: takes the name and drops the rest in silence once a plan charges for it', async () => {
    const account = openAccount();
    const { lago_id } = await metric(account);
    await plan(account, { charges: [standardCharge(lago_id)] });
    const answer = await put(account, { name: 'Disk', field_name: 'tb', code: 'disk' });
    expect(answer).toMatchObject({ name: 'Disk', field_name: 'gb', code: 'storage' });
  });

  it('keeps the metric as it was when the change is refused', async () => {
    const account = openAccount();
    const before = await metric(account);
    const body = { billable_metric: { expression: '1 +' } };
    const answer = await account.call('PUT', '/billable_metrics/storage', body);
    expect(refusedFields(answer)).toEqual({ expression: ['invalid_expression'] });
    expect(await account.one('GET', '/billable_metrics/storage')).toEqual(before);
  });

  it('takes filters of charges away with the values that the metric declares no more', async () => {
    const account = openAccount();
    const { lago_id } = await metric(account, {
      filters: [{ key: 'region', values: ['eu', 'us'] }],
    });
    const filter = (region: string) => ({
      values: { region: [region] },
      properties: { amount: '1' },
    });
    const charge = standardCharge(lago_id, { filters: [filter('eu'), filter('us')] });
    await plan(account, { charges: [charge] });
    await put(account, { filters: [{ key: 'region', values: ['us'] }] });
    expect(await account.one('GET', '/plans/pro')).toMatchObject({
      charges: [{ filters: [{ values: { region: ['us'] } }] }],
    });
  });
});

describe('DELETE /billable_metrics/{code}', () => {
  it('takes the metric and its charges away at once', async () => {
    const account = openAccount();
    const { lago_id } = await metric(account);
    await plan(account, { charges: [standardCharge(lago_id)] });
    await account.one('DELETE', '/billable_metrics/storage');
    expect((await account.call('GET', '/billable_metrics/storage')).status).toBe(404);
    expect(await account.one('GET', '/plans/pro')).toMatchObject({ charges: [] });
  });

  it('gives a metric of the same code another id', async () => {
    const account = openAccount();
    const first = await metric(account);
    await account.one('DELETE', '/billable_metrics/storage');
    expect((await metric(account)).lago_id).not.toBe(first.lago_id);
  });

  it('takes a metric away that a draft still bills', async () => {
    const account = openAccount();
    const { lago_id } = await metric(account);
    await plan(account, { charges: [standardCharge(lago_id)] });
    const customer = {
      external_id: 'acme',
      billing_configuration: { invoice_grace_period: 3 },
    };
    await account.one('POST', '/customers', { customer });
    await subscribe(account);
    await account.one('POST', '/events', { event: event() });
    await account.state.advanceTo('2026-02-02T00:00:00Z');
    await account.one('DELETE', '/billable_metrics/storage');
    expect((await account.call('GET', '/billable_metrics/storage')).status).toBe(404);
  });
});

describe('POST /billable_metrics/evaluate_expression', () => {
  const evaluate = (body: Fields) =>
    openAccount().call('POST', '/billable_metrics/evaluate_expression', body);

  it('computes what an event would have', async () => {
    const answer = await evaluate({
      expression: 'round(event.properties.a * 2)',
      event: { code: 'any', timestamp: 1, properties: { a: '1.25' } },
    });
    expect(answer.body).toEqual({ expression_result: { value: '3' } });
  });

  it.each([
    [{ event: { properties: {} } }, { expression: ['value_is_mandatory'] }],
    [{ expression: '1 + 1' }, { event: ['invalid_event'] }],
    [
      { expression: '1 +', event: { code: 'a', properties: {} } },
      { expression: ['invalid_expression'] },
    ],
  ])('refuses %j', async (body, details) => {
    expect(refusedFields(await evaluate(body))).toEqual(details);
  });
});
