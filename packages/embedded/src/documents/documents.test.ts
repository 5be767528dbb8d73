import { CreditNote, Customer, Invoice, type Money, Subscription, Wallet } from '@billport/core';
import { describe, expect, it } from 'vitest';
import {
  creditNoteDocument,
  customerStatement,
  invoiceDocument,
  paymentDocument,
} from './index.ts';

const AT = '2026-04-01T00:00:00.000Z';
const usd = (amount: string): Money => ({ amount, currency: 'USD' });
const ATTACK = '<script>alert("1")</script>';

const customer = Customer.parse({
  customerKey: 'acme',
  name: `Acme ${ATTACK}`,
  timezone: 'Europe/Paris',
  address: { line1: `1 Road ${ATTACK}`, country: 'FR' },
  createdAt: AT,
});

const invoice = Invoice.parse({
  id: 'inv_1',
  number: 'ACME-1',
  customerKey: 'acme',
  type: 'subscription',
  status: 'finalized',
  paymentStatus: 'pending',
  currency: 'USD',
  issuingDate: '2026-04-01',
  paymentDueDate: '2026-05-01',
  periods: [
    {
      subscriptionKey: `sub ${ATTACK}`,
      planCode: 'basic',
      chargesPeriod: { from: '2026-02-28T23:00:00.000Z', to: '2026-03-31T22:00:00.000Z' },
    },
  ],
  fees: [
    {
      id: 'fee_1',
      type: 'charge',
      name: `Calls ${ATTACK}`,
      description: `Words ${ATTACK}`,
      filter: { region: [`eu ${ATTACK}`] },
      group: { team: null, place: `here ${ATTACK}` },
      units: '18059974',
      unitAmount: '0.000002981396',
      amount: usd('53.84'),
      preciseAmount: '53.8439376',
      couponAmount: '5.3839',
      taxes: [],
      taxAmount: usd('9.69'),
      totalAmount: usd('63.53'),
      createdAt: AT,
    },
  ],
  taxes: [{ code: 'vat', name: `VAT ${ATTACK}`, rate: '20', base: '48.46', amount: usd('9.69') }],
  taxRate: '20',
  coupons: [{ appliedCouponId: 'c', couponCode: `TEN ${ATTACK}`, amount: usd('5.38') }],
  progressiveCredits: [],
  creditNotes: [{ creditNoteId: 'cn_1', amount: usd('5.00') }],
  prepaidCredits: [{ walletId: 'wallet_1', amount: usd('20.00') }],
  totals: {
    fees: usd('53.84'),
    progressiveCredits: usd('0.00'),
    coupons: usd('5.38'),
    subtotalExcludingTax: usd('48.46'),
    taxes: usd('9.69'),
    subtotalIncludingTax: usd('58.15'),
    creditNotes: usd('5.00'),
    prepaidCredits: usd('20.00'),
    total: usd('33.15'),
    paid: usd('3.00'),
    due: usd('30.15'),
  },
  createdAt: AT,
});

const note = CreditNote.parse({
  id: 'cn_1',
  number: 'ACME-1-CN1',
  invoiceId: 'inv_1',
  customerKey: 'acme',
  reason: 'order_change',
  description: ATTACK,
  currency: 'USD',
  issuingDate: '2026-04-02',
  items: [
    { feeId: 'fee_1', amount: usd('10.00') },
    { feeId: 'fee_2', amount: usd('1.00') },
  ],
  couponAdjustment: usd('1.00'),
  subtotalExcludingTax: usd('10.00'),
  taxes: usd('2.00'),
  total: usd('12.00'),
  credit: usd('8.00'),
  refund: usd('3.00'),
  offset: usd('1.00'),
  balance: usd('7.50'),
  creditStatus: 'available',
  refundStatus: 'pending',
  createdAt: AT,
});

const wallet = Wallet.parse({
  id: 'wallet_1',
  customerKey: 'acme',
  name: `Purse ${ATTACK}`,
  status: 'active',
  currency: 'USD',
  creditValue: '0.5',
  balance: usd('7.00'),
  creditBalance: '14',
  consumed: usd('0.00'),
  priority: 50,
  expiresAt: '2026-12-31T23:00:00.000Z',
  createdAt: AT,
});

const subscription = Subscription.parse({
  subscriptionKey: 'sub_1',
  customerKey: 'acme',
  planCode: 'basic',
  name: `Plan ${ATTACK}`,
  status: 'active',
  billingTime: 'calendar',
  startAt: AT,
  currentPeriod: { from: '2026-03-31T22:00:00.000Z', to: '2026-04-30T22:00:00.000Z' },
  createdAt: AT,
});

const account = {
  customer,
  subscriptions: [subscription],
  wallets: [wallet],
  invoices: [invoice],
  hasMoreInvoices: false,
  at: AT,
};

/** The text that a reader sees, one line for each cell. */
function read(page: string): string {
  const body = page.slice(page.indexOf('<body>'));
  const lines = body.replace(/<[^>]*>/g, '\n').split('\n');
  return lines.filter((line) => line.trim() !== '').join('\n');
}

const pages: Record<string, string> = {
  'an invoice': invoiceDocument(invoice, customer),
  'a credit note': creditNoteDocument(note, customer, invoice),
  'a statement': customerStatement(account),
  'a payment page': paymentDocument('acme', customer, [invoice]),
};

