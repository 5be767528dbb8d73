import type { Billing, UpsertCustomerInput } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lagoCustomer } from './customers/lago-customer.fixture.ts';
import {
  AT_ONCE,
  invalid,
  lagoHost,
  lagoProvider,
  missing,
  wholeList,
} from './lago-host.fixture.ts';
import type { LagoCustomer } from './wire/customer.ts';

const customer = (fields: Partial<LagoCustomer> = {}) => ({ customer: lagoCustomer(fields) });
const acme = { customerKey: 'acme' };
const plain = {
  customerKey: 'acme',
  createdAt: '2026-01-02T03:04:05.000Z',
  providerRef: { provider: 'lago', type: 'customer', id: 'customer-id' },
};
const row = (fields = {}) => ({
  lago_id: 'row-id',
  key: 'tier',
  value: 'gold',
  display_in_invoice: true,
  created_at: '2026-01-02T03:04:05Z',
  ...fields,
});
beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const left = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(left).toEqual([]);
});

/** Takes one upsert, tells what was sent, and answers with the customer. */
function takeUpsert(answer: Partial<LagoCustomer> = {}) {
  const seen: { body?: unknown } = {};
  lagoHost()
    .post('/customers', (body: { customer: unknown }) => {
      seen.body = body.customer;
      return true;
    })
    .reply(200, customer(answer));
  return seen;
}

