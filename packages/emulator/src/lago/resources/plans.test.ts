import { describe, expect, it } from 'vitest';
import { type Fields, isFields } from '../../machinery/json-fields.ts';
import { type Account, openAccount, refusedFields, START } from '../open-account.fixture.ts';
import { metric, plan, planFields, standardCharge, subscribe } from '../usage-account.fixture.ts';

const refusal = async (account: Account, fields: Fields) => {
  const answer = await account.call('POST', '/plans', { plan: planFields(fields) });
  expect(answer.status).toBe(422);
  return refusedFields(answer);
};

const put = (account: Account, fields: Fields) =>
  account.one('PUT', '/plans/pro', { plan: fields });

const chargesOf = (object: Fields): Fields[] =>
  Array.isArray(object.charges) ? object.charges.filter(isFields) : [];

async function accountWithMetric(fields: Fields = {}, premium = true) {
  const account = openAccount({ premium });
  const { lago_id: metricId } = await metric(account, fields);
  return { account, metricId };
}

describe('POST /plans', () => {
  it('makes a plan, and leaves out what was never set', async () => {
    const account = openAccount();
    const made = await plan(account);
    expect(made).toMatchObject({
      code: 'pro',
      amount_cents: 1000,
      amount_currency: 'USD',
      bill_charges_monthly: null,
      pending_deletion: false,
      created_at: START,
      charges: [],
      fixed_charges: [],
    });
    expect(made).not.toHaveProperty('minimum_commitment');
    expect(made).not.toHaveProperty('metadata');
    expect(await account.one('GET', '/plans/pro')).toEqual(made);
  });

  it.each([
    [{ name: '' }, { name: ['value_is_mandatory'] }],
    [{ interval: 'daily' }, { interval: ['value_is_invalid'] }],
    [{ amount_cents: -1 }, { amount_cents: ['value_is_invalid'] }],
    [{ amount_currency: 'USDT' }, { amount_currency: ['value_is_invalid'] }],
    [{ pay_in_advance: null }, { pay_in_advance: ['value_is_mandatory'] }],
  ])('refuses %j', async (fields, details) => {
    expect(await refusal(openAccount(), fields)).toEqual(details);
  });

  it('refuses a code that is taken', async () => {
    const account = openAccount();
    await plan(account);
    expect(await refusal(account, {})).toEqual({ code: ['value_already_exist'] });
  });

  it('keeps monthly billing of usage for long intervals alone', async () => {
    const account = openAccount();
    const long = { interval: 'yearly', bill_charges_monthly: true };
    expect(await plan(account, long)).toMatchObject({ bill_charges_monthly: true });
    const short = { code: 'short', bill_charges_monthly: true };
    expect(await plan(account, short)).toMatchObject({ bill_charges_monthly: null });
  });

  it('answers 404 for a tax that is not there', async () => {
    const body = { plan: planFields({ tax_codes: ['vat'] }) };
    const answer = await openAccount().call('POST', '/plans', body);
    expect(answer.body).toMatchObject({ status: 404, code: 'tax_not_found' });
  });

  it('forgets a tax that was deleted', async () => {
    const account = openAccount();
    await account.one('POST', '/taxes', { tax: { name: 'VAT', code: 'vat', rate: 20 } });
    expect(await plan(account, { tax_codes: ['vat'] })).toMatchObject({ taxes: [{ code: 'vat' }] });
    await account.one('DELETE', '/taxes/vat');
    expect(await account.one('GET', '/plans/pro')).toMatchObject({ taxes: [] });
    expect(await put(account, { name: 'Pro 2' })).toMatchObject({ name: 'Pro 2', taxes: [] });
  });

  it('trap 11: drops in silence what needs a licence', async () => {
    const { account, metricId } = await accountWithMetric({}, false);
    const made = await plan(account, {
      minimum_commitment: { amount_cents: 500 },
      usage_thresholds: [{ amount_cents: 500 }],
      charges: [
        standardCharge(metricId, { pay_in_advance: true, invoiceable: false }),
        standardCharge(metricId, { code: 'other', min_amount_cents: 100 }),
      ],
    });
    expect(made).not.toHaveProperty('minimum_commitment');
    expect(made).toMatchObject({
      usage_thresholds: [],
      charges: [{ invoiceable: true }, { min_amount_cents: 0 }],
    });
  });

  it('says at once that it does not emulate fixed charges', async () => {
    const body = { plan: planFields({ fixed_charges: [{ add_on_id: 'x' }] }) };
    expect((await openAccount().call('POST', '/plans', body)).status).toBe(501);
  });
});

