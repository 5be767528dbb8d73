import { describe, expect, it } from 'vitest';
import { payInvoice, releaseInvoice } from '../invoices/invoice-actions.ts';
import { CUSTOMER, openPaigo, type PaigoAccountOptions } from '../open-paigo.fixture.ts';

const INVOICE = {
  customerId: 'acme',
  items: [{ name: 'Setup', quantity: 2, unitCost: 100.09, description: 'Once' }],
};

async function openCustomer(options: PaigoAccountOptions = {}, fields: object = {}) {
  const account = await openPaigo(options);
  await account.call('POST', '/customers', { ...CUSTOMER, ...fields });
  const { call, state } = account;
  const create = (more: object = {}) => call('POST', '/invoices', { ...INVOICE, ...more });
  const madeId = () => [...state.invoices.keys()].at(-1) ?? '';
  const make = async (more: object = {}) => {
    const { status } = await create(more);
    expect(status).toBe(201);
    return madeId();
  };
  const read = async (id: string, query = '') =>
    (await call('GET', `/invoices/${id}${query}`)).body.data[0];
  const customer = async () => (await call('GET', '/customers/acme')).body.data[0];
  /** Follows a link, without a token. */
  const follow = (link: string) => account.send(link.slice(state.url.length));
  return { ...account, follow, create, make, madeId, read, customer };
}

describe('an invoice', () => {
  it('is told with its lines and amounts as numbers', async () => {
    const { make, read } = await openCustomer();
    const id = await make({ invoicePaymentTerm: '30', invoiceDate: '2026-03-05T10:00:00Z' });
    expect(await read(id)).toEqual({
      invoiceId: id,
      invoiceStatus: 'Open',
      invoiceType: 'MANUAL',
      invoiceDate: '2026-03-05T10:00:00.000Z',
      invoicePaymentTerm: '30',
      customerId: 'acme',
      currency: 'USD',
      totalAmountWithoutTax: 200.18,
      taxAmount: 0,
      amountPaid: 0,
      paymentLink: expect.stringMatching(/^http/),
      lineItems: [{ name: 'Setup', quantity: 2, unitCost: 100.09, description: 'Once' }],
      payments: [],
      refunds: [],
      invoiceCommunicationHistory: [
        [{ time: '2026-03-10T00:00:00.000Z', type: 'INVOICE_EMAIL', metadata: {} }],
      ],
    });
  });

  it('point 4: hangs under its customer, without that, and cannot be listed by itself', async () => {
    const { make, read, customer, call } = await openCustomer();
    const id = await make();
    const { customerId, ...embedded } = await read(id);
    expect(customerId).toBe('acme');
    expect((await customer()).invoices).toEqual([embedded]);
    expect((await call('GET', '/invoices')).status).toBe(403);
  });

  it.each([
    ['finalize', 'POST'],
    ['void', 'POST'],
    ['pay', 'POST'],
    ['preview', 'GET'],
  ])('point 5: has no way to %s it', async (action, method) => {
    const { make, call } = await openCustomer();
    expect((await call(method, `/invoices/${await make()}/${action}`)).status).toBe(403);
  });

  it('takes the currency that is named, else the customer’s, else dollars', async () => {
    const { make, read } = await openCustomer({}, { currency: 'EUR' });
    expect((await read(await make({ currency: 'CNY' }))).currency).toBe('CNY');
    expect((await read(await make())).currency).toBe('EUR');
  });

  it.each([
    { customerId: 'nobody' },
    { customerId: undefined },
    { items: [] },
    { items: undefined },
    { items: [{ name: 'A', quantity: '1', unitCost: 1 }] },
    { items: [{ name: 'A', quantity: -1, unitCost: 1 }] },
    { items: [{ name: 'A', quantity: 1, unitCost: -1 }] },
    { items: [{ quantity: 1, unitCost: 1 }] },
    { currency: 'GBP' },
    { invoicePaymentTerm: 30 },
    { invoicePaymentTerm: '45' },
    { storePaymentAsCredit: 'true' },
    { metadata: {} },
    { items: [{ name: 'A', quantity: 1e308, unitCost: 1e308 }] },
  ])('is refused with %j', async (fields) => {
    const { create, state } = await openCustomer();
    expect((await create(fields)).status).toBe(400);
    expect(state.invoices.size).toBe(0);
  });

  it('may have a line that takes something off', async () => {
    const { make, read } = await openCustomer();
    const items = [
      { name: 'A', quantity: 1, unitCost: 10 },
      { name: 'B', quantity: 1, unitCost: -2.5 },
    ];
    expect((await read(await make({ items }))).totalAmountWithoutTax).toBe(7.5);
  });

  it('drops what it does not know, by the switch', async () => {
    const { create } = await openCustomer({ unknownFields: 'dropped' });
    expect((await create({ metadata: {} })).status).toBe(201);
  });
});

describe('a paid invoice', () => {
  it('tells the payment by Stripe, and what went back of it', async () => {
    const { make, read, call, state } = await openCustomer({}, { paymentChannel: 'Stripe' });
    const id = await make();
    payInvoice(state, id);
    const [payment] = (await read(id)).payments;
    expect(payment).toEqual({
      type: 'Stripe',
      transactionAmount: '200.18',
      timestamp: '2026-03-10T00:00:00.000Z',
      metadata: { paymentIntentsId: expect.any(String), currency: 'usd', status: 'succeeded' },
    });
    const { status } = await call('POST', '/customers/acme/refunds', {
      refundChannelOptions: { paymentIntentId: payment.metadata.paymentIntentsId },
    });
    expect(status).toBe(201);
    const told = (await call('GET', '/customers/acme/refunds')).body.data;
    expect(told).toHaveLength(1);
    expect((await read(id)).refunds).toEqual(told);
    expect((await read(await make())).refunds).toEqual([]);
  });
});

