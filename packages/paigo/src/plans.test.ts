import { BillingError, type Charge, type CreatePlanInput } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PaigoCatalogue } from './paigo-catalogue.fixture.ts';
import { found, giveToken, paigoHost, paigoProvider } from './paigo-host.fixture.ts';

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

const usd = (amount: string) => ({ amount, currency: 'USD' });

const standard = (metric: string, unitAmount: string, fields: object = {}): Charge =>
  ({
    model: 'standard',
    timing: 'arrears',
    metric,
    pricing: { unitAmount },
    ...fields,
  }) as Charge;

const graduated = (metric: string, fields: object = {}): Charge =>
  ({
    ...standard(metric, '0', fields),
    model: 'graduated',
    pricing: {
      tiers: [
        { upTo: '10', unitAmount: '1' },
        { upTo: null, unitAmount: '0.5' },
      ],
    },
  }) as Charge;

const plan = (fields: object = {}): CreatePlanInput =>
  ({
    code: 'pro',
    interval: 'monthly',
    timing: 'arrears',
    price: usd('0.00'),
    ...fields,
  }) as CreatePlanInput;

const metric = (code: string) => ({ code, aggregation: 'sum', property: 'amount' }) as const;

/** An account with the metrics `tokens` and `calls`, and what was sent for these forgotten. */
async function account(habits: ConstructorParameters<typeof PaigoCatalogue>[0] = {}) {
  const paigo = new PaigoCatalogue(habits);
  const billing = paigoProvider();
  await billing.metrics.create(metric('tokens'));
  await billing.metrics.create(metric('calls'));
  paigo.sent.length = 0;
  return { paigo, billing };
}

/** An account with eight more metrics, and how many dimensions were made at a time. */
async function manyMetrics() {
  const { paigo } = await account();
  giveToken();
  const meter = { running: 0, highest: 0 };
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const isMaking =
      input instanceof Request && input.method === 'POST' && input.url.endsWith('/dimensions');
    if (!isMaking) return globalThis.fetch(input, init);
    meter.running += 1;
    meter.highest = Math.max(meter.highest, meter.running);
    return globalThis.fetch(input, init).finally(() => (meter.running -= 1));
  };
  const billing = paigoProvider({ fetch });
  const codes = Array.from({ length: 8 }, (_, index) => `metric-${index}`);
  for (const code of codes) await billing.metrics.create(metric(code));
  return { paigo, codes, meter, billing };
}

const names = (paigo: PaigoCatalogue) =>
  [...paigo.dimensions.values()].map(({ dimensionName }) => dimensionName);