describe('customers.upsert', () => {
  it('sends nothing but what is given', async () => {
    const seen = takeUpsert({ name: 'Acme' });
    const kept = await lagoProvider().customers.upsert({ ...acme, name: 'Acme' });
    expect(seen.body).toEqual({ external_id: 'acme', name: 'Acme' });
    expect(kept).toEqual({ ...plain, name: 'Acme' });
  });

  it('writes and reads every field', async () => {
    const wire = {
      name: 'Acme',
      email: 'a@acme.com',
      currency: 'EUR',
      timezone: 'Europe/Paris',
      address_line1: '1 rue',
      address_line2: 'B',
      city: 'Paris',
      state: 'IDF',
      zipcode: '75001',
      country: 'FR',
      legal_name: 'Acme SA',
      tax_identification_number: 'FR1',
      net_payment_term: 30,
      billing_configuration: { invoice_grace_period: 3 },
    };
    const input = {
      ...acme,
      name: 'Acme',
      email: 'a@acme.com',
      currency: 'EUR',
      timezone: 'Europe/Paris',
      address: {
        line1: '1 rue',
        line2: 'B',
        city: 'Paris',
        state: 'IDF',
        postalCode: '75001',
        country: 'FR',
      },
      legalName: 'Acme SA',
      taxNumber: 'FR1',
      taxCodes: ['vat', 'city'],
      paymentTermDays: 30,
      gracePeriodDays: 3,
    };
    const taxes = [{ code: 'city' }, { code: 'vat' }];
    const seen = takeUpsert({ ...wire, taxes });
    const kept = await lagoProvider().customers.upsert(input);
    expect(seen.body).toEqual({ external_id: 'acme', ...wire, tax_codes: ['vat', 'city'] });
    expect(kept).toEqual({ ...plain, ...input, taxCodes: ['city', 'vat'] });
  });

  it('clears with null, and every line of an address that is null', async () => {
    const seen = takeUpsert();
    const cleared = {
      name: null,
      email: null,
      timezone: null,
      address: null,
      legalName: null,
      taxNumber: null,
      taxCodes: null,
      gracePeriodDays: null,
      paymentTermDays: null,
      metadata: null,
    };
    expect(await lagoProvider().customers.upsert({ ...acme, ...cleared })).toEqual(plain);
    expect(seen.body).toEqual({
      external_id: 'acme',
      name: null,
      email: null,
      timezone: null,
      address_line1: null,
      address_line2: null,
      city: null,
      state: null,
      zipcode: null,
      country: null,
      legal_name: null,
      tax_identification_number: null,
      tax_codes: [],
      net_payment_term: null,
      billing_configuration: { invoice_grace_period: null },
      metadata: [],
    });
  });

  it('trap 10: clears the lines of an address that are left out', async () => {
    const seen = takeUpsert({ city: 'Lyon' });
    await lagoProvider().customers.upsert({ ...acme, address: { city: 'Lyon' } });
    expect(seen.body).toMatchObject({ city: 'Lyon', address_line1: null, zipcode: null });
  });

  it('trap 10: keeps the id of data whose key stays, and whether invoices show it', async () => {
    const before = [row(), row({ lago_id: 'other-id', key: 'old' })];
    lagoHost()
      .get('/customers/acme')
      .reply(200, customer({ metadata: before }));
    const after = [row({ value: 'silver' }), row({ lago_id: 'new-id', key: 'new', value: 'x' })];
    const seen = takeUpsert({ metadata: after });
    const metadata = { tier: 'silver', new: 'x' };
    expect(await lagoProvider().customers.upsert({ ...acme, metadata })).toEqual({
      ...plain,
      metadata,
    });
    expect(seen.body).toEqual({
      external_id: 'acme',
      metadata: [
        { id: 'row-id', key: 'tier', value: 'silver', display_in_invoice: true },
        { key: 'new', value: 'x', display_in_invoice: false },
      ],
    });
  });

  it('gives data to a customer who is not there yet', async () => {
    lagoHost().get('/customers/acme').reply(404, missing('customer'));
    const seen = takeUpsert({ metadata: [row()] });
    await lagoProvider().customers.upsert({ ...acme, metadata: { tier: 'gold' } });
    expect(seen.body).toMatchObject({
      metadata: [{ key: 'tier', value: 'gold', display_in_invoice: false }],
    });
  });

  it.each([
    [{ a: '1', b: '2', c: '3', d: '4', e: '5', f: '6' }, ['metadata']],
    [{ ['k'.repeat(21)]: 'v' }, ['metadata', 'k'.repeat(21)]],
    [{ k: 'v'.repeat(101) }, ['metadata', 'k']],
  ])('refuses data that Lago does not keep before anything is sent: %#', async (metadata, path) => {
    await expect(lagoProvider().customers.upsert({ ...acme, metadata })).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path }],
    });
  });

  it('takes data of the longest keys and values that Lago keeps, counted in characters', async () => {
    const metadata = { ['🧾'.repeat(20)]: '🧾'.repeat(100) };
    const [[key, value] = ['', '']] = Object.entries(metadata);
    lagoHost().get('/customers/acme').reply(200, customer());
    takeUpsert({ metadata: [row({ key, value })] });
    expect(await lagoProvider().customers.upsert({ ...acme, metadata })).toMatchObject({
      metadata,
    });
  });

  it.each<[Omit<UpsertCustomerInput, 'customerKey'>, string]>([
    [{ timezone: 'Europe/Paris' }, 'timezone'],
    [{ gracePeriodDays: 3 }, 'gracePeriodDays'],
    [{ taxCodes: ['vat'] }, 'taxCodes'],
    [{ name: 'Acme' }, 'name'],
    [{ address: { city: 'Lyon' } }, 'address'],
  ])('trap 11: warns of %j, which Lago dropped with a 200', async (input, field) => {
    takeUpsert();
    const { warnings } = await lagoProvider().customers.upsert({ ...acme, ...input });
    expect(warnings).toMatchObject([{ code: 'not_applied', field }]);
  });

  it('trap 11: warns of what stays that was to be cleared', async () => {
    takeUpsert({ timezone: 'Europe/Paris' });
    const { warnings } = await lagoProvider().customers.upsert({ ...acme, timezone: null });
    expect(warnings).toMatchObject([{ code: 'not_applied', field: 'timezone' }]);
  });

  it('trap 11: warns of data that was to go and is there still', async () => {
    lagoHost().get('/customers/acme').reply(200, customer());
    takeUpsert({ metadata: [row(), row({ key: 'old' })] });
    const { warnings } = await lagoProvider().customers.upsert({
      ...acme,
      metadata: { tier: 'gold' },
    });
    expect(warnings).toMatchObject([{ code: 'not_applied', field: 'metadata' }]);
  });

  it('does not warn of an empty address, list and map that are empty', async () => {
    lagoHost().get('/customers/acme').reply(404, missing('customer'));
    takeUpsert();
    const empty = { address: {}, taxCodes: [], metadata: {} };
    expect(await lagoProvider().customers.upsert({ ...acme, ...empty })).toEqual(plain);
  });

  it('trap 19: without a licence sends nothing that takes one, and warns of it', async () => {
    const seen = takeUpsert({ name: 'Acme' });
    const { customers, capabilities } = lagoProvider({ premium: false });
    const kept = await customers.upsert({
      ...acme,
      name: 'Acme',
      timezone: 'Europe/Paris',
      gracePeriodDays: 3,
    });
    expect(seen.body).toEqual({ external_id: 'acme', name: 'Acme' });
    expect(kept.warnings?.map(({ field }) => field)).toEqual(['timezone', 'gracePeriodDays']);
    expect(capabilities['customers.upsert']).toMatchObject({
      level: 'partial',
      without: ['timezone', 'gracePeriodDays'],
    });
  });

  it('trap 3: repeats what may have landed, for it changes nothing more', async () => {
    lagoHost().post('/customers').reply(502, '', AT_ONCE);
    takeUpsert();
    expect(await lagoProvider().customers.upsert(acme)).toEqual(plain);
  });

  it('says how to look when nobody knows whether it landed', async () => {
    lagoHost().post('/customers').reply(502, '', AT_ONCE);
    const call = lagoProvider({ maxAttempts: 1 }).customers.upsert(acme);
    await expect(call).rejects.toMatchObject({
      code: 'outcome_unknown',
      details: { lookup: expect.stringContaining('customers.get({ customerKey: "acme" })') },
    });
  });

  it('takes another currency for a conflict', async () => {
    lagoHost()
      .post('/customers')
      .reply(422, invalid({ currency: ['currencies_does_not_match'] }));
    lagoHost()
      .get('/customers/acme')
      .reply(200, customer({ currency: 'USD' }));
    await expect(
      lagoProvider().customers.upsert({ ...acme, currency: 'EUR' }),
    ).rejects.toMatchObject({ code: 'conflict', issues: [{ path: ['currency'] }] });
  });

  it('names the tax that is missing', async () => {
    lagoHost().post('/customers').reply(404, missing('tax'));
    lagoHost().get('/customers/acme').reply(404, missing('customer'));
    await expect(
      lagoProvider().customers.upsert({ ...acme, taxCodes: ['vat'] }),
    ).rejects.toMatchObject({ code: 'not_found', details: { resource: 'tax' } });
  });

  it('quirk d.5: brings a customer who was saved though Lago refused, and says why', async () => {
    const refusal = { status: 422, error: 'E', code: 'provider_error', error_details: {} };
    lagoHost().post('/customers').reply(422, refusal);
    lagoHost()
      .get('/customers/acme')
      .reply(200, customer({ name: 'Acme' }));
    const { warnings, ...kept } = await lagoProvider().customers.upsert({ ...acme, name: 'Acme' });
    expect(kept).toEqual({ ...plain, name: 'Acme' });
    expect(warnings).toMatchObject([
      { code: 'partial', message: expect.stringContaining('payment provider') },
    ]);
  });

  it('quirk d.5: refuses where the customer was not saved', async () => {
    const refusal = { status: 422, error: 'E', code: 'provider_error', error_details: {} };
    lagoHost().post('/customers').reply(422, refusal);
    lagoHost()
      .get('/customers/acme')
      .reply(200, customer({ name: 'Old' }));
    await expect(lagoProvider().customers.upsert({ ...acme, name: 'Acme' })).rejects.toMatchObject({
      code: 'rejected',
      status: 422,
    });
  });

  it('quirk d.5: keeps to the refusal when the customer cannot be read', async () => {
    lagoHost()
      .post('/customers')
      .reply(422, invalid({ email: ['invalid_email_format'] }));
    lagoHost().get('/customers/acme').reply(503, '', AT_ONCE);
    await expect(
      lagoProvider({ maxAttempts: 1 }).customers.upsert({ ...acme, email: 'a@b.com' }),
    ).rejects.toMatchObject({ code: 'rejected', issues: [{ path: ['email'] }] });
  });
});

