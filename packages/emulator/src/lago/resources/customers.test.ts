import { describe, expect, it } from 'vitest';
import { type Fields, isFields } from '../../machinery/json-fields.ts';
import { type Account, openAccount, refusedFields, START } from '../open-account.fixture.ts';

const upsert = (account: Account, customer: Fields) =>
  account.call('POST', '/customers', { customer });

const put = (account: Account, customer: Fields) => account.one('POST', '/customers', { customer });

const rowsOf = (customer: Fields): Fields[] =>
  Array.isArray(customer.metadata) ? customer.metadata.filter(isFields) : [];

describe('POST /customers', () => {
  it('makes a customer with an id, a place and a slug', async () => {
    const account = openAccount();
    const customer = await put(account, { external_id: 'acme', name: 'Acme', country: 'fr' });
    expect(customer).toMatchObject({
      external_id: 'acme',
      name: 'Acme',
      country: 'FR',
      sequential_id: 1,
      slug: `${account.state.documentPrefix}-001`,
      applicable_timezone: 'UTC',
      created_at: START,
    });
    expect(customer.lago_id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it('changes the fields that are sent, clears those that are null, and keeps the others', async () => {
    const account = openAccount();
    const first = await put(account, {
      external_id: 'acme',
      name: 'Acme',
      phone: '1',
      city: 'Lyon',
    });
    const second = await put(account, { external_id: 'acme', phone: null, city: 'Paris' });
    expect(second).toMatchObject({ name: 'Acme', phone: null, city: 'Paris' });
    expect(second.lago_id).toBe(first.lago_id);
  });

  it('trap 11: drops fields that it does not know', async () => {
    const account = openAccount();
    expect(await put(account, { external_id: 'acme', nam: 'Acme' })).toMatchObject({ name: null });
  });

  it('asks for an external id', async () => {
    const answer = await upsert(openAccount(), { name: 'Acme' });
    expect(answer.status).toBe(422);
    expect(refusedFields(answer)).toEqual({ external_id: ['value_is_mandatory'] });
  });

  it.each([
    [{ country: 'XX1' }, { country: ['not_a_valid_country_code'] }],
    [{ email: 'nobody' }, { email: ['invalid_email_format'] }],
    [{ currency: 'EURO' }, { currency: ['value_is_invalid'] }],
    // A currency of ISO 4217 that Lago does not bill in.
    [{ currency: 'KWD' }, { currency: ['value_is_invalid'] }],
    [{ timezone: 'Mars/Base' }, { timezone: ['value_is_invalid'] }],
    [{ net_payment_term: -1 }, { net_payment_term: ['value_is_out_of_range'] }],
    [
      { finalize_zero_amount_invoice: 'never' },
      { finalize_zero_amount_invoice: ['invalid_value'] },
    ],
    [{ customer_type: 'robot' }, { customer_type: ['value_is_invalid'] }],
    [
      { billing_configuration: { document_locale: 'french' } },
      { document_locale: ['not_a_valid_language_code'] },
    ],
  ])('refuses %j', async (fields, codes) => {
    const answer = await upsert(openAccount(), { external_id: 'acme', ...fields });
    expect(answer.status).toBe(422);
    expect(refusedFields(answer)).toEqual(codes);
  });

  it('takes several addresses of mail', async () => {
    const email = 'a@acme.test,b@acme.test';
    expect(await put(openAccount(), { external_id: 'acme', email })).toMatchObject({ email });
  });

  it('keeps time zone and grace period with a licence', async () => {
    const customer = await put(openAccount(), {
      external_id: 'acme',
      timezone: 'Europe/Paris',
      billing_configuration: { invoice_grace_period: 3 },
    });
    expect(customer).toMatchObject({
      timezone: 'Europe/Paris',
      applicable_timezone: 'Europe/Paris',
      billing_configuration: { invoice_grace_period: 3 },
    });
  });

  it('trap 11: drops both in silence without one', async () => {
    const customer = await put(openAccount({ premium: false }), {
      external_id: 'acme',
      timezone: 'Europe/Paris',
      billing_configuration: { invoice_grace_period: 3 },
    });
    expect(customer).toMatchObject({
      timezone: null,
      billing_configuration: { invoice_grace_period: null },
    });
  });

  it('quirk d.5: keeps the customer when the payment provider is refused', async () => {
    const account = openAccount({ paymentProvider: false });
    const answer = await upsert(account, {
      external_id: 'acme',
      billing_configuration: { payment_provider: 'stripe', payment_provider_code: 'none' },
    });
    expect(answer.status).toBe(422);
    expect(await account.one('GET', '/customers/acme')).toMatchObject({ external_id: 'acme' });
  });

  it('links the customer to the payment provider later', async () => {
    const account = openAccount();
    const billing_configuration = { payment_provider: 'stripe', sync_with_provider: true };
    const customer = await put(account, { external_id: 'acme', billing_configuration });
    expect(customer.billing_configuration).not.toHaveProperty('provider_customer_id');
    await account.state.runJobs();
    expect(await account.one('GET', '/customers/acme')).toMatchObject({
      billing_configuration: { provider_customer_id: expect.stringMatching(/^cus_\w{14}$/) },
    });
  });
});

describe("a customer's taxes", () => {
  it('trap 10: are replaced as a whole, and taken away by an empty list', async () => {
    const account = openAccount();
    for (const code of ['vat', 'city']) {
      await account.one('POST', '/taxes', { tax: { name: code, code, rate: 20 } });
    }
    await put(account, { external_id: 'acme', tax_codes: ['vat', 'city'] });
    const second = await put(account, { external_id: 'acme', tax_codes: ['city'] });
    expect(second.taxes).toMatchObject([{ code: 'city' }]);
    expect(await put(account, { external_id: 'acme', name: 'Acme' })).toMatchObject({
      taxes: [{ code: 'city' }],
    });
    expect(await put(account, { external_id: 'acme', tax_codes: [] })).toMatchObject({ taxes: [] });
  });

  it('have to exist', async () => {
    const answer = await upsert(openAccount(), { external_id: 'acme', tax_codes: ['vat'] });
    expect(answer).toMatchObject({ status: 404, body: { code: 'tax_not_found' } });
  });
});

describe("a customer's metadata", () => {
  it('trap 10: is replaced as a whole; a row that is sent with its id stays the same row', async () => {
    const account = openAccount();
    const first = await put(account, {
      external_id: 'acme',
      metadata: [
        { key: 'tier', value: 'gold', display_in_invoice: true },
        { key: 'region', value: 'eu' },
      ],
    });
    const [tier] = rowsOf(first);
    const second = await put(account, {
      external_id: 'acme',
      metadata: [{ id: tier?.lago_id, key: 'tier', value: 'silver' }],
    });
    expect(rowsOf(second)).toEqual([{ ...tier, value: 'silver', display_in_invoice: false }]);
    const untouched = await put(account, { external_id: 'acme', name: 'Acme' });
    expect(rowsOf(untouched)).toHaveLength(1);
    expect(rowsOf(await put(account, { external_id: 'acme', metadata: [] }))).toEqual([]);
  });

  it('makes rows before it takes others away: a key that stays needs its id', async () => {
    const account = openAccount();
    const metadata = [{ key: 'tier', value: 'gold' }];
    await put(account, { external_id: 'acme', metadata });
    const answer = await upsert(account, { external_id: 'acme', metadata });
    expect(answer.status).toBe(422);
    expect(refusedFields(answer)).toEqual({ key: ['value_already_exist'] });
  });

  it('frees a key for another row by giving its row another key first', async () => {
    const account = openAccount();
    const metadata = [{ key: 'tier', value: 'gold' }];
    const [tier] = rowsOf(await put(account, { external_id: 'acme', metadata }));
    const renamed = { id: tier?.lago_id, key: 'former tier', value: 'gold' };
    const second = await put(account, {
      external_id: 'acme',
      metadata: [renamed, { key: 'tier', value: 'silver' }],
    });
    expect(rowsOf(second)).toMatchObject([
      { lago_id: tier?.lago_id, key: 'former tier' },
      { key: 'tier', value: 'silver' },
    ]);
  });

  it.each([
    [
      'six rows',
      Array.from({ length: 6 }, (_, i) => ({ key: `k${i}`, value: 'v' })),
      'metadata',
      'invalid_count',
    ],
    ['a key of 21', [{ key: 'k'.repeat(21), value: 'v' }], 'key', 'value_is_too_long'],
    ['a value of 101', [{ key: 'k', value: 'v'.repeat(101) }], 'value', 'value_is_too_long'],
    ['an empty value', [{ key: 'k', value: '' }], 'value', 'value_is_mandatory'],
  ])('refuses %s', async (_, metadata, field, code) => {
    const answer = await upsert(openAccount(), { external_id: 'acme', metadata });
    expect(answer.status).toBe(422);
    expect(refusedFields(answer)).toEqual({ [field]: [code] });
  });

  it('takes five rows of 20 and 100 characters', async () => {
    const metadata = Array.from({ length: 5 }, (_, i) => ({
      key: `${i}`.padEnd(20, 'k'),
      value: 'v'.repeat(100),
    }));
    expect(rowsOf(await put(openAccount(), { external_id: 'acme', metadata }))).toHaveLength(5);
  });
});

describe("a customer's currency", () => {
  it('can change until something is billed in it', async () => {
    const account = openAccount();
    await put(account, { external_id: 'acme', currency: 'USD' });
    expect(await put(account, { external_id: 'acme', currency: 'EUR' })).toMatchObject({
      currency: 'EUR',
    });
    await account.one('POST', '/wallets', {
      wallet: { external_customer_id: 'acme', rate_amount: '1', currency: 'EUR', name: 'w' },
    });
    const answer = await upsert(account, { external_id: 'acme', currency: 'USD' });
    expect(answer.status).toBe(422);
    expect(refusedFields(answer)).toEqual({ currency: ['currencies_does_not_match'] });
  });
});

describe('GET /customers', () => {
  it('lists the newest first', async () => {
    const account = openAccount();
    for (const external_id of ['a', 'b', 'c']) await put(account, { external_id });
    const { body } = await account.call('GET', '/customers?per_page=2');
    expect(body).toMatchObject({
      customers: [{ external_id: 'c' }, { external_id: 'b' }],
      meta: { current_page: 1, next_page: 2, prev_page: null, total_pages: 2, total_count: 3 },
    });
  });

  it.each([
    ['search_term=ACM', ['acme']],
    ['currencies[]=EUR', ['acme']],
    ['currencies=EUR', ['other', 'acme']],
    ['countries[]=DE&countries[]=US', ['other']],
    ['has_customer_type=true', ['other']],
    ['customer_type=company', ['other']],
    ['external_id=acme', ['acme']],
    ['metadata[tier]=gold', ['acme']],
    ['metadata[tier]=', ['other']],
  ])('filters by %s', async (query, expected) => {
    const account = openAccount();
    const metadata = [{ key: 'tier', value: 'gold' }];
    await put(account, { external_id: 'acme', currency: 'EUR', country: 'FR', metadata });
    await put(account, { external_id: 'other', country: 'DE', customer_type: 'company' });
    const { body } = await account.call('GET', `/customers?${query}`);
    expect(body.customers).toMatchObject(expected.map((external_id) => ({ external_id })));
  });
});

describe('GET /customers/{external_id}', () => {
  it('answers 404 for an unknown one', async () => {
    const answer = await openAccount().call('GET', '/customers/nobody');
    expect(answer.status).toBe(404);
    expect(answer.body).toEqual({ status: 404, error: 'Not Found', code: 'customer_not_found' });
  });

  it('trap 8: takes a dot for a format, and looks up another customer', async () => {
    const account = openAccount();
    await put(account, { external_id: 'acme' });
    await put(account, { external_id: 'acme.com' });
    expect(await account.one('GET', '/customers/acme.com')).toMatchObject({ external_id: 'acme' });
    expect(await account.one('GET', '/customers/acme%2Ecom')).toMatchObject({
      external_id: 'acme.com',
    });
  });

  it('trap 8: deletes another customer', async () => {
    const account = openAccount();
    await put(account, { external_id: 'user@x' });
    await put(account, { external_id: 'user@x.com' });
    await account.one('DELETE', '/customers/user@x.com');
    expect((await account.call('GET', '/customers/user@x')).status).toBe(404);
    expect((await account.call('GET', '/customers/user@x%2Ecom')).status).toBe(200);
  });

  it('reads a slash that is sent as %2F, and letters of all scripts', async () => {
    const account = openAccount();
    for (const external_id of ['a/b', 'ä ß %41', '客户']) {
      await put(account, { external_id });
      const path = `/customers/${encodeURIComponent(external_id)}`;
      expect(await account.one('GET', path)).toMatchObject({ external_id });
    }
  });
});

describe('DELETE /customers/{external_id}', () => {
  it('trap 16: hides the customer at once, and ends what it has later', async () => {
    const account = openAccount();
    await put(account, { external_id: 'acme', currency: 'EUR' });
    const wallet = await account.one('POST', '/wallets', {
      wallet: { external_customer_id: 'acme', rate_amount: '1', currency: 'EUR', name: 'w' },
    });
    const walletStatus = async () => {
      const found = await account.one('GET', `/wallets/${wallet.lago_id}`);
      return found.status;
    };
    expect(await account.one('DELETE', '/customers/acme')).toMatchObject({ external_id: 'acme' });
    expect((await account.call('GET', '/customers/acme')).status).toBe(404);
    expect((await account.call('GET', '/customers')).body.customers).toEqual([]);
    expect(await walletStatus()).toBe('active');
    await account.state.runJobs();
    expect(await walletStatus()).toBe('terminated');
  });

  it('answers 404 the second time', async () => {
    const account = openAccount();
    await put(account, { external_id: 'acme' });
    await account.one('DELETE', '/customers/acme');
    expect((await account.call('DELETE', '/customers/acme')).status).toBe(404);
  });

  it('lets the external id be used again, by another customer with another id', async () => {
    const account = openAccount();
    const metadata = [{ key: 'tier', value: 'gold' }];
    const first = await put(account, { external_id: 'acme', name: 'Acme', metadata });
    await account.one('DELETE', '/customers/acme');
    const second = await put(account, { external_id: 'acme' });
    expect(second).toMatchObject({ name: null, metadata: [], sequential_id: 2 });
    expect(second.lago_id).not.toBe(first.lago_id);
    await account.state.runJobs();
    expect(account.state.jobErrors).toEqual([]);
    expect((await account.call('GET', '/customers/acme')).status).toBe(200);
  });
});

describe('links of a customer', () => {
  it('lead to the portal, another one each time', async () => {
    const account = openAccount();
    await put(account, { external_id: 'acme' });
    const first = await account.one('GET', '/customers/acme/portal_url');
    const second = await account.one('GET', '/customers/acme/portal_url');
    expect(first.portal_url).toMatch(/^http.+\/customer-portal\/[\w-]+$/);
    expect(second.portal_url).not.toBe(first.portal_url);
  });

  it('trap 8: a dot in front of other segments fits no route', async () => {
    const account = openAccount();
    await put(account, { external_id: 'acme.com' });
    const answer = await account.call('GET', '/customers/acme.com/portal_url');
    expect(answer).toMatchObject({ status: 404, body: { code: 'resource_not_found' } });
  });

  it('lead to check out where there is a payment provider', async () => {
    const account = openAccount();
    await put(account, { external_id: 'acme' });
    expect(await account.one('POST', '/customers/acme/checkout_url')).toMatchObject({
      external_customer_id: 'acme',
      payment_provider: 'stripe',
      checkout_url: expect.stringMatching(/^http/),
    });
    account.state.change({ paymentProvider: false });
    const answer = await account.call('POST', '/customers/acme/checkout_url');
    expect(answer.status).toBe(422);
    expect(refusedFields(answer)).toEqual({ base: ['no_linked_payment_provider'] });
  });
});
