import { describe, expect, it } from 'vitest';
import { CUSTOMER, DIMENSION, openPaigo } from '../open-paigo.fixture.ts';

type Call = Awaited<ReturnType<typeof openPaigo>>['call'];

const dimension = async (call: Call, fields: object = {}): Promise<string> =>
  (await call('POST', '/dimensions', { ...DIMENSION, ...fields })).body.dimensionId;

const create = async (call: Call, fields: object = {}): Promise<string> =>
  (await call('POST', '/offerings', { offeringName: 'Plan', ...fields })).body.offeringId;

const read = async (call: Call, id: string) => (await call('GET', `/offerings/${id}`)).body.data[0];

const idsOf = (offering: { dimensions: { dimensionId: string }[] }) =>
  offering.dimensions.map(({ dimensionId }) => dimensionId);

const TIERS = [{ upperBound: 'inf', tierPosition: '1', unitPrice: '2' }];
const NOBODY = '00000000-0000-4000-8000-000000000000';

describe('POST /offerings', () => {
  it('makes an offering with defaults, and answers its id alone', async () => {
    const { call } = await openPaigo();
    const made = await call('POST', '/offerings', { offeringName: 'Plan' });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({ message: expect.any(String), offeringId: expect.any(String) });
    expect(await read(call, made.body.offeringId)).toEqual({
      offeringId: made.body.offeringId,
      offeringName: 'Plan',
      offeringType: 'usage-based',
      offeringVisibility: 'public',
      billingCycle: 'monthly',
      dimensions: [],
    });
  });

  it('tells everything that was sent, with its dimensions in full in place of their ids', async () => {
    const { call } = await openPaigo();
    const id = await dimension(call, { consumptionPrice: '3' });
    const sent = {
      offeringVisibility: 'private',
      currency: 'EUR',
      prepaidCredit: '20.00',
      minimumCharge: '32.00',
      freeTrialLength: '14',
      dimensionOverrides: [{ dimensionId: id, consumptionPrice: '1.5' }],
      metadata: { owner: 'John' },
    };
    const offering = await read(call, await create(call, { ...sent, dimensionIds: [id] }));
    expect(offering).toMatchObject(sent);
    expect(offering.dimensions).toEqual([(await call('GET', `/dimensions/${id}`)).body.data[0]]);
    expect(offering).not.toHaveProperty('dimensionIds');
  });

  it('has a cycle without being told, or none', async () => {
    const { call } = await openPaigo({ absentCycle: 'none' });
    expect(await read(call, await create(call))).not.toHaveProperty('billingCycle');
    const told = await read(call, await create(call, { billingCycle: 'annualToDate' }));
    expect(told.billingCycle).toBe('annualToDate');
  });

  it('takes the price of a subscription as a number or as text, by the switch', async () => {
    const { call, paigo } = await openPaigo();
    const post = async (subscriptionPrice: unknown) => {
      const fields = { offeringName: 'Plan', offeringType: 'subscription', subscriptionPrice };
      return call('POST', '/offerings', fields);
    };
    expect((await post('20.5')).status).toBe(400);
    const { offeringId } = (await post(20.5)).body;
    expect((await read(call, offeringId)).subscriptionPrice).toBe('20.5');
    paigo.change({ subscriptionPrice: 'string', decimals: 'number' });
    expect((await post(20.5)).status).toBe(400);
    expect((await post('20.5')).status).toBe(201);
    expect((await read(call, offeringId)).subscriptionPrice).toBe(20.5);
  });

  it('tops up at a fifth unless told otherwise', async () => {
    const { call } = await openPaigo();
    const topUp = { billingCycle: 'topUp', topUpAmount: '100' };
    expect((await read(call, await create(call, topUp))).topUpThreshold).toBe('0.2');
    const told = await create(call, { ...topUp, topUpThreshold: '0.5' });
    expect((await read(call, told)).topUpThreshold).toBe('0.5');
  });

  it.each([
    ['no name', { offeringName: undefined }],
    ['a subscription without a price', { offeringType: 'subscription' }],
    ['a price of zero', { offeringType: 'subscription', subscriptionPrice: 0 }],
    ['another currency', { currency: 'GBP' }],
    ['another cycle', { billingCycle: 'yearly' }],
    ['a minimum of zero', { minimumCharge: '0' }],
    [
      'a minimum of a subscription',
      { offeringType: 'subscription', subscriptionPrice: 1, minimumCharge: '1' },
    ],
    ['top-ups without an amount', { billingCycle: 'topUp' }],
    [
      'top-ups of a subscription',
      {
        billingCycle: 'topUp',
        topUpAmount: '1',
        offeringType: 'subscription',
        subscriptionPrice: 1,
      },
    ],
    ['top-ups with a trial', { billingCycle: 'topUp', topUpAmount: '1', freeTrialLength: '1' }],
    ['top-ups with a minimum', { billingCycle: 'topUp', topUpAmount: '1', minimumCharge: '1' }],
    ['a threshold above one', { topUpThreshold: '1.1' }],
    ['a trial of half a day', { freeTrialLength: '0.5' }],
    ['a dimension that is not there', { dimensionIds: [NOBODY] }],
    ['an override of a stranger', { dimensionOverrides: [{ dimensionId: NOBODY }] }],
    ['a field that nobody knows', { description: 'x' }],
  ])('refuses %s', async (_what, fields) => {
    const { call, state } = await openPaigo();
    expect((await call('POST', '/offerings', { offeringName: 'Plan', ...fields })).status).toBe(
      400,
    );
    expect(state.offerings.size).toBe(0);
  });

  it('refuses a dimension twice, and overrides that change the structure of a price', async () => {
    const { call } = await openPaigo();
    const flat = await dimension(call, { consumptionPrice: '3' });
    const tiered = await dimension(call, { tiers: TIERS });
    const dimensionIds = [flat, tiered];
    const post = (fields: object) =>
      call('POST', '/offerings', { offeringName: 'Plan', dimensionIds, ...fields });
    const refused = async (...dimensionOverrides: object[]) =>
      expect((await post({ dimensionOverrides })).status).toBe(400);
    expect((await post({ dimensionIds: [flat, flat] })).status).toBe(400);
    await refused({ dimensionId: flat, tiers: TIERS });
    await refused({ dimensionId: tiered, consumptionPrice: '1' });
    await refused({ dimensionId: tiered, tiers: [{ upperBound: '1.5', tierPosition: '1' }] });
    await refused(
      { dimensionId: flat, consumptionPrice: '1' },
      { dimensionId: flat, consumptionPrice: '2' },
    );
    const dimensionOverrides = [{ dimensionId: tiered, tiers: TIERS }];
    expect((await post({ dimensionOverrides })).status).toBe(201);
  });
});

