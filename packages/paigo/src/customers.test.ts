import { BillingError, type Customer, type Result, type UpsertCustomerInput } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { paigoCustomer } from './customers/paigo-customer.fixture.ts';
import {
  AT_ONCE,
  found,
  giveToken,
  MISSING,
  paigoHost,
  paigoProvider,
} from './paigo-host.fixture.ts';
import type { PaigoCustomer } from './wire/customer.ts';

beforeEach(() => {
  nock.disableNetConnect();
  giveToken();
});
afterEach(() => {
  const left = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(left).toEqual([]);
});

const acme = { customerKey: 'acme' };
const email = 'a@acme.com';
const own = { 'billport.createdAt': '2026-01-02T03:04:05.000Z', 'billport.token': 'token' };
const plain = {
  customerKey: 'acme',
  name: 'Acme',
  email,
  createdAt: '2026-01-02T03:04:05.000Z',
  providerRef: { provider: 'paigo', type: 'customer', id: 'acme' },
};
const ADDRESS = {
  line1: '1 Main Street',
  line2: 'B',
  city: 'Albany',
  state: 'NY',
  postalCode: '12207',
  country: 'US',
};
const PAIGO_ADDRESS = {
  countryCode: 'US',
  postalCode: '12207',
  city: 'Albany',
  streetLineOne: '1 Main Street',
  streetLineTwo: 'B',
  state: 'NY',
};

const read = (fields: Partial<PaigoCustomer> = {}) =>
  paigoHost()
    .get('/customers/acme')
    .reply(200, found(paigoCustomer(fields)));
const readNobody = () => paigoHost().get('/customers/acme').reply(404, MISSING);

/** Takes one request that changes the customer, and tells its body. */
function take(method: 'POST' | 'PUT', status = 200, reply: string | object = {}) {
  const seen: { body?: unknown } = {};
  const uri = method === 'POST' ? '/customers' : '/customers/acme';
  paigoHost()
    .intercept(uri, method, (body: unknown) => {
      seen.body = body;
      return true;
    })
    .reply(status, reply, AT_ONCE);
  return seen;
}

/** What an upsert of a customer who is there sends, and its result. */
async function change(
  input: Partial<UpsertCustomerInput>,
  before: Partial<PaigoCustomer>,
  after: Partial<PaigoCustomer> = before,
) {
  read(before);
  const seen = take('PUT');
  read(after);
  const result = await paigoProvider().customers.upsert({ ...acme, ...input });
  return { body: seen.body, result };
}

const fieldsOf = ({ warnings = [] }: Result<Customer>) => warnings.map(({ field }) => field);

