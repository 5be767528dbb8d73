import { describe, expect, it } from 'vitest';
import { CUSTOMER, DIMENSION, openPaigo, type PaigoAccountOptions } from '../open-paigo.fixture.ts';

/** A customer, and offerings of one dimension each. */
async function openEnrolling(options: PaigoAccountOptions = {}) {
  const account = await openPaigo(options);
  const { call, state } = account;
  await call('POST', '/customers', { ...CUSTOMER, currency: 'USD' });
  const offer = async (fields: object = {}, dimension: object = {}) => {
    const made = await call('POST', '/dimensions', { ...DIMENSION, ...dimension });
    const { dimensionId } = made.body;
    const offering = { offeringName: 'Plan', currency: 'USD', billingCycle: 'monthly' };
    const all = { ...offering, dimensionIds: [dimensionId], ...fields };
    const { offeringId } = (await call('POST', '/offerings', all)).body;
    return { dimensionId, offeringId } as { dimensionId: string; offeringId: string };
  };
  const put = (fields: object) => call('PUT', '/customers/acme/enrollment', fields);
  const enrollments = async () => (await call('GET', '/customers/acme/enrollment')).body.data;
  /** The offerings that the customer is on, in order. */
  const offerings = async () =>
    (await call('GET', '/customers/acme')).body.data[0].enrollments.map(
      ({ offering }: { offering: { offeringId: string } }) => offering.offeringId,
    );
  const invoices = () => [...state.invoices.values()];
  return { ...account, offer, put, enrollments, offerings, invoices };
}

describe('GET /customers/{id}/enrollment', () => {
  it('tells no id, no status and no period, but the whole offering', async () => {
    const { offer, put, enrollments } = await openEnrolling();
    const { offeringId, dimensionId } = await offer();
    expect(await enrollments()).toEqual([]);
    await put({ offeringId, removePriorOffering: false });
    const [enrollment, ...others] = await enrollments();
    expect(others).toEqual([]);
    expect(Object.keys(enrollment).sort()).toEqual(['offering', 'offeringEnrollmentDate']);
    expect(enrollment).toMatchObject({
      offering: { offeringId, dimensions: [{ dimensionId }] },
      offeringEnrollmentDate: '2026-03-10T00:00:00.000Z',
    });
  });

  it.each([
    ['all', 2],
    ['latest', 1],
  ] as const)('tells as many as the switch says: %s', async (enrollmentReply, count) => {
    const { offer, put, enrollments, offerings } = await openEnrolling({ enrollmentReply });
    const first = await offer();
    const second = await offer();
    await put({ offeringId: first.offeringId, removePriorOffering: false });
    await put({ offeringId: second.offeringId, removePriorOffering: false });
    const told = await enrollments();
    expect(told).toHaveLength(count);
    expect(told.at(-1)).toMatchObject({ offering: { offeringId: second.offeringId } });
    // The customer always tells all.
    expect(await offerings()).toEqual([first.offeringId, second.offeringId]);
  });

  it('is a 404 for a customer that is not there', async () => {
    const { call } = await openEnrolling();
    expect((await call('GET', '/customers/nobody/enrollment')).status).toBe(404);
    expect((await call('PUT', '/customers/nobody/enrollment', {})).status).toBe(404);
  });
});