describe('plans.create', () => {
  it('point 14: makes a dimension of its own for each charge, and the offering that holds them', async () => {
    const { paigo, billing } = await account();
    const charges = [
      standard('tokens', '0.02', { code: 'main', name: 'Words' }),
      graduated('calls'),
    ];
    const input = plan({
      name: 'Pro',
      description: 'Everything',
      trialDays: 14,
      minimumCommitment: { amount: usd('100.00'), name: 'At least' },
      metadata: { shelf: 'A' },
      charges,
    });
    const made = await billing.plans.create(input);
    expect(made).toMatchObject(input);
    expect(paigo.bodies('POST', /offerings/)).toEqual([
      {
        offeringName: 'Pro',
        dimensionIds: ['dim-3', 'dim-4'],
        offeringType: 'usage-based',
        offeringVisibility: 'public',
        billingCycle: 'monthly',
        currency: 'USD',
        minimumCharge: '100',
        freeTrialLength: '14',
        metadata: {
          shelf: 'A',
          'billport.plan': 'pro',
          'billport.name': 'Pro',
          'billport.description': 'Everything',
          'billport.timing': 'arrears',
          'billport.commitmentName': 'At least',
          'billport.createdAt': '2026-01-15T12:00:00.000Z',
          'billport.token': expect.any(String),
        },
      },
    ]);
    const { warnings: _, ...shown } = made;
    const { warnings: __, ...read } = await billing.plans.get({ code: 'pro' });
    expect(read).toEqual(shown);
  });

  it('point 11: sends a base price as a number, and as text where Paigo refuses that', async () => {
    for (const prices of ['number', 'string'] as const) {
      nock.cleanAll();
      const { paigo, billing } = await account({ prices });
      const made = await billing.plans.create(plan({ timing: 'advance', price: usd('49.90') }));
      expect(made.price).toEqual(usd('49.90'));
      const sent = paigo.bodies('POST', /offerings/);
      const shown = sent.map(({ subscriptionPrice }) => subscriptionPrice);
      expect(shown).toEqual(prices === 'number' ? [49.9] : [49.9, '49.9']);
      expect(sent.at(-1)).toMatchObject({ offeringType: 'subscription' });
      expect(paigo.offerings.size).toBe(1);
    }
  });

  it('point 11: keeps the reason of the first refusal where Paigo refuses the text too', async () => {
    const { paigo, billing } = await account();
    const message = 'The offering name is taken';
    paigo.fail('POST', /offerings/, { status: 400, body: { message } });
    paigo.fail('POST', /offerings/, { status: 400, body: { message: 'price must be a number' } });
    const priced = plan({ timing: 'advance', price: usd('49.90') });
    const error = await refusal(billing.plans.create(priced));
    expect(error).toMatchObject({ code: 'rejected', message: expect.stringContaining(message) });
    expect(error.message).not.toContain('must be a number');
  });

  it.each([
    ['interval', plan({ interval: 'weekly' }), ['interval']],
    ['interval', plan({ interval: 'yearly' }), ['interval']],
    ['currency', plan({ price: { amount: '0.00', currency: 'GBP' } }), ['price', 'currency']],
    ['price in arrears', plan({ price: usd('1.00') }), ['timing']],
    [
      'price that no number holds',
      plan({ timing: 'advance', price: usd('12345678901234567.89') }),
      ['price', 'amount'],
    ],
    [
      'minimum beside a price',
      plan({
        timing: 'advance',
        price: usd('1.00'),
        minimumCommitment: { amount: usd('5.00') },
      }),
      ['minimumCommitment'],
    ],
    [
      'model',
      plan({ charges: [{ ...graduated('tokens'), model: 'volume' }] }),
      ['charges', 0, 'model'],
    ],
    [
      'charge in advance',
      plan({ charges: [standard('tokens', '1', { timing: 'advance' })] }),
      ['charges', 0, 'timing'],
    ],
    [
      'second charge for a metric',
      plan({ charges: [standard('tokens', '1'), standard('tokens', '2', { code: 'second' })] }),
      ['charges', 1, 'metric'],
    ],
    [
      'free units that fill no package',
      plan({
        charges: [
          {
            ...standard('tokens', '1'),
            model: 'package',
            pricing: { amount: '5', size: '1000', freeUnits: '100' },
          },
        ],
      }),
      ['charges', 0, 'pricing', 'freeUnits'],
    ],
    [
      'flat amount',
      plan({
        charges: [
          {
            ...graduated('tokens'),
            pricing: { tiers: [{ upTo: null, unitAmount: '1', flatAmount: '2' }] },
          },
        ],
      }),
      ['charges', 0, 'pricing', 'tiers', 0, 'flatAmount'],
    ],
    ['threshold', plan({ usageThresholds: [{ amount: usd('5.00') }] }), ['usageThresholds']],
    [
      'filter',
      plan({
        charges: [
          standard('tokens', '1', {
            filters: [{ match: { a: ['b'] }, pricing: { unitAmount: '2' } }],
          }),
        ],
      }),
      ['charges', 0, 'filters'],
    ],
    [
      'own name in metadata',
      plan({ metadata: { 'billport.plan': 'x' } }),
      ['metadata', 'billport.plan'],
    ],
  ])('refuses with a way out, and before anything is sent: %s', async (_, input, path) => {
    const paigo = new PaigoCatalogue();
    const error = await refusal(paigoProvider().plans.create(input));
    expect(error).toMatchObject({ code: 'invalid_input', issues: [{ path }] });
    expect(error.message.length).toBeGreaterThan(30);
    expect(paigo.sent).toEqual([]);
  });

  it('names every field at once that Paigo cannot have', async () => {
    new PaigoCatalogue();
    const charges = [
      standard('tokens', '1', { timing: 'advance' }),
      standard('tokens', '2', { code: 'b' }),
    ];
    const input = plan({ interval: 'weekly', price: usd('1.00'), charges });
    const { issues } = await refusal(paigoProvider().plans.create(input));
    expect(issues?.map(({ path }) => path.join('.'))).toEqual([
      'interval',
      'timing',
      'charges.0.timing',
      'charges.1.metric',
    ]);
  });

  it('refuses an unknown metric before anything is made', async () => {
    const { paigo, billing } = await account();
    const charges = [standard('tokens', '1'), standard('nothing', '1')];
    expect(await refusal(billing.plans.create(plan({ charges })))).toMatchObject({
      code: 'not_found',
      details: { resource: 'metric', key: 'nothing' },
      issues: [{ path: ['charges', 1, 'metric'] }],
    });
    expect(paigo.writes).toEqual([]);
  });

  it('refuses a metric of others whose method the contract does not have', async () => {
    const { paigo, billing } = await account();
    const average = { dimensionId: 'dash', usageIncrement: '1', aggregationMethod: 'average' };
    paigo.dimensions.set('dash', average);
    const error = await refusal(billing.plans.create(plan({ charges: [standard('dash', '1')] })));
    expect(error).toMatchObject({
      code: 'invalid_input',
      issues: [{ path: ['charges', 0, 'metric'] }],
    });
    expect(paigo.writes).toEqual([]);
  });

  it('refuses a code that is taken', async () => {
    const { billing } = await account();
    await billing.plans.create(plan());
    expect(await refusal(billing.plans.create(plan({ name: 'Other' })))).toMatchObject({
      code: 'already_exists',
      details: { resource: 'plan', key: 'pro' },
    });
  });

  it('takes its own away where another process made one of the code at the same moment', async () => {
    const { paigo, billing } = await account();
    const set = paigo.offerings.set.bind(paigo.offerings);
    paigo.offerings.set = (id, offering) => {
      set('other', { offeringId: 'other', metadata: { 'billport.plan': 'pro' } });
      return set(id, offering);
    };
    const made = billing.plans.create(plan({ charges: [standard('tokens', '1')] }));
    expect(await refusal(made)).toMatchObject({ code: 'already_exists' });
    expect([...paigo.offerings.keys()]).toEqual(['other']);
    expect(names(paigo)).toEqual(['tokens', 'calls']);
  });

  it('takes away what it has made when Paigo refuses the offering', async () => {
    const { paigo, billing } = await account();
    paigo.fail('POST', /offerings/, { status: 400 });
    const charges = [standard('tokens', '1'), graduated('calls')];
    const error = await refusal(billing.plans.create(plan({ charges })));
    expect(error.code).toBe('rejected');
    expect(error.message).not.toContain('stays');
    expect(names(paigo)).toEqual(['tokens', 'calls']);
  });

  it('makes five dimensions at a time, and keeps their order', async () => {
    const { paigo, codes, meter, billing } = await manyMetrics();
    const charges = codes.map((code, index) => standard(code, `${index + 1}`));
    const made = await billing.plans.create(plan({ charges }));
    expect(made.charges).toEqual(charges);
    expect(meter.highest).toBe(5);
    const changed = charges.map((charge) => graduated(charge.metric));
    meter.highest = 0;
    const updated = await billing.plans.update({ code: 'pro', charges: changed });
    expect(updated.charges).toEqual(changed);
    expect(meter.highest).toBe(5);
    expect(paigo.dimensions.size).toBe(2 * codes.length + 2);
  });

  it('takes away also what was under way when one was refused', async () => {
    const { paigo, codes, billing } = await manyMetrics();
    const before = names(paigo);
    paigo.fail('POST', /dimensions/, { status: 400 });
    const charges = codes.map((code) => standard(code, '1'));
    const error = await refusal(billing.plans.create(plan({ charges })));
    expect(error.code).toBe('rejected');
    expect(names(paigo)).toEqual(before);
    expect(paigo.bodies('POST', /offerings/)).toEqual([]);
  });

  it('names what it could not take away', async () => {
    const { paigo, billing } = await account();
    paigo.fail('POST', /offerings/, { status: 400 });
    paigo.fail('DELETE', /dimensions\/dim-3/, { status: 409 });
    const charges = [standard('tokens', '1'), graduated('calls')];
    const error = await refusal(billing.plans.create(plan({ charges })));
    expect(error.code).toBe('rejected');
    expect(error.message).toContain('DELETE /dimensions/dim-3 of Paigo');
    expect(error.message).not.toContain('dim-4');
    expect(error.message).not.toContain('409');
  });

  it('says that the plan was not made when nobody knows of a dimension, and names that', async () => {
    const { paigo, billing } = await account();
    paigo.fail('POST', /dimensions/);
    const error = await refusal(
      billing.plans.create(plan({ charges: [standard('tokens', '1', { name: 'Words' })] })),
    );
    expect(error).toMatchObject({ code: 'unavailable', retryable: true });
    expect(error.message).toContain('perhaps a dimension "Words"');
    expect(error.message).toContain('GET /dimensions of Paigo');
    expect(paigo.bodies('POST', /offerings/)).toEqual([]);
  });

  it('keeps the dimensions of an offering of which nobody knows whether it was made', async () => {
    const { paigo, billing } = await account();
    paigo.fail('POST', /offerings/);
    const error = await refusal(billing.plans.create(plan({ charges: [standard('tokens', '1')] })));
    expect(error).toMatchObject({
      code: 'outcome_unknown',
      details: { lookup: expect.stringMatching(/^plans\.get\(\{ code: "pro" \}\)/) },
    });
    expect(error.message).toContain('dimension dim-3');
    expect(names(paigo)).toEqual(['tokens', 'calls', 'tokens']);
    expect(paigo.bodies('POST', /offerings/)).toHaveLength(1);
  });

  it('point 7: finds by their tokens what was made although the answers were lost', async () => {
    const { paigo, billing } = await account();
    paigo.fail('POST', /dimensions/, { isDone: true });
    paigo.fail('POST', /offerings/, { isDone: true });
    const charges = [standard('tokens', '1')];
    const made = await billing.plans.create(plan({ charges }));
    expect(made.charges).toEqual(charges);
    expect(paigo.bodies('POST', /./)).toHaveLength(2);
  });

  it('says that taxes are not kept, and what a trial may come to', async () => {
    const { billing } = await account();
    const charges = [standard('tokens', '1', { taxCodes: ['vat'] })];
    const made = await billing.plans.create(plan({ taxCodes: ['vat'], trialDays: 3, charges }));
    expect(made.warnings).toEqual([
      expect.objectContaining({ code: 'not_applied', field: 'taxCodes' }),
      expect.objectContaining({ code: 'not_applied', field: 'charges.taxCodes' }),
      expect.objectContaining({ code: 'partial', field: 'trialDays' }),
    ]);
  });

  it('point 11: says where an account writes prices as numbers that lose digits', async () => {
    const { paigo, billing } = await account();
    const set = paigo.dimensions.set.bind(paigo.dimensions);
    paigo.dimensions.set = (id, dimension) =>
      set(id, { ...dimension, consumptionPrice: Number(dimension.consumptionPrice) });
    const charges = [standard('tokens', '0.12345678901234567891')];
    const made = await billing.plans.create(plan({ charges }));
    expect(made.warnings).toEqual([
      expect.objectContaining({ code: 'not_applied', field: 'charges.pricing.unitAmount' }),
    ]);
  });
});

