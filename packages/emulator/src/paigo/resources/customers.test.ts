import { describe, expect, it } from 'vitest';
import { CUSTOMER, DIMENSION, openPaigo } from '../open-paigo.fixture.ts';

type Account = Awaited<ReturnType<typeof openPaigo>>;

const ADDRESS = {
  countryCode: 'US',
  postalCode: '90210',
  city: 'Beverly Hills',
  streetLineOne: '1 Main St',
  state: 'CA',
};

const add = ({ call }: Account, fields: object = {}) =>
  call('POST', '/customers', { ...CUSTOMER, ...fields });

const change = ({ call }: Account, fields: object) => call('PUT', '/customers/acme', fields);

/** The one customer, as it is read. */
const read = async ({ call }: Account, id = 'acme') =>
  (await call('GET', `/customers/${id}`)).body.data[0];

/** Makes an offering that costs nothing, with one dimension. */
async function offer({ call }: Account, fields: object = {}) {
  const { dimensionId } = (await call('POST', '/dimensions', DIMENSION)).body;
  const offering = { offeringName: 'Plan', dimensionIds: [dimensionId], ...fields };
  const { offeringId } = (await call('POST', '/offerings', offering)).body;
  return { dimensionId, offeringId } as { dimensionId: string; offeringId: string };
}

describe('POST /customers', () => {
  it('answers a flat id, the caller’s own one', async () => {
    const account = await openPaigo();
    const { status, body } = await add(account);
    expect({ status, body }).toEqual({
      status: 201,
      body: { message: expect.any(String), customerId: 'acme' },
    });
  });

  it('makes an id where there is none', async () => {
    const account = await openPaigo();
    const { body } = await add(account, { customerId: undefined });
    expect(body.customerId).toMatch(/^[\da-f-]{36}$/);
    expect(await read(account, body.customerId)).toMatchObject({ customerName: 'Acme' });
  });

  it('keeps every field', async () => {
    const account = await openPaigo();
    const fields = {
      currency: 'EUR',
      taxExempt: 'exempt',
      customerVatId: 'GB VAT 123456789',
      address: { ...ADDRESS, streetLineTwo: 'Apt 1' },
      metadata: { tier: 'gold', seats: 3 },
    };
    await add(account, fields);
    expect(await read(account)).toMatchObject({ ...CUSTOMER, ...fields });
  });

  it('gives a Stripe customer a page to enter a card, and keeps a known one', async () => {
    const account = await openPaigo();
    const { body } = await add(account, { paymentChannel: 'Stripe' });
    expect(body.portalUrl).toMatch(/^http.*customerId=cus_/);
    const { paymentChannelOptions, stripeAccountReady } = await read(account);
    expect(paymentChannelOptions.stripeCustomerId).toMatch(/^cus_[\da-f]{14}$/);
    expect(stripeAccountReady).toBe(true);
    const known = {
      paymentChannel: 'Stripe',
      paymentChannelOptions: { stripeCustomerId: 'cus_1' },
    };
    const second = await add(account, { ...known, customerId: 'other' });
    expect(second.body).not.toHaveProperty('portalUrl');
    expect(await read(account, 'other')).toMatchObject(known);
  });

  it.each([
    ['name', { customerName: undefined }, 'customerName should not be empty'],
    ['blank name', { customerName: ' ' }, 'customerName should not be empty'],
    ['email', { email: undefined }, 'email should not be empty'],
    ['an email', { email: 'acme' }, 'email must be an email'],
    ['null', { email: null }, 'email must be a string'],
    ['channel', { paymentChannel: 'stripe' }, /^paymentChannel must be one of .*: Stripe, manual$/],
    ['currency', { currency: 'GBP' }, /^currency must be one of .*: USD, EUR, CNY$/],
    ['lower case', { currency: 'usd' }, /^currency must be one of/],
    ['tax', { taxExempt: true }, /^taxExempt must be one of/],
    ['part of an address', { address: { ...ADDRESS, city: undefined } }, /^address\.city should/],
    ['a state', { address: { ...ADDRESS, state: 'Cal' } }, 'address.state must be two letters'],
    ['a later start', { offeringEnrollmentDate: '2026-03-10T00:00:01Z' }, /must be in the past/],
    ['no moment', { offeringEnrollmentDate: 'today' }, /must be a valid RFC3339 date string/],
    ['an offering', { offeringId: 'x' }, /No Offerings found/],
    ['a dimension', { usage: [{ dimensionId: 'x', recordValue: '1' }] }, /No Dimensions found/],
    [
      'a number',
      { usage: [{ dimensionId: 'x', recordValue: 1 }] },
      /usage\.0\.recordValue must be/,
    ],
  ])('refuses what is wrong with %s, and makes nothing', async (_, fields, message) => {
    const account = await openPaigo();
    const { status, body } = await add(account, fields);
    expect(status).toBe(400);
    expect(body).toMatchObject({ statusCode: 400, error: 'Bad Request' });
    expect(body.message).toMatch(message);
    expect((await account.call('GET', '/customers')).body.data).toEqual([]);
  });

  it.each([
    ['bad_request', 400],
    ['conflict', 409],
  ] as const)('answers an id that is taken by the switch: %s', async (takenCustomerId, status) => {
    const account = await openPaigo({ takenCustomerId });
    await add(account);
    expect((await add(account, { customerName: 'Other' })).status).toBe(status);
    expect(await read(account)).toMatchObject({ customerName: 'Acme' });
  });

  it('enrols at once, from a moment in the past, with what the customer begins with', async () => {
    const account = await openPaigo();
    const { offeringId, dimensionId } = await offer(account);
    await add(account, {
      offeringId,
      offeringEnrollmentDate: '2026-03-01T00:00:00Z',
      usage: [{ dimensionId, recordValue: '3', timestamp: '2026-03-02T00:00:00Z' }],
    });
    const customer = await read(account);
    expect(customer.enrollments).toMatchObject([
      { offering: { offeringId }, offeringEnrollmentDate: '2026-03-01T00:00:00.000Z' },
    ]);
    expect(account.state.usage.get('acme')).toMatchObject([{ dimensionId, recordValue: '3' }]);
  });
});