describe('PUT /customers/{id}/enrollment', () => {
  it('answers a message only', async () => {
    const { offer, put } = await openEnrolling();
    const { offeringId } = await offer();
    const { status, body } = await put({ offeringId, removePriorOffering: false });
    expect({ status, body }).toEqual({ status: 200, body: { message: expect.any(String) } });
  });

  it.each([
    ['stay', undefined, 2],
    ['go', undefined, 1],
    ['stay', true, 1],
    ['go', false, 2],
  ] as const)(
    'keeps or drops prior offerings: the switch says %s, the request %s',
    async (priorOfferings, removePriorOffering, count) => {
      const { offer, put, offerings } = await openEnrolling({ priorOfferings });
      const first = await offer();
      const second = await offer();
      await put({ offeringId: first.offeringId });
      await put({ offeringId: second.offeringId, removePriorOffering });
      const both = [first.offeringId, second.offeringId];
      expect(await offerings()).toEqual(both.slice(-count));
    },
  );

  it('changes nothing and invoices nothing when the offering is the same', async () => {
    const { offer, put, enrollments, invoices, paigo } = await openEnrolling({
      priorOfferings: 'go',
    });
    const price = { offeringType: 'subscription', subscriptionPrice: 20 };
    const { offeringId } = await offer(price);
    await put({ offeringId });
    expect(invoices()).toMatchObject([{ invoiceType: 'RECURRING', amount: '20' }]);
    await paigo.advanceBy('P1D');
    await put({ offeringId, removePriorOffering: true });
    expect(await enrollments()).toMatchObject([
      { offeringEnrollmentDate: '2026-03-10T00:00:00.000Z' },
    ]);
    expect(invoices()).toHaveLength(1);
  });

  it('drops the others and keeps the same one when it is asked to', async () => {
    const { offer, put, offerings } = await openEnrolling();
    const first = await offer();
    const second = await offer();
    await put({ offeringId: first.offeringId });
    await put({ offeringId: second.offeringId });
    await put({ offeringId: first.offeringId, removePriorOffering: true });
    expect(await offerings()).toEqual([first.offeringId]);
  });

  it('unenrols from one, or by null from all', async () => {
    const { offer, put, offerings } = await openEnrolling();
    const plans = [await offer(), await offer(), await offer()];
    for (const { offeringId } of plans) await put({ offeringId });
    await put({ unenrollOffering: plans[1]?.offeringId });
    expect(await offerings()).toEqual([plans[0]?.offeringId, plans[2]?.offeringId]);
    await put({ offeringId: null });
    expect(await offerings()).toEqual([]);
  });

  it('invoices what was used when an offering is left', async () => {
    const { offer, put, invoices, call, paigo } = await openEnrolling();
    const hourly = { consumptionPrice: '2', usageEntitlement: 0, overageAllowed: 'true' };
    const { offeringId, dimensionId } = await offer({}, hourly);
    await put({ offeringId });
    const record = { customerId: 'acme', dimensionId, recordValue: '3' };
    await paigo.advanceBy('PT2H');
    await call('POST', '/usage', { ...record, timestamp: '2026-03-10T01:00:00Z' });
    expect(invoices()).toEqual([]);
    await put({ unenrollOffering: offeringId });
    expect(invoices()).toMatchObject([{ invoiceType: 'RECURRING', amount: '6' }]);
  });

  it('bills quantities that an enrolment begins with', async () => {
    const { offer, put, invoices, state } = await openEnrolling();
    const seats = { aggregationMethod: 'last', paymentSchedule: 'upfront', consumptionPrice: '7' };
    const { offeringId, dimensionId } = await offer({}, seats);
    await put({ offeringId, usage: [{ dimensionId, recordValue: '3' }] });
    expect(invoices()).toMatchObject([{ amount: '21' }]);
    expect(state.usage.get('acme')).toMatchObject([
      { dimensionId, recordValue: '3', timestamp: '2026-03-10T00:00:00.000Z' },
    ]);
  });

  it('keeps quantities of dimensions that the offering does not have, and bills them not', async () => {
    const { offer, put, invoices, state } = await openEnrolling();
    const { offeringId } = await offer();
    const other = await offer({}, { paymentSchedule: 'upfront', consumptionPrice: '7' });
    await put({ offeringId, usage: [{ dimensionId: other.dimensionId, recordValue: '3' }] });
    expect(state.usage.get('acme')).toHaveLength(1);
    expect(invoices()).toEqual([]);
  });

  it('begins the trial of the offering, and shows no override for it', async () => {
    const { offer, put, enrollments, call } = await openEnrolling();
    const { offeringId } = await offer({ freeTrialLength: '14' });
    await put({ offeringId });
    expect((await enrollments())[0]).not.toHaveProperty('overrides');
    expect((await call('GET', '/customers/acme')).body.data[0]).toMatchObject({
      freeTrialEndDate: '2026-03-24T00:00:00.000Z',
    });
  });

  it.each([
    ['an unknown offering', { offeringId: 'x' }, /No Offerings found/],
    ['one that the customer is not on', { unenrollOffering: 'x' }, /not enrolled/],
    ['an unknown dimension', { usage: [{ dimensionId: 'x', recordValue: '1' }] }, /No Dimensions/],
    ['a number', { usage: [{ dimensionId: 'x', recordValue: 3 }] }, /must be a number string/],
    [
      'a dimension twice',
      { usage: ['1', '2'].map((recordValue) => ({ dimensionId: 'x', recordValue })) },
      /no two items with the same dimensionId/,
    ],
    ['a text for a boolean', { removePriorOffering: 'true' }, /must be a boolean value/],
    ['metadata', { metadata: {} }, /metadata should not exist/],
    [
      'a discount above all',
      { overrides: { discount: { name: 'X', percentage: '100.1' } } },
      /percentage must not be greater than 100/,
    ],
    [
      'a discount as a number',
      { overrides: { discount: { name: 'X', percentage: 10 } } },
      /percentage must be a number string/,
    ],
    [
      'a trial that is over',
      { overrides: { freeTrialEndDate: '2026-03-10T00:00:00Z' } },
      /must be in the future/,
    ],
    [
      'a trial of nothing',
      { overrides: { freeTrialEndDate: '2026-04-10T00:00:00Z' } },
      /not enrolled in any offering/,
    ],
  ])('refuses %s', async (_, fields, message) => {
    const { put, state } = await openEnrolling();
    const { status, body } = await put(fields);
    expect(status).toBe(400);
    expect(body.message).toMatch(message);
    expect(state.usage.get('acme') ?? []).toEqual([]);
  });

  it.each([{ offeringId: null }, { removePriorOffering: false }])(
    'refuses to leave one offering beside %j, and leaves none',
    async (fields) => {
      const { offer, put, offerings } = await openEnrolling();
      const { offeringId } = await offer();
      await put({ offeringId });
      const { status, body } = await put({ unenrollOffering: offeringId, ...fields });
      expect(status).toBe(400);
      expect(body.message).toMatch(/cannot be used with/);
      expect(await offerings()).toEqual([offeringId]);
    },
  );
});