describe('charges of a plan', () => {
  it('trap 9: name their metric by its id, and nothing else', async () => {
    const { account, metricId } = await accountWithMetric();
    const made = await plan(account, { charges: [standardCharge(metricId)] });
    expect(made).toMatchObject({
      charges: [{ code: 'storage', billable_metric_code: 'storage', charge_model: 'standard' }],
    });
    const call = (charge: Fields) =>
      account.call('POST', '/plans', { plan: planFields({ code: 'two', charges: [charge] }) });
    const missing = await call({ charge_model: 'standard', billable_metric_code: 'storage' });
    expect(missing.body).toMatchObject({ status: 404, code: 'billable_metric_not_found' });
    const wrong = await call(standardCharge('storage'));
    expect(wrong.body).toMatchObject({ status: 404, code: 'billable_metrics_not_found' });
  });

  it('get a code of their own where the metric is charged twice', async () => {
    const { account, metricId } = await accountWithMetric();
    const charges = [standardCharge(metricId), standardCharge(metricId)];
    expect(chargesOf(await plan(account, { charges })).map(({ code }) => code)).toEqual([
      'storage',
      'storage_2',
    ]);
  });

  it('refuse a code that another charge of the plan has', async () => {
    const { account, metricId } = await accountWithMetric();
    const charge = standardCharge(metricId, { code: 'same' });
    expect(await refusal(account, { charges: [charge, charge] })).toEqual({
      code: ['value_already_exist'],
    });
  });

  const tier = (from_value: number, to_value: number | null) => ({
    from_value,
    to_value,
    per_unit_amount: '1',
    flat_amount: '0',
  });
  const ranges = (...graduated_ranges: Fields[]) => ({ graduated_ranges });

  it.each([
    ['standard', { amount: 1 }, ['invalid_amount']],
    ['standard', { amount: '-1' }, ['invalid_amount']],
    ['graduated', { graduated_ranges: [] }, ['missing_graduated_ranges']],
    ['graduated', ranges(tier(1, null)), ['invalid_graduated_ranges']],
    ['graduated', ranges(tier(0, 10), tier(12, null)), ['invalid_graduated_ranges']],
    ['graduated', ranges(tier(0, 10), tier(11, 20)), ['invalid_graduated_ranges']],
    ['graduated', ranges({ ...tier(0, null), flat_amount: 1 }), ['invalid_amount']],
    ['volume', ranges(tier(0, null)), ['missing_volume_ranges']],
    ['package', { amount: '1', package_size: 10 }, ['invalid_free_units']],
    ['package', { amount: '1', package_size: '10', free_units: 0 }, ['invalid_package_size']],
    ['percentage', { rate: 2.9 }, ['invalid_rate']],
    ['percentage', { rate: '1', fixed_amount: 1 }, ['invalid_fixed_amount']],
  ])('refuse properties of %s: %j', async (charge_model, properties, codes) => {
    const { account, metricId } = await accountWithMetric();
    const charges = [{ billable_metric_id: metricId, charge_model, properties }];
    expect(await refusal(account, { charges })).toEqual({ properties: codes });
  });

  it.each([[ranges(tier(0, 10), tier(11, null))], [ranges(tier(0, 10), tier(10, null))]])(
    'take both spellings of ranges, and bring them back as they were: %j',
    async (properties) => {
      const { account, metricId } = await accountWithMetric();
      const charges = [{ billable_metric_id: metricId, charge_model: 'graduated', properties }];
      expect(await plan(account, { charges })).toMatchObject({ charges: [{ properties }] });
    },
  );

  it('cost nothing where their properties are missing, and drop unknown ones', async () => {
    const { account, metricId } = await accountWithMetric();
    const charge = (properties: Fields | undefined, code: string) => ({
      ...standardCharge(metricId, { code }),
      properties,
    });
    const sent = [charge(undefined, 'a'), charge({ amount: '1', price: '2' }, 'b')];
    const properties = chargesOf(await plan(account, { charges: sent })).map((c) => c.properties);
    expect(properties).toEqual([{ amount: '0' }, { amount: '1' }]);
  });

  it.each([
    [{ charge_model: 'volume', pay_in_advance: true }, 'pay_in_advance'],
    [{ prorated: true }, 'prorated'],
    [{ invoiceable: false }, 'invoiceable'],
    [{ pay_in_advance: true, min_amount_cents: 1 }, 'min_amount_cents'],
    [{ charge_model: 'custom' }, 'charge_model'],
  ])('refuse what does not go together: %j', async (fields, field) => {
    const { account, metricId } = await accountWithMetric();
    const charges = [standardCharge(metricId, { properties: {}, ...fields })];
    expect(Object.keys(Object(await refusal(account, { charges })))).toEqual([field]);
  });

  it('need a licence for graduated percentages', async () => {
    const { account, metricId } = await accountWithMetric({}, false);
    const charges = [standardCharge(metricId, { charge_model: 'graduated_percentage' })];
    expect(await refusal(account, { charges })).toEqual({
      charge_model: ['graduated_percentage_requires_premium_license'],
    });
  });

  it('drop bounds of an event without a licence', async () => {
    const { account, metricId } = await accountWithMetric({}, false);
    const properties = { rate: '2.9', per_transaction_min_amount: '1' };
    const charges = [standardCharge(metricId, { charge_model: 'percentage', properties })];
    const [charge] = chargesOf(await plan(account, { charges }));
    expect(charge?.properties).toEqual({ rate: '2.9' });
  });

  it('take filters of declared values alone', async () => {
    const regions = { filters: [{ key: 'region', values: ['eu', 'us'] }] };
    const { account, metricId } = await accountWithMetric(regions);
    const charges = (region: string) => [
      standardCharge(metricId, {
        filters: [{ values: { region: [region] }, properties: { amount: '2' } }],
      }),
    ];
    expect(await refusal(account, { charges: charges('asia') })).toEqual({
      values: ['value_is_invalid'],
    });
    expect(await plan(account, { charges: charges('eu') })).toMatchObject({
      charges: [{ filters: [{ values: { region: ['eu'] }, properties: { amount: '2' } }] }],
    });
  });
});

