import type { Charge, CreatePlanInput } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
import type { LagoMetric } from './wire/metric.ts';
import type { LagoPlan } from './wire/plan.ts';

const pro: CreatePlanInput = {
  code: 'pro',
  interval: 'monthly',
  timing: 'arrears',
  price: { amount: '10.00', currency: 'USD' },
};
const charge = (fields: object = {}): Charge =>
  ({
    model: 'standard',
    timing: 'arrears',
    metric: 'tokens',
    pricing: { unitAmount: '0.02' },
    ...fields,
  }) as Charge;

/** Answers one write, and keeps what was sent under the root key. */
function answer(method: 'post' | 'put', path: string, reply: object, root = 'plan') {
  const sent: { body?: Record<string, unknown> } = {};
  lagoHost()
    [method](path, (body) => {
      sent.body = body[root];
      return true;
    })
    .reply(200, { [root]: reply });
  return sent;
}
const serveMetric = (fields: Partial<LagoMetric> = {}) =>
  lagoHost()
    .get('/billable_metrics/tokens')
    .reply(200, { billable_metric: lagoMetric(fields) });
const servePlan = (fields: Partial<LagoPlan> = {}) =>
  lagoHost()
    .get('/plans/pro')
    .reply(200, { plan: lagoPlan(fields) });
const codes = (result: { warnings?: readonly { code: string; field?: string | undefined }[] }) =>
  result.warnings?.map(({ code, field }) => (field === undefined ? code : `${code} ${field}`));

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const left = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(left).toEqual([]);
});