describe('plans.get and plans.list', () => {
  it('point 19: reads offerings of others under their ids, and says what a plan cannot show', async () => {
    const { paigo, billing } = await account();
    paigo.offerings.set('dash', {
      offeringId: 'dash',
      offeringName: 'Starter',
      offeringType: 'subscription',
      subscriptionPrice: '19.999',
      billingCycle: 'annualToDate',
      prepaidCredit: '20.00',
      freeTrialLength: 7,
      metadata: { team: 'a', size: 3 },
    });
    const { warnings = [], ...read } = await billing.plans.get({ code: 'dash' });
    expect(read).toEqual({
      code: 'dash',
      name: 'Starter',
      interval: 'unknown',
      price: usd('20.00'),
      timing: 'advance',
      trialDays: 7,
      charges: [],
      metadata: { team: 'a', size: '3' },
      providerRef: { provider: 'paigo', type: 'offering', id: 'dash' },
    });
    const said = warnings.filter(({ code }) => code === 'partial').map(({ message }) => message);
    expect(said.join(' ')).toMatch(/19\.999.*annualToDate.*prepaid/);
  });

  it('point 18: does not take top-ups and absent cycles for months', async () => {
    const { paigo, billing } = await account();
    paigo.offerings.set('topUp', { offeringId: 'topUp', offeringName: 'T', billingCycle: 'topUp' });
    paigo.offerings.set('none', { offeringId: 'none', offeringName: 'N' });
    for (const code of ['topUp', 'none']) {
      const read = await billing.plans.get({ code });
      expect(read.interval).toBe('unknown');
      expect(read.warnings).toContainEqual(
        expect.objectContaining({ code: 'partial', field: 'interval' }),
      );
    }
  });

  it('point 2: reads offerings whose data is one object, and whose lists are null', async () => {
    giveToken();
    const offering = { offeringId: 'dash', offeringName: 'Starter', billingCycle: 'monthly' };
    const data = { ...offering, dimensions: null, metadata: null };
    paigoHost().get('/offerings').reply(200, { message: 'ok', data });
    const read = await paigoProvider().plans.get({ code: 'dash' });
    expect(read.charges).toEqual([]);
  });

  it('point 6: pages and sorts by itself, newest first', async () => {
    const { paigo, billing } = await account();
    for (const code of ['a', 'b', 'c']) await billing.plans.create(plan({ code }));
    paigo.offerings.set('dash', { offeringId: 'dash', offeringName: 'D', billingCycle: 'monthly' });
    const codes: string[] = [];
    for await (const { code } of billing.plans.list({ limit: 2 })) codes.push(code);
    expect(codes).toEqual(['c', 'b', 'a', 'dash']);
  });
});