describe('PUT /plans/{code}', () => {
  it('trap 10: takes away charges that are not in the list, and makes anew those without an id', async () => {
    const { account, metricId } = await accountWithMetric();
    const charge = (code: string) => standardCharge(metricId, { code });
    const made = await plan(account, { charges: [charge('a'), charge('b'), charge('c')] });
    const [a, b] = chargesOf(made);
    const sent = [{ id: a?.lago_id, ...charge('a') }, charge('b')];
    const [keptA, newB, ...others] = chargesOf(await put(account, { charges: sent }));
    expect(keptA?.lago_id).toBe(a?.lago_id);
    expect(newB?.code).toBe('b');
    expect(newB?.lago_id).not.toBe(b?.lago_id);
    expect(others).toEqual([]);
  });

  it('leaves charges as they are where there is no list of them', async () => {
    const { account, metricId } = await accountWithMetric();
    const made = await plan(account, { charges: [standardCharge(metricId)] });
    expect(await put(account, { name: 'New' })).toEqual({ ...made, name: 'New' });
  });

  it('changes everything of a plan without subscriptions, under its id', async () => {
    const account = openAccount();
    const { lago_id } = await plan(account);
    const change = {
      code: 'max',
      interval: 'yearly',
      amount_currency: 'EUR',
      pay_in_advance: true,
    };
    expect(await put(account, change)).toMatchObject({ lago_id, ...change });
    expect((await account.call('GET', '/plans/pro')).status).toBe(404);
  });

  it('trap 11: drops terms in silence once there is a subscription', async () => {
    const account = openAccount();
    await plan(account);
    await subscribe(account);
    const change = { interval: 'yearly', code: 'max', amount_cents: 2000, pay_in_advance: true };
    expect(await put(account, change)).toMatchObject({
      interval: 'monthly',
      code: 'pro',
      amount_cents: 2000,
      pay_in_advance: false,
    });
  });

  it('keeps how a charge is metered once there is a subscription, and takes its price', async () => {
    const { account, metricId } = await accountWithMetric();
    const [made] = chargesOf(await plan(account, { charges: [standardCharge(metricId)] }));
    await subscribe(account);
    const charges = [
      {
        ...standardCharge(metricId),
        id: made?.lago_id,
        pay_in_advance: true,
        properties: { amount: '9' },
      },
    ];
    expect(await put(account, { charges })).toMatchObject({
      charges: [{ lago_id: made?.lago_id, pay_in_advance: false, properties: { amount: '9' } }],
    });
  });

  it('sets and takes away the least amount of a period', async () => {
    const account = openAccount();
    await plan(account);
    const set = await put(account, { minimum_commitment: { amount_cents: 500 } });
    expect(set).toMatchObject({ minimum_commitment: { amount_cents: 500, plan_code: 'pro' } });
    expect(await put(account, { minimum_commitment: {} })).not.toHaveProperty('minimum_commitment');
  });
});

describe('GET /plans', () => {
  it('leaves out fixed charges, and brings the newest first', async () => {
    const account = openAccount();
    await plan(account);
    await plan(account, { code: 'max' });
    const { body } = await account.call('GET', '/plans');
    expect(body).toMatchObject({ plans: [{ code: 'max' }, { code: 'pro' }] });
    expect(chargesOf({ charges: body.plans })[0]).not.toHaveProperty('fixed_charges');
  });
});