describe('a body with several problems, or with unknown fields', () => {
  it.each([
    ['nest', ['customerName should not be empty', 'email must be an email']],
    ['message', 'customerName should not be empty; email must be an email'],
  ] as const)('tells all problems in one refusal: %s', async (refusals, message) => {
    const account = await openPaigo({ refusals });
    const { status, body } = await add(account, { customerName: undefined, email: 'acme' });
    expect(status).toBe(400);
    const nest = { statusCode: 400, error: 'Bad Request' };
    expect(body).toEqual({ message, ...(refusals === 'nest' && nest) });
  });

  it('refuses unknown fields at every depth', async () => {
    const account = await openPaigo();
    const { body } = await add(account, { nick: 'A', address: { ...ADDRESS, zone: 1 } });
    expect(body.message).toEqual([
      'property address.zone should not exist',
      'property nick should not exist',
    ]);
  });

  it('drops them where the switch says so, and takes the rest', async () => {
    const account = await openPaigo({ unknownFields: 'dropped' });
    const sent = { nick: 'A', address: { ...ADDRESS, zone: 1 }, metadata: { own: 1 } };
    expect((await add(account, sent)).status).toBe(201);
    const customer = await read(account);
    expect(customer).toMatchObject({ address: ADDRESS, metadata: { own: 1 } });
    expect(customer).not.toHaveProperty('nick');
    expect(customer.address).not.toHaveProperty('zone');
    const refused = await add(account, { customerId: 'b', nick: 'A', email: 'acme' });
    expect(refused.body.message).toBe('email must be an email');
  });

  it.each(['{', '[]', '"acme"'])('refuses the body %j', async (body) => {
    const { send, state } = await openPaigo();
    const headers = {
      authorization: `Bearer ${state.tokens.issue()}`,
      'content-type': 'application/json',
    };
    expect((await send('/customers', { method: 'POST', headers, body })).status).toBe(400);
  });

  it('takes a body that is not sent as JSON for none', async () => {
    const { send, state } = await openPaigo();
    const headers = { authorization: `Bearer ${state.tokens.issue()}` };
    const body = JSON.stringify(CUSTOMER);
    const answer = await send('/customers', { method: 'POST', headers, body });
    expect(answer.body.message).toContain('customerName should not be empty');
  });
});

