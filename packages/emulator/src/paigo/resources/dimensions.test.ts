import { describe, expect, it } from 'vitest';
import { DIMENSION, openPaigo } from '../open-paigo.fixture.ts';

type Call = Awaited<ReturnType<typeof openPaigo>>['call'];

const create = async (call: Call, fields: object = {}): Promise<string> =>
  (await call('POST', '/dimensions', { ...DIMENSION, ...fields })).body.dimensionId;

const read = async (call: Call, id: string) =>
  (await call('GET', `/dimensions/${id}`)).body.data[0];

const TIERS = [
  { upperBound: '1000', tierPosition: '1', unitPrice: '1' },
  { upperBound: 'inf', tierPosition: '2', unitPrice: '0.50', tierName: 'More' },
];

const NOBODY = '00000000-0000-4000-8000-000000000000';

describe('POST /dimensions', () => {
  it('makes a dimension with the defaults of a gauge, and answers its id alone', async () => {
    const { call } = await openPaigo();
    const made = await call('POST', '/dimensions', DIMENSION);
    expect(made.status).toBe(201);
    const { dimensionId } = made.body;
    expect(made.body).toEqual({ message: expect.any(String), dimensionId: expect.any(String) });
    expect(await read(call, dimensionId)).toEqual({
      ...DIMENSION,
      dimensionId,
      aggregationMethod: 'max',
      aggregationInterval: 'hour',
      paymentSchedule: 'arrear',
      sampleType: 'gauge',
    });
  });

  it('tells everything that was sent', async () => {
    const { call } = await openPaigo();
    const flat = {
      consumptionUnit: { type: 'data', unit: 'gibibyte' },
      rounding: 'floor',
      aggregationMethod: 'last',
      aggregationInterval: 'none',
      consumptionPrice: '20.00',
      usageEntitlement: 'inf',
      overageAllowed: 'false',
      paymentSchedule: 'upfront',
      sampleType: 'continious',
      metadata: { owner: 'John', deep: { a: [1] } },
    };
    expect(await read(call, await create(call, flat))).toMatchObject(flat);
    expect(await read(call, await create(call, { tiers: TIERS }))).toMatchObject({ tiers: TIERS });
    const tiersGroupByMetadata = [{ metadataGroups: { region: 'eu' }, tiers: TIERS }];
    const grouped = await read(call, await create(call, { tiersGroupByMetadata }));
    expect(grouped).toMatchObject({ tiersGroupByMetadata });
    const measured = await read(call, await create(call, { measurementId: NOBODY }));
    expect(measured.measurement).toEqual({ measurementId: NOBODY });
    expect(measured).not.toHaveProperty('measurementId');
  });

  it.each([
    ['a name that is missing', { dimensionName: undefined }],
    ['an increment that is a number', { usageIncrement: 1 }],
    ['an increment of zero', { usageIncrement: '0' }],
    ['a price that is a number', { consumptionPrice: 0.1 }],
    ['units as Pipedream names them', { consumptionUnit: { type: 'time-based', unit: 'hour' } }],
    ['a unit of another type', { consumptionUnit: { type: 'count', unit: 'hour' } }],
    ['another rounding', { rounding: 'up' }],
    ['a schedule in the plural', { paymentSchedule: 'arrears' }],
    ['overage as a boolean', { overageAllowed: true }],
    ['a negative entitlement', { usageEntitlement: -1 }],
    ['a field that nobody knows', { description: 'x' }],
    ['null where it means nothing', { consumptionPrice: null }],
    ['a price beside tiers', { consumptionPrice: '1', tiers: TIERS }],
    ['an entitlement beside tiers', { usageEntitlement: 1, tiers: TIERS }],
    [
      'tiers beside tiers by metadata',
      { tiers: TIERS, tiersGroupByMetadata: [{ metadataGroups: {}, tiers: TIERS }] },
    ],
    ['tiers that do not begin at 1', { tiers: TIERS.slice(1) }],
    ['bounds that do not rise', { tiers: [TIERS[0], { ...TIERS[0], tierPosition: '2' }] }],
    [
      'a tier past the last',
      {
        tiers: [
          { ...TIERS[1], tierPosition: '1' },
          { ...TIERS[0], tierPosition: '2' },
        ],
      },
    ],
    ['a bound that is no multiple of the increment', { usageIncrement: '300', tiers: TIERS }],
    [
      'a bound that is no multiple, of a group',
      { usageIncrement: '300', tiersGroupByMetadata: [{ metadataGroups: {}, tiers: TIERS }] },
    ],
  ])('refuses %s', async (_what, fields) => {
    const { call, state } = await openPaigo();
    expect((await call('POST', '/dimensions', { ...DIMENSION, ...fields })).status).toBe(400);
    expect(state.dimensions.size).toBe(0);
  });

  it('drops fields that nobody knows, by the switch', async () => {
    const { call } = await openPaigo({ unknownFields: 'dropped' });
    const id = await create(call, { description: 'x' });
    expect(await read(call, id)).not.toHaveProperty('description');
  });

  it('takes an entitlement as a number or as text, and tells it by the switch', async () => {
    const { call, paigo } = await openPaigo();
    const number = await create(call, { usageEntitlement: 1000, consumptionPrice: '0.5' });
    const text = await create(call, { usageEntitlement: '1000' });
    expect((await read(call, number)).usageEntitlement).toBe('1000');
    paigo.change({ decimals: 'number' });
    expect(await read(call, number)).toMatchObject({
      usageEntitlement: 1000,
      consumptionPrice: 0.5,
    });
    expect((await read(call, text)).usageEntitlement).toBe(1000);
  });
});