describe('a new invoice', () => {
  it.each([
    ['flat', (invoiceId: string) => ({ invoiceId, customerId: 'acme' })],
    ['list', (invoiceId: string) => ({ data: [{ invoiceId, customerId: 'acme' }] })],
    ['object', (invoiceId: string) => ({ data: { invoiceId, customerId: 'acme' } })],
    ['message', () => ({})],
  ] as const)('is answered by the switch: %s', async (invoiceReply, replyFor) => {
    const { create, madeId } = await openCustomer({ invoiceReply });
    const { body } = await create();
    expect(body).toEqual({ message: expect.any(String), ...replyFor(madeId()) });
  });
});

describe('an invoice that is read', () => {
  it.each(['invoiceId', 'id'] as const)('tells its id as %s', async (invoiceIdField) => {
    const { make, read, customer } = await openCustomer({ invoiceIdField });
    const id = await make();
    const other = invoiceIdField === 'id' ? 'invoiceId' : 'id';
    for (const invoice of [await read(id), (await customer()).invoices[0]]) {
      expect(invoice[invoiceIdField]).toBe(id);
      expect(invoice).not.toHaveProperty(other);
    }
  });

  it('tells no id at all, by the switch', async () => {
    const { make, read, customer } = await openCustomer({ invoiceIdField: 'none' });
    const id = await make();
    const told = JSON.stringify([
      { ...(await read(id)), paymentLink: '' },
      (await customer()).invoices.map((invoice: object) => ({ ...invoice, paymentLink: '' })),
    ]);
    expect(told).not.toContain(id);
  });

  it.each([
    ['document', 'Open'],
    ['guide', 'Active'],
  ] as const)('says its status in words of the %s', async (invoiceWords, word) => {
    const { make, read } = await openCustomer({ invoiceWords });
    expect((await read(await make())).invoiceStatus).toBe(word);
  });

  it.each([
    ['before_credits', 200.18],
    ['after_credits', 150.18],
  ] as const)('is told %s', async (invoiceTotal, amount) => {
    const { make, read, call, state } = await openCustomer({ invoiceTotal });
    await call('POST', '/customers/acme/transactions', { transactionAmount: '50' });
    const id = await make();
    payInvoice(state, id);
    expect(await read(id)).toMatchObject({
      totalAmountWithoutTax: amount,
      amountPaid: 200.18,
      payments: [{ type: 'Credit', transactionAmount: '50' }],
    });
  });

  it.each([
    ['automatic', 'Open'],
    ['manual', 'Draft'],
  ] as const)('begins by the approval that is %s', async (invoiceApproval, status) => {
    const { make, read } = await openCustomer({ invoiceApproval });
    expect((await read(await make())).invoiceStatus).toBe(status);
  });

  it.each([
    ['not_found', 'not_found', 404, 404],
    ['not_found', 'bad_request', 404, 400],
    ['empty', 'not_found', 200, 200],
  ] as const)('that is not there: %s, %s', async (missing, malformedId, unknown, malformed) => {
    const { call } = await openPaigo({ missing, malformedId });
    const id = '00000000-5a16-4000-8000-000000000000';
    expect((await call('GET', `/invoices/${id}`)).status).toBe(unknown);
    expect((await call('GET', '/invoices/some-id')).status).toBe(malformed);
  });
});

describe('links of an invoice', () => {
  it('come on demand, lead to a document without a token, and end after seven days', async () => {
    const { make, read, paigo, follow } = await openCustomer();
    const id = await make();
    expect(await read(id)).not.toHaveProperty('invoiceUrl');
    const { invoiceUrl } = await read(id, '?download=true');
    const document = await follow(invoiceUrl);
    expect(document.status).toBe(200);
    expect(document.text).toContain('200.18 USD');
    await paigo.advanceTo('2026-03-16T23:59:59.999Z');
    expect((await follow(invoiceUrl)).status).toBe(200);
    await paigo.advanceTo('2026-03-17T00:00:00.000Z');
    expect((await follow(invoiceUrl)).status).toBe(403);
  });

  it('cannot be prolonged', async () => {
    const { make, read, follow } = await openCustomer();
    const { invoiceUrl } = await read(await make(), '?download=true');
    const forged = new URL(invoiceUrl);
    forged.searchParams.set('ends', '2099-01-01T00:00:00.000Z');
    expect((await follow(`${forged}`)).status).toBe(403);
  });

  it('lead to a payment while it is not paid', async () => {
    const { make, read, state, follow } = await openCustomer({ invoiceApproval: 'manual' });
    const id = await make();
    const draft = await read(id);
    releaseInvoice(state, id);
    const open = await read(id);
    expect(open.paymentLink).toBe(draft.paymentLink);
    expect((await follow(open.paymentLink)).status).toBe(200);
    expect((await follow(`${open.paymentLink}0`)).status).toBe(403);
    payInvoice(state, id);
    expect(await read(id)).not.toHaveProperty('paymentLink');
  });
});