describe.each(Object.keys(pages))('%s', (name) => {
  const page = pages[name] ?? '';

  it('takes no text for markup', () => {
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
  });

  it('loads nothing and runs nothing', () => {
    expect(page).not.toMatch(/\b(?:src|href|action|on\w+)\s*=/i);
    expect(page).not.toMatch(/url\(|@import|https?:/i);
    expect(page).toContain("default-src 'none'");
  });

  it('is a whole page that opens and closes each element', () => {
    expect(page.startsWith('<!doctype html>')).toBe(true);
    const open: string[] = [];
    for (const [, slash, element = ''] of page.matchAll(/<(\/?)([a-z]\w*)/g)) {
      if (['meta', 'br'].includes(element)) continue;
      if (slash === '') open.push(element);
      else expect(open.pop()).toBe(element);
    }
    expect(open).toEqual([]);
  });
});

describe('invoiceDocument', () => {
  it('shows every amount as it is on the invoice', () => {
    const text = read(invoiceDocument(invoice, customer));
    expect(text).toContain('Invoice ACME-1');
    expect(text).toContain('18059974\n0.000002981396\n53.84 USD');
    expect(text).toContain('2026-03-01 to 2026-03-31');
    expect(text).toContain('team: none');
    for (const [label, amount] of [
      ['Sum of the lines', '53.84 USD'],
      ['Credit note cn_1', '-5.00 USD'],
      ['Prepaid credits wallet_1', '-20.00 USD'],
      ['Subtotal without tax', '48.46 USD'],
      ['Taxes', '9.69 USD'],
      ['Subtotal with tax', '58.15 USD'],
      ['Total', '33.15 USD'],
      ['Paid', '3.00 USD'],
      ['Due', '30.15 USD'],
    ]) {
      expect(text).toContain(`\n${label}\n${amount}`);
    }
    expect(text).toMatch(/Coupon TEN.*\n-5\.38 USD/);
    expect(text).not.toContain('Billed early');
  });

  it('shows what was billed early, where anything was', () => {
    const totals = { ...invoice.totals, progressiveCredits: usd('1.00') };
    expect(read(invoiceDocument({ ...invoice, totals }))).toContain('Billed early\n-1.00 USD');
  });

  it.each([
    [{ status: 'draft', number: undefined }, 'Draft invoice inv_1'],
    [{ status: 'voided' }, 'Voided invoice ACME-1'],
    [{ id: 'preview' }, 'Invoice preview'],
  ] as const)('says what kind of invoice it is: %j', (change, title) => {
    const { number, ...rest } = { ...invoice, ...change };
    const changed: Invoice = { ...rest, ...(number === undefined ? {} : { number }) };
    expect(invoiceDocument(changed, customer)).toContain(`<h1>${title}</h1>`);
  });

  it('shows the key of a customer who was deleted, and days in UTC', () => {
    const text = read(invoiceDocument(invoice));
    expect(text).toContain('Billed to\nacme');
    expect(text).toContain('2026-02-28 to 2026-03-31');
  });
});

describe('creditNoteDocument', () => {
  it('names the lines by the invoice, and by their id without it', () => {
    const text = read(creditNoteDocument(note, customer, invoice));
    expect(text).toContain('Credit note ACME-1-CN1');
    expect(text).toContain('Invoice\nACME-1\n');
    expect(text).toMatch(/Calls.*\n10\.00 USD/);
    expect(text).toContain('fee_2\n1.00 USD');
    expect(text).toContain('Total\n12.00 USD');
    expect(text).toContain('For later invoices\n8.00 USD');
    expect(text).toContain('Paid back\n3.00 USD');
    expect(text).toContain('Left for later invoices\n7.50 USD');
    expect(read(creditNoteDocument(note))).toContain('fee_1\n10.00 USD');
  });
});

describe('customerStatement', () => {
  it('lists subscriptions, wallets and invoices, in the days of the customer', () => {
    const text = read(customerStatement(account));
    expect(text).toContain('basic\nActive\n2026-04-01 to 2026-04-30');
    expect(text).toContain('14\n7.00 USD\n2027-01-01');
    expect(text).toContain('Invoice ACME-1\n2026-04-01\n2026-05-01\nPending\n33.15 USD\n30.15 USD');
    expect(text).not.toContain('older invoices');
  });

  it('has no empty table, and says when there are more invoices', () => {
    const text = read(
      customerStatement({ ...account, subscriptions: [], wallets: [], hasMoreInvoices: true }),
    );
    expect(text).not.toContain('Subscriptions');
    expect(text).not.toContain('Prepaid credits');
    expect(text).toContain('There are older invoices.');
  });
});

describe('paymentDocument', () => {
  it('adds up what is due, each currency apart, and leaves out what is paid', () => {
    const yen = { amount: '700', currency: 'JPY' };
    const paid = { ...invoice, number: 'PAID', totals: { ...invoice.totals, due: usd('0.00') } };
    const japanese = { ...invoice, currency: 'JPY', totals: { ...invoice.totals, due: yen } };
    const text = read(paymentDocument('acme', customer, [invoice, paid, invoice, japanese]));
    expect(text).toContain('To pay\n700 JPY and 60.30 USD');
    expect(text).not.toContain('PAID');
    expect(text).toContain('takes no payment');
  });

  it('says so when nothing is due', () => {
    const text = read(paymentDocument('acme', undefined, []));
    expect(text).toContain('Nothing is due.');
    expect(text).not.toContain('To pay');
  });
});