describe('plans.create', () => {
  it('sends the code for a missing name, cents for the price, and only what is given', async () => {
    const sent = answer('post', '/plans', lagoPlan());
    const made = await lagoProvider().plans.create(pro);
    expect(sent.body).toEqual({
      code: 'pro',
      name: 'pro',
      interval: 'monthly',
      pay_in_advance: false,
      amount_cents: 1000,
      amount_currency: 'USD',
      charges: [],
    });
    expect(made).toEqual({
      ...pro,
      charges: [],
      createdAt: '2026-01-02T03:04:05.000Z',
      providerRef: { provider: 'lago', type: 'plan', id: 'plan-id' },
    });
  });

  it('writes terms as Lago names them', async () => {
    const reply = lagoPlan({
      interval: 'yearly',
      trial_period: 14.0,
      bill_charges_monthly: true,
      pay_in_advance: true,
      taxes: [{ code: 'vat' }],
      minimum_commitment: { amount_cents: 10000, invoice_display_name: 'At least', taxes: [] },
      usage_thresholds: [
        { amount_cents: 5000, threshold_display_name: 'First', recurring: false },
        { amount_cents: 2000, threshold_display_name: null, recurring: true },
      ],
      metadata: { shelf: 'A' },
    });
    const sent = answer('post', '/plans', reply);
    const input: CreatePlanInput = {
      ...pro,
      interval: 'yearly',
      timing: 'advance',
      trialDays: 14,
      chargesBilledMonthly: true,
      taxCodes: ['vat'],
      minimumCommitment: { amount: { amount: '100.00', currency: 'USD' }, name: 'At least' },
      usageThresholds: [
        { amount: { amount: '50.00', currency: 'USD' }, name: 'First' },
        { amount: { amount: '20.00', currency: 'USD' }, recurring: true },
      ],
      metadata: { shelf: 'A' },
    };
    const made = await lagoProvider().plans.create(input);
    expect(sent.body).toMatchObject({
      interval: 'yearly',
      pay_in_advance: true,
      trial_period: 14,
      bill_charges_monthly: true,
      tax_codes: ['vat'],
      minimum_commitment: { amount_cents: 10000, invoice_display_name: 'At least' },
      usage_thresholds: [
        { amount_cents: 5000, threshold_display_name: 'First', recurring: false },
        { amount_cents: 2000, threshold_display_name: null, recurring: true },
      ],
      metadata: { shelf: 'A' },
    });
    expect(made).toMatchObject(input);
    expect(made.warnings).toBeUndefined();
  });

  it("trap 9: looks a metric up once for all of its charges, and remembers Lago's id", async () => {
    const billing = lagoProvider();
    serveMetric();
    const charges = [charge(), charge({ code: 'more' })];
    const wires = [lagoCharge(), lagoCharge({ lago_id: 'more-id', code: 'more' })];
    const sent = answer('post', '/plans', lagoPlan({ charges: wires }));
    expect(await billing.plans.create({ ...pro, charges })).toMatchObject({ charges });
    expect(sent.body?.charges).toMatchObject([
      { billable_metric_id: 'metric-id', code: 'tokens' },
      { billable_metric_id: 'metric-id', code: 'more' },
    ]);
    answer('post', '/plans', lagoPlan({ charges: wires }));
    await billing.plans.create({ ...pro, charges });
  });

  it('trap 9: looks a metric up again when Lago no longer knows the remembered id', async () => {
    const billing = lagoProvider();
    const wire = lagoCharge({ lago_billable_metric_id: 'new-id' });
    serveMetric();
    answer('post', '/plans', lagoPlan({ charges: [lagoCharge()] }));
    await billing.plans.create({ ...pro, charges: [charge()] });
    lagoHost().post('/plans').reply(404, missing('billable_metrics'));
    serveMetric({ lago_id: 'new-id' });
    const sent = answer('post', '/plans', lagoPlan({ charges: [wire] }));
    await billing.plans.create({ ...pro, charges: [charge()] });
    expect(sent.body?.charges).toMatchObject([{ billable_metric_id: 'new-id' }]);
  });

  it('names a metric that is not there, and sends no plan', async () => {
    lagoHost().get('/billable_metrics/tokens').reply(404, missing('billable_metric'));
    const call = lagoProvider().plans.create({ ...pro, charges: [charge()] });
    await expect(call).rejects.toMatchObject({
      code: 'not_found',
      message: 'There is no metric "tokens".',
      details: { resource: 'metric', key: 'tokens' },
    });
  });

  it('names the taxes that Lago may be missing', async () => {
    lagoHost().post('/plans').reply(404, missing('tax'));
    const call = lagoProvider().plans.create({ ...pro, taxCodes: ['vat'] });
    await expect(call).rejects.toMatchObject({
      code: 'not_found',
      message: 'taxCodes: There is no tax "vat": create it first.',
      details: { resource: 'tax', key: 'vat' },
    });
  });

  it('declares values of filters at the metric first, keeps those of others, and says so', async () => {
    const filters = [{ match: { tier: ['gold', 'new'] }, pricing: { unitAmount: '0.5' } }];
    const declared = [
      { key: 'tier', values: ['gold', 'old'] },
      { key: 'region', values: ['eu'] },
    ];
    serveMetric({ filters: declared });
    const put = answer('put', '/billable_metrics/tokens', lagoMetric(), 'billable_metric');
    const wire = lagoCharge({
      filters: [{ values: { tier: ['gold', 'new'] }, properties: { amount: '0.5' } }],
    });
    answer('post', '/plans', lagoPlan({ charges: [wire] }));
    const made = await lagoProvider().plans.create({ ...pro, charges: [charge({ filters })] });
    expect(put.body).toEqual({
      filters: [
        { key: 'tier', values: ['gold', 'old', 'new'] },
        { key: 'region', values: ['eu'] },
      ],
    });
    expect(codes(made)).toEqual(['emulated charges.filters']);
  });

  it('leaves a metric alone that declares the values already, or all of them', async () => {
    const match = { tier: ['gold'], region: ['__ALL_FILTER_VALUES__'] };
    const filters = [{ match, pricing: { unitAmount: '0.5' } }];
    serveMetric({
      filters: [
        { key: 'tier', values: ['gold'] },
        { key: 'region', values: ['eu'] },
      ],
    });
    const wire = lagoCharge({ filters: [{ values: match, properties: { amount: '0.5' } }] });
    answer('post', '/plans', lagoPlan({ charges: [wire] }));
    const made = await lagoProvider().plans.create({ ...pro, charges: [charge({ filters })] });
    expect(made.warnings).toBeUndefined();
  });

  it('trap 10: declares values of two calls one after the other, so that none is lost', async () => {
    let declared: LagoMetric['filters'] = [];
    const puts: unknown[] = [];
    lagoHost()
      .persist()
      .get('/billable_metrics/tokens')
      .reply(() => [200, { billable_metric: lagoMetric({ filters: declared ?? [] }) }]);
    lagoHost()
      .persist()
      .put('/billable_metrics/tokens')
      .reply(async (request: Request) => {
        declared = ((await request.json()) as { billable_metric: LagoMetric }).billable_metric
          .filters;
        puts.push(declared);
        return [200, { billable_metric: lagoMetric({ filters: declared ?? [] }) }];
      });
    lagoHost().persist().post('/plans').reply(200, { plan: lagoPlan() });
    const billing = lagoProvider();
    const create = (value: string) => {
      const filters = [{ match: { tier: [value] }, pricing: { unitAmount: '1' } }];
      return billing.plans.create({ ...pro, charges: [charge({ filters })] });
    };
    await Promise.all(['a', 'b', 'c'].map(create));
    expect(puts.at(-1)).toEqual([{ key: 'tier', values: ['a', 'b', 'c'] }]);
  });

  it('trap 7: refuses numbers that Lago cannot hold before anything is sent', async () => {
    const billing = lagoProvider();
    const pricing = { amount: '1', size: '9007199254740993' };
    const charges = [charge({ model: 'package', pricing })];
    await expect(billing.plans.create({ ...pro, charges })).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: ['charges', 0, 'pricing', 'size'] }],
    });
    const price = { amount: '90071992547409.92', currency: 'USD' };
    await expect(billing.plans.create({ ...pro, price })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    const dear = [charge(), charge({ code: 'dear', minimum: price })];
    await expect(billing.plans.update({ code: 'pro', charges: dear })).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: ['charges', 1, 'minimum'] }],
    });
    await expect(billing.plans.update({ code: 'pro', price })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('refuses metadata that Lago would not take, before anything is sent', async () => {
    const metadata = { ['k'.repeat(101)]: 'v', short: 'v'.repeat(256) };
    await expect(lagoProvider().plans.create({ ...pro, metadata })).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: ['metadata', 'k'.repeat(101)] }, { path: ['metadata', 'short'] }],
    });
  });

  it('takes a plan that a lost answer made for its own', async () => {
    lagoHost().post('/plans').reply(504, '', AT_ONCE);
    lagoHost().post('/plans').reply(422, TAKEN);
    servePlan();
    expect(await lagoProvider().plans.create(pro)).toMatchObject(pro);
  });

  it("refuses the code of somebody else's plan after a lost answer", async () => {
    lagoHost().post('/plans').reply(504, '', AT_ONCE);
    lagoHost().post('/plans').reply(422, TAKEN);
    servePlan({ amount_cents: 999 });
    await expect(lagoProvider().plans.create(pro)).rejects.toMatchObject({
      code: 'already_exists',
      details: { resource: 'plan', key: 'pro' },
    });
  });
});

