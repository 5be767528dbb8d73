import { describe, expect, it } from 'vitest';
import { CUSTOMER, DIMENSION, openPaigo } from '../open-paigo.fixture.ts';

/** A customer on an offering with 100 included calls a month, and a subscription to be told. */
async function openEntitled(limit: number | 'inf' = 100, hookFor?: (offering: string) => object) {
  const { call, state, paigo } = await openPaigo();
  const dimension = await call('POST', '/dimensions', {
    ...DIMENSION,
    aggregationMethod: 'sum',
    aggregationInterval: 'month',
    consumptionPrice: '0',
    usageEntitlement: limit,
    overageAllowed: 'true',
  });
  const { dimensionId } = dimension.body;
  const { body } = await call('POST', '/offerings', {
    offeringName: 'Plan',
    dimensionIds: [dimensionId],
  });
  const { offeringId } = body;
  await call('POST', '/customers', { ...CUSTOMER, offeringId });
  await call('POST', '/webhooks/subscribe', {
    hookUrl: 'http://127.0.0.1:1/',
    webhookType: 'ENTITLEMENT',
    ...hookFor?.(offeringId),
  });
  const use = async (recordValue: string) => {
    const timestamp = state.now();
    const record = { customerId: 'acme', dimensionId, timestamp, recordValue };
    expect((await call('POST', '/usage', record)).status).toBe(201);
  };
  const told = () => state.webhooks.deliveries.map(({ body }) => JSON.parse(body));
  return { paigo, dimensionId, use, told };
}

describe('used up entitlements', () => {
  // facts/paigo.md §3.10
  it('are told at 80 and at 100 percent, once each', async () => {
    const { use, told, dimensionId } = await openEntitled();
    await use('79');
    expect(told()).toEqual([]);
    await use('1');
    expect(told()).toMatchObject([{ currentUsageTotal: '80' }]);
    await use('19');
    await use('1');
    await use('50');
    expect(told()).toHaveLength(2);
    expect(told()[1]).toEqual({
      timestamp: '2026-03-10T00:00:00.000Z',
      dimensionId,
      customerId: 'acme',
      entitlementLimit: '100',
      currentUsageTotal: '100',
      email: CUSTOMER.email,
      customerName: CUSTOMER.customerName,
      eventType: 'usageEntitlementLimitReached',
      webhookType: 'ENTITLEMENT',
    });
    expect(told()[0].eventType).not.toBe(told()[1].eventType);
  });

  it('are told again in the next month', async () => {
    const { use, told, paigo } = await openEntitled();
    await use('100');
    await paigo.advanceTo('2026-04-02T00:00:00Z');
    await use('79');
    expect(told()).toHaveLength(2);
    await use('21');
    expect(told()).toHaveLength(4);
  });

  it('are never told of what has no limit', async () => {
    const { use, told } = await openEntitled('inf');
    await use('1000000');
    expect(told()).toEqual([]);
  });

  it('are told to who asked for the offering, and not for another one', async () => {
    const mine = await openEntitled(100, (offeringId) => ({ offeringId }));
    await mine.use('80');
    expect(mine.told()).toHaveLength(1);
    const other = await openEntitled(100, () => ({ offeringId: 'another' }));
    await other.use('80');
    expect(other.told()).toEqual([]);
  });
});