describe('customers.get', () => {
  it('trap 8: encodes dots and slashes of a key', async () => {
    const customerKey = 'acme.com/eu 1';
    lagoHost()
      .get('/customers/acme%2Ecom%2Feu%201')
      .reply(200, customer({ external_id: customerKey }));
    expect(await lagoProvider().customers.get({ customerKey })).toMatchObject({ customerKey });
  });

  it('trap 8: refuses the reply for another customer, and does not say for whom', async () => {
    lagoHost()
      .get('/customers/acme%2Ecom')
      .reply(200, customer({ external_id: 'acme' }));
    const call = lagoProvider().customers.get({ customerKey: 'acme.com' });
    await expect(call).rejects.toMatchObject({
      code: 'malformed_response',
      message: expect.not.stringContaining('"acme"'),
    });
  });

  it('names the customer who is missing', async () => {
    lagoHost().get('/customers/acme').reply(404, missing('customer'));
    await expect(lagoProvider().customers.get(acme)).rejects.toMatchObject({
      code: 'not_found',
      details: { resource: 'customer', key: 'acme' },
    });
  });

  it('shows the zone of the organization where the customer has none', async () => {
    lagoHost()
      .get('/customers/acme')
      .reply(200, customer({ applicable_timezone: 'Europe/Paris' }));
    expect(await lagoProvider().customers.get(acme)).toMatchObject({ timezone: 'Europe/Paris' });
  });

  it('trap 24: reads a customer with fields of tomorrow and without optional ones', async () => {
    const { lago_id, external_id, created_at } = lagoCustomer();
    const body = { customer: { lago_id, external_id, created_at, invented: { deep: true } } };
    lagoHost().get('/customers/acme').reply(200, body);
    expect(await lagoProvider().customers.get(acme)).toEqual(plain);
  });

  it.each([[{ customer: null }], [{ customers: [] }], [customer({ created_at: 'yesterday' })]])(
    'refuses a reply that is none: %#',
    async (body) => {
      lagoHost().get('/customers/acme').reply(200, body);
      await expect(lagoProvider().customers.get(acme)).rejects.toMatchObject({
        code: 'malformed_response',
      });
    },
  );
});

