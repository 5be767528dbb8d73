import { describe, expect, it } from 'vitest';
import { toFee } from '../fees/fee.ts';
import type { LagoInvoice } from '../wire/invoice.ts';
import { periodsOf } from './invoice-periods.ts';
import { meanRate } from './invoice-taxes.ts';
import { totalsOf } from './invoice-totals.ts';
import { lagoFee, lagoInvoice, lagoTax } from './lago-invoice.fixture.ts';
import { toInvoice } from './to-invoice.ts';

const NOW = '2026-01-15T12:00:00.000Z';

function invoiceOf(fields: Partial<LagoInvoice> = {}) {
  const wire = lagoInvoice(fields);
  return toInvoice(wire, {
    fees: (wire.fees ?? []).map((fee) => toFee(fee)),
    appliedCouponOf: () => 'applied-id',
    prepaidCredits: [],
    now: NOW,
  });
}

const usd = (amount: string) => ({ amount, currency: 'USD' });

describe('toInvoice', () => {
  it('reads a one-off invoice', () => {
    const { fees, totals, ...invoice } = invoiceOf();
    expect(invoice).toEqual({
      id: 'invoice-id',
      number: 'ACM-001',
      customerKey: 'acme',
      type: 'one_off',
      status: 'finalized',
      paymentStatus: 'pending',
      currency: 'USD',
      issuingDate: '2026-01-02',
      paymentDueDate: '2026-01-02',
      periods: [],
      taxes: [],
      taxRate: '0',
      coupons: [],
      progressiveCredits: [],
      creditNotes: [],
      prepaidCredits: [],
      createdAt: '2026-01-02T03:04:05.000Z',
      providerRef: { provider: 'lago', type: 'invoice', id: 'invoice-id' },
    });
    expect(fees).toMatchObject([{ id: 'fee-id', name: 'Setup', amount: usd('10.00') }]);
    expect(totals.total).toEqual(usd('10.00'));
  });

  it.each([
    ['type', { invoice_type: 'donation' }, 'donation'],
    ['status', { status: 'deleted' }, 'deleted'],
    ['paymentStatus', { payment_status: 'disputed' }, 'disputed'],
  ])('trap 24: takes an unknown %s for unknown, and keeps its word', (field, wire, word) => {
    expect(invoiceOf(wire)).toMatchObject({ [field]: 'unknown', providerStatus: word });
  });

  it('quirk d.9: leaves out the number of a draft, which all drafts share', () => {
    expect(invoiceOf({ status: 'draft', number: 'ACM-DRAFT' }).number).toBeUndefined();
  });

  it('tells what took something off, by where it comes from', () => {
    const credit = (type: string, amount_cents: number) => ({
      lago_id: `${type}-credit`,
      amount_cents,
      item: { type, lago_item_id: `${type}-id`, code: 'WELCOME' },
    });
    const credits = [credit('coupon', 100), credit('invoice', 200), credit('credit_note', 300)];
    expect(invoiceOf({ credits })).toMatchObject({
      coupons: [{ appliedCouponId: 'applied-id', couponCode: 'WELCOME', amount: usd('1.00') }],
      progressiveCredits: [{ invoiceId: 'invoice-id', amount: usd('2.00') }],
      creditNotes: [{ creditNoteId: 'credit_note-id', amount: usd('3.00') }],
    });
  });

  it('says why a failed one could not be computed', () => {
    const error_details = [{ error_code: 'tax_error', details: { tax_error: 'dateTooFar' } }];
    const failed = invoiceOf({ status: 'failed', error_details });
    expect(failed.failure).toBe('tax_error: dateTooFar');
    expect(invoiceOf({ error_details }).failure).toBeUndefined();
  });

  it('quirk d.6: reads metadata from rows', () => {
    const metadata = [{ lago_id: 'row', key: 'order', value: '42' }];
    expect(invoiceOf({ metadata }).metadata).toEqual({ order: '42' });
  });

  it.each([
    ['customer', { customer: null }],
    ['issuing_date', { issuing_date: null }],
  ])('refuses one without %s', (field, wire) => {
    expect(() => invoiceOf(wire)).toThrow(field);
  });

  it('takes the taxes of an invoice from its lines: Lago rounds what they are on', () => {
    const tax = lagoTax('vat', 20);
    const line = { precise_coupons_amount_cents: '33.33333', taxes_rate: 20, applied_taxes: [tax] };
    const { taxes, taxRate } = invoiceOf({ fees: [lagoFee(line)], applied_taxes: [tax] });
    expect(taxes).toEqual([
      { code: 'vat', name: 'VAT', rate: '20', base: '9.6666667', amount: usd('2.00') },
    ]);
    expect(taxRate).toBe('20');
  });
});