describe('overrides of an enrolment', () => {
  it('have one discount for the customer, which null takes away', async () => {
    const { offer, put, enrollments, call } = await openEnrolling();
    const discount = { name: 'Launch', percentage: '10' };
    await put({ ...(await offer()), dimensionId: undefined, overrides: { discount } });
    expect(await enrollments()).toMatchObject([{ overrides: { discount } }]);
    expect((await call('GET', '/customers/acme')).body.data[0]).toMatchObject({ discount });
    await put({ overrides: { discount: null } });
    expect((await enrollments())[0]).not.toHaveProperty('overrides');
  });

  it('change what the customer pays, and go on to the next change', async () => {
    const { offer, put, enrollments, invoices } = await openEnrolling();
    const seats = { aggregationMethod: 'last', paymentSchedule: 'upfront', consumptionPrice: '7' };
    const { offeringId, dimensionId } = await offer({}, seats);
    const dimensionOverrides = [{ dimensionId, consumptionPrice: '5' }];
    const usage = [{ dimensionId, recordValue: '2' }];
    await put({ offeringId, usage, overrides: { dimensionOverrides } });
    expect(invoices()).toMatchObject([{ amount: '10' }]);
    await put({ overrides: { freeTrialEndDate: '2026-05-01T00:00:00Z' } });
    expect(await enrollments()).toMatchObject([
      { overrides: { dimensionOverrides, freeTrialEndDate: '2026-05-01T00:00:00.000Z' } },
    ]);
  });

  it('cannot change the structure of a price, or one of another offering', async () => {
    const { offer, put, offerings } = await openEnrolling();
    const { offeringId, dimensionId } = await offer({}, { consumptionPrice: '7' });
    const other = await offer();
    const tiers = [{ upperBound: 'inf', tierPosition: '1', unitPrice: '1' }];
    const override = (one: object) => put({ offeringId, overrides: { dimensionOverrides: [one] } });
    expect((await override({ dimensionId, tiers })).status).toBe(400);
    const stray = await override({ dimensionId: other.dimensionId, consumptionPrice: '1' });
    expect(stray.status).toBe(400);
    expect(await offerings()).toEqual([]);
  });
});