describe('licences', () => {
  const usd = (amount: string) => ({ amount, currency: 'USD' });
  const licensed: CreatePlanInput = {
    ...pro,
    minimumCommitment: { amount: usd('100.00') },
    usageThresholds: [{ amount: usd('50.00') }],
    charges: [
      charge({ minimum: usd('3.00') }),
      charge({ code: 'fee', timing: 'advance', invoiceable: false }),
      charge({
        code: 'percent',
        model: 'percentage',
        pricing: { rate: '1', minimumPerEvent: '0.5', maximumPerEvent: '2' },
      }),
    ],
  };
  const plain = [
    lagoCharge(),
    lagoCharge({ code: 'fee', pay_in_advance: true }),
    lagoCharge({ code: 'percent', charge_model: 'percentage', properties: { rate: '1' } }),
  ];
  const fields = [
    'minimumCommitment',
    'usageThresholds',
    'charges.minimum',
    'charges.invoiceable',
    'charges.pricing.minimumPerEvent',
    'charges.pricing.maximumPerEvent',
  ].map((field) => `not_applied ${field}`);

  it('trap 19: warns of every field that Lago dropped in silence', async () => {
    serveMetric();
    answer('post', '/plans', lagoPlan({ charges: plain }));
    const made = await lagoProvider().plans.create(licensed);
    expect(codes(made)?.sort()).toEqual([...fields].sort());
  });

  it('trap 19: does not send those fields for an account without a licence', async () => {
    const billing = lagoProvider({ premium: false });
    expect(billing.capabilities['plans.create']).toMatchObject({
      level: 'partial',
      without: expect.arrayContaining(['charges.minimum', 'usageThresholds']),
    });
    serveMetric();
    const sent = answer('post', '/plans', lagoPlan({ charges: plain }));
    expect(codes(await billing.plans.create(licensed))).toEqual(fields);
    expect(sent.body).not.toHaveProperty('minimum_commitment');
    expect(sent.body).not.toHaveProperty('usage_thresholds');
    expect(sent.body?.charges).toMatchObject([
      { min_amount_cents: 0 },
      { invoiceable: true },
      { properties: { rate: '1' } },
    ]);
  });

  it('trap 19: says that percentages by tier are not in the licence', async () => {
    serveMetric();
    lagoHost()
      .post('/plans')
      .reply(422, {
        ...TAKEN,
        error_details: { charge_model: ['graduated_percentage_requires_premium_license'] },
      });
    const pricing = { tiers: [{ upTo: null, rate: '1' }] };
    const charges = [charge({ model: 'graduated_percentage', pricing })];
    await expect(
      lagoProvider({ premium: false }).plans.create({ ...pro, charges }),
    ).rejects.toMatchObject({ code: 'feature_not_enabled' });
  });
});