describe('customers.list', () => {
  it('searches, and asks for pages of the length that is wanted', async () => {
    lagoHost()
      .get('/customers')
      .query({ search_term: 'ac me', page: '1', per_page: '20' })
      .reply(200, wholeList('customers', [lagoCustomer()]));
    const page = await lagoProvider().customers.list({ search: 'ac me', limit: 20 });
    expect(page).toEqual({ items: [plain] });
  });
});

describe('customers.delete', () => {
  const deletion = (provider: Pick<Billing, 'customers'>, customerKey = 'acme') =>
    provider.customers.delete({ customerKey });

  it('trap 8: reads first, and deletes nobody when the reply is for another customer', async () => {
    lagoHost()
      .get('/customers/user%40acme%2Ecom')
      .reply(200, customer({ external_id: 'user@acme' }));
    await expect(deletion(lagoProvider(), 'user@acme.com')).rejects.toMatchObject({
      code: 'malformed_response',
    });
  });

  it('trap 16: says what Lago does later', async () => {
    lagoHost().get('/customers/acme').reply(200, customer());
    lagoHost().delete('/customers/acme').reply(200, customer());
    const { warnings, ...deleted } = await deletion(lagoProvider());
    expect(deleted).toEqual(plain);
    expect(warnings).toMatchObject([{ code: 'pending' }]);
  });

  it('takes a customer whom a lost answer deleted for deleted', async () => {
    lagoHost()
      .get('/customers/acme')
      .reply(200, customer({ name: 'Acme' }));
    lagoHost().delete('/customers/acme').reply(502, '', AT_ONCE);
    lagoHost().delete('/customers/acme').reply(404, missing('customer'));
    expect(await deletion(lagoProvider())).toMatchObject({ ...plain, name: 'Acme' });
  });

  it('refuses a customer whom somebody else deleted meanwhile', async () => {
    lagoHost().get('/customers/acme').reply(200, customer());
    lagoHost().delete('/customers/acme').reply(404, missing('customer'));
    await expect(deletion(lagoProvider())).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('links of a customer', () => {
  const SECRET = 'https://portal.lago.test/?token=secret-4242';

  it('brings a portal link with the moment when it ends, by the clock', async () => {
    lagoHost()
      .get('/customers/acme%2Ecom/portal_url')
      .reply(200, { customer: { portal_url: SECRET } });
    expect(await lagoProvider().customers.createPortalLink({ customerKey: 'acme.com' })).toEqual({
      url: SECRET,
      expiresAt: '2026-01-16T00:00:00.000Z',
    });
  });

  it('brings a checkout link', async () => {
    const body = { customer: { external_customer_id: 'acme', checkout_url: SECRET } };
    lagoHost().post('/customers/acme/checkout_url').reply(200, body);
    expect(await lagoProvider().customers.createCheckoutLink(acme)).toEqual({ url: SECRET });
  });

  it('trap 8: does not bring the checkout link of another customer', async () => {
    const body = { customer: { external_customer_id: 'other', checkout_url: SECRET } };
    lagoHost().post('/customers/acme/checkout_url').reply(200, body);
    const call = lagoProvider().customers.createCheckoutLink(acme);
    await expect(call).rejects.toMatchObject({ code: 'malformed_response' });
  });

  it('takes a customer without a payment provider for a conflict, with a way out', async () => {
    lagoHost()
      .post('/customers/acme/checkout_url')
      .reply(422, invalid({ base: ['no_linked_payment_provider'] }));
    await expect(lagoProvider().customers.createCheckoutLink(acme)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('link one'),
    });
  });

  it.each([
    [{ customer: { portal_url: `not an address ${SECRET}` } }],
    [{ customer: { portal_url: `javascript:alert('${SECRET}')` } }],
    [{ customer: { other: SECRET } }],
    [{ portal_url: SECRET }],
  ])('trap 25: keeps the link out of the error of a reply that is none: %#', async (body) => {
    lagoHost().get('/customers/acme/portal_url').reply(200, body);
    const error = await lagoProvider()
      .customers.createPortalLink(acme)
      .catch((caught) => caught);
    expect(error).toMatchObject({ code: 'malformed_response' });
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain('4242');
  });
});