describe('plans.update', () => {
  it('sends what changes only', async () => {
    const { paigo, billing } = await account();
    await billing.plans.create(plan({ name: 'Pro', metadata: { shelf: 'A', row: '1' } }));
    const change = { code: 'pro', name: null, description: 'More', metadata: { shelf: 'B' } };
    const { warnings: _, ...updated } = await billing.plans.update(change);
    expect(updated).toMatchObject({ description: 'More', metadata: { shelf: 'B' } });
    expect(updated).not.toHaveProperty('name');
    expect(paigo.bodies('PUT', /./)).toEqual([
      {
        offeringName: 'pro',
        metadata: {
          shelf: 'B',
          row: null,
          'billport.name': null,
          'billport.description': 'More',
        },
      },
    ]);
  });

  it('changes the price of a charge in its dimension, whose usage stays', async () => {
    const { paigo, billing } = await account();
    await billing.plans.create(
      plan({ charges: [standard('tokens', '1'), standard('calls', '2')] }),
    );
    const updated = await billing.plans.update({ code: 'pro', charges: [standard('calls', '3')] });
    expect(updated.charges).toEqual([standard('tokens', '1'), standard('calls', '3')]);
    expect(paigo.writes.slice(3)).toEqual([
      {
        method: 'PUT',
        path: '/dimensions/dim-4',
        body: {
          usageIncrement: '1',
          rounding: 'round',
          consumptionPrice: '3',
          usageEntitlement: 0,
          overageAllowed: 'true',
        },
      },
    ]);
  });

  it('point 14: makes another dimension where a price becomes tiers, and says what is lost', async () => {
    const { paigo, billing } = await account();
    await billing.plans.create(
      plan({ charges: [standard('tokens', '1'), standard('calls', '2')] }),
    );
    const updated = await billing.plans.update({ code: 'pro', charges: [graduated('tokens')] });
    expect(updated.charges).toEqual([graduated('tokens'), standard('calls', '2')]);
    expect(updated.warnings).toContainEqual(
      expect.objectContaining({ code: 'partial', message: expect.stringContaining('"tokens"') }),
    );
    const steps = paigo.writes.slice(3).map(({ method, path }) => `${method} ${path}`);
    expect(steps).toEqual(['POST /dimensions', 'PUT /offerings/off-5', 'DELETE /dimensions/dim-3']);
    expect(paigo.bodies('PUT', /off-5/)).toEqual([{ dimensionIds: ['dim-4', 'dim-6'] }]);
  });

  it('frees tiers that Paigo keeps in the offering', async () => {
    const { paigo, billing } = await account({ lists: 'merge' });
    await billing.plans.create(plan({ charges: [graduated('tokens')] }));
    const updated = await billing.plans.update({ code: 'pro', removeCharges: ['tokens'] });
    expect(updated.charges).toEqual([]);
    expect(paigo.bodies('PUT', /dim-3/)).toMatchObject([
      { tiers: [{ upperBound: 'inf', tierPosition: '1', unitPrice: '0' }] },
    ]);
  });

  it.each([
    ['other model', { charges: [graduated('tokens')] }],
    ['removal', { removeCharges: ['tokens'] }],
  ])('leaves a charge as it is when Paigo refuses the change: %s', async (_, change) => {
    for (const lists of ['replace', 'merge'] as const) {
      nock.cleanAll();
      const { paigo, billing } = await account({ lists });
      await billing.plans.create(plan({ charges: [standard('tokens', '1')] }));
      const before = [...paigo.dimensions.values()];
      paigo.fail('PUT', /offerings/, { status: 400 });
      const error = await refusal(billing.plans.update({ code: 'pro', ...change }));
      expect(error.code).toBe('rejected');
      expect([...paigo.dimensions.values()]).toEqual(before);
      const { charges } = await billing.plans.get({ code: 'pro' });
      expect(charges).toEqual([standard('tokens', '1')]);
    }
  });

  it('says that a former charge is billed where it cannot be freed, and ends it when repeated', async () => {
    const { paigo, billing } = await account({ lists: 'merge' });
    await billing.plans.create(plan({ charges: [standard('tokens', '1')] }));
    paigo.fail('PUT', /dim-3/, { status: 400 });
    const change = { code: 'pro', charges: [graduated('tokens')] };
    const error = await refusal(billing.plans.update(change));
    expect(error.message).toContain('"tokens" in it and bills it (dimension dim-3): repeat');
    const repeated = await billing.plans.update(change);
    expect(repeated.charges).toEqual([graduated('tokens')]);
    expect(paigo.dimensions.get('dim-3')).toMatchObject({ consumptionPrice: '0' });
    expect(paigo.bodies('POST', /dimensions/)).toHaveLength(2);
  });

  it('hides a charge that Paigo keeps in the offering, where it bills nothing', async () => {
    const { paigo, billing } = await account({ lists: 'merge' });
    await billing.plans.create(
      plan({ charges: [standard('tokens', '1'), standard('calls', '2')] }),
    );
    const updated = await billing.plans.update({ code: 'pro', removeCharges: ['tokens'] });
    expect(updated.charges).toEqual([standard('calls', '2')]);
    expect(updated.warnings?.map(({ message }) => message).join(' ')).toContain('dim-3 stays');
    expect(paigo.dimensions.get('dim-3')).toMatchObject({ consumptionPrice: '0' });
    const again = await billing.plans.update({ code: 'pro', charges: [standard('tokens', '5')] });
    expect(again.charges).toEqual([standard('calls', '2'), standard('tokens', '5')]);
  });

  it('sends everything where an account loses what a change leaves out', async () => {
    const { paigo, billing } = await account({ puts: 'replace' });
    const input = plan({
      timing: 'advance',
      price: usd('10.00'),
      trialDays: 5,
      charges: [standard('tokens', '1')],
    });
    await billing.plans.create(input);
    const { warnings: _, ...before } = await billing.plans.get({ code: 'pro' });
    const updated = await billing.plans.update({ code: 'pro', description: 'More' });
    expect(updated).toMatchObject({ ...before, description: 'More' });
    await billing.plans.update({ code: 'pro', description: 'Most' });
    const sent = paigo.bodies('PUT', /offerings/);
    expect(sent).toHaveLength(3);
    expect(sent.at(-1)).toMatchObject({
      offeringType: 'subscription',
      subscriptionPrice: 10,
      dimensionIds: ['dim-3'],
      freeTrialLength: '5',
    });
  });

  it('leaves dimensions alone that others made: other offerings may hold them', async () => {
    const { paigo, billing } = await account();
    const dash = { dimensionId: 'dash', dimensionName: 'Memory', usageIncrement: '1' };
    paigo.dimensions.set('dash', {
      ...dash,
      rounding: 'round',
      aggregationMethod: 'sum',
      aggregationInterval: 'month',
      consumptionPrice: '2',
    });
    paigo.offerings.set('theirs', {
      offeringId: 'theirs',
      offeringName: 'Theirs',
      billingCycle: 'monthly',
      dimensionIds: ['dash'],
    });
    const updated = await billing.plans.update({
      code: 'theirs',
      charges: [standard('dash', '3')],
    });
    expect(updated.charges).toEqual([standard('dash', '3')]);
    expect(paigo.dimensions.get('dash')).toMatchObject({ consumptionPrice: '2' });
    expect(paigo.bodies('PUT', /dimensions/)).toEqual([]);
  });

  it('says where Paigo goes on billing a dimension of others', async () => {
    const { paigo, billing } = await account({ lists: 'merge' });
    const dash = { dimensionId: 'dash', dimensionName: 'Memory', usageIncrement: '1' };
    const terms = { rounding: 'round', aggregationMethod: 'sum', aggregationInterval: 'month' };
    paigo.dimensions.set('dash', { ...dash, ...terms, consumptionPrice: '2' });
    const offering = { offeringId: 'theirs', offeringName: 'Theirs', billingCycle: 'monthly' };
    paigo.offerings.set('theirs', { ...offering, dimensionIds: ['dash'] });
    const { warnings } = await billing.plans.update({ code: 'theirs', removeCharges: ['dash'] });
    expect(warnings).toMatchObject([
      {
        code: 'not_applied',
        field: 'charges',
        message: expect.stringContaining('goes on billing'),
      },
    ]);
  });

  it.each([
    ['charge that is not there', { removeCharges: ['x'] }, 'not_found', ['removeCharges', 0]],
    [
      'metric that is not there',
      { charges: [standard('x', '1')] },
      'not_found',
      ['charges', 0, 'metric'],
    ],
    [
      'second charge for a metric',
      { charges: [standard('tokens', '1', { code: 'second' })] },
      'invalid_input',
      ['charges'],
    ],
    ['price in arrears', { price: usd('1.00') }, 'invalid_input', ['price']],
    [
      'minimum in another currency',
      { minimumCommitment: { amount: { amount: '1.00', currency: 'EUR' } } },
      'invalid_input',
      ['minimumCommitment', 'amount', 'currency'],
    ],
    [
      'model',
      { charges: [{ ...graduated('calls'), model: 'volume' }] },
      'invalid_input',
      ['charges', 0, 'model'],
    ],
  ])('refuses, and changes nothing: %s', async (_, change, code, path) => {
    const { paigo, billing } = await account();
    await billing.plans.create(plan({ charges: [standard('tokens', '1')] }));
    const before = paigo.writes.length;
    const error = await refusal(billing.plans.update({ code: 'pro', ...change } as never));
    expect(error).toMatchObject({ code, issues: [{ path }] });
    expect(paigo.writes).toHaveLength(before);
  });

  it('refuses a minimum beside the price that the plan has, and takes it away for one', async () => {
    const { paigo, billing } = await account();
    await billing.plans.create(plan({ timing: 'advance', price: usd('5.00') }));
    const minimumCommitment = { amount: usd('9.00') };
    const error = await refusal(billing.plans.update({ code: 'pro', minimumCommitment }));
    expect(error).toMatchObject({ issues: [{ path: ['minimumCommitment'] }] });
    const price = usd('0.00');
    const updated = await billing.plans.update({ code: 'pro', price, minimumCommitment });
    expect(updated).toMatchObject({ price, minimumCommitment, timing: 'advance' });
    const back = { code: 'pro', price: usd('6.00'), minimumCommitment: null };
    expect(await billing.plans.update(back)).toMatchObject({ price: usd('6.00') });
    expect(paigo.bodies('PUT', /./).at(-1)).toMatchObject({ minimumCharge: null });
  });

  it('refuses another currency while a customer is on the plan', async () => {
    const { paigo, billing } = await account();
    await billing.plans.create(plan());
    const enrollments = [{ offering: { offeringId: 'off-3', offeringName: 'Pro' } }];
    paigo.customers.set('acme', { customerId: 'acme', enrollments });
    const change = { code: 'pro', price: { amount: '0.00', currency: 'EUR' } };
    const error = await refusal(billing.plans.update(change));
    expect(error).toMatchObject({ code: 'conflict', details: { key: 'pro', state: 'in use' } });
    expect(paigo.bodies('PUT', /./)).toEqual([]);
    paigo.customers.set('acme', { customerId: 'acme', enrollments: [] });
    expect((await billing.plans.update(change)).price).toEqual(change.price);
  });

  it('refuses another currency while a customer is on the plan that the list shows without', async () => {
    const { paigo, billing } = await account();
    await billing.plans.create(plan());
    const enrolled = { offering: { offeringId: 'off-3', offeringName: 'Pro' } };
    const change = { code: 'pro', price: { amount: '0.00', currency: 'EUR' } };
    paigo.customers.set('acme', { customerId: 'acme', enrollments: enrolled });
    expect(await refusal(billing.plans.update(change))).toMatchObject({ code: 'conflict' });
    paigo.customers.set('acme', { customerId: 'acme' });
    paigo.enrollments.set('acme', [enrolled]);
    expect(await refusal(billing.plans.update(change))).toMatchObject({ code: 'conflict' });
    expect(paigo.bodies('PUT', /./)).toEqual([]);
  });

  describe('beside prices that others have of their own', () => {
    const packages = {
      ...standard('tokens', '1'),
      model: 'package',
      pricing: { amount: '2000', size: '1000' },
    } as Charge;

    async function priced() {
      const { paigo, billing } = await account();
      await billing.plans.create(plan({ charges: [standard('tokens', '2')] }));
      const dimensionOverrides = [{ dimensionId: 'dim-3', consumptionPrice: '1.5' }];
      const offering = { offeringId: 'off-4', offeringName: 'Pro' };
      const enrollments = [{ offering, overrides: { dimensionOverrides } }];
      return { paigo, billing, dimensionOverrides, enrollments };
    }

    it.each([
      ['packages', packages],
      ['tiers', graduated('tokens')],
    ])('refuses %s in the place of units, and changes nothing', async (_, charge) => {
      const { paigo, billing, enrollments } = await priced();
      paigo.customers.set('acme', { customerId: 'acme', enrollments });
      const before = paigo.writes.length;
      const error = await refusal(billing.plans.update({ code: 'pro', charges: [charge] }));
      expect(error).toMatchObject({ code: 'conflict', details: { resource: 'plan', key: 'pro' } });
      expect(error.message).toContain('charges: customer "acme"');
      expect(paigo.writes).toHaveLength(before);
      paigo.customers.clear();
      const updated = await billing.plans.update({ code: 'pro', charges: [charge] });
      expect(updated.charges).toEqual([charge]);
    });

    it('puts tiers in the place of units where only who is on another plan has a price of its own', async () => {
      const { paigo, billing, dimensionOverrides } = await priced();
      const offering = { offeringId: 'theirs', offeringName: 'Theirs', dimensionIds: ['dim-3'] };
      paigo.offerings.set('theirs', { ...offering, dimensionOverrides });
      const enrollments = [{ offering, overrides: { dimensionOverrides } }];
      paigo.customers.set('acme', { customerId: 'acme', enrollments });
      const tiers = graduated('tokens');
      const { charges } = await billing.plans.update({ code: 'pro', charges: [tiers] });
      expect(charges).toEqual([tiers]);
    });

    it('refuses packages where the offering has one, and says where that is shown instead', async () => {
      const { paigo, billing, dimensionOverrides } = await priced();
      const offering = paigo.offerings.get('off-4');
      paigo.offerings.set('off-4', { ...offering, dimensionOverrides });
      const error = await refusal(billing.plans.update({ code: 'pro', charges: [packages] }));
      expect(error).toMatchObject({ code: 'conflict' });
      const { warnings } = await billing.plans.update({
        code: 'pro',
        charges: [standard('tokens', '3')],
      });
      expect(warnings).toEqual([
        expect.objectContaining({ code: 'not_applied', field: 'charges.pricing.unitAmount' }),
      ]);
    });

    it('changes the price of a unit without asking for customers', async () => {
      const { paigo, billing } = await priced();
      await billing.plans.update({ code: 'pro', charges: [standard('tokens', '3')] });
      expect(paigo.sent.filter(({ path }) => path.startsWith('/customers'))).toEqual([]);
    });
  });

  it('comes to the price that was asked for where another process rounds the charge meanwhile', async () => {
    const { paigo } = await account();
    giveToken();
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const isChange = input instanceof Request && input.method === 'PUT';
      const dimension = paigo.dimensions.get('dim-3');
      const rounded = { usageIncrement: '0.01', consumptionPrice: '0.02' };
      if (isChange) paigo.dimensions.set('dim-3', { ...dimension, ...rounded });
      return globalThis.fetch(input, init);
    };
    const billing = paigoProvider({ fetch });
    await billing.plans.create(plan({ charges: [standard('tokens', '2')] }));
    const charges = [standard('tokens', '3')];
    const updated = await billing.plans.update({ code: 'pro', charges });
    expect(updated.charges).toEqual(charges);
  });

  it('point 11: says where an account writes a changed price as a number that loses digits', async () => {
    const { paigo, billing } = await account();
    await billing.plans.create(plan({ charges: [standard('tokens', '1')] }));
    const set = paigo.dimensions.set.bind(paigo.dimensions);
    paigo.dimensions.set = (id, dimension) =>
      set(id, { ...dimension, consumptionPrice: Number(dimension.consumptionPrice) });
    const charges = [standard('tokens', '0.12345678901234567891')];
    const { warnings } = await billing.plans.update({ code: 'pro', charges });
    expect(warnings).toEqual([
      expect.objectContaining({ code: 'not_applied', field: 'charges.pricing.unitAmount' }),
    ]);
  });

  it('says that who is on the plan keeps the trial that was there, where somebody is', async () => {
    const { paigo, billing } = await account();
    await billing.plans.create(plan({ trialDays: 14 }));
    const ofTrial = async (trialDays: number) => {
      const { warnings = [] } = await billing.plans.update({ code: 'pro', trialDays });
      return warnings.filter(({ field }) => field === 'trialDays').map(({ message }) => message);
    };
    const stays = expect.stringContaining('their trial stays');
    expect(await ofTrial(30)).not.toContainEqual(stays);
    const enrollments = [{ offering: { offeringId: 'off-3', offeringName: 'Pro' } }];
    paigo.customers.set('acme', { customerId: 'acme', enrollments });
    expect(await ofTrial(60)).toContainEqual(stays);
    expect(await ofTrial(60)).not.toContainEqual(stays);
  });

  it('says that the trial is gone already when the rest of the change fails', async () => {
    const { paigo, billing } = await account();
    await billing.plans.create(plan({ trialDays: 14 }));
    const change = { code: 'pro', trialDays: null, charges: [standard('tokens', '2')] };
    paigo.fail('POST', /dimensions/, { status: 400 });
    const error = await refusal(billing.plans.update(change));
    expect(error).toMatchObject({ code: 'rejected' });
    expect(error.message).toContain('The trial is taken from the plan already.');
    const updated = await billing.plans.update(change);
    expect(updated.charges).toEqual(change.charges);
    const refused = { code: 'pro', name: 'Other' };
    paigo.fail('PUT', /offerings/, { status: 400 });
    expect((await refusal(billing.plans.update(refused))).message).not.toContain('trial');
  });

  it('takes a trial away by another offering in its place, for no change can', async () => {
    const { paigo, billing } = await account();
    await billing.plans.create(plan({ trialDays: 5, charges: [standard('tokens', '1')] }));
    const { warnings: _, trialDays: __, ...before } = await billing.plans.get({ code: 'pro' });
    const { warnings: ___, ...updated } = await billing.plans.update({
      code: 'pro',
      trialDays: null,
    });
    expect(updated).toEqual({ ...before, providerRef: expect.anything() });
    expect([...paigo.offerings.values()]).toMatchObject([{ dimensionIds: ['dim-3'] }]);
  });

  it('stays the plan that it was while nobody knows whether its trial is gone, and takes it when repeated', async () => {
    const { paigo, billing } = await account();
    await billing.plans.create(plan({ trialDays: 5, charges: [standard('tokens', '1')] }));
    const [former = ''] = paigo.offerings.keys();
    for (let attempt = 0; attempt < 10; attempt++) paigo.fail('DELETE', /offerings/);
    const change = { code: 'pro', trialDays: null };
    expect(await refusal(billing.plans.update(change))).toMatchObject({ code: 'outcome_unknown' });
    paigo.mend();
    expect(paigo.offerings.size).toBe(2);
    const { items } = await billing.plans.list();
    expect(items).toMatchObject([{ code: 'pro', trialDays: 5, providerRef: { id: former } }]);
    await billing.plans.update({ code: 'pro', name: 'Renamed' });
    const updated = await billing.plans.update(change);
    expect(updated).toMatchObject({ name: 'Renamed', charges: [standard('tokens', '1')] });
    expect(updated.trialDays).toBeUndefined();
    expect(paigo.offerings.size).toBe(1);
    expect(paigo.offerings.has(former)).toBe(false);
  });

  it('leaves the trial where customers are on the plan, and says so', async () => {
    const { paigo, billing } = await account();
    await billing.plans.create(plan({ trialDays: 5 }));
    const [id = ''] = paigo.offerings.keys();
    paigo.inUse.add(id);
    const error = await refusal(billing.plans.update({ code: 'pro', trialDays: null }));
    expect(error).toMatchObject({ code: 'conflict', details: { key: 'pro', state: 'in use' } });
    expect([...paigo.offerings.keys()]).toEqual([id]);
    expect((await billing.plans.get({ code: 'pro' })).trialDays).toBe(5);
  });

  it('takes new dimensions away when it fails, and says what is changed already', async () => {
    const { paigo, billing } = await account();
    await billing.plans.create(plan({ charges: [standard('calls', '1')] }));
    paigo.fail('PUT', /offerings/, { status: 400 });
    const change = { code: 'pro', charges: [standard('calls', '2'), graduated('tokens')] };
    const error = await refusal(billing.plans.update(change));
    expect(error.code).toBe('rejected');
    expect(error.message).toContain('Some charges are changed already: repeat the call');
    expect(names(paigo)).toEqual(['tokens', 'calls', 'calls']);
    const updated = await billing.plans.update(change);
    expect(updated.charges).toEqual([standard('calls', '2'), graduated('tokens')]);
    expect(names(paigo)).toEqual(['tokens', 'calls', 'calls', 'tokens']);
  });
});