describe('customers.upsert of somebody new', () => {
  it('point 2, point 3: makes the customer, and takes what get brings for the answer', async () => {
    readNobody();
    const seen = take('POST', 201, { message: 'Created.', customerId: 'acme' });
    read({ currency: 'EUR', customerVatId: 'FR1', metadata: { ...own, tier: 'gold' } });
    const input = { name: 'Acme', email, currency: 'EUR', taxNumber: 'FR1' };
    const made = await paigoProvider().customers.upsert({
      ...acme,
      ...input,
      metadata: { tier: 'gold' },
    });
    expect(seen.body).toEqual({
      customerId: 'acme',
      customerName: 'Acme',
      email,
      paymentChannel: 'manual',
      currency: 'EUR',
      customerVatId: 'FR1',
      metadata: {
        tier: 'gold',
        'billport.createdAt': '2026-01-15T12:00:00.000Z',
        'billport.token': expect.stringMatching(/^[\da-f-]{36}$/),
      },
    });
    expect(made).toEqual({ ...plain, ...input, metadata: { tier: 'gold' } });
  });

  it('point 12: writes the channel as Paigo does', async () => {
    readNobody();
    const seen = take('POST', 201, { customerId: 'acme' });
    read();
    await paigoProvider({ paymentChannel: 'Stripe' }).customers.upsert({ ...acme, email });
    expect(seen.body).toMatchObject({ paymentChannel: 'Stripe' });
  });

  it('lets the key stand in for a name, and does not take it for one', async () => {
    readNobody();
    const seen = take('POST', 201, { customerId: 'acme' });
    read({ customerName: 'acme' });
    const made = await paigoProvider().customers.upsert({ ...acme, email });
    expect(seen.body).toMatchObject({ customerName: 'acme' });
    expect(made).not.toHaveProperty('name');
  });

  it('keeps a name that is the key', async () => {
    readNobody();
    const seen = take('POST', 201, { customerId: 'acme' });
    read({ customerName: 'acme', metadata: { ...own, 'billport.name': 'acme' } });
    const made = await paigoProvider().customers.upsert({ ...acme, email, name: 'acme' });
    expect(seen.body).toMatchObject({ metadata: { 'billport.name': 'acme' } });
    expect(made.name).toBe('acme');
  });

  it('refuses one without an email before anything is made', async () => {
    readNobody();
    await expect(paigoProvider().customers.upsert(acme)).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: ['email'] }],
    });
  });

  it('point 3: finds its own work by its token when the answer was lost', async () => {
    readNobody();
    const seen = take('POST', 502, '<html></html>');
    paigoHost()
      .get('/customers/acme')
      .reply(200, () => found(paigoCustomer(seen.body as Partial<PaigoCustomer>)));
    const made = await paigoProvider().customers.upsert({ ...acme, email, name: 'Acme' });
    expect(made).toEqual({ ...plain, createdAt: '2026-01-15T12:00:00.000Z' });
  });

  it('sends again when the answer was lost and nobody is there: the key keeps it from being two', async () => {
    readNobody();
    const first = take('POST', 504, '');
    readNobody();
    const second = take('POST', 201, { customerId: 'acme' });
    read();
    await paigoProvider().customers.upsert({ ...acme, email });
    expect(second.body).toEqual(first.body);
  });

  it('says that the outcome is unknown when it stays so, and how to find out', async () => {
    readNobody();
    for (let sent = 0; sent < 3; sent++) {
      take('POST', 502, '');
      readNobody();
    }
    await expect(paigoProvider().customers.upsert({ ...acme, email })).rejects.toMatchObject({
      code: 'outcome_unknown',
      details: { lookup: expect.stringMatching(/^customers\.get\(\{ customerKey: "acme" \}\)/) },
    });
  });

  it('says that the outcome is unknown when nobody can look', async () => {
    readNobody();
    take('POST', 502, '');
    paigoHost().get('/customers/acme').reply(403, { message: 'Forbidden' });
    await expect(paigoProvider().customers.upsert({ ...acme, email })).rejects.toMatchObject({
      code: 'outcome_unknown',
    });
  });

  it.each([
    [400, { message: 'Customer with ID: acme already exists' }],
    [409, { statusCode: 409, message: ['taken'], error: 'Conflict' }],
  ])('changes the one whom somebody else made meanwhile: %i', async (status, refusal) => {
    readNobody();
    take('POST', status, refusal);
    read({ customerName: 'Other' });
    read({ customerName: 'Other' });
    const changed = take('PUT');
    read();
    const made = await paigoProvider().customers.upsert({ ...acme, email, name: 'Acme' });
    expect(changed.body).toEqual({ customerName: 'Acme' });
    expect(made).toEqual(plain);
  });

  it('point 26: passes on a refusal that is about no key', async () => {
    readNobody();
    take('POST', 400, { statusCode: 400, message: ['email must be an email', 'b'], error: 'x' });
    readNobody();
    await expect(paigoProvider().customers.upsert({ ...acme, email })).rejects.toMatchObject({
      code: 'rejected',
      status: 400,
      message: 'paigo refused it (400): email must be an email · b.',
    });
  });

  it('tells a customer whom Paigo does not show yet as it was sent', async () => {
    readNobody();
    take('POST', 201, { customerId: 'acme' });
    readNobody();
    const made = await paigoProvider().customers.upsert({ ...acme, email, name: 'Acme' });
    const { warnings, ...customer } = made;
    expect(customer).toEqual({ ...plain, createdAt: '2026-01-15T12:00:00.000Z' });
    expect(warnings).toEqual([{ code: 'pending', message: expect.any(String) }]);
  });

  it('does not take the answer for another customer for this one', async () => {
    readNobody();
    take('POST', 201, { customerId: 'other' });
    const error = await paigoProvider()
      .customers.upsert({ ...acme, email })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'outcome_unknown' });
    expect(String(error)).not.toContain('other"');
  });
});