describe('plans.get and plans.list', () => {
  it('refuses the reply for another plan', async () => {
    servePlan({ code: 'other' });
    await expect(lagoProvider().plans.get({ code: 'pro' })).rejects.toMatchObject({
      code: 'malformed_response',
    });
  });

  it('quirk d.7: takes a plan that a job is about to delete for gone', async () => {
    servePlan({ pending_deletion: true });
    await expect(lagoProvider().plans.get({ code: 'pro' })).rejects.toMatchObject({
      code: 'not_found',
      details: { resource: 'plan', key: 'pro' },
    });
    const rows = [lagoPlan({ pending_deletion: true }), lagoPlan({ lago_id: '2', code: 'two' })];
    serveList('plans', rows);
    const { items } = await lagoProvider().plans.list();
    expect(items.map(({ code }) => code)).toEqual(['two']);
  });

  it('trap 24: shows an unknown interval as such, and says which charge it leaves out', async () => {
    const charges = [lagoCharge(), lagoCharge({ code: 'odd', charge_model: 'auction' })];
    const wire = { ...lagoPlan({ interval: 'daily', charges }), brand_new: true };
    lagoHost().get('/plans/pro').reply(200, { plan: wire });
    const found = await lagoProvider().plans.get({ code: 'pro' });
    expect(found).toMatchObject({ interval: 'unknown', charges: [charge()] });
    expect(codes(found)).toEqual(['partial charges']);
    serveList('plans', [wire]);
    expect(codes(await lagoProvider().plans.list())).toEqual(['partial charges']);
  });
});