describe('GET /customers', () => {
  it('tells all of them, with everything, and nobody asks for a page', async () => {
    const account = await openPaigo();
    await add(account);
    await add(account, { customerId: 'other' });
    const { status, body } = await account.call('GET', '/customers?limit=1');
    expect(status).toBe(200);
    expect(body.data.map(({ customerId }: { customerId: string }) => customerId)).toEqual([
      'acme',
      'other',
    ]);
    expect(body.data[0]).toMatchObject({
      creditBalance: '0',
      invoices: [],
      enrollments: [],
      children: [],
      offering: null,
    });
  });

  it.each([
    ['list', []],
    ['null', null],
  ] as const)('tells that there is none as the switch says: %s', async (emptyData, data) => {
    const account = await openPaigo({ emptyData });
    expect((await account.call('GET', '/customers')).body.data).toEqual(data);
    await add(account);
    expect(await read(account)).toMatchObject({ invoices: data });
  });
});

describe('GET /customers/{id}', () => {
  it.each(['list', 'object'] as const)('has data as the switch says: %s', async (data) => {
    const account = await openPaigo({ data });
    await add(account);
    const { body } = await account.call('GET', '/customers/acme');
    const customer = expect.objectContaining({ customerId: 'acme' });
    expect(body.data).toEqual(data === 'list' ? [customer] : customer);
  });

  it('answers 404 in one form, whatever other refusals look like', async () => {
    const account = await openPaigo();
    const { status, body } = await account.call('GET', '/customers/nobody');
    const refusal = { statusCode: 404, error: 'Not Found', message: expect.any(String) };
    expect({ status, body }).toEqual({ status: 404, body: refusal });
    account.paigo.change({ refusals: 'message' });
    expect((await account.call('GET', '/customers/nobody')).body).toEqual(refusal);
  });

  it('answers nothing with 200 where the switch says so', async () => {
    const account = await openPaigo({ missing: 'empty' });
    const { status, body } = await account.call('GET', '/customers/nobody');
    expect({ status, data: body.data }).toEqual({ status: 200, data: [] });
    expect((await account.call('PUT', '/customers/nobody', {})).status).toBe(404);
  });

  it('finds an id that has to be encoded', async () => {
    const account = await openPaigo();
    await add(account, { customerId: 'a/b c?' });
    const id = encodeURIComponent('a/b c?');
    expect(await read(account, id)).toMatchObject({ customerId: 'a/b c?' });
  });
});