describe('customers.upsert of somebody who is there', () => {
  it('point 2: sends only what is to change, and reads what came of it', async () => {
    const { body, result } = await change({ name: 'Other', email }, {}, { customerName: 'Other' });
    expect(body).toEqual({ customerName: 'Other' });
    expect(result).toEqual({ ...plain, name: 'Other' });
  });

  it('sends nothing where all is so already', async () => {
    read({ metadata: { ...own, tier: 'gold' } });
    const input = { ...acme, name: 'Acme', metadata: { tier: 'gold' } };
    expect(await paigoProvider().customers.upsert(input)).toEqual({
      ...plain,
      metadata: { tier: 'gold' },
    });
  });

  it('replaces the metadata of the caller, and no other', async () => {
    const before = { ...own, old: 'a', same: 'b', 'billport.subscription:s': '{}' };
    const after = { ...own, same: 'b', new: 'c', 'billport.subscription:s': '{}' };
    const { body, result } = await change(
      { metadata: { same: 'b', new: 'c' } },
      { metadata: before },
      { metadata: after },
    );
    expect(body).toEqual({ metadata: { old: null, new: 'c' } });
    expect(result.metadata).toEqual({ same: 'b', new: 'c' });
  });

  it('clears what is null', async () => {
    const { body, result } = await change(
      { name: null, taxNumber: null, metadata: null },
      { customerVatId: 'FR1', metadata: { ...own, tier: 'gold' } },
      { customerName: 'acme', customerVatId: '' },
    );
    expect(body).toEqual({
      customerName: 'acme',
      customerVatId: '',
      metadata: { tier: null },
    });
    const { name: _, ...rest } = plain;
    expect(result).toEqual(rest);
  });

  it('warns of each field that Paigo takes and does not show', async () => {
    const { result } = await change({ taxNumber: 'FR1', name: 'Other' }, {}, {});
    expect(fieldsOf(result)).toEqual(['name', 'taxNumber']);
    expect(result.warnings?.every(({ code }) => code === 'not_applied')).toBe(true);
  });

  it('warns of what Paigo has no field for', async () => {
    read();
    const result = await paigoProvider().customers.upsert({
      ...acme,
      timezone: 'Europe/Paris',
      legalName: 'Acme SA',
      taxCodes: ['vat'],
      gracePeriodDays: 0,
      paymentTermDays: 30,
    });
    expect(fieldsOf(result).sort()).toEqual([
      'gracePeriodDays',
      'legalName',
      'paymentTermDays',
      'taxCodes',
      'timezone',
    ]);
  });

  it.each([
    [{ billport: 'a', 'billport.token': 'b' }, ['metadata', 'billport.token']],
    [{ 'billport.subscription:s': '{}' }, ['metadata', 'billport.subscription:s']],
  ])('refuses names that are kept for Billport: %j', async (metadata, path) => {
    nock.cleanAll();
    await expect(paigoProvider().customers.upsert({ ...acme, metadata })).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path }],
    });
  });

  it('refuses to clear the email', async () => {
    nock.cleanAll();
    await expect(paigoProvider().customers.upsert({ ...acme, email: null })).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: ['email'] }],
    });
  });
});

describe('an account that replaces what a PUT leaves out', () => {
  const full: Partial<PaigoCustomer> = {
    currency: 'EUR',
    customerVatId: 'FR1',
    taxExempt: 'exempt',
    address: PAIGO_ADDRESS,
    metadata: { ...own, tier: 'gold' },
  };
  const lost: Partial<PaigoCustomer> = {
    customerName: 'Other',
    currency: 'USD',
    taxExempt: 'none',
    metadata: {},
  };

  it('gets back what it lost, and from then on everything', async () => {
    const billing = paigoProvider();
    read(full);
    const first = take('PUT');
    read(lost);
    const second = take('PUT');
    read({ ...full, customerName: 'Other' });
    const result = await billing.customers.upsert({ ...acme, name: 'Other' });
    expect(first.body).toEqual({ customerName: 'Other' });
    const whole = {
      customerName: 'Other',
      email,
      paymentChannel: 'manual',
      currency: 'EUR',
      taxExempt: 'exempt',
      customerVatId: 'FR1',
      address: PAIGO_ADDRESS,
      metadata: { ...own, tier: 'gold' },
    };
    expect(second.body).toEqual(whole);
    expect(result).toMatchObject({ name: 'Other', currency: 'EUR', metadata: { tier: 'gold' } });

    read({ ...full, customerName: 'Other' });
    const third = take('PUT');
    read({ ...full, customerName: 'Third' });
    await billing.customers.upsert({ ...acme, name: 'Third' });
    expect(third.body).toEqual({ ...whole, customerName: 'Third' });
  });

  it('is refused when it loses fields all the same', async () => {
    read(full);
    take('PUT');
    read(lost);
    take('PUT');
    read(lost);
    const upsert = paigoProvider().customers.upsert({ ...acme, name: 'Other' });
    await expect(upsert).rejects.toMatchObject({ code: 'rejected' });
  });
});

