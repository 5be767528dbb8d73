import { describe, expect, it } from 'vitest';
import { CUSTOMER, DIMENSION, openPaigo } from '../open-paigo.fixture.ts';
import type { PaigoEmulatorOptions } from '../start-paigo.ts';

const ENROLLED_AT = '2026-03-01T00:00:00Z';

/** A customer on an offering with one dimension, from 1 March; it is 10 March. */
async function openUsage(fields: object = {}, options: PaigoEmulatorOptions = {}) {
  const { call, paigo, state } = await openPaigo(options);
  const sum = { aggregationMethod: 'sum', aggregationInterval: 'day' };
  const made = await call('POST', '/dimensions', { ...DIMENSION, ...sum, ...fields });
  const { dimensionId } = made.body;
  const offering = { offeringName: 'Plan', dimensionIds: [dimensionId] };
  const { offeringId } = (await call('POST', '/offerings', offering)).body;
  const enrolment = { offeringId, offeringEnrollmentDate: ENROLLED_AT };
  await call('POST', '/customers', { ...CUSTOMER, ...enrolment });
  const send = (
    recordValue: unknown,
    timestamp = '2026-03-05T12:00:00Z',
    more: object = {},
    query = '',
  ) =>
    call('POST', `/usage${query}`, {
      customerId: 'acme',
      dimensionId,
      timestamp,
      recordValue,
      ...more,
    });
  const read = (query = '') => call('GET', `/customers/acme/usage${query}`);
  const usage = async (query = '') => (await read(query)).body.data[0].usage;
  return { call, paigo, state, dimensionId, offeringId, send, read, usage };
}

describe('POST /usage', () => {
  it('keeps a record, and answers no id', async () => {
    const { send, usage } = await openUsage();
    const sent = await send('0.87', '2026-03-05T12:00:00+02:00', { metadata: { env: 'test' } });
    expect(sent).toEqual({ status: 201, body: { message: expect.any(String) } });
    expect(await usage('?aggregationInterval=none')).toEqual([
      { timestamp: '2026-03-05T10:00:00.000Z', recordValue: '0.87', metadata: { env: 'test' } },
    ]);
  });

  it.each([
    ['a value that is a number', { recordValue: 1 }],
    ['a value that is no number', { recordValue: 'many' }],
    ['a value that nobody can compute with', { recordValue: '9'.repeat(399) }],
    ['a moment with a space in place of the T', { timestamp: '2026-03-05 12:00:00Z' }],
    ['a moment without a zone', { timestamp: '2026-03-05T12:00:00' }],
    ['metadata that is a list', { metadata: ['a'] }],
    ['a key that nobody knows', { idempotencyKey: 'x' }],
    ['a customer who is not there', { customerId: 'nobody' }],
    ['a dimension that is not there', { dimensionId: '00000000-0000-4000-8000-000000000000' }],
  ])('refuses %s, and keeps nothing', async (_what, fields) => {
    const { send, state } = await openUsage();
    expect((await send('1', ENROLLED_AT, fields)).status).toBe(400);
    expect(state.usage.size).toBe(0);
  });

  it('refuses a list of records', async () => {
    const { call } = await openUsage();
    expect((await call('POST', '/usage', [])).status).toBe(400);
  });

  it('keeps a record of a dimension that the customer is not enrolled in', async () => {
    const { call, send, read } = await openUsage();
    const { dimensionId } = (await call('POST', '/dimensions', DIMENSION)).body;
    expect((await send('1', undefined, { dimensionId })).status).toBe(201);
    const { data } = (await read()).body;
    expect(data).toEqual([{ dimensionId, usage: [expect.objectContaining({ value: '1' })] }]);
  });

  it('tells records at once, or when the waiting work is done', async () => {
    const { send, read, paigo } = await openUsage({}, { reads: 'delayed', jobDelayMs: 60_000 });
    await send('1');
    expect((await read()).body.data).toEqual([]);
    await paigo.settle();
    expect((await read()).body.data).toHaveLength(1);
  });

  it('counts records of one dimension at the same millisecond each, or once', async () => {
    const { send, usage, paigo } = await openUsage();
    await send('1');
    await send('10');
    await send('100', '2026-03-05T12:00:00.001Z');
    expect((await usage())[0].value).toBe('111');
    paigo.change({ sameMoment: 'collapsed' });
    expect((await usage())[0].value).toBe('101');
    expect(await usage('?aggregationInterval=none')).toHaveLength(2);
  });

  it('keeps what is beyond an entitlement without overage, or refuses it', async () => {
    const limited = { consumptionPrice: '1', usageEntitlement: 10, overageAllowed: 'false' };
    const { send, paigo, state } = await openUsage(limited);
    expect((await send('11')).status).toBe(201);
    paigo.change({ beyondEntitlement: 'refused' });
    expect((await send('1')).status).toBe(400);
    expect((await send('10', '2026-02-28T00:00:00Z')).status).toBe(201);
    expect((await send('1', '2026-02-28T01:00:00Z')).status).toBe(400);
    expect(state.usage.get('acme')).toHaveLength(2);
  });

  it('keeps what is beyond an entitlement with overage', async () => {
    const open = { consumptionPrice: '1', usageEntitlement: 10, overageAllowed: 'true' };
    const { send } = await openUsage(open, { beyondEntitlement: 'refused' });
    expect((await send('11')).status).toBe(201);
  });
});