describe('plans.update', () => {
  const wires = [
    lagoCharge({
      lago_id: 'one-id',
      code: 'one',
      filters: [{ values: { tier: ['gold'] }, properties: { amount: '9' } }],
      regroup_paid_fees: 'invoice',
      applied_pricing_unit: { code: 'credits', conversion_rate: '2.0' },
    }),
    lagoCharge({ lago_id: 'two-id', code: 'two' }),
    lagoCharge({ lago_id: 'odd-id', code: 'odd', charge_model: 'auction' }),
  ];
  const two = charge({ code: 'two', pricing: { unitAmount: '20' } });
  const three = charge({ code: 'three' });

  it('trap 10: sends all charges with their ids, whatever is in them, for a change of one', async () => {
    servePlan({ charges: wires });
    const after = [
      wires[0],
      lagoCharge({ lago_id: 'two-id', code: 'two', properties: { amount: '20' } }),
      wires[2],
      lagoCharge({ lago_id: 'three-id', code: 'three' }),
    ].flatMap((wire) => wire ?? []);
    const sent = answer('put', '/plans/pro', lagoPlan({ charges: after }));
    const updated = await lagoProvider().plans.update({ code: 'pro', charges: [two, three] });
    expect(sent.body).toEqual({
      charges: [
        expect.objectContaining({
          id: 'one-id',
          billable_metric_id: 'metric-id',
          properties: { amount: '0.02' },
          filters: [{ values: { tier: ['gold'] }, properties: { amount: '9' } }],
          regroup_paid_fees: 'invoice',
          applied_pricing_unit: { code: 'credits', conversion_rate: '2.0' },
        }),
        expect.objectContaining({ id: 'two-id', code: 'two', properties: { amount: '20' } }),
        expect.objectContaining({ id: 'odd-id', charge_model: 'auction' }),
        expect.not.objectContaining({ id: expect.anything() }),
      ],
    });
    expect(codes(updated)).toEqual(['partial charges']);
  });

  it('trap 10: does not send charges for a change that is not about them', async () => {
    servePlan({ charges: wires.slice(0, 2) });
    const sent = answer('put', '/plans/pro', lagoPlan({ charges: wires.slice(0, 2) }));
    await lagoProvider().plans.update({ code: 'pro', description: null });
    expect(sent.body).toEqual({ description: null });
  });

  it('removes the charges it is told to, and refuses one that is not there', async () => {
    servePlan({ charges: wires.slice(0, 2) });
    const sent = answer('put', '/plans/pro', lagoPlan({ charges: [lagoCharge({ code: 'two' })] }));
    await lagoProvider().plans.update({ code: 'pro', removeCharges: ['one'] });
    expect(sent.body?.charges).toMatchObject([{ id: 'two-id' }]);
    servePlan({ charges: wires.slice(1, 2) });
    const again = lagoProvider().plans.update({ code: 'pro', removeCharges: ['one'] });
    await expect(again).rejects.toMatchObject({
      code: 'not_found',
      issues: [{ path: ['removeCharges', 0] }],
      details: { resource: 'charge', key: 'one' },
    });
  });

  it('sends what Lago takes for cleared: nothing at all is ignored there', async () => {
    const given = { minimum_commitment: { amount_cents: 500 }, taxes: [{ code: 'vat' }] };
    servePlan(given);
    const sent = answer('put', '/plans/pro', lagoPlan({ minimum_commitment: null }));
    const updated = await lagoProvider().plans.update({
      code: 'pro',
      name: null,
      trialDays: null,
      taxCodes: null,
      minimumCommitment: null,
      usageThresholds: null,
      metadata: null,
    });
    expect(sent.body).toEqual({
      name: 'pro',
      trial_period: null,
      tax_codes: [],
      minimum_commitment: {},
      usage_thresholds: [],
      metadata: {},
    });
    expect(updated.warnings).toBeUndefined();
  });

  it('trap 11: warns of what is locked while there are subscriptions', async () => {
    servePlan({ trial_period: 14, charges: [lagoCharge()] });
    answer('put', '/plans/pro', lagoPlan({ trial_period: 14, charges: [lagoCharge()] }));
    const updated = await lagoProvider().plans.update({
      code: 'pro',
      trialDays: null,
      charges: [charge({ timing: 'advance' })],
    });
    expect(codes(updated)?.sort()).toEqual(['not_applied charges.timing', 'not_applied trialDays']);
  });

  it('tells what was changed when the metadata is refused after that', async () => {
    servePlan({ metadata: { old: '1' } });
    answer('put', '/plans/pro', lagoPlan({ name: 'Pro 2', metadata: { old: '1', shelf: 'B' } }));
    lagoHost().post('/plans/pro/metadata').reply(404, missing('resource'));
    const change = { code: 'pro', name: 'Pro 2', metadata: { shelf: 'B' } };
    const updated = await lagoProvider().plans.update(change);
    expect(updated).toMatchObject({ name: 'Pro 2', metadata: { old: '1', shelf: 'B' } });
    expect(codes(updated)).toEqual(['not_applied metadata']);
  });

  it('replaces metadata by its own endpoint where a change only merged it', async () => {
    servePlan({ metadata: { old: '1' } });
    answer('put', '/plans/pro', lagoPlan({ metadata: { old: '1', shelf: 'B' } }));
    lagoHost()
      .post('/plans/pro/metadata', { metadata: { shelf: 'B' } })
      .reply(200, { metadata: { shelf: 'B' } });
    const updated = await lagoProvider().plans.update({ code: 'pro', metadata: { shelf: 'B' } });
    expect(updated.metadata).toEqual({ shelf: 'B' });
    expect(updated.warnings).toBeUndefined();
  });

  it('only reads for a change of nothing, which Lago would refuse as empty', async () => {
    servePlan();
    expect(await lagoProvider().plans.update({ code: 'pro' })).toMatchObject(pro);
  });

  describe('of the currency', () => {
    const price = { amount: '1.00', currency: 'EUR' };

    it('is refused once there was a subscription, whatever became of it', async () => {
      servePlan();
      lagoHost()
        .get('/subscriptions')
        .query(
          (query) =>
            query.plan_code === 'pro' && query['status[]']?.includes('terminated') === true,
        )
        .reply(200, { subscriptions: [{ lago_id: 's', external_id: 'sub' }], meta: {} });
      await expect(lagoProvider().plans.update({ code: 'pro', price })).rejects.toMatchObject({
        code: 'conflict',
        details: { resource: 'plan', key: 'pro' },
      });
    });

    it('puts the old amount back when somebody subscribed meanwhile', async () => {
      servePlan();
      serveList('subscriptions', []);
      answer('put', '/plans/pro', lagoPlan({ amount_cents: 100 }));
      const undone = answer('put', '/plans/pro', lagoPlan());
      await expect(lagoProvider().plans.update({ code: 'pro', price })).rejects.toMatchObject({
        code: 'conflict',
      });
      expect(undone.body).toEqual({ amount_cents: 1000 });
    });

    it('says which price stands when the old amount cannot be put back', async () => {
      servePlan();
      serveList('subscriptions', []);
      answer('put', '/plans/pro', lagoPlan({ amount_cents: 100 }));
      lagoHost().put('/plans/pro').reply(403, { status: 403, error: 'Forbidden' });
      await expect(lagoProvider().plans.update({ code: 'pro', price })).rejects.toMatchObject({
        code: 'outcome_unknown',
        message: expect.stringMatching(/1\.00 USD.*10\.00 USD/),
      });
    });

    it('is refused while other amounts of the plan are in the old one', async () => {
      servePlan({ minimum_commitment: { amount_cents: 500 } });
      const call = lagoProvider().plans.update({ code: 'pro', price });
      await expect(call).rejects.toMatchObject({
        code: 'invalid_input',
        issues: [{ path: ['minimumCommitment', 'amount', 'currency'] }],
      });
    });
  });

  it("refuses a commitment in another currency than the plan's", async () => {
    servePlan();
    const minimumCommitment = { amount: { amount: '5.00', currency: 'EUR' } };
    const call = lagoProvider().plans.update({ code: 'pro', minimumCommitment });
    await expect(call).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('plans.delete', () => {
  it('trap 16: refuses a plan with a subscription, which Lago would terminate later', async () => {
    servePlan();
    let asked: string[] = [];
    lagoHost()
      .get('/subscriptions')
      .query((query) => {
        asked = [query.plan_code, query['status[]']].flat() as string[];
        return true;
      })
      .reply(200, { subscriptions: [{ lago_id: 's', external_id: 'sub' }], meta: {} });
    await expect(lagoProvider().plans.delete({ code: 'pro' })).rejects.toMatchObject({
      code: 'conflict',
      message: 'Subscription "sub" is on the plan: move or terminate it first.',
    });
    expect(asked).toEqual(['pro', 'active', 'pending', 'incomplete']);
  });

  it('trap 16: says that it is done later', async () => {
    servePlan();
    serveList('subscriptions', []);
    lagoHost()
      .delete('/plans/pro')
      .reply(200, { plan: lagoPlan({ pending_deletion: true }) });
    const deleted = await lagoProvider().plans.delete({ code: 'pro' });
    expect(deleted).toMatchObject(pro);
    expect(codes(deleted)).toEqual(['pending']);
  });

  it('is done when a repeated delete finds nothing', async () => {
    servePlan();
    serveList('subscriptions', []);
    lagoHost().delete('/plans/pro').reply(502, '', AT_ONCE);
    lagoHost().delete('/plans/pro').reply(404, missing('plan'));
    expect(await lagoProvider().plans.delete({ code: 'pro' })).toMatchObject(pro);
  });
});