describe('GET /dimensions', () => {
  it('lists all, and nothing as a list or as null', async () => {
    const { call, paigo } = await openPaigo();
    expect((await call('GET', '/dimensions')).body.data).toEqual([]);
    paigo.change({ emptyData: 'null' });
    expect((await call('GET', '/dimensions')).body.data).toBeNull();
    const ids = [await create(call), await create(call)];
    const { data } = (await call('GET', '/dimensions')).body;
    expect(data.map((one: { dimensionId: string }) => one.dimensionId)).toEqual(ids);
  });

  it('answers one in a list, or by itself', async () => {
    const { call, paigo } = await openPaigo();
    const path = `/dimensions/${await create(call)}`;
    expect((await call('GET', path)).body.data).toHaveLength(1);
    paigo.change({ data: 'object' });
    expect((await call('GET', path)).body.data).toMatchObject(DIMENSION);
  });

  it('answers one that is not there with 404, or with nothing', async () => {
    const { call, paigo } = await openPaigo();
    const missing = await call('GET', `/dimensions/${NOBODY}`);
    expect(missing).toMatchObject({ status: 404, body: { error: 'Not Found', statusCode: 404 } });
    paigo.change({ missing: 'empty' });
    expect(await call('GET', `/dimensions/${NOBODY}`)).toMatchObject({
      status: 200,
      body: { data: [] },
    });
    expect((await call('PUT', `/dimensions/${NOBODY}`, {})).status).toBe(404);
    expect((await call('DELETE', `/dimensions/${NOBODY}`)).status).toBe(404);
  });

  it('takes a malformed id for one that is not there, or refuses it', async () => {
    const { call, paigo } = await openPaigo();
    expect((await call('GET', '/dimensions/tokens')).status).toBe(404);
    paigo.change({ malformedId: 'bad_request' });
    for (const method of ['GET', 'PUT', 'DELETE']) {
      expect(
        (await call(method, '/dimensions/tokens', method === 'PUT' ? {} : undefined)).status,
      ).toBe(400);
    }
    expect((await call('GET', `/dimensions/${NOBODY}`)).status).toBe(404);
  });
});

describe('PUT /dimensions/{id}', () => {
  const FULL = { aggregationMethod: 'sum', consumptionPrice: '2', metadata: { a: '1', b: '2' } };

  it('changes what it names, and merges metadata by name', async () => {
    const { call } = await openPaigo();
    const id = await create(call, FULL);
    const changes = { consumptionPrice: '3', metadata: { b: null, c: '3' } };
    const answer = await call('PUT', `/dimensions/${id}`, changes);
    expect(answer).toMatchObject({ status: 200, body: { dimensionId: id } });
    expect(await read(call, id)).toMatchObject({
      ...FULL,
      consumptionPrice: '3',
      metadata: { a: '1', c: '3' },
    });
    await call('PUT', `/dimensions/${id}`, { metadata: null });
    expect(await read(call, id)).not.toHaveProperty('metadata');
  });

  it('replaces the whole dimension, by the switch', async () => {
    const { call } = await openPaigo({ put: 'replace' });
    const id = await create(call, FULL);
    await call('PUT', `/dimensions/${id}`, { metadata: { c: '3' } });
    const dimension = await read(call, id);
    expect(dimension).toMatchObject({
      ...DIMENSION,
      aggregationMethod: 'max',
      metadata: { c: '3' },
    });
    expect(dimension).not.toHaveProperty('consumptionPrice');
  });

  it('replaces tiers whole, takes them away with null, and prices one way only', async () => {
    const { call } = await openPaigo();
    const id = await create(call, { tiers: TIERS });
    const tiers = [{ upperBound: '5', tierPosition: '1' }];
    await call('PUT', `/dimensions/${id}`, { tiers });
    expect((await read(call, id)).tiers).toEqual(tiers);
    expect((await call('PUT', `/dimensions/${id}`, { consumptionPrice: '1' })).status).toBe(400);
    expect(await read(call, id)).not.toHaveProperty('consumptionPrice');
    const flat = { tiers: null, consumptionPrice: '1' };
    expect((await call('PUT', `/dimensions/${id}`, flat)).status).toBe(200);
    expect(await read(call, id)).not.toHaveProperty('tiers');
  });

  it('changes nothing where the whole would break a rule', async () => {
    const { call } = await openPaigo();
    const id = await create(call, { tiers: TIERS });
    const changes = { dimensionName: 'Other', usageIncrement: '300' };
    expect((await call('PUT', `/dimensions/${id}`, changes)).status).toBe(400);
    expect(await read(call, id)).toMatchObject({ ...DIMENSION, tiers: TIERS });
  });
});

describe('DELETE /dimensions/{id}', () => {
  it('deletes one that no offering holds', async () => {
    const { call } = await openPaigo();
    const id = await create(call);
    const deleted = await call('DELETE', `/dimensions/${id}`);
    expect(deleted).toEqual({ status: 200, body: { message: expect.any(String) } });
    expect((await call('GET', `/dimensions/${id}`)).status).toBe(404);
  });

  it('refuses one that offerings hold, with their ids', async () => {
    const { call } = await openPaigo();
    const id = await create(call);
    const offering = { offeringName: 'Plan', dimensionIds: [id] };
    const { offeringId } = (await call('POST', '/offerings', offering)).body;
    const refused = await call('DELETE', `/dimensions/${id}`);
    expect(refused.status).toBe(409);
    expect(refused.body.message).toContain(offeringId);
    expect((await call('GET', `/dimensions/${id}`)).status).toBe(200);
  });
});