describe('an address at Paigo', () => {
  it('is written and read', async () => {
    const { body, result } = await change({ address: ADDRESS }, {}, { address: PAIGO_ADDRESS });
    expect(body).toEqual({ address: PAIGO_ADDRESS });
    expect(result).toEqual({ ...plain, address: ADDRESS });
  });

  it.each([
    ['without a state', { ...ADDRESS, state: undefined }, 'address.state is missing'],
    ['with a long state', { ...ADDRESS, state: 'New York' }, 'address.state is not two letters'],
    ['with a state of one letter', { ...ADDRESS, state: 'N' }, 'address.state is not two letters'],
    ['without a street', { ...ADDRESS, line1: undefined }, 'address.line1 is missing'],
    ['without a city', { ...ADDRESS, city: undefined }, 'address.city is missing'],
    ['with a blank postal code', { ...ADDRESS, postalCode: ' ' }, 'address.postalCode is missing'],
    ['without a country', { ...ADDRESS, country: undefined }, 'address.country is missing'],
  ])('point 25: is not sent %s, and the part is told', async (_title, address, words) => {
    read();
    const input = { ...acme, address: JSON.parse(JSON.stringify(address)) };
    const result = await paigoProvider().customers.upsert(input);
    expect(fieldsOf(result)).toEqual(['address']);
    expect(result.warnings?.[0]?.message).toContain(`The address was not kept, since ${words}:`);
    expect(result).not.toHaveProperty('address');
  });

  it('point 25: stays as it was when the next one is no whole one, and that is told', async () => {
    read({ address: PAIGO_ADDRESS });
    const result = await paigoProvider().customers.upsert({ ...acme, address: { city: 'Lyon' } });
    expect(result.address).toEqual(ADDRESS);
    expect(result.warnings).toMatchObject([
      { code: 'not_applied', field: 'address', message: expect.stringContaining('from before') },
    ]);
  });

  it('cannot be taken away, and that is told', async () => {
    read({ address: PAIGO_ADDRESS });
    const result = await paigoProvider().customers.upsert({ ...acme, address: null });
    expect(fieldsOf(result)).toEqual(['address']);
  });

  it('that never was is taken away without a word', async () => {
    read();
    const result = await paigoProvider().customers.upsert({ ...acme, address: null });
    expect(result).toEqual(plain);
  });
});

describe('a currency at Paigo', () => {
  it('point 25: is one of three, which is said before anything is sent', async () => {
    nock.cleanAll();
    const upsert = paigoProvider().customers.upsert({ ...acme, email, currency: 'GBP' });
    await expect(upsert).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: ['currency'], message: expect.stringContaining('USD, EUR, CNY') }],
    });
  });

  it('changes while nothing is billed', async () => {
    const { body } = await change({ currency: 'EUR' }, { currency: 'USD' }, { currency: 'EUR' });
    expect(body).toEqual({ currency: 'EUR' });
  });

  it('point 25: passes on the refusal while there are credits', async () => {
    read({ currency: 'USD', creditBalance: '5' });
    take('PUT', 400, { message: 'currency cannot be updated' });
    const upsert = paigoProvider().customers.upsert({ ...acme, currency: 'EUR' });
    await expect(upsert).rejects.toMatchObject({ code: 'rejected' });
  });

  const invoice = { invoiceId: 'i', currency: 'usd' };
  it.each<[string, Partial<PaigoCustomer>]>([
    ['invoices', { currency: 'USD', invoices: [invoice] }],
    ['invoices that tell it', { invoices: [invoice] }],
    ['invoices that do not tell it', { invoices: [{}] }],
    [
      'subscriptions',
      { currency: 'USD', enrollments: [{ offering: { offeringId: 'o' } } as never] },
    ],
    ['one invoice by itself', { invoices: invoice as never }],
    ['one subscription by itself', { enrollments: { offering: { offeringId: 'o' } } as never }],
  ])('point 25: cannot change once there are %s', async (_title, before) => {
    read(before);
    const upsert = paigoProvider().customers.upsert({ ...acme, currency: 'EUR' });
    await expect(upsert).rejects.toMatchObject({
      code: 'conflict',
      details: { resource: 'customer', key: 'acme' },
    });
  });

  it('point 25: cannot change once there are subscriptions that the customer does not list', async () => {
    read({ enrollments: undefined as never });
    const enrollment = { offering: { offeringId: 'o', currency: 'USD' } };
    paigoHost().get('/customers/acme/enrollment').reply(200, found(enrollment));
    const upsert = paigoProvider().customers.upsert({ ...acme, currency: 'EUR' });
    await expect(upsert).rejects.toMatchObject({ code: 'conflict' });
  });

  it('can be said again once there are invoices', async () => {
    read({ currency: 'USD', invoices: [invoice] });
    const upsert = await paigoProvider().customers.upsert({ ...acme, currency: 'USD' });
    expect(upsert.currency).toBe('USD');
  });
});

