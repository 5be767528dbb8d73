import { BillingError } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { offering, PaigoAccount } from './paigo-account.fixture.ts';
import { giveToken, paigoProvider } from './paigo-host.fixture.ts';

const LINK = 'https://documents.example/secret-4711';
const usd = (amount: string) => ({ amount, currency: 'USD' });
const order = {
  customerKey: 'acme',
  currency: 'USD',
  items: [
    { name: 'Setup', description: 'Once', unitAmount: '12.50', units: '3' },
    { name: 'Training', unitAmount: '80' },
  ],
};

const codeOf = (call: PromiseLike<unknown>) =>
  Promise.resolve(call).then(
    () => 'done',
    (error: unknown) => (BillingError.is(error) ? error.code : error),
  );

let account: PaigoAccount;

/** The port of a provider that knows nothing of the account yet. */
const fresh = () => {
  giveToken();
  return paigoProvider().invoices;
};

const get = (invoiceId = 'invoice-1') => fresh().get({ invoiceId });

beforeEach(() => {
  nock.disableNetConnect();
  account = new PaigoAccount().customer('acme').customer('other').serve();
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

describe('invoices.create', () => {
  it('point 11: sends numbers, and always the currency', async () => {
    await fresh().create(order);
    expect(account.writes('/invoices')).toEqual([
      {
        customerId: 'acme',
        currency: 'USD',
        invoiceDate: expect.stringMatching(/^2026-01-15T11:59:59\.\d{3}Z$/),
        items: [
          { name: 'Setup', description: 'Once', quantity: 3, unitCost: 12.5 },
          { name: 'Training', quantity: 1, unitCost: 80 },
        ],
      },
    ]);
  });

  const replies: readonly [string, (invoiceId: string) => object][] = [
    ['flat', (invoiceId) => ({ message: 'Done.', invoiceId })],
    ['flat, named id', (id) => ({ id })],
    ['a list', (invoiceId) => ({ data: [{ invoiceId }] })],
    ['an object', (invoiceId) => ({ data: { invoiceId } })],
    ['no id', () => ({ message: 'Done.' })],
    ['an empty list', () => ({ data: [] })],
    ['a list without envelope', () => []],
  ];

  it.each(replies)('point 3: finds what it made when the reply is %s', async (_, reply) => {
    account.invoiceReply = reply;
    const { warnings: _w, ...made } = await fresh().create(order);
    expect(made).toMatchObject({
      id: 'invoice-1',
      number: 'invoice-1',
      customerKey: 'acme',
      type: 'one_off',
      status: 'finalized',
      totals: { total: usd('117.50') },
    });
    const { warnings: _r, ...read } = await get();
    expect(read).toEqual(made);
  });

  it('point 7: finds what it made after a lost answer, and does not send it twice', async () => {
    await fresh().create({ ...order, items: [{ name: 'Before', unitAmount: '1' }] });
    account.fail('POST', '/invoices', true);
    const made = await fresh().create(order);
    expect(made.id).toBe('invoice-2');
    expect(account.writes('/invoices')).toHaveLength(2);
  });

  it('point 7: takes none of other lines, another type or from before for its own', async () => {
    await fresh().create(order);
    const lineItems = [
      { name: 'Setup', quantity: 3, unitCost: 12.5 },
      { name: 'Training', quantity: 1, unitCost: 80 },
    ];
    account.meanwhile = () => {
      account.invoice('acme', { lineItems });
      account.invoice('acme', { invoiceType: 'MANUAL', lineItems: lineItems.slice(1) });
      account.invoice('acme', { invoiceType: 'MANUAL', lineItems, currency: 'EUR' });
    };
    account.fail('POST', '/invoices', false);
    const call = fresh().create(order);
    await expect(call).rejects.toMatchObject({
      code: 'outcome_unknown',
      details: {
        lookup: expect.stringContaining('invoices.list({ customerKey: "acme", type: "one_off" })'),
      },
    });
    expect(account.writes('/invoices')).toHaveLength(2);
  });

  const sameLines = [
    { name: 'Setup', quantity: 3, unitCost: 12.5 },
    { name: 'Training', quantity: 1, unitCost: 80 },
  ];

  it('point 7: takes no invoice of another call for its own that never got through', async () => {
    account.meanwhile = () =>
      account.invoice('acme', { invoiceType: 'MANUAL', lineItems: sameLines });
    account.fail('POST', '/invoices', false);
    await expect(fresh().create(order)).rejects.toMatchObject({
      code: 'outcome_unknown',
      details: { lookup: expect.stringMatching(/^invoices\.list\(.*Found invoice-1: new/) },
    });
    expect(account.writes('/invoices')).toHaveLength(1);
  });

  it('point 7: tells its own from that of another call by its date', async () => {
    account.meanwhile = () => {
      account.meanwhile = () => {};
      account.invoice('acme', { invoiceType: 'MANUAL', lineItems: sameLines });
    };
    account.fail('POST', '/invoices', true);
    expect((await fresh().create(order)).id).toBe('invoice-2');
    account.meanwhile = () =>
      account.invoice('acme', { invoiceType: 'MANUAL', lineItems: sameLines });
    account.invoiceReply = () => ({ message: 'Done.' });
    expect((await fresh().create(order)).id).toBe('invoice-4');
  });

  it('point 7: does not know its own after a lost answer where Paigo dates invoices anew', async () => {
    account.keepsDates = false;
    account.fail('POST', '/invoices', true);
    await expect(fresh().create(order)).rejects.toMatchObject({
      code: 'outcome_unknown',
      details: { lookup: expect.stringContaining('Found invoice-1: new') },
    });
  });

  it('says that it cannot know which one is its own where two are new and the same', async () => {
    account.keepsDates = false;
    account.invoiceReply = () => ({ message: 'Done.' });
    const lineItems = [{ name: 'Same', quantity: 1, unitCost: 1 }];
    account.meanwhile = () => account.invoice('acme', { invoiceType: 'MANUAL', lineItems });
    const call = fresh().create({ ...order, items: [{ name: 'Same', unitAmount: '1' }] });
    await expect(call).rejects.toMatchObject({ code: 'outcome_unknown' });
  });

  it('does not let others that cannot be read hide its own', async () => {
    account.invoiceReply = () => ({ message: 'Done.' });
    account.meanwhile = () => {
      const lineItems = [null, 'x', { name: 'Setup', quantity: '3,0' }] as never;
      account.invoice('acme', { invoiceType: 'MANUAL', currency: 7 as never, lineItems });
    };
    expect((await fresh().create(order)).id).toBe('invoice-2');
  });

  it('says to look, and not to repeat, where what it made cannot be read', async () => {
    account.invoiceReply = (invoiceId) => {
      account.changed(invoiceId, { invoiceDate: 'soon' });
      return { invoiceId };
    };
    await expect(fresh().create(order)).rejects.toMatchObject({
      code: 'outcome_unknown',
      details: { lookup: 'invoices.get({ invoiceId: "invoice-1" })' },
    });
  });

  it('gives two that are the same and made at once an id each', async () => {
    account.invoiceReply = () => ({ message: 'Done.' });
    const invoices = fresh();
    const made = await Promise.all([invoices.create(order), invoices.create(order)]);
    expect(made.map(({ id }) => id).toSorted()).toEqual(['invoice-1', 'invoice-2']);
  });

  it.each([
    { field: 'units', item: { name: 'x', unitAmount: '1', units: '0.1234567890123456789' } },
    { field: 'units', item: { name: 'x', unitAmount: '1', units: '9007199254740993' } },
    { field: 'unitAmount', item: { name: 'x', unitAmount: '0.001' } },
    { field: 'unitAmount', item: { name: 'x', unitAmount: '90071992547409930.01' } },
  ])(
    'point 11: refuses $field that no number is exactly ($item.units × $item.unitAmount)',
    async (row) => {
      const call = fresh().create({ ...order, items: [row.item] });
      await expect(call).rejects.toMatchObject({
        code: 'invalid_input',
        issues: [{ path: ['items', 0, row.field] }],
      });
      expect(account.writes('')).toEqual([]);
    },
  );

  it.each(['JPY', 'EUR'])(
    'point 25: refuses %s where the customer is billed in dollars',
    async (currency) => {
      account.customer('acme', { currency: 'USD' });
      const items = [{ name: 'x', unitAmount: '1' }];
      expect(await codeOf(fresh().create({ ...order, currency, items }))).toBe('invalid_input');
      expect(account.writes('')).toEqual([]);
    },
  );

  it.each(['absent', 'object'] as const)(
    'point 25: refuses dollars for who is on a plan in euros, where the list of enrolments is %s',
    async (form) => {
      account.offerings.push(offering('euro', { currency: 'EUR' }));
      account.enrolled('acme', 'euro').enrollmentsForm = form;
      expect(await codeOf(fresh().create(order))).toBe('invalid_input');
      expect(account.writes('')).toEqual([]);
    },
  );

  it('says which of its fields Paigo does not keep', async () => {
    const items = [{ name: 'x', unitAmount: '1', taxCodes: ['vat'] }];
    const { warnings = [] } = await fresh().create({ ...order, items, metadata: { a: 'b' } });
    expect(warnings.map(({ code, field }) => [code, field])).toEqual([
      ['not_applied', 'metadata'],
      ['not_applied', 'items.taxCodes'],
    ]);
  });

  it('keeps the id that it was told where lists tell none', async () => {
    account.invoiceIdField = '';
    const { id } = await fresh().create(order);
    expect(id).toBe('invoice-1');
    const { items, warnings = [] } = await fresh().list({ customerKey: 'acme' });
    expect(items.map((item) => item.id)).toEqual(['invoice-1']);
    expect(warnings.filter(({ field }) => field === 'id')).toEqual([]);
  });
});

describe('invoices.get', () => {
  it('point 4: has the id that was asked for, since the reply names none', async () => {
    account.invoice('acme', { lineItems: [{ name: 'Use', quantity: 4, unitCost: '0.25' }] });
    expect(await get()).toMatchObject({ id: 'invoice-1', customerKey: 'acme' });
  });

  it('point 12: knows both words for each status, and keeps those that it does not know', async () => {
    const words = async (invoiceStatus: string) => {
      account.invoices.length = 0;
      account.invoice('acme', {
        invoiceStatus,
        lineItems: [{ name: 'x', quantity: 1, unitCost: 1 }],
      });
      const { status, paymentStatus, providerStatus } = await get();
      return [status, paymentStatus, providerStatus];
    };
    expect(await words('Draft')).toEqual(['draft', 'pending', undefined]);
    expect(await words('Open')).toEqual(['finalized', 'pending', undefined]);
    expect(await words('Active')).toEqual(['finalized', 'pending', undefined]);
    expect(await words('Paid')).toEqual(['finalized', 'succeeded', undefined]);
    expect(await words('Voided')).toEqual(['voided', 'pending', undefined]);
    expect(await words('Void')).toEqual(['voided', 'pending', undefined]);
    expect(await words('Disputed')).toEqual(['unknown', 'unknown', 'Disputed']);
    expect(await words('toString')).toEqual(['unknown', 'unknown', 'toString']);
  });

  it.each([
    { invoiceType: 'MANUAL', type: 'one_off' },
    { invoiceType: 'RECURRING', type: 'subscription' },
    { invoiceType: 'TOPUP', type: 'credit' },
    { invoiceType: 'OTHER', type: 'unknown' },
  ])('takes $invoiceType for $type', async ({ invoiceType, type }) => {
    account.invoice('acme', { invoiceType });
    expect((await get()).type).toBe(type);
  });

  it.each([
    { term: '30', due: '2026-02-14' },
    { term: 60, due: '2026-03-16' },
    { term: '', due: undefined },
    { term: null, due: undefined },
  ])('is due after its term of $term days', async ({ term, due }) => {
    account.invoice('acme', { invoicePaymentTerm: term });
    expect((await get()).paymentDueDate).toBe(due);
  });

  it('rounds each line half away from zero, and takes the sums from texts and numbers', async () => {
    account.invoice('acme', {
      lineItems: [
        { name: 'Half', quantity: 0.5, unitCost: '0.25' },
        { name: 'Third', quantity: '0.333', unitCost: 0.1 },
      ],
      totalAmountWithoutTax: 0.16,
    });
    const { fees, totals, warnings = [] } = await get();
    expect(fees.map(({ amount, preciseAmount }) => [amount, preciseAmount])).toEqual([
      [usd('0.13'), '0.125'],
      [usd('0.03'), '0.0333'],
    ]);
    expect(totals.total).toEqual(usd('0.16'));
    expect(warnings.filter(({ field }) => field === 'totals')).toEqual([]);
  });

  it('shows what the lines come to and the total does not have as a coupon, and says so', async () => {
    account.invoice('acme', {
      lineItems: [
        { name: 'One', quantity: 1, unitCost: 10 },
        { name: 'Two', quantity: 2, unitCost: 10 },
      ],
      totalAmountWithoutTax: '20',
      taxAmount: 4,
    });
    const { totals, coupons, fees, taxes, taxRate, warnings = [] } = await get();
    expect(totals).toMatchObject({
      fees: usd('30.00'),
      coupons: usd('10.00'),
      subtotalExcludingTax: usd('20.00'),
      taxes: usd('4.00'),
      total: usd('24.00'),
      due: usd('24.00'),
    });
    expect(coupons).toMatchObject([{ couponCode: 'discount', amount: usd('10.00') }]);
    expect(fees.map(({ couponAmount }) => couponAmount)).toEqual(['3.3333333', '6.6666667']);
    expect(taxes).toEqual([{ code: 'tax', rate: '20', base: '20', amount: usd('4.00') }]);
    expect(taxRate).toBe('20');
    expect(warnings).toContainEqual(expect.objectContaining({ field: 'totals' }));
  });

  it('adds a line for what the total has and the lines do not, and says so', async () => {
    account.invoice('acme', {
      lineItems: [{ name: 'One', quantity: 1, unitCost: 10 }],
      totalAmountWithoutTax: 10.01,
    });
    const { totals, fees, warnings = [] } = await get();
    expect(totals.total).toEqual(usd('10.01'));
    expect(fees.map(({ amount, type }) => [amount, type])).toEqual([
      [usd('10.00'), 'unknown'],
      [usd('0.01'), 'unknown'],
    ]);
    expect(warnings).toContainEqual(expect.objectContaining({ field: 'totals' }));
  });

  const paidByCredits = {
    lineItems: [{ name: 'One', quantity: 1, unitCost: 100 }],
    taxAmount: 20,
  };

  it.each([
    {
      name: 'the total is before credits',
      total: 100,
      status: 'Open',
      credits: '30',
      due: '90.00',
    },
    { name: 'the total is after credits', total: 70, status: 'Open', credits: '30', due: '90.00' },
    { name: 'credits pay the taxes, too', total: 0, status: 'Paid', credits: '120', due: '0.00' },
    {
      name: 'credits pay all, told before',
      total: 100,
      status: 'Paid',
      credits: '120',
      due: '0.00',
    },
  ])('takes no payment by credits for a coupon where $name', async (row) => {
    account.invoice('acme', {
      ...paidByCredits,
      invoiceStatus: row.status,
      totalAmountWithoutTax: row.total,
      payments: [{ type: 'Credit', transactionAmount: row.credits }],
    });
    const { totals, coupons, prepaidCredits } = await get();
    expect(coupons).toEqual([]);
    expect(prepaidCredits).toEqual([{ walletId: 'wallet:acme', amount: usd(`${row.credits}.00`) }]);
    expect(totals).toMatchObject({ subtotalIncludingTax: usd('120.00'), due: usd(row.due) });
  });

  it('counts what is paid with money, and past Paigo', async () => {
    account.invoice('acme', {
      ...paidByCredits,
      totalAmountWithoutTax: 100,
      payments: [
        { type: 'Credit', transactionAmount: '30' },
        { type: 'Stripe', transactionAmount: '10' },
      ],
    });
    account.invoice('acme', { ...paidByCredits, totalAmountWithoutTax: 100, amountPaid: 50 });
    expect((await get()).totals).toMatchObject({ paid: usd('10.00'), due: usd('80.00') });
    expect((await get('invoice-2')).totals).toMatchObject({
      paid: usd('50.00'),
      due: usd('70.00'),
    });
  });

  const below = { lineItems: [{ name: 'Rest', quantity: 1, unitCost: -30 }] };

  it.each([
    { status: 'Open', paid: '0.00', due: '-30.00' },
    { status: 'Paid', paid: '-30.00', due: '0.00' },
  ])('of less than nothing that is $status was paid $paid', async (row) => {
    account.invoice('acme', { ...below, invoiceStatus: row.status, amountPaid: 0 });
    const { totals } = await get();
    expect(totals).toMatchObject({ total: usd('-30.00'), paid: usd(row.paid), due: usd(row.due) });
  });

  it.each([
    { refunds: [{ amount: '10.00' }], warned: true },
    { refunds: { amount: '10.00' }, warned: true },
    { refunds: [], warned: false },
    { refunds: [null], warned: false },
    { refunds: null, warned: false },
  ])(
    'says where money went back, by itself and in lists: $refunds',
    async ({ refunds, warned }) => {
      account.invoice('acme', { ...paidByCredits, invoiceStatus: 'Paid', refunds });
      account.invoice('acme', { ...paidByCredits, invoiceStatus: 'Paid' });
      for (const { warnings = [] } of [await get(), await fresh().list()]) {
        const of = warnings.filter(({ field }) => field === 'totals.paid');
        expect(of.map(({ code }) => code)).toEqual(warned ? ['partial'] : []);
      }
      const { warnings = [] } = await fresh().list();
      const words = warnings.map(({ message }) => message).join();
      expect([words.includes('invoice-1'), words.includes('invoice-2')]).toEqual([warned, false]);
    },
  );

  it('is paid where it asks for nothing', async () => {
    account.invoice('acme', {});
    expect(await get()).toMatchObject({
      paymentStatus: 'succeeded',
      totals: { total: usd('0.00') },
    });
  });

  it('tells an invoice for credits from any other', async () => {
    giveToken();
    const provider = paigoProvider();
    const buy = { walletId: 'wallet:acme', kind: 'purchased', credits: '5' } as const;
    await provider.credits.add(buy);
    expect((await get()).type).toBe('credit');
  });

  const line = { name: 'Use', quantity: 2, unitCost: 3 };

  it.each<[string, object]>([
    ['a price in other notation', { lineItems: [{ ...line, unitCost: '3,00' }] }],
    ['a quantity that is no number', { lineItems: [{ ...line, quantity: true }] }],
    ['a price that nobody can pay', { lineItems: [{ ...line, unitCost: 1e300 }] }],
    ['a price without end', { lineItems: [{ ...line, quantity: 1e-38, unitCost: 1.23e-30 }] }],
    ['lines that are none', { lineItems: 'none' }],
    ['a line that is none', { lineItems: [line, 'line'] }],
    ['neither lines nor a total', { lineItems: null }],
    ['a total that is no number', { lineItems: [line], totalAmountWithoutTax: '6,00' }],
    ['taxes that are no number', { lineItems: [line], taxAmount: {} }],
    ['a payment that is no number', { lineItems: [line], amountPaid: 'all' }],
    ['payments that are none', { lineItems: [line], payments: 'none' }],
    [
      'a payment by credits that is no number',
      { lineItems: [line], payments: [{ type: 'Credit', transactionAmount: '1,50' }] },
    ],
  ])('takes %s for no answer, and not for nothing to pay', async (_, fields) => {
    account.invoice('acme', fields);
    expect(await codeOf(get())).toBe('malformed_response');
  });

  it('takes a line or a payment that comes by itself, and nothing for what is null', async () => {
    account.invoice('acme', {
      lineItems: line as never,
      taxAmount: null,
      payments: { type: 'Credit', transactionAmount: '2' } as never,
    });
    expect((await get()).totals).toMatchObject({ total: usd('4.00'), due: usd('4.00') });
  });

  it.each([-1, ' ', '1.5', 'soon', 1e300, '99999999', true])(
    'leaves the due date out for a term of %j, and says so',
    async (term) => {
      account.invoice('acme', { invoicePaymentTerm: term as string });
      const { paymentDueDate, warnings = [] } = await get();
      expect(paymentDueDate).toBeUndefined();
      expect(warnings.map(({ field }) => field)).toContain('paymentDueDate');
      expect((await fresh().list()).items).toHaveLength(1);
    },
  );

  it('leaves out a due date after the last year that there is', async () => {
    account.invoice('acme', { invoiceDate: '9999-12-30T00:00:00Z', invoicePaymentTerm: 30 });
    expect((await get()).paymentDueDate).toBeUndefined();
  });

  it('shows no words that are no texts', async () => {
    account.invoice('acme', {
      invoiceStatus: {} as never,
      lineItems: [{ ...line, name: {} as never, description: 7 as never }],
    });
    const { status, providerStatus, fees } = await get();
    expect([status, providerStatus]).toEqual(['unknown', undefined]);
    expect(fees).toMatchObject([{ name: '' }]);
    expect(fees[0]).not.toHaveProperty('description');
  });

  it('refuses an id that nothing has', async () => {
    expect(await codeOf(get('nothing'))).toBe('not_found');
  });

  it('refuses a reply about another invoice', async () => {
    account.invoice('acme', { id: 'invoice-9' });
    expect(await codeOf(get())).toBe('malformed_response');
  });
});

describe('invoices.list', () => {
  it('point 4: reads them where they hang, under the customers', async () => {
    account.invoice('acme', {}).invoice('other', {});
    const { items } = await fresh().list();
    expect(account.reads()).toEqual(['/customers']);
    expect(items.map(({ id, customerKey }) => [id, customerKey]).toSorted()).toEqual([
      ['invoice-1', 'acme'],
      ['invoice-2', 'other'],
    ]);
  });

  it.each(['invoiceId', 'id'] as const)('point 4: takes %s for the id', async (field) => {
    account.invoiceIdField = field;
    account.invoice('acme', {});
    expect((await fresh().list()).items.map(({ id }) => id)).toEqual(['invoice-1']);
  });

  it('point 4: makes up ids that stay, where Paigo tells none, says so, and finds them again', async () => {
    account.invoiceIdField = '';
    const lineItems = [{ name: 'One', quantity: 1, unitCost: 3 }];
    account.customer('a:b/c', {}).invoice('a:b/c', { lineItems }).invoice('a:b/c', { lineItems });
    const { items, warnings = [] } = await fresh().list({ customerKey: 'a:b/c' });
    const ids = items.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'partial', field: 'id' }));
    account.changed('invoice-1', { invoiceStatus: 'Paid', totalAmountWithoutTax: 0 });
    account.now = '2026-02-01T00:00:00.000Z';
    account.invoice('a:b/c', { lineItems });
    const later = (await fresh().list({ customerKey: 'a:b/c' })).items.map(({ id }) => id);
    expect(later.slice(1)).toEqual(ids);
    const [first = ''] = ids;
    expect(await fresh().get({ invoiceId: first })).toMatchObject({ id: first });
    expect(await codeOf(fresh().get({ invoiceId: `${first}0` }))).toBe('not_found');
    expect(await codeOf(fresh().get({ invoiceId: 'unnamed:%E0%A4%A:x' }))).toBe('not_found');
  });

  it('leaves out one that cannot be read, says so, and brings the others', async () => {
    account.invoice('acme', { currency: null }).invoice('acme', {});
    const { items, warnings = [] } = await fresh().list();
    expect(items.map(({ id }) => id)).toEqual(['invoice-2']);
    expect(warnings.map(({ message }) => message).join()).toContain('invoice-1');
  });

  it('brings the others where the amounts of one cannot be read and Paigo tells no ids', async () => {
    account.invoiceIdField = '';
    const lineItems = [{ name: 'Bad', quantity: '1', unitCost: '3,00' }];
    account.invoice('acme', { lineItems }).invoice('acme', {});
    const { items, warnings = [] } = await fresh().list();
    expect(items).toHaveLength(1);
    expect(warnings.map(({ message }) => message).join()).toContain('unitCost');
  });

  it('makes up ids of at most 255 characters for customers with long keys, and finds them', async () => {
    account.invoiceIdField = '';
    const customerKey = '日'.repeat(255);
    account.customer(customerKey, {}).invoice(customerKey, { invoiceType: 'LONG'.repeat(99) });
    const { items } = await fresh().list({ customerKey });
    const [{ id: invoiceId } = { id: '' }] = items;
    expect(invoiceId.length).toBeLessThanOrEqual(255);
    expect(await fresh().get({ invoiceId })).toMatchObject({ id: invoiceId, customerKey });
    expect(await codeOf(fresh().get({ invoiceId: 'unnamed:#0:x' }))).toBe('not_found');
  });

  it('brings those of one second in the reverse of Paigo’s order', async () => {
    const dates = ['10:00:00.5Z', '10:00:00.9Z', '10:00:00.1Z', '10:00:01Z', '09:59:59.999Z'];
    for (const date of dates) account.invoice('acme', { invoiceDate: `2026-01-10T${date}` });
    const ids = (await fresh().list()).items.map(({ id }) => id.replace('invoice-', ''));
    expect(ids).toEqual(['4', '3', '2', '1', '5']);
  });

  it('filters by what the contract shows', async () => {
    account.invoice('acme', { invoiceDate: '2026-01-10T00:00:00Z' });
    account.invoice('acme', { invoiceDate: '2026-01-12T00:00:00Z', invoiceStatus: 'Draft' });
    account.invoice('acme', { invoiceDate: '2026-01-11T00:00:00Z', invoiceType: 'TOPUP' });
    const ids = async (filter: object) =>
      (await fresh().list(filter)).items.map(({ id }) => id.replace('invoice-', ''));
    expect(await ids({})).toEqual(['2', '3', '1']);
    expect(await ids({ status: 'draft' })).toEqual(['2']);
    expect(await ids({ type: 'credit' })).toEqual(['3']);
    expect(await ids({ paymentStatus: 'succeeded' })).toEqual(['3', '1']);
    expect(await ids({ issuedFrom: '2026-01-11', issuedTo: '2026-01-12' })).toEqual(['3']);
    expect(await ids({ customerKey: 'nobody' })).toEqual([]);
  });

  it('point 4: refuses to filter by subscription before anything is sent', async () => {
    const call = paigoProvider().invoices.list({ subscriptionKey: 'seat' });
    expect(await codeOf(call)).toBe('invalid_input');
    expect(account.reached).toEqual([]);
  });
});