describe('PUT /customers/{id}', () => {
  const FULL = {
    customerVatId: 'DE1',
    address: ADDRESS,
    metadata: { kept: 'a', gone: 'b', changed: 'c' },
  };

  it('changes what it names, and metadata by name', async () => {
    const account = await openPaigo();
    await add(account, FULL);
    await change(account, { email: 'new@acme.example', metadata: { gone: null, changed: 'd' } });
    expect(await read(account)).toMatchObject({
      ...FULL,
      customerName: 'Acme',
      email: 'new@acme.example',
      metadata: { kept: 'a', changed: 'd' },
    });
    expect((await read(account)).metadata).not.toHaveProperty('gone');
  });

  it('takes all metadata away by null', async () => {
    const account = await openPaigo();
    await add(account, FULL);
    await change(account, { metadata: null });
    expect(await read(account)).not.toHaveProperty('metadata');
  });

  it('loses what it does not name where the switch says so', async () => {
    const account = await openPaigo({ put: 'replace' });
    await add(account, FULL);
    await change(account, { metadata: { changed: 'd', never: null } });
    const customer = await read(account);
    expect(customer).toMatchObject({ customerName: 'Acme', email: CUSTOMER.email });
    expect(customer.metadata).toEqual({ changed: 'd' });
    expect(customer.customerVatId).toBe('');
    expect(customer).not.toHaveProperty('address');
  });

  it.each([
    ['echo', { customerId: 'acme', customerName: 'New', email: CUSTOMER.email }],
    ['message', { message: expect.any(String) }],
  ] as const)('answers as the switch says: %s', async (customerReply, reply) => {
    const account = await openPaigo({ customerReply });
    await add(account);
    const { status, body } = await change(account, { customerName: 'New' });
    expect(status).toBe(200);
    expect(body).toMatchObject(reply);
    expect('message' in body).toBe(customerReply === 'message');
  });

  it('keeps the currency while there are credits', async () => {
    const account = await openPaigo();
    await add(account, { currency: 'USD' });
    await account.call('POST', '/customers/acme/transactions', { transactionAmount: '5' });
    const refused = await change(account, { currency: 'EUR', customerName: 'New' });
    expect(refused.status).toBe(400);
    expect(await read(account)).toMatchObject({ currency: 'USD', customerName: 'Acme' });
    expect((await change(account, { currency: 'USD' })).status).toBe(200);
    await account.call('POST', '/customers/acme/transactions', { transactionAmount: '-5' });
    expect((await change(account, { currency: 'EUR' })).status).toBe(200);
    expect(await read(account)).toMatchObject({ currency: 'EUR' });
  });

  it('enrols by the legacy fields', async () => {
    const account = await openPaigo();
    const { offeringId } = await offer(account);
    await add(account);
    await change(account, { offeringId, freeTrialEndDate: '2026-04-01T00:00:00Z' });
    expect(await read(account)).toMatchObject({
      offeringId,
      offering: { offeringId },
      offeringEnrollmentDate: '2026-03-10T00:00:00.000Z',
      freeTrialEndDate: '2026-04-01T00:00:00.000Z',
      enrollments: [{ overrides: { freeTrialEndDate: '2026-04-01T00:00:00.000Z' } }],
    });
    await change(account, { unenrollOffering: offeringId });
    expect(await read(account)).toMatchObject({ offeringId: null, enrollments: [] });
  });

  it.each([{ customerId: 'b' }, { offeringEnrollmentDate: '2026-03-01T00:00:00Z' }])(
    'refuses %j',
    async (fields) => {
      const account = await openPaigo();
      await add(account);
      expect((await change(account, fields)).body.message).toMatch(/should not exist$/);
    },
  );
});

describe('DELETE /customers/{id}', () => {
  it('takes it away with everything under it, and lets its offering go', async () => {
    const account = await openPaigo();
    const { offeringId } = await offer(account);
    await add(account, { offeringId });
    await account.call('POST', '/customers/acme/transactions', { transactionAmount: '5' });
    const { status, body } = await account.call('DELETE', '/customers/acme');
    expect({ status, body }).toEqual({
      status: 200,
      body: { message: expect.any(String), customerId: 'acme' },
    });
    expect((await account.call('GET', '/customers/acme')).status).toBe(404);
    expect((await account.call('DELETE', '/customers/acme')).status).toBe(404);
    expect((await account.call('DELETE', `/offerings/${offeringId}`)).status).toBe(200);
  });

  it('leaves nothing to a customer that uses its id again', async () => {
    const account = await openPaigo();
    await add(account);
    await account.call('POST', '/customers/acme/transactions', { transactionAmount: '5' });
    const items = [{ name: 'Work', quantity: 1, unitCost: 10 }];
    await account.call('POST', '/invoices', { customerId: 'acme', items });
    await account.call('DELETE', '/customers/acme');
    expect((await add(account)).status).toBe(201);
    expect(await read(account)).toMatchObject({ creditBalance: '0', invoices: [] });
  });

  it('keeps the id taken where the switch says so', async () => {
    const account = await openPaigo({ deletedCustomerId: 'taken' });
    await add(account);
    await account.call('DELETE', '/customers/acme');
    expect((await add(account)).status).toBe(400);
    expect((await account.call('GET', '/customers/acme')).status).toBe(404);
  });
});