describe('customers.get', () => {
  it.each([
    ['a list', { message: '', data: [paigoCustomer()] }],
    ['the thing itself', { message: '', data: paigoCustomer() }],
  ])('point 2: reads data that is %s', async (_title, reply) => {
    paigoHost().get('/customers/acme').reply(200, reply);
    expect(await paigoProvider().customers.get(acme)).toEqual(plain);
  });

  it.each([
    ['a 404', 404, MISSING],
    ['an empty list', 200, { message: '', data: [] }],
    ['null', 200, { message: '', data: null }],
  ])('finds nobody in %s', async (_title, status, reply) => {
    paigoHost().get('/customers/acme').reply(status, reply);
    await expect(paigoProvider().customers.get(acme)).rejects.toMatchObject({
      code: 'not_found',
      details: { resource: 'customer', key: 'acme' },
    });
  });

  it.each([
    ['another customer', found(paigoCustomer({ customerId: 'hidden' }))],
    ['no data', { message: 'ok' }],
    ['a text', { data: 'text' }],
    ['a customer without an id', { data: [{ customerName: 'Acme' }] }],
  ])('takes %s for malformed', async (_title, reply) => {
    paigoHost().get('/customers/acme').reply(200, reply);
    const error = await paigoProvider()
      .customers.get(acme)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'malformed_response' });
    expect(JSON.stringify(error)).not.toContain('hidden');
  });

  it('encodes keys of any characters', async () => {
    const customerKey = 'a/b.c ?#%41ü';
    paigoHost()
      .get('/customers/a%2Fb%2Ec%20%3F%23%2541%C3%BC')
      .reply(200, found(paigoCustomer({ customerId: customerKey })));
    expect((await paigoProvider().customers.get({ customerKey })).customerKey).toBe(customerKey);
  });

  it('reads what others made, with null, empty texts and values that are no texts', async () => {
    paigoHost()
      .get('/customers/acme')
      .reply(
        200,
        found({
          customerId: 'acme',
          customerName: null,
          email: '',
          paymentChannel: 'Stripe',
          customerVatId: '',
          address: null,
          metadata: { level: 3, gone: null, nested: { a: 1 } },
          invoices: null,
          children: [],
          unknownField: 1,
        }),
      );
    expect(await paigoProvider().customers.get(acme)).toEqual({
      customerKey: 'acme',
      metadata: { level: '3', nested: '{"a":1}' },
      providerRef: { provider: 'paigo', type: 'customer', id: 'acme' },
    });
  });
});