describe('DELETE /plans/{code}', () => {
  it('quirk d.7: marks the plan at once, and takes it away in a job that ends its subscriptions', async () => {
    const account = openAccount();
    await plan(account);
    await subscribe(account);
    expect(await account.one('DELETE', '/plans/pro')).toMatchObject({ pending_deletion: true });
    expect(await account.one('GET', '/plans/pro')).toMatchObject({ pending_deletion: true });
    expect(await account.one('GET', '/subscriptions/acme-pro')).toMatchObject({ status: 'active' });
    await account.state.runJobs();
    expect((await account.call('GET', '/plans/pro')).status).toBe(404);
    const ended = await account.one('GET', '/subscriptions/acme-pro?status=terminated');
    expect(ended).toMatchObject({ plan_code: 'pro', plan_amount_cents: 1000 });
    expect(account.state.jobErrors).toEqual([]);
  });

  it('cancels what waits to move to the plan', async () => {
    const account = openAccount();
    await plan(account, { code: 'max', amount_cents: 5000 });
    await plan(account);
    await subscribe(account, { plan_code: 'max' });
    await subscribe(account);
    await account.one('DELETE', '/plans/pro');
    await account.state.runJobs();
    expect(account.state.jobErrors).toEqual([]);
    expect(await account.one('GET', '/subscriptions/acme-pro')).toMatchObject({
      plan_code: 'max',
      next_plan_code: null,
    });
  });
});

describe('/plans/{code}/metadata', () => {
  it('is replaced, merged and taken away', async () => {
    const account = openAccount();
    await plan(account, { metadata: { a: '1' } });
    const call = async (method: string, path: string, metadata?: Fields) =>
      (await account.call(method, `/plans/pro/metadata${path}`, metadata && { metadata })).body;
    expect(await call('PATCH', '', { b: '2' })).toEqual({ metadata: { a: '1', b: '2' } });
    expect(await call('POST', '', { c: null })).toEqual({ metadata: { c: null } });
    expect(await account.one('GET', '/plans/pro')).toMatchObject({ metadata: { c: null } });
    expect(await call('DELETE', '/c')).toEqual({ metadata: {} });
    expect(await call('DELETE', '')).toEqual({ metadata: null });
  });
});

describe('/plans/{code}/charges', () => {
  it('adds, changes and takes away one charge, and leaves the others', async () => {
    const { account, metricId } = await accountWithMetric();
    await plan(account, { charges: [standardCharge(metricId, { code: 'a' })] });
    const path = '/plans/pro/charges';
    const added = await account.one('POST', path, {
      charge: standardCharge(metricId, { code: 'b' }),
    });
    expect(added).toMatchObject({ code: 'b' });
    const change = { charge: { properties: { amount: '3' } } };
    expect(await account.one('PUT', `${path}/b`, change)).toMatchObject({
      lago_id: added.lago_id,
      properties: { amount: '3' },
    });
    await account.one('DELETE', `${path}/a`);
    const { body } = await account.call('GET', path);
    expect(body).toMatchObject({ charges: [{ code: 'b' }], meta: { total_count: 1 } });
    expect((await account.call('GET', `${path}/a`)).body).toMatchObject({
      code: 'charge_not_found',
    });
  });

  it('adds, changes and takes away one filter', async () => {
    const { account, metricId } = await accountWithMetric({
      filters: [{ key: 'region', values: ['eu', 'us'] }],
    });
    await plan(account, { charges: [standardCharge(metricId)] });
    const path = '/plans/pro/charges/storage/filters';
    const filter = { values: { region: ['eu'] }, properties: { amount: '2' } };
    const made = await account.one('POST', path, { filter });
    expect(made).toMatchObject({ charge_code: 'storage', ...filter, invoice_display_name: null });
    const twice = await account.call('POST', path, { filter });
    expect(refusedFields(twice)).toEqual({ values: ['value_already_exist'] });
    const change = { filter: { invoice_display_name: 'Europe' } };
    expect(await account.one('PUT', `${path}/${made.lago_id}`, change)).toMatchObject({
      ...filter,
      invoice_display_name: 'Europe',
    });
    await account.one('DELETE', `${path}/${made.lago_id}`);
    expect((await account.call('GET', path)).body).toMatchObject({ filters: [] });
    const gone = await account.call('GET', `${path}/${made.lago_id}`);
    expect(gone.body).toMatchObject({ code: 'charge_filter_not_found' });
  });
});