describe('children', () => {
  const link = ({ call }: Account, method: string, path: string, body?: object) =>
    call(method, `/customers/${path}`, body);

  async function family() {
    const account = await openPaigo();
    for (const customerId of ['top', 'middle', 'low']) await add(account, { customerId });
    await link(account, 'POST', 'top/children/middle', { billParent: 'aggregated' });
    return account;
  }

  it('are told on both sides', async () => {
    const account = await family();
    const child = { childId: 'middle', parentId: 'top', billParent: 'aggregated' };
    expect((await read(account, 'top')).children).toEqual([child]);
    expect((await read(account, 'middle')).parent).toEqual(child);
    expect(await read(account, 'top')).not.toHaveProperty('parent');
  });

  it('pay for themselves where nothing else is said', async () => {
    const account = await family();
    expect((await link(account, 'POST', 'middle/children/low', {})).status).toBe(201);
    expect((await read(account, 'low')).parent).toMatchObject({ billParent: 'separate' });
  });

  it('can be changed and taken away', async () => {
    const account = await family();
    await link(account, 'PUT', 'top/children/middle', { billParent: 'separate' });
    expect((await read(account, 'top')).children).toMatchObject([{ billParent: 'separate' }]);
    expect((await link(account, 'DELETE', 'top/children/middle')).status).toBe(200);
    expect((await read(account, 'top')).children).toEqual([]);
    expect(await read(account, 'middle')).not.toHaveProperty('parent');
    expect((await link(account, 'DELETE', 'top/children/middle')).status).toBe(404);
    expect((await link(account, 'PUT', 'top/children/middle', {})).status).toBe(404);
  });

  it.each([
    ['itself', 'low/children/low', 400],
    ['its parent', 'middle/children/top', 400],
    ['another’s child', 'low/children/middle', 400],
    ['nobody', 'low/children/nobody', 404],
  ])('cannot be %s', async (_, path, status) => {
    expect((await link(await family(), 'POST', path, {})).status).toBe(status);
  });

  it.each(['top', 'middle'])('are let go when %s is deleted', async (deleted) => {
    const account = await family();
    await account.call('DELETE', `/customers/${deleted}`);
    const left = await read(account, deleted === 'top' ? 'middle' : 'top');
    expect(left).toMatchObject({ children: [] });
    expect(left).not.toHaveProperty('parent');
  });
});

describe('PUT /customers/{id}/freeTrial', () => {
  const move = ({ call }: Account, fields: object) =>
    call('PUT', '/customers/acme/freeTrial', fields);

  it('moves the trial of the offering that it names, or of the latest', async () => {
    const account = await openPaigo();
    const first = await offer(account, { freeTrialLength: '14' });
    const second = await offer(account);
    await add(account, { offeringId: first.offeringId });
    const both = { offeringId: second.offeringId, removePriorOffering: false };
    await account.call('PUT', '/customers/acme/enrollment', both);
    const answer = await move(account, { freeTrialEndDate: '2026-05-01T00:00:00Z' });
    expect(answer.body).toEqual({ message: expect.any(String), customerId: 'acme' });
    await move(account, {
      offeringId: first.offeringId,
      freeTrialStartDate: '2026-03-11T00:00:00Z',
      freeTrialEndDate: '2026-06-01T00:00:00Z',
    });
    expect((await read(account)).enrollments).toMatchObject([
      { overrides: { freeTrialEndDate: '2026-06-01T00:00:00.000Z' } },
      { overrides: { freeTrialEndDate: '2026-05-01T00:00:00.000Z' } },
    ]);
  });

  it.each([
    [{}, 'freeTrialEndDate should not be empty'],
    [{ freeTrialEndDate: '2026-03-10T00:00:00Z' }, /must be in the future/],
    [
      { freeTrialStartDate: '2026-05-01T00:00:00Z', freeTrialEndDate: '2026-04-01T00:00:00Z' },
      /must be before/,
    ],
    [{ freeTrialEndDate: '2026-04-01T00:00:00Z' }, /not enrolled/],
  ])('refuses %j', async (fields, message) => {
    const account = await openPaigo();
    await add(account);
    const { status, body } = await move(account, fields);
    expect(status).toBe(400);
    expect(body.message).toMatch(message);
  });
});

describe('GET /customers/{id}/token', () => {
  it('gives a token of the customer, without an envelope', async () => {
    const account = await openPaigo();
    await add(account);
    const { body } = await account.call('GET', '/customers/acme/token');
    expect(Object.keys(body)).toEqual(['access_token']);
    const [, claims = ''] = body.access_token.split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      customerId: 'acme',
    });
  });
});