describe('totalsOf', () => {
  it.each([
    ['JPY', '1000', '400'],
    ['USD', '10.00', '4.00'],
    ['KWD', '1.000', '0.400'],
  ])('trap 7: counts %s in its smallest unit', (currency, total, due) => {
    const totals = totalsOf(lagoInvoice({ currency, total_paid_amount_cents: 600 }));
    expect(totals.total).toEqual({ amount: total, currency });
    expect(totals.due).toEqual({ amount: due, currency });
  });

  it.each([
    'fees_amount_cents',
    'taxes_amount_cents',
    'total_amount_cents',
    'total_paid_amount_cents',
  ])('trap 7: refuses %s beyond what JSON numbers hold', (field) => {
    expect(() => totalsOf(lagoInvoice({ [field]: 2 ** 53 }))).toThrow('no exact whole number');
  });

  it.each([
    ['is due in full', {}, '0.00', '10.00'],
    ['is paid in part', { total_paid_amount_cents: 250 }, '2.50', '7.50'],
    ['is paid', { payment_status: 'succeeded', total_paid_amount_cents: 1000 }, '10.00', '0.00'],
    ['quirk d.9: was marked as paid by hand', { payment_status: 'succeeded' }, '10.00', '0.00'],
    ['quirk d.9: is offset', { total_offsetted_credit_note_amount_cents: 300 }, '0.00', '7.00'],
    [
      'quirk d.9: is offset, and the rest was marked as paid',
      { payment_status: 'succeeded', total_offsetted_credit_note_amount_cents: 300 },
      '7.00',
      '0.00',
    ],
    [
      'was paid before it was offset',
      { total_paid_amount_cents: 1000, total_offsetted_credit_note_amount_cents: 300 },
      '10.00',
      '0.00',
    ],
    ['is void', { status: 'voided' }, '0.00', '0.00'],
    [
      'comes from a Lago that has no such sums',
      { total_paid_amount_cents: undefined, total_offsetted_credit_note_amount_cents: undefined },
      '0.00',
      '10.00',
    ],
  ])('tells what is paid and due of one that %s', (_, wire, paid, due) => {
    const totals = totalsOf(lagoInvoice(wire as Partial<LagoInvoice>));
    expect({ paid: totals.paid.amount, due: totals.due.amount }).toEqual({ paid, due });
  });
});

describe('meanRate', () => {
  it('weighs the rates of the lines by what coupons leave of them (facts/rating.md §10)', () => {
    const line = (rates: readonly number[], coupons = '0') =>
      toFee(
        lagoFee({
          precise_coupons_amount_cents: coupons,
          applied_taxes: rates.map((rate) => lagoTax(`t${rate}`, rate)),
        }),
      );
    expect(meanRate([line([20]), line([20, 5]), line([])])).toBe('15');
    expect(meanRate([line([20], '500'), line([5])])).toBe('10');
    expect(meanRate([line([20], '1000'), line([5], '1000')])).toBe('12.5');
    expect(meanRate([])).toBe('0');
  });
});

describe('periodsOf', () => {
  const billed = {
    lago_subscription_id: 's1',
    external_subscription_id: 'main',
    subscription_from_datetime: '2026-01-01T00:00:00Z',
    subscription_to_datetime: '2026-01-31T23:59:59Z',
    charges_from_datetime: '2026-01-01T00:00:00Z',
    charges_to_datetime: '2026-01-31T23:59:59Z',
    invoicing_reason: 'subscription_periodic',
  };
  const subscriptions = [{ lago_id: 's1', external_id: 'main', plan_code: 'pro' }];
  const january = { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' };
  const february = { from: '2026-02-01T00:00:00.000Z', to: '2026-03-01T00:00:00.000Z' };
  const base = lagoFee({
    item: { type: 'subscription', code: 'pro', name: 'Pro' },
    lago_subscription_id: 's1',
    from_date: '2026-02-01T00:00:00Z',
    to_date: '2026-02-28T23:59:59Z',
  });

  it('takes the base price from its line, and the usage from the period', () => {
    const wire = lagoInvoice({ billing_periods: [billed], subscriptions, fees: [base] });
    expect(periodsOf(wire, [])).toEqual([
      { subscriptionKey: 'main', planCode: 'pro', period: february, chargesPeriod: january },
    ]);
  });

  it.each([
    ['the start of a plan in advance', { invoicing_reason: 'subscription_starting' }],
    ['a charge in advance', { invoicing_reason: 'in_advance_charge' }],
    ['no time', { charges_to_datetime: '2026-01-01T00:00:00Z' }],
  ])('bills no usage for %s', (_, fields) => {
    const wire = lagoInvoice({ billing_periods: [{ ...billed, ...fields }], subscriptions });
    expect(periodsOf(wire, [])).toEqual([{ subscriptionKey: 'main', planCode: 'pro' }]);
  });

  it('takes those of a preview, which has none, from its lines', () => {
    const usage = toFee(
      lagoFee({
        item: { type: 'charge', code: 'tokens', name: 'Tokens' },
        external_subscription_id: 'main',
        from_date: '2026-01-01T00:00:00Z',
        to_date: '2026-01-31T23:59:59Z',
      }),
    );
    const { billing_periods: _, ...preview } = lagoInvoice({ subscriptions, fees: [base] });
    expect(periodsOf(preview, [usage])).toEqual([
      { subscriptionKey: 'main', planCode: 'pro', period: february, chargesPeriod: january },
    ]);
  });
});