describe('POST /usage?invoice=true', () => {
  const SEATS = { paymentSchedule: 'upfront', aggregationMethod: 'last', consumptionPrice: '5' };

  it.each([
    ['is billed in arrear', { ...SEATS, paymentSchedule: 'arrear' }],
    ['is not the last of its records', { ...SEATS, aggregationMethod: 'sum' }],
  ])('refuses a dimension that %s, and keeps nothing', async (_what, fields) => {
    const { send, state } = await openUsage(fields);
    expect((await send('5', undefined, {}, '?invoice=true')).status).toBe(400);
    expect(state.usage.size).toBe(0);
    expect((await send('5', undefined, {}, '?invoice=false')).status).toBe(201);
  });

  it('refuses a customer who is not enrolled, and keeps nothing', async () => {
    const { send, call, state } = await openUsage(SEATS);
    await call('POST', '/customers', { ...CUSTOMER, customerId: 'other' });
    const refused = await send('5', undefined, { customerId: 'other' }, '?invoice=true');
    expect(refused.status).toBe(400);
    expect(state.usage.size).toBe(0);
  });

  it('bills what a new total adds to the latest one, and nothing for fewer', async () => {
    const { send, state, usage } = await openUsage(SEATS);
    const quantities = () =>
      [...state.invoices.values()].map(({ lineItems }) => lineItems.map((line) => line.quantity));
    const moments = ['2026-03-05T12:00:00Z', '2026-03-05T12:00:01Z', '2026-03-05T12:00:02Z'];
    for (const [index, total] of ['5', '7', '3'].entries()) {
      expect((await send(total, moments[index], {}, '?invoice=true')).status).toBe(201);
    }
    expect(quantities()).toEqual([['5'], ['2'], ['0']]);
    expect(await usage('?aggregationInterval=none')).toHaveLength(3);
  });
});