describe('links', () => {
  it('bring what Paigo gives, for as long as it is good', async () => {
    account.invoice('acme', { paymentLink: LINK, invoiceUrl: LINK });
    const invoices = fresh();
    expect(await invoices.createPaymentLink({ invoiceId: 'invoice-1' })).toEqual({ url: LINK });
    expect(await invoices.createDownloadLink({ invoiceId: 'invoice-1' })).toMatchObject({
      url: LINK,
      expiresAt: '2026-01-22T12:00:00.000Z',
    });
  });

  it('are none where Paigo gives none', async () => {
    account.invoice('acme', { invoiceStatus: 'Paid' });
    const invoices = fresh();
    const paid = invoices.createPaymentLink({ invoiceId: 'invoice-1' });
    await expect(paid).rejects.toMatchObject({ code: 'conflict', details: { state: 'finalized' } });
    expect(await codeOf(invoices.createDownloadLink({ invoiceId: 'invoice-1' }))).toBe('conflict');
  });

  it.each(['javascript:alert("secret-4711")', '/secret-4711', 7, { url: LINK }])(
    'are the addresses of pages only, and not %j',
    async (link) => {
      account.invoice('acme', { paymentLink: link as string, invoiceUrl: link as string });
      const { createPaymentLink, createDownloadLink } = fresh();
      for (const create of [createPaymentLink, createDownloadLink]) {
        await expect(create({ invoiceId: 'invoice-1' })).rejects.toMatchObject({
          code: 'malformed_response',
          message: expect.not.stringContaining('secret-4711'),
        });
      }
    },
  );

  it('point 28: are in no invoice, no warning and no error', async () => {
    account.invoice('acme', { paymentLink: LINK, invoiceUrl: LINK, currency: null });
    account.invoice('acme', { paymentLink: LINK, invoiceUrl: LINK });
    const error = await get().catch((caught: unknown) => caught);
    const shown = [error, await get('invoice-2'), await fresh().list()];
    expect(JSON.stringify(shown)).not.toContain('secret-4711');
    expect(BillingError.is(error) && error.message).not.toContain('secret-4711');
  });
});

it('point 5: has no finalize, void, update, preview, retry or collect', () => {
  const { capabilities } = paigoProvider();
  const levels = ['finalize', 'void', 'update', 'preview', 'retry', 'collect', 'refresh'].map(
    (name) => capabilities[`invoices.${name}` as 'invoices.void'].level,
  );
  expect(new Set(levels)).toEqual(new Set(['unsupported']));
});
