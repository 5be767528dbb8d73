import { BillingError } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PaigoCatalogue } from './paigo-catalogue.fixture.ts';
import { paigoProvider } from './paigo-host.fixture.ts';

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

async function refusal(call: PromiseLike<unknown>): Promise<BillingError> {
  try {
    await call;
  } catch (error) {
    if (BillingError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** A dimension from the dashboard: of the defaults of a gauge. */
const foreign = (fields: object = {}) => ({
  dimensionId: '0b9c1f0e-dash',
  dimensionName: 'Memory',
  consumptionUnit: { type: 'time-based', unit: 'minute' },
  usageIncrement: 60,
  rounding: 'ceiling',
  consumptionPrice: '0.096',
  ...fields,
});

const tokens = { code: 'tokens', aggregation: 'sum', property: 'amount' } as const;

describe('metrics.create', () => {
  it('point 9: says how usage is counted, and leaves nothing to the largest record of an hour', async () => {
    const paigo = new PaigoCatalogue();
    const billing = paigoProvider();
    const rounding = { mode: 'ceil', precision: 2 } as const;
    await billing.metrics.create({ ...tokens, name: 'Tokens', rounding });
    const [body] = paigo.bodies('POST', /dimensions/);
    expect(body).toEqual({
      dimensionName: 'Tokens',
      consumptionUnit: { type: 'count', unit: 'count-based' },
      usageIncrement: '0.01',
      rounding: 'ceiling',
      aggregationMethod: 'sum',
      aggregationInterval: 'month',
      consumptionPrice: '0',
      usageEntitlement: 0,
      overageAllowed: 'true',
      paymentSchedule: 'arrear',
      metadata: {
        'billport.metric': 'tokens',
        'billport.property': 'amount',
        'billport.aggregation': 'sum',
        'billport.rounding': 'ceil 2',
        'billport.name': 'Tokens',
        'billport.createdAt': '2026-01-15T12:00:00.000Z',
        'billport.token': expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
  });

  it.each([
    ['count', 'count'],
    ['sum', 'sum'],
    ['max', 'max'],
    ['latest', 'last'],
  ] as const)('point 12: writes %s as %s', async (aggregation, method) => {
    const paigo = new PaigoCatalogue();
    const property = aggregation === 'count' ? {} : { property: 'amount' };
    const input = { code: 'tokens', aggregation, ...property } as typeof tokens;
    const made = await paigoProvider().metrics.create(input);
    expect(paigo.bodies('POST', /dimensions/)).toMatchObject([{ aggregationMethod: method }]);
    expect(made).toMatchObject(input);
  });

  it.each([
    ['unique_count', { property: 'user' }],
    ['weighted_sum', { property: 'seats' }],
    ['custom', {}],
  ])('refuses %s before anything is sent', async (aggregation, fields) => {
    const paigo = new PaigoCatalogue();
    const input = { code: 'tokens', aggregation, ...fields } as never;
    const error = await refusal(paigoProvider().metrics.create(input));
    expect(error).toMatchObject({ code: 'invalid_input', issues: [{ path: ['aggregation'] }] });
    expect(error.message).toContain('count, sum, max or latest');
    expect(paigo.sent).toEqual([]);
  });

  it.each([
    [{ mode: 'round', precision: 15 }, '0.000000000000001', 'round'],
    [{ mode: 'ceil', precision: 0 }, '1', 'ceiling'],
    [{ mode: 'floor' }, '1', 'floor'],
    [{ mode: 'round', precision: -2 }, '100', 'round'],
  ] as const)(
    'rounds %o to increments of %s, and reads it back',
    async (rounding, increment, word) => {
      const paigo = new PaigoCatalogue();
      const billing = paigoProvider();
      await billing.metrics.create({ ...tokens, rounding });
      expect(paigo.bodies('POST', /dimensions/)).toMatchObject([
        { usageIncrement: increment, rounding: word },
      ]);
      expect((await billing.metrics.get({ code: 'tokens' })).rounding).toEqual(rounding);
    },
  );

  it('says that whole units are billed where no rounding is named, but for counts', async () => {
    new PaigoCatalogue();
    const billing = paigoProvider();
    const sum = await billing.metrics.create(tokens);
    expect(sum.rounding).toBeUndefined();
    expect(sum.warnings).toContainEqual(
      expect.objectContaining({ code: 'partial', field: 'rounding' }),
    );
    const count = await billing.metrics.create({ code: 'calls', aggregation: 'count' });
    expect(count.warnings).not.toContainEqual(expect.objectContaining({ code: 'partial' }));
  });

  it('refuses a code that is taken, and one that is the id of a dimension of others', async () => {
    const paigo = new PaigoCatalogue();
    const billing = paigoProvider();
    await billing.metrics.create(tokens);
    expect(await refusal(billing.metrics.create(tokens))).toMatchObject({
      code: 'already_exists',
      details: { resource: 'metric', key: 'tokens' },
    });
    paigo.dimensions.set('dash', foreign({ dimensionId: 'dash' }));
    const other = billing.metrics.create({ ...tokens, code: 'dash' });
    expect(await refusal(other)).toMatchObject({ code: 'already_exists' });
    expect(paigo.bodies('POST', /./)).toHaveLength(1);
  });

  it('lets one of several calls at once have a code', async () => {
    const paigo = new PaigoCatalogue();
    const billing = paigoProvider();
    const calls = await Promise.allSettled([1, 2, 3].map(() => billing.metrics.create(tokens)));
    expect(calls.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(paigo.dimensions.size).toBe(1);
  });

  it('takes its own away where another process made one of the code at the same moment', async () => {
    const paigo = new PaigoCatalogue();
    const billing = paigoProvider();
    const made = billing.metrics.create(tokens);
    const other = { dimensionId: 'other', metadata: { 'billport.metric': 'tokens' } };
    const set = paigo.dimensions.set.bind(paigo.dimensions);
    paigo.dimensions.set = (id, dimension) => {
      set('other', foreign(other));
      return set(id, dimension);
    };
    expect(await refusal(made)).toMatchObject({ code: 'already_exists' });
    expect([...paigo.dimensions.keys()]).toEqual(['other']);
  });

  it('point 7: finds by its token what was made although the answer was lost, and sends it once', async () => {
    const paigo = new PaigoCatalogue();
    const billing = paigoProvider();
    paigo.fail('POST', /dimensions/, { isDone: true });
    const made = await billing.metrics.create(tokens);
    expect(made.code).toBe('tokens');
    expect(paigo.bodies('POST', /dimensions/)).toHaveLength(1);
  });

  it('point 7: says that the outcome is unknown where nothing is found, and sends nothing again', async () => {
    const paigo = new PaigoCatalogue();
    const billing = paigoProvider();
    paigo.fail('POST', /dimensions/);
    const error = await refusal(billing.metrics.create(tokens));
    expect(error).toMatchObject({
      code: 'outcome_unknown',
      details: { lookup: expect.stringMatching(/^metrics\.get\(\{ code: "tokens" \}\)/) },
    });
    expect(paigo.bodies('POST', /dimensions/)).toHaveLength(1);
  });

  it('point 3: looks for what was made where the answer has no id', async () => {
    const paigo = new PaigoCatalogue();
    paigo.fail('POST', /dimensions/, { status: 201, isDone: true, body: { message: 'made' } });
    const made = await paigoProvider().metrics.create(tokens);
    expect(made.providerRef).toMatchObject({ type: 'dimension', id: 'dim-1' });
  });

  it('says what Paigo shows otherwise than it was sent', async () => {
    const paigo = new PaigoCatalogue();
    const set = paigo.dimensions.set.bind(paigo.dimensions);
    paigo.dimensions.set = (id, dimension) =>
      set(id, { ...dimension, aggregationMethod: 'max', rounding: 'floor' });
    const made = await paigoProvider().metrics.create({ ...tokens, rounding: { mode: 'ceil' } });
    expect(made.warnings).toContainEqual(
      expect.objectContaining({ code: 'not_applied', field: 'aggregation' }),
    );
    expect(made.warnings).toContainEqual(
      expect.objectContaining({ code: 'not_applied', field: 'rounding' }),
    );
  });
});

describe('metrics.get and metrics.list', () => {
  it('reads dimensions of others under their ids, and says how Paigo rounds them', async () => {
    const paigo = new PaigoCatalogue();
    paigo.dimensions.set('dash', foreign());
    const billing = paigoProvider();
    const found = await billing.metrics.get({ code: '0b9c1f0e-dash' });
    // No method: Paigo takes the largest record (§4).
    expect(found).toMatchObject({ aggregation: 'max', name: 'Memory' });
    expect(found).not.toHaveProperty('rounding');
    expect(found).not.toHaveProperty('createdAt');
    const words = (found.warnings ?? []).map(({ message }) => message).join(' ');
    expect(words).toContain('in each hour');
    expect(words).toContain('multiples of 60');
  });

  it('takes methods that the contract does not have for unknown', async () => {
    const paigo = new PaigoCatalogue();
    paigo.dimensions.set('dash', foreign({ aggregationMethod: 'average' }));
    const found = await paigoProvider().metrics.get({ code: '0b9c1f0e-dash' });
    expect(found.aggregation).toBe('unknown');
  });

  it('shows the rounding that Paigo does, where somebody has changed it in the dashboard', async () => {
    const paigo = new PaigoCatalogue();
    const billing = paigoProvider();
    await billing.metrics.create({ ...tokens, rounding: { mode: 'ceil', precision: 2 } });
    const [[id, dimension] = ['', {}]] = paigo.dimensions;
    paigo.dimensions.set(id, { ...dimension, usageIncrement: 10, rounding: 'floor' });
    const { rounding } = await billing.metrics.get({ code: 'tokens' });
    expect(rounding).toEqual({ mode: 'floor', precision: -1 });
  });

  it('point 6: pages and sorts by itself, newest first, without the dimensions of plans', async () => {
    const paigo = new PaigoCatalogue();
    const billing = paigoProvider();
    for (const code of ['a', 'b', 'c']) await billing.metrics.create({ ...tokens, code });
    paigo.dimensions.set('dash', foreign());
    const charge = { 'billport.plan': 'pro', 'billport.metric': 'a' };
    paigo.dimensions.set('charge', foreign({ dimensionId: 'charge', metadata: charge }));
    const codes: string[] = [];
    for await (const { code } of billing.metrics.list({ limit: 2 })) codes.push(code);
    expect(codes).toEqual(['c', 'b', 'a', '0b9c1f0e-dash']);
  });

  it('refuses a code that nothing has', async () => {
    new PaigoCatalogue();
    const error = await refusal(paigoProvider().metrics.get({ code: 'nothing' }));
    expect(error).toMatchObject({ code: 'not_found', details: { key: 'nothing' } });
  });
});

describe('metrics.update', () => {
  it('sends what changes only, and null for what is cleared', async () => {
    const paigo = new PaigoCatalogue();
    const billing = paigoProvider();
    await billing.metrics.create({ ...tokens, name: 'Tokens', description: 'Words' });
    await billing.metrics.update({ code: 'tokens', name: null, description: 'Parts' });
    expect(paigo.bodies('PUT', /dimensions/)).toEqual([
      {
        dimensionName: 'tokens',
        metadata: { 'billport.name': null, 'billport.description': 'Parts' },
      },
    ]);
    const found = await billing.metrics.get({ code: 'tokens' });
    expect(found).not.toHaveProperty('name');
    expect(found.description).toBe('Parts');
  });

  it('sends everything where an account loses what a change leaves out', async () => {
    const paigo = new PaigoCatalogue({ puts: 'replace' });
    const billing = paigoProvider();
    await billing.metrics.create({ ...tokens, rounding: { mode: 'ceil', precision: 1 } });
    const before = await billing.metrics.get({ code: 'tokens' });
    await billing.metrics.update({ code: 'tokens', description: 'Parts' });
    const after = await billing.metrics.get({ code: 'tokens' });
    expect(after).toEqual({ ...before, description: 'Parts' });
    const [dimension] = paigo.dimensions.values();
    expect(dimension).toMatchObject({ aggregationMethod: 'sum', aggregationInterval: 'month' });
  });

  it('point 13: reads units as others write them, and sends those of the document', async () => {
    const paigo = new PaigoCatalogue({ puts: 'replace' });
    paigo.dimensions.set(
      '0b9c1f0e-dash',
      foreign({ aggregationMethod: 'sum', sampleType: 'gauge' }),
    );
    const billing = paigoProvider();
    await billing.metrics.update({ code: '0b9c1f0e-dash', name: 'RAM' });
    const sent = paigo.bodies('PUT', /dimensions/);
    expect(sent.at(-1)).toMatchObject({
      dimensionName: 'RAM',
      consumptionUnit: { type: 'time', unit: 'minute' },
      usageIncrement: '60',
      consumptionPrice: '0.096',
      aggregationMethod: 'sum',
    });
  });

  it('point 14: rounds the charges for it too, at the same price for a unit', async () => {
    const paigo = new PaigoCatalogue();
    const billing = paigoProvider();
    await billing.metrics.create({ ...tokens, rounding: { mode: 'ceil', precision: 2 } });
    const plan = {
      code: 'pro',
      interval: 'monthly',
      timing: 'arrears',
      price: { amount: '0.00', currency: 'USD' },
      charges: [
        { model: 'standard', timing: 'arrears', metric: 'tokens', pricing: { unitAmount: '0.07' } },
      ],
    } as const;
    await billing.plans.create(plan as never);
    await billing.metrics.update({ code: 'tokens', rounding: { mode: 'floor', precision: -1 } });
    expect([...paigo.dimensions.values()]).toMatchObject([
      { usageIncrement: '10', rounding: 'floor', consumptionPrice: '0' },
      { usageIncrement: '10', rounding: 'floor', consumptionPrice: '0.7' },
    ]);
    expect((await billing.plans.get({ code: 'pro' })).charges).toEqual(plan.charges);
  });

  it('refuses a rounding with which a plan could not be priced, and changes nothing', async () => {
    const paigo = new PaigoCatalogue();
    const billing = paigoProvider();
    await billing.metrics.create(tokens);
    const tiers = [
      { upTo: '15', unitAmount: '1' },
      { upTo: null, unitAmount: '2' },
    ];
    const charge = { model: 'graduated', timing: 'arrears', metric: 'tokens', pricing: { tiers } };
    const price = { amount: '0.00', currency: 'USD' };
    const plan = { code: 'pro', interval: 'monthly', timing: 'arrears', price, charges: [charge] };
    await billing.plans.create(plan as never);
    const before = paigo.writes.length;
    const rounding = { mode: 'round', precision: -1 } as const;
    const error = await refusal(billing.metrics.update({ code: 'tokens', rounding }));
    expect(error).toMatchObject({ code: 'invalid_input', issues: [{ path: ['rounding'] }] });
    expect(error.message).toContain('"pro"');
    expect(paigo.writes).toHaveLength(before);
  });

  describe('for which plans charge', () => {
    const price = { amount: '0.00', currency: 'USD' };
    const charge = (unitAmount: string) => ({
      model: 'standard',
      timing: 'arrears',
      metric: 'tokens',
      pricing: { unitAmount },
    });
    const planOf = (code: string) =>
      ({
        code,
        interval: 'monthly',
        timing: 'arrears',
        price,
        charges: [charge('2')],
      }) as never;
    const rounding = { mode: 'round', precision: 2 } as const;
    const finer = { code: 'tokens', rounding };

    /** An account whose plans charge for the metric. */
    async function account(...codes: readonly string[]) {
      const paigo = new PaigoCatalogue();
      const billing = paigoProvider();
      await billing.metrics.create(tokens);
      for (const code of codes) await billing.plans.create(planOf(code));
      const own = ({ metadata }: Record<string, unknown>) =>
        codes.includes((metadata as Record<string, string>)['billport.plan'] ?? '');
      const charges = () => [...paigo.dimensions.values()].filter(own);
      const chargeId = String(charges()[0]?.dimensionId);
      return { paigo, billing, charges, chargeId };
    }

    it.each([
      { usageEntitlement: 100, overageAllowed: 'false' },
      { usageEntitlement: 'inf' },
      { usageEntitlement: 100, overageAllowed: 'true' },
    ])('keeps its price and what is included of it: %o', async (fields) => {
      const { paigo, billing, charges, chargeId } = await account('pro');
      paigo.dimensions.set(chargeId, { ...charges()[0], ...fields });
      await billing.metrics.update(finer);
      expect(charges()).toMatchObject([
        { usageIncrement: '0.01', consumptionPrice: '0.02', ...fields },
      ]);
      const [body] = paigo.bodies('PUT', new RegExp(chargeId));
      expect(Object.keys(body ?? {})).toEqual(['usageIncrement', 'rounding', 'consumptionPrice']);
    });

    it('refuses a rounding that would change what a customer pays by a price of its own', async () => {
      const { paigo, billing, charges, chargeId } = await account('pro');
      const before = charges();
      const dimensionOverrides = [{ dimensionId: chargeId, consumptionPrice: '1.5' }];
      const enrolled = { offering: { offeringId: 'any' }, overrides: { dimensionOverrides } };
      paigo.customers.set('other', { customerId: 'other', enrollments: [] });
      paigo.customers.set('acme', { customerId: 'acme', enrollments: enrolled });
      const error = await refusal(billing.metrics.update(finer));
      expect(error).toMatchObject({ code: 'conflict', details: { key: 'tokens' } });
      expect(error.message).toContain('customer "acme"');
      // One whom the list shows without enrolments is on the plan all the same.
      paigo.customers.set('acme', { customerId: 'acme' });
      paigo.enrollments.set('acme', [enrolled]);
      expect(await refusal(billing.metrics.update(finer))).toMatchObject({ code: 'conflict' });
      expect(charges()).toEqual(before);
      paigo.enrollments.delete('acme');
      expect((await billing.metrics.update(finer)).rounding).toEqual(rounding);
    });

    it('refuses a rounding that would change a price that an offering has of its own', async () => {
      const { paigo, billing, charges, chargeId } = await account('pro');
      const before = charges();
      const theirs = { offeringId: 'theirs', offeringName: 'Theirs', dimensionIds: [chargeId] };
      const dimensionOverrides = { dimensionId: chargeId, consumptionPrice: '1.5' };
      paigo.offerings.set('theirs', { ...theirs, dimensionOverrides });
      const error = await refusal(billing.metrics.update(finer));
      expect(error).toMatchObject({ code: 'conflict', message: expect.stringContaining('theirs') });
      expect(charges()).toEqual(before);
    });

    it('asks for customers only where a price by the increment changes', async () => {
      const { paigo, billing } = await account('pro');
      await billing.metrics.update({ code: 'tokens', rounding: { mode: 'floor' } });
      await billing.metrics.create({ ...tokens, code: 'unused' });
      await billing.metrics.update({ ...finer, code: 'unused' });
      expect(paigo.sent.filter(({ path }) => path.startsWith('/customers'))).toEqual([]);
    });

    it('comes to what both asked for where the plan is changed at the same time', async () => {
      const { billing, charges } = await account('pro');
      const change = { code: 'pro', charges: [charge('3')] } as never;
      await Promise.all([billing.plans.update(change), billing.metrics.update(finer)]);
      expect(charges()).toMatchObject([{ usageIncrement: '0.01', consumptionPrice: '0.03' }]);
    });

    it('rounds also the charges of a plan that is made at the same time', async () => {
      const { billing, paigo } = await account();
      const made = billing.plans.create(planOf('pro'));
      await Promise.all([made, billing.metrics.update(finer)]);
      expect([...paigo.dimensions.values()]).toMatchObject([
        { usageIncrement: '0.01', consumptionPrice: '0' },
        { usageIncrement: '0.01', consumptionPrice: '0.02' },
      ]);
    });

    it('is rounded also while a plan that charges for it is deleted', async () => {
      const { billing, charges } = await account('basic', 'pro');
      const [updated] = await Promise.all([
        billing.metrics.update(finer),
        billing.plans.delete({ code: 'basic' }),
      ]);
      expect(updated.rounding).toEqual(rounding);
      expect(charges()).toMatchObject([{ usageIncrement: '0.01', consumptionPrice: '0.02' }]);
    });

    it('says which plans are rounded anew already when it fails, and goes on when repeated', async () => {
      const { paigo, billing, charges, chargeId } = await account('basic', 'pro');
      // The newest is the first.
      paigo.fail('PUT', new RegExp(chargeId), { status: 400 });
      const error = await refusal(billing.metrics.update(finer));
      expect(error.code).toBe('rejected');
      expect(error.message).toMatch(/rounded anew already.*"pro"\. Repeat the call\.$/);
      expect(error.message).not.toContain('"basic"');
      await billing.metrics.update(finer);
      expect(charges()).toMatchObject([
        { usageIncrement: '0.01', consumptionPrice: '0.02' },
        { usageIncrement: '0.01', consumptionPrice: '0.02' },
      ]);
    });

    it('says where Paigo shows a charge otherwise than it was sent', async () => {
      const { paigo, billing } = await account('pro');
      const set = paigo.dimensions.set.bind(paigo.dimensions);
      paigo.dimensions.set = (id, dimension) => set(id, { ...dimension, consumptionPrice: '1' });
      const { warnings } = await billing.metrics.update(finer);
      expect(warnings).toContainEqual(
        expect.objectContaining({
          code: 'not_applied',
          field: 'rounding',
          message: expect.stringContaining('"pro"'),
        }),
      );
    });
  });

  it('leaves the rounding of dimensions alone that others made: their price is for an increment', async () => {
    const paigo = new PaigoCatalogue();
    paigo.dimensions.set('0b9c1f0e-dash', foreign());
    const billing = paigoProvider();
    const rounding = { mode: 'ceil' } as const;
    const error = await refusal(billing.metrics.update({ code: '0b9c1f0e-dash', rounding }));
    expect(error.code).toBe('conflict');
    expect(paigo.writes).toEqual([]);
    const renamed = await billing.metrics.update({ code: '0b9c1f0e-dash', name: 'RAM' });
    expect(renamed.name).toBe('RAM');
  });
});

describe('metrics.delete', () => {
  const price = { amount: '0.00', currency: 'USD' };
  const charges = [
    { model: 'standard', timing: 'arrears', metric: 'tokens', pricing: { unitAmount: '1' } },
  ];
  const plan = { code: 'pro', interval: 'monthly', timing: 'arrears', price, charges } as never;

  it('point 22: refuses a metric that a plan charges for, and names the plan', async () => {
    const paigo = new PaigoCatalogue();
    const billing = paigoProvider();
    await billing.metrics.create(tokens);
    await billing.plans.create(plan);
    const error = await refusal(billing.metrics.delete({ code: 'tokens' }));
    expect(error).toMatchObject({
      code: 'conflict',
      details: { resource: 'metric', key: 'tokens', state: 'in use' },
    });
    expect(error.message).toContain('"pro"');
    expect(paigo.bodies('DELETE', /./)).toEqual([]);
  });

  it('point 22: takes the 409 of Paigo itself for the same', async () => {
    const paigo = new PaigoCatalogue();
    const billing = paigoProvider();
    await billing.metrics.create(tokens);
    paigo.fail('DELETE', /dimensions/, { status: 409 });
    const error = await refusal(billing.metrics.delete({ code: 'tokens' }));
    expect(error).toMatchObject({ code: 'conflict', details: { key: 'tokens', state: 'in use' } });
  });

  it('is done when the repeat finds nothing after a lost answer', async () => {
    const paigo = new PaigoCatalogue();
    const billing = paigoProvider();
    await billing.metrics.create(tokens);
    paigo.fail('DELETE', /dimensions/, { isDone: true });
    expect((await billing.metrics.delete({ code: 'tokens' })).code).toBe('tokens');
    expect(paigo.bodies('DELETE', /./)).toHaveLength(2);
    expect(paigo.dimensions.size).toBe(0);
  });
});