describe('GET /customers/{id}/usage', () => {
  it('aggregates over the interval of the dimension, or the one that is asked for', async () => {
    const { send, usage, read, dimensionId, offeringId } = await openUsage();
    await send('1', '2026-03-05T10:00:00Z');
    await send('10', '2026-03-05T10:59:59.999Z');
    await send('100', '2026-03-05T11:00:00Z');
    await send('1000', '2026-03-06T00:00:00Z');
    expect((await read()).body.data[0]).toMatchObject({ dimensionId, offeringId });
    expect(await usage()).toEqual([
      { value: '111', startTime: '2026-03-05T00:00:00.000Z', endTime: '2026-03-06T00:00:00.000Z' },
      { value: '1000', startTime: '2026-03-06T00:00:00.000Z', endTime: '2026-03-07T00:00:00.000Z' },
    ]);
    const values = async (interval: string) =>
      (await usage(`?aggregationInterval=${interval}`)).map((one: { value: string }) => one.value);
    expect(await values('hour')).toEqual(['11', '100', '1000']);
    expect(await values('month')).toEqual(['1111']);
    const raw = await usage('?aggregationInterval=none');
    expect(raw[0]).toEqual({
      timestamp: '2026-03-05T10:00:00.000Z',
      recordValue: '1',
      metadata: {},
    });
    expect(raw).toHaveLength(4);
  });

  it('includes the start and excludes the end', async () => {
    const { send, usage } = await openUsage();
    await send('1', '2026-03-05T10:00:00Z');
    await send('10', '2026-03-05T11:00:00Z');
    await send('100', '2026-03-05T12:00:00Z');
    const query = '?startTime=2026-03-05T11:00:00Z&endTime=2026-03-05T12:00:00Z';
    expect((await usage(query))[0].value).toBe('10');
  });

  it.each([
    ['an end that is now', '?endTime=2026-03-10T00:00:00Z'],
    ['an end before the start', '?startTime=2026-03-05T00:00:00Z&endTime=2026-03-04T00:00:00Z'],
    ['an end at the start', '?startTime=2026-03-05T00:00:00Z&endTime=2026-03-05T00:00:00Z'],
    ['a day', '?startTime=2026-03-05'],
    ['another interval', '?aggregationInterval=week'],
    ['another purpose', '?aggregationPurpose=audit'],
    ['a filter that there is not', '?dimensionId=x'],
  ])('refuses %s', async (_what, query) => {
    const { read } = await openUsage();
    expect((await read(query)).status).toBe(400);
  });

  it('takes an end right before now, and both purposes', async () => {
    const { read, send } = await openUsage();
    await send('1');
    const query = '?endTime=2026-03-09T23:59:59.999Z&aggregationPurpose=';
    const billing = await read(`${query}billing`);
    expect(billing.body.data).toHaveLength(1);
    expect(await read(`${query}metering`)).toEqual(billing);
  });

  it('hides usage from before the enrolment unless asked for it', async () => {
    const { send, usage, read } = await openUsage();
    await send('1', '2026-02-28T23:59:59Z');
    expect((await read()).body.data).toEqual([]);
    await send('10', ENROLLED_AT);
    expect(await usage('?aggregationInterval=none')).toHaveLength(1);
    expect(await usage('?aggregationInterval=none&ignoreEnrollmentDate=false')).toHaveLength(1);
    expect(await usage('?aggregationInterval=none&ignoreEnrollmentDate=true')).toHaveLength(2);
  });

  it('tells usage of each price group by itself', async () => {
    const tiers = [{ upperBound: 'inf', tierPosition: '1', unitPrice: '1' }];
    const metadataGroups = { region: 'eu' };
    const { send, usage, paigo } = await openUsage({
      tiersGroupByMetadata: [{ metadataGroups, tiers }],
    });
    await send('1', undefined, { metadata: { region: 'eu' } });
    await send('10', undefined, { metadata: { region: 'eu', host: 'a' } });
    await send('100', undefined, { metadata: { region: 'us' } });
    const groups = async () =>
      (await usage()).map(({ value, metadataGroup }: Record<string, unknown>) => [
        value,
        metadataGroup,
      ]);
    expect(await groups()).toEqual([
      ['11', metadataGroups],
      ['100', undefined],
    ]);
    paigo.change({ groupMatch: 'exact' });
    expect(await groups()).toEqual([
      ['1', metadataGroups],
      ['110', undefined],
    ]);
  });

  it('tells values as text, or as numbers where they fit', async () => {
    const { send, usage, paigo } = await openUsage();
    await send('0.1', '2026-03-05T10:00:00Z');
    await send('0.2', '2026-03-05T10:00:01Z');
    expect((await usage())[0].value).toBe('0.3');
    paigo.change({ decimals: 'number' });
    expect((await usage())[0].value).toBe(0.3);
    expect((await usage('?aggregationInterval=none'))[0].recordValue).toBe(0.1);
  });

  it('tells nothing as a list or as null, and of nobody 404', async () => {
    const { read, call, paigo } = await openUsage();
    expect((await read()).body.data).toEqual([]);
    paigo.change({ emptyData: 'null' });
    expect((await read()).body.data).toBeNull();
    expect((await call('GET', '/customers/nobody/usage')).status).toBe(404);
  });

  it('keeps raw records of a dimension that was deleted', async () => {
    const { call, send, read } = await openUsage();
    const { dimensionId } = (await call('POST', '/dimensions', DIMENSION)).body;
    await send('1', undefined, { dimensionId });
    await call('DELETE', `/dimensions/${dimensionId}`);
    expect((await read('?aggregationInterval=none')).body.data).toHaveLength(1);
    expect((await read()).body.data).toEqual([]);
  });
});