describe('plans.delete', () => {
  it('point 22: deletes the offering first and its own dimensions then', async () => {
    const { paigo, billing } = await account();
    await billing.plans.create(plan({ charges: [standard('tokens', '1'), graduated('calls')] }));
    const deleted = await billing.plans.delete({ code: 'pro' });
    expect(deleted.charges).toHaveLength(2);
    const paths = paigo.writes.filter(({ method }) => method === 'DELETE').map(({ path }) => path);
    expect(paths).toEqual(['/offerings/off-5', '/dimensions/dim-3', '/dimensions/dim-4']);
    expect(names(paigo)).toEqual(['tokens', 'calls']);
  });

  it('point 2: reads, changes and deletes a plan whose dimensions are one thing by itself', async () => {
    giveToken();
    const host = paigoHost();
    const metadata = { 'billport.plan': 'pro', 'billport.metric': 'tokens' };
    const dimensions = {
      dimensionId: 'dim-1',
      dimensionName: 'Tokens',
      usageIncrement: '1',
      aggregationInterval: 'month',
      consumptionPrice: '2',
      metadata,
    };
    const offering = { offeringId: 'off-1', offeringName: 'Pro', billingCycle: 'monthly' };
    const shown = { ...offering, dimensions, metadata };
    host.get('/offerings').times(2).reply(200, found(shown));
    host.get('/offerings/off-1').reply(200, found(shown));
    host.put('/offerings/off-1').reply(200, { message: 'changed' });
    host.get('/offerings/off-1').reply(200, found({ ...shown, offeringName: 'Other' }));
    host.delete('/offerings/off-1').reply(200, { message: 'gone' });
    host.delete('/dimensions/dim-1').reply(200, { message: 'gone' });
    const billing = paigoProvider();
    const charges = [{ metric: 'tokens', pricing: { unitAmount: '2' } }];
    expect(await billing.plans.update({ code: 'pro', name: 'Other' })).toMatchObject({ charges });
    expect(await billing.plans.delete({ code: 'pro' })).toMatchObject({ charges });
    expect(nock.pendingMocks()).toEqual([]);
  });

  it.each([
    ['a dimension without an id', { dimensions: [{ dimensionName: 'Nameless' }] }],
    ['a price that is none', { offeringType: 'subscription', subscriptionPrice: 'free' }],
  ])('deletes nothing of a plan that cannot be read: %s', async (_, fields) => {
    const { paigo, billing } = await account();
    paigo.offerings.set('theirs', { offeringId: 'theirs', offeringName: 'Theirs', ...fields });
    const error = await refusal(billing.plans.delete({ code: 'theirs' }));
    expect(error.code).toBe('malformed_response');
    expect(paigo.writes).toEqual([]);
  });

  it('point 22: refuses a plan that customers are on, with the way out, and deletes nothing', async () => {
    const { paigo, billing } = await account();
    await billing.plans.create(plan({ charges: [standard('tokens', '1')] }));
    const [id = ''] = paigo.offerings.keys();
    paigo.inUse.add(id);
    const error = await refusal(billing.plans.delete({ code: 'pro' }));
    expect(error).toMatchObject({
      code: 'conflict',
      details: { resource: 'plan', state: 'in use' },
    });
    expect(error.message).toContain('terminate');
    expect(paigo.dimensions.size).toBe(3);
  });

  it('deletes also what broken-off calls have left under the code', async () => {
    const { paigo, billing } = await account();
    await billing.plans.create(plan({ trialDays: 5, charges: [standard('tokens', '1')] }));
    for (let attempt = 0; attempt < 10; attempt++) paigo.fail('DELETE', /offerings/);
    const change = { code: 'pro', trialDays: null };
    expect(await refusal(billing.plans.update(change))).toMatchObject({ code: 'outcome_unknown' });
    paigo.mend();
    const { warnings } = await billing.plans.delete({ code: 'pro' });
    expect(warnings?.map(({ code }) => code)).toEqual(['emulated']);
    expect(await refusal(billing.plans.get({ code: 'pro' }))).toMatchObject({ code: 'not_found' });
    expect(paigo.offerings.size).toBe(0);
    expect(names(paigo)).toEqual(['tokens', 'calls']);
  });

  it('names the dimensions that stay', async () => {
    const { paigo, billing } = await account();
    await billing.plans.create(plan({ charges: [standard('tokens', '1')] }));
    paigo.fail('DELETE', /dimensions/, { status: 409 });
    const { warnings } = await billing.plans.delete({ code: 'pro' });
    expect(warnings).toContainEqual(
      expect.objectContaining({ code: 'partial', message: expect.stringContaining('dim-3') }),
    );
  });

  it('leaves dimensions of others where they are', async () => {
    const { paigo, billing } = await account();
    paigo.dimensions.set('dash', { dimensionId: 'dash', dimensionName: 'Memory' });
    paigo.offerings.set('theirs', {
      offeringId: 'theirs',
      offeringName: 'Theirs',
      dimensionIds: ['dash'],
    });
    await billing.plans.delete({ code: 'theirs' });
    expect(paigo.dimensions.has('dash')).toBe(true);
    expect(paigo.offerings.size).toBe(0);
  });
});