describe('GET /offerings', () => {
  it('lists all, and nothing as a list or as null', async () => {
    const { call, paigo } = await openPaigo();
    expect((await call('GET', '/offerings')).body.data).toEqual([]);
    paigo.change({ emptyData: 'null' });
    expect((await call('GET', '/offerings')).body.data).toBeNull();
    await create(call);
    expect((await call('GET', '/offerings')).body.data).toHaveLength(1);
  });

  it('answers one by the switches for data, missing things and malformed ids', async () => {
    const { call, paigo } = await openPaigo();
    const id = await create(call);
    paigo.change({ data: 'object' });
    expect((await call('GET', `/offerings/${id}`)).body.data.offeringId).toBe(id);
    expect((await call('GET', `/offerings/${NOBODY}`)).status).toBe(404);
    paigo.change({ missing: 'empty' });
    expect((await call('GET', `/offerings/${NOBODY}`)).body.data).toEqual([]);
    paigo.change({ malformedId: 'bad_request' });
    expect((await call('GET', '/offerings/basic')).status).toBe(400);
  });
});

describe('PUT /offerings/{id}', () => {
  it('changes what it names', async () => {
    const { call } = await openPaigo();
    const id = await create(call, { minimumCharge: '5', metadata: { a: '1' }, currency: 'EUR' });
    const changes = { offeringName: 'Other', minimumCharge: null, metadata: { b: '2' } };
    expect(await call('PUT', `/offerings/${id}`, changes)).toMatchObject({
      status: 200,
      body: { offeringId: id },
    });
    const offering = await read(call, id);
    const expected = { offeringName: 'Other', currency: 'EUR', metadata: { a: '1', b: '2' } };
    expect(offering).toMatchObject(expected);
    expect(offering).not.toHaveProperty('minimumCharge');
  });

  it('replaces the whole offering, by the switch', async () => {
    const { call } = await openPaigo({ put: 'replace' });
    const dimensionIds = [await dimension(call)];
    const id = await create(call, { currency: 'EUR', dimensionIds });
    await call('PUT', `/offerings/${id}`, { offeringVisibility: 'private' });
    const offering = await read(call, id);
    expect(offering).toMatchObject({ offeringName: 'Plan', offeringVisibility: 'private' });
    expect(offering).not.toHaveProperty('currency');
    expect(offering.dimensions).toEqual([]);
  });

  it('replaces lists, or adds to them', async () => {
    const { call, paigo } = await openPaigo();
    const [first, second] = [await dimension(call), await dimension(call)] as const;
    const price = (dimensionId: string, consumptionPrice: string) => ({
      dimensionId,
      consumptionPrice,
    });
    const id = await create(call, {
      dimensionIds: [first],
      dimensionOverrides: [price(first, '1')],
    });
    const change = { dimensionIds: [second], dimensionOverrides: [price(second, '2')] };
    await call('PUT', `/offerings/${id}`, change);
    expect(idsOf(await read(call, id))).toEqual([second]);
    expect((await read(call, id)).dimensionOverrides).toEqual([price(second, '2')]);
    paigo.change({ offeringLists: 'merge' });
    const more = {
      dimensionIds: [first],
      dimensionOverrides: [price(second, '3'), price(first, '4')],
    };
    await call('PUT', `/offerings/${id}`, more);
    expect(idsOf(await read(call, id))).toEqual([second, first]);
    expect((await read(call, id)).dimensionOverrides).toEqual([
      price(second, '3'),
      price(first, '4'),
    ]);
    await call('PUT', `/offerings/${id}`, { dimensionIds: [] });
    expect(idsOf(await read(call, id))).toEqual([second, first]);
  });

  it('changes nothing where the whole would break a rule', async () => {
    const { call } = await openPaigo();
    const id = await create(call, { minimumCharge: '5' });
    const changes = { offeringName: 'Other', offeringType: 'subscription', subscriptionPrice: 1 };
    expect((await call('PUT', `/offerings/${id}`, changes)).status).toBe(400);
    expect((await read(call, id)).offeringName).toBe('Plan');
  });
});

describe('DELETE /offerings/{id}', () => {
  it('deletes one without customers, and leaves its dimensions', async () => {
    const { call } = await openPaigo();
    const dimensionId = await dimension(call);
    const id = await create(call, { dimensionIds: [dimensionId] });
    const deleted = await call('DELETE', `/offerings/${id}`);
    expect(deleted).toMatchObject({ status: 200, body: { offeringId: id } });
    expect((await call('GET', `/offerings/${id}`)).status).toBe(404);
    expect((await call('GET', `/dimensions/${dimensionId}`)).status).toBe(200);
  });

  it('refuses one with customers, with their ids', async () => {
    const { call } = await openPaigo();
    const id = await create(call);
    await call('POST', '/customers', { ...CUSTOMER, offeringId: id });
    const refused = await call('DELETE', `/offerings/${id}`);
    expect(refused.status).toBe(409);
    expect(refused.body.message).toContain('acme');
    expect((await call('GET', `/offerings/${id}`)).status).toBe(200);
  });
});
