import type { Fee, Invoice, Plan } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { comparisonText } from './comparison-text.ts';
import { feeRows } from './fee-rows.ts';
import { invoiceTable } from './invoice-table.ts';
import {
  amountText,
  moneyText,
  preciseText,
  priceText,
  quantityText,
  unitPriceText,
} from './number-text.ts';
import { totalRows } from './total-rows.ts';

const money = (amount: string) => ({ amount, currency: 'USD' });

const FEE: Fee = {
  id: 'fee_1',
  type: 'charge',
  name: 'Calls',
  chargeCode: 'calls',
  metric: 'calls',
  model: 'graduated',
  units: '1500',
  eventsCount: 12,
  unitAmount: '0.0333333333',
  amount: money('1050.00'),
  preciseAmount: '1050',
  tiers: [
    { units: '1000', amount: '1000' },
    { units: '500', amount: '50.125' },
  ],
  couponAmount: '0',
  taxes: [],
  taxAmount: money('0.00'),
  totalAmount: money('1050.00'),
  createdAt: '2026-02-01T00:00:00.000Z',
};

const TIERS = [
  { upTo: '1000', unitAmount: '1' },
  { upTo: null, unitAmount: '0.1', flatAmount: '0.125' },
];

const planWith = (model: 'graduated' | 'volume'): Plan => ({
  code: 'p',
  price: money('0.00'),
  timing: 'arrears',
  interval: 'monthly',
  charges: [{ metric: 'calls', model, timing: 'arrears', pricing: { tiers: TIERS } }],
  createdAt: '2026-01-01T00:00:00.000Z',
});

const INVOICE: Invoice = {
  id: 'inv_1',
  number: 'INV-1',
  customerKey: 'c',
  type: 'subscription',
  status: 'finalized',
  paymentStatus: 'pending',
  currency: 'USD',
  issuingDate: '2026-02-01',
  periods: [
    {
      subscriptionKey: 's',
      planCode: 'p',
      period: { from: '2025-12-31T15:00:00.000Z', to: '2026-01-31T15:00:00.000Z' },
    },
  ],
  fees: [FEE],
  taxes: [{ code: 'vat', rate: '20', base: '1045', amount: money('209.00') }],
  taxRate: '20',
  coupons: [{ appliedCouponId: 'a', couponCode: 'FIVE', amount: money('5.00') }],
  progressiveCredits: [],
  creditNotes: [{ creditNoteId: 'cn_1', amount: money('4.00') }],
  prepaidCredits: [{ walletId: 'w_1', amount: money('1000.00') }],
  totals: {
    fees: money('1050.00'),
    progressiveCredits: money('0.00'),
    coupons: money('5.00'),
    subtotalExcludingTax: money('1045.00'),
    taxes: money('209.00'),
    subtotalIncludingTax: money('1254.00'),
    creditNotes: money('4.00'),
    prepaidCredits: money('1000.00'),
    total: money('250.00'),
    paid: money('0.00'),
    due: money('250.00'),
  },
  createdAt: '2026-02-01T00:00:00.000Z',
};

describe('numbers as a person reads them', () => {
  it('have thousands separators and never go through a float', () => {
    expect(quantityText('12345678901234567890')).toBe('12,345,678,901,234,567,890');
    expect(priceText('0.000000000000001')).toBe('0.000000000000001');
    expect(moneyText(money('90071992547409931.07'))).toBe('90,071,992,547,409,931.07 USD');
  });

  it('have the digits of their currency', () => {
    expect(amountText({ amount: '1303', currency: 'JPY' })).toBe('1,303');
    expect(amountText({ amount: '1.500', currency: 'KWD' })).toBe('1.500');
    expect(preciseText('12', 'USD')).toBe('12.00');
    expect(preciseText('21.8439376', 'USD')).toBe('21.843938');
  });

  it('show six digits of an average', () => {
    expect(unitPriceText('0.00000153142')).toBe('0.00000153142');
    expect(unitPriceText('40.833333333')).toBe('40.8333');
  });
});

describe('lines of an invoice', () => {
  it('show each tier with the price of the plan', () => {
    expect(feeRows(FEE, planWith('graduated'))).toEqual([
      ['Calls · graduated', '1,500', '12', '', '1,050.00'],
      ['  tier 1', '1,000', '', '1', '1,000.00'],
      ['  tier 2', '500', '', '0.1 + 0.125', '50.125'],
    ]);
  });

  it('show the one tier that holds a volume', () => {
    const fee: Fee = { ...FEE, model: 'volume', tiers: [{ units: '1500', amount: '150.125' }] };
    expect(feeRows(fee, planWith('volume'))[1]?.[0]).toBe('  tier 2');
  });

  it('name the filter and the group', () => {
    const { tiers: _tiers, ...rest } = FEE;
    const fee: Fee = { ...rest, filter: { size: ['s', 'm'] }, group: { region: null } };
    expect(feeRows(fee, planWith('graduated'))).toEqual([
      ['Calls · size s or m, region not given · graduated', '1,500', '12', '0.0333333', '1,050.00'],
    ]);
  });
});

describe('the sums of an invoice', () => {
  it('lead from the fees to what is due, with credits by their names', () => {
    const names = new Map([
      ['cn_1', 'CN-1'],
      ['w_1', 'starter'],
    ]);
    expect(totalRows(INVOICE, names).map(([label, amount]) => [label, amount])).toEqual([
      ['Fees', '1,050.00'],
      ['Coupon FIVE', '−5.00'],
      ['Subtotal before tax', '1,045.00'],
      ['Tax vat, 20 % of 1,045.00', '209.00'],
      ['Subtotal with tax', '1,254.00'],
      ['Credit note CN-1', '−4.00'],
      ['Prepaid, starter', '−1,000.00'],
      ['Total due', '250.00 USD'],
    ]);
  });
});

describe('the whole table', () => {
  it('names the period in the days of the customer', () => {
    const [heading] = invoiceTable(INVOICE, planWith('graduated'), 'Asia/Tokyo', new Map()).split(
      '\n',
    );
    expect(heading).toContain('Invoice INV-1 · p · 1 – 31 January 2026 · Asia/Tokyo');
  });

  it('has lines of one width in each box', () => {
    const lines = invoiceTable(INVOICE, planWith('graduated'), 'UTC', new Map())
      .split('\n')
      .slice(1);
    const totals = lines.findIndex((line, index) => index > 0 && line.startsWith('┌'));
    for (const box of [lines.slice(0, totals), lines.slice(totals)]) {
      expect(new Set(box.map((line) => line.length)).size).toBe(1);
    }
  });
});

describe('a comparison', () => {
  it('names each difference, and says how much was compared', () => {
    const differences = [{ path: 'invoice.total', expected: '5', got: '4' }];
    expect(comparisonText({ compared: 7, differences })).toBe(
      '1 of 7 values differ from the expected bill:\n  invoice.total: expected 5, got 4',
    );
    expect(comparisonText({ compared: 7, differences: [] })).toContain('No difference in 7');
  });
});