describe('customers.list', () => {
  const customers = [
    paigoCustomer({ customerId: 'z-other', metadata: null, customerName: 'By others' }),
    paigoCustomer({
      customerId: 'old',
      metadata: { 'billport.createdAt': '2026-01-01T00:00:00Z' },
    }),
    paigoCustomer({
      customerId: 'new',
      metadata: { 'billport.createdAt': '2026-01-03T00:00:00Z' },
    }),
    paigoCustomer({ customerId: 'a-other', metadata: null, email: 'Boss@Other.com' }),
  ];
  const serve = (times = 1) =>
    paigoHost()
      .get('/customers')
      .times(times)
      .reply(200, found(...customers));
  const keys = (items: readonly Customer[]) => items.map(({ customerKey }) => customerKey);

  it('point 6: brings the newest first, and last those whose moment nobody knows, by key', async () => {
    serve();
    const { items } = await paigoProvider().customers.list();
    expect(keys(items)).toEqual(['new', 'old', 'a-other', 'z-other']);
  });

  it('point 6: cuts pages by itself, for Paigo has none', async () => {
    serve(2);
    const { list } = paigoProvider().customers;
    const { items, nextCursor = '' } = await list({ limit: 3 });
    expect(keys(items)).toEqual(['new', 'old', 'a-other']);
    expect(keys((await list({ limit: 3, cursor: nextCursor })).items)).toEqual(['z-other']);
  });

  it.each([
    ['BY OTH', ['z-other']],
    ['boss@', ['a-other']],
    ['other', ['a-other', 'z-other']],
    ['acme', ['new', 'old', 'a-other', 'z-other']],
    ['nobody', []],
  ])('point 6: searches by itself: %s', async (search, expected) => {
    serve();
    expect(keys((await paigoProvider().customers.list({ search })).items)).toEqual(expected);
  });

  it('brings nobody where data is null', async () => {
    paigoHost().get('/customers').reply(200, { message: '', data: null });
    expect((await paigoProvider().customers.list()).items).toEqual([]);
  });

  it('refuses a customer without an id', async () => {
    paigoHost()
      .get('/customers')
      .reply(200, found({ customerName: 'Acme' }));
    await expect(paigoProvider().customers.list()).rejects.toMatchObject({
      code: 'malformed_response',
    });
  });
});

describe('customers.delete', () => {
  const remove = () => paigoHost().delete('/customers/acme');
  const reply = { message: 'Deleted.', customerId: 'acme' };

  it('reads first, and brings the customer with what is left open', async () => {
    read();
    remove().reply(200, reply);
    const { warnings, ...deleted } = await paigoProvider().customers.delete(acme);
    expect(deleted).toEqual(plain);
    expect(warnings).toEqual([{ code: 'partial', message: expect.stringContaining('invoices') }]);
  });

  it('takes a 404 after a lost answer for done', async () => {
    read();
    remove().reply(502, '', AT_ONCE);
    remove().reply(404, MISSING);
    expect(await paigoProvider().customers.delete(acme)).toMatchObject(plain);
  });

  it('finds nobody where nobody is', async () => {
    readNobody();
    await expect(paigoProvider().customers.delete(acme)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('says that a 404 without an attempt before is somebody else', async () => {
    read();
    remove().reply(404, MISSING);
    await expect(paigoProvider().customers.delete(acme)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('point 22: is a conflict where Paigo says that the customer is in use', async () => {
    read();
    remove().reply(409, { message: 'In use.' });
    await expect(paigoProvider().customers.delete(acme)).rejects.toMatchObject({
      code: 'conflict',
      details: { resource: 'customer', key: 'acme' },
    });
  });

  it('deletes nobody when the reply is for another customer', async () => {
    read({ customerId: 'other' });
    await expect(paigoProvider().customers.delete(acme)).rejects.toMatchObject({
      code: 'malformed_response',
    });
  });
});

describe.each(['createPortalLink', 'createCheckoutLink'] as const)('customers.%s', (name) => {
  const url = 'https://billing.stripe.com/session/secret-session';
  const atStripe = { paymentChannel: 'Stripe' };
  const portal = (status: number, reply: object) =>
    paigoHost().get('/customers/acme/stripePortal').reply(status, reply);

  it('brings the page at Stripe', async () => {
    read(atStripe);
    portal(200, { message: 'ok', portalUrl: url });
    expect(await paigoProvider().customers[name](acme)).toMatchObject({ url });
  });

  it('point 20: is a conflict for customers who pay outside of Paigo, before any call', async () => {
    read();
    await expect(paigoProvider().customers[name](acme)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('paymentChannel is "Stripe"'),
      details: { resource: 'customer', key: 'acme', state: 'manual' },
    });
  });

  it('point 20: is a conflict where Paigo says so', async () => {
    read(atStripe);
    portal(400, { message: 'No Stripe.' });
    await expect(paigoProvider().customers[name](acme)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('refuses an address that browsers would run', async () => {
    read(atStripe);
    portal(200, { message: 'ok', portalUrl: 'javascript:secret()' });
    const error = await paigoProvider()
      .customers[name](acme)
      .catch((reason: unknown) => reason);
    expect(BillingError.is(error, 'malformed_response')).toBe(true);
    expect(String(error)).not.toContain('secret');
  });
});
