import { BillingError, Decimal } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AppliedCoupon } from './coupons.ts';
import { computeInvoice, type InvoiceInput, type InvoiceKind } from './invoice-arithmetic.ts';
import type { FeeTax, FeeType, InvoiceFee } from './invoice-fee.ts';

const vat: FeeTax = { code: 'vat', rate: Decimal.parse('20') };
const city: FeeTax = { code: 'city', rate: Decimal.parse('1.5') };

const fixedCoupon = (amountMinor: bigint): AppliedCoupon => ({
  id: 'coupon',
  discount: { type: 'fixed_amount', amountMinor, currency: 'EUR' },
  frequency: 'once',
});

/** The worked example: 50 + 20 of fees, 10 off, 10 % tax, notes of 20 and credits of 30. */
const example: InvoiceInput = {
  kind: 'subscription',
  currency: 'EUR',
  fees: [
    { id: 'base', type: 'subscription', amountMinor: 5000n },
    { id: 'usage', type: 'charge', amountMinor: 2000n },
  ].map((fee) => ({
    ...fee,
    type: fee.type as FeeType,
    taxes: [{ code: 't', rate: Decimal.parse('10') }],
  })),
  coupons: [fixedCoupon(1000n)],
  creditNotes: [{ id: 'note', balanceMinor: 2000n, currency: 'EUR' }],
  wallets: [{ id: 'wallet', balanceMinor: 3000n, currency: 'EUR' }],
};

test('coupons come before tax, credit notes and wallets after it', () => {
  expect(computeInvoice(example)).toMatchObject({
    feesMinor: 7000n,
    couponsMinor: 1000n,
    subTotalExcludingTaxesMinor: 6000n,
    taxesMinor: 600n,
    subTotalIncludingTaxesMinor: 6600n,
    creditNotesMinor: 2000n,
    prepaidMinor: 3000n,
    totalMinor: 1600n,
  });
});

describe('which steps an invoice takes', () => {
  test.each<[InvoiceKind, bigint, bigint, bigint, bigint, bigint]>([
    ['subscription', 1000n, 600n, 2000n, 3000n, 1600n],
    ['progressive', 1000n, 600n, 2000n, 3000n, 1600n],
    ['advance_charge', 1000n, 600n, 2000n, 3000n, 1600n],
    ['one_off', 0n, 700n, 0n, 0n, 7700n],
    ['top_up', 0n, 0n, 0n, 0n, 7000n],
  ])('%s', (kind, couponsMinor, taxesMinor, creditNotesMinor, prepaidMinor, totalMinor) => {
    expect(computeInvoice({ ...example, kind })).toMatchObject({
      couponsMinor,
      taxesMinor,
      creditNotesMinor,
      prepaidMinor,
      totalMinor,
    });
  });

  test('a draft takes taxes only', () => {
    const draft = computeInvoice({ ...example, draft: true });
    expect(draft).toMatchObject({ couponsMinor: 0n, taxesMinor: 700n, totalMinor: 7700n });
    expect([draft.coupons, draft.creditNotes, draft.wallets]).toEqual([[], [], []]);
  });
});

test('progressive credits are taken off before coupons and tax', () => {
  const fees: InvoiceFee[] = [
    {
      id: 'usage',
      type: 'charge',
      amountMinor: 1000n,
      taxes: [vat],
      progressiveCreditMinor: Decimal.parse('400'),
    },
  ];
  const half: AppliedCoupon = {
    id: 'half',
    discount: { type: 'percentage', rate: Decimal.parse('50') },
    frequency: 'forever',
  };
  expect(
    computeInvoice({ kind: 'subscription', currency: 'EUR', fees, coupons: [half] }),
  ).toMatchObject({
    progressiveCreditMinor: 400n,
    couponsMinor: 300n,
    subTotalExcludingTaxesMinor: 300n,
    taxesMinor: 60n,
    totalMinor: 360n,
  });
});

test('an invoice never uses the notes that were written on it', () => {
  const creditNotes = [{ id: 'own', balanceMinor: 100n, currency: 'EUR', invoiceId: 'in-1' }];
  const invoice = computeInvoice({ ...example, id: 'in-1', creditNotes });
  expect(invoice.creditNotesMinor).toBe(0n);
});

test.each([
  ['a negative amount', { amountMinor: -1n }],
  ['more progressive credit than fee', { progressiveCreditMinor: Decimal.parse('5.1') }],
])('a fee with %s is refused by its place', (_title, change) => {
  const fee: InvoiceFee = { id: 'f', type: 'charge', amountMinor: 5n, ...change };
  const compute = () =>
    computeInvoice({ kind: 'subscription', currency: 'EUR', fees: [...example.fees, fee] });
  expect(compute).toThrow(BillingError);
  expect(compute).toThrow(/fees\.2/);
});

describe('the bill of a month of real usage', () => {
  const charge = (metric: string, amountMinor: bigint, id = metric): InvoiceFee => ({
    id,
    type: 'charge',
    amountMinor,
    metric,
    plan: 'llm-metered-usd',
    taxes: [vat],
  });
  const invoice = computeInvoice({
    kind: 'subscription',
    currency: 'USD',
    fees: [
      { id: 'base', type: 'subscription', amountMinor: 4083n, taxes: [vat, city] },
      charge('input_tokens', 5384n),
      charge('output_tokens', 300n),
      charge('requests', 1208n),
      charge('generation_fee', 107_832n),
      charge('peak_context', 372n),
      charge('distinct_prompt_sizes', 710n),
      charge('last_prompt', 16n),
      charge('last_prompt', 234n, 'true_up'),
      charge('throughput_share', 3109n),
      charge('retained_tokens', 1284n),
    ],
    coupons: [
      {
        id: 'WELCOME10',
        discount: { type: 'percentage', rate: Decimal.parse('10') },
        frequency: 'once',
      },
      {
        id: 'REQ2',
        discount: { type: 'fixed_amount', amountMinor: 200n, currency: 'USD' },
        frequency: 'once',
        limitedToMetrics: ['requests'],
      },
    ],
    creditNotes: [{ id: 'CN-1', balanceMinor: 500n, currency: 'USD' }],
    wallets: [
      {
        id: 'usage-wallet',
        balanceMinor: 2000n,
        currency: 'USD',
        priority: 1,
        allowedFeeTypes: ['charge'],
      },
      { id: 'general-wallet', balanceMinor: 1500n, currency: 'USD' },
    ],
  });

  test('adds up to the last cent', () => {
    expect(invoice).toMatchObject({
      feesMinor: 124_532n,
      couponsMinor: 12_633n,
      subTotalExcludingTaxesMinor: 111_899n,
      taxesMinor: 22_435n,
      subTotalIncludingTaxesMinor: 134_334n,
      creditNotesMinor: 500n,
      prepaidMinor: 3500n,
      totalMinor: 130_334n,
    });
  });

  test('spreads coupons and tax over the lines', () => {
    const lines = invoice.fees.map((line) => [line.creditsMinor.toString(), line.taxMinor]);
    expect(lines).toEqual([
      ['408.29343', 790n],
      ['538.39134', 969n],
      ['29.99952', 54n],
      ['300.79838', 181n],
      ['10783.02654', 19_410n],
      ['37.1994', 67n],
      ['70.99886', 128n],
      ['1.59997', 3n],
      ['23.39962', 42n],
      ['310.895', 560n],
      ['128.39793', 231n],
    ]);
  });

  test('breaks the tax down', () => {
    expect(invoice.appliedTaxes.map(({ code, amountMinor }) => [code, amountMinor])).toEqual([
      ['vat', 22_380n],
      ['city', 55n],
    ]);
  });
});

test('totals hold together for any invoice', () => {
  const amount = fc.bigInt({ min: 0n, max: 10n ** 7n });
  const types = fc.constantFrom<FeeType>('subscription', 'charge', 'commitment');
  const balances = fc.array(amount, { maxLength: 4 });
  const inputs = fc.record({
    kind: fc.constantFrom<InvoiceKind>('subscription', 'progressive', 'one_off', 'top_up'),
    fees: fc.array(
      fc.record({ amountMinor: amount, type: types, taxes: fc.subarray([vat, city]) }),
      { maxLength: 8 },
    ),
    coupons: fc.array(amount, { maxLength: 4 }),
    creditNotes: balances,
    wallets: balances,
  });
  fc.assert(
    fc.property(inputs, (input) => {
      const balance = (balanceMinor: bigint, index: number) => ({
        id: String(index),
        balanceMinor,
        currency: 'EUR',
      });
      const result = computeInvoice({
        kind: input.kind,
        currency: 'EUR',
        fees: input.fees.map((fee, index) => ({ id: String(index), ...fee })),
        coupons: input.coupons.map(fixedCoupon),
        creditNotes: input.creditNotes.map(balance),
        wallets: input.wallets.map(balance),
      });
      expect(result.subTotalExcludingTaxesMinor).toBe(
        result.feesMinor - result.progressiveCreditMinor - result.couponsMinor,
      );
      expect(result.subTotalIncludingTaxesMinor).toBe(
        result.subTotalExcludingTaxesMinor + result.taxesMinor,
      );
      expect(result.totalMinor).toBe(
        result.subTotalIncludingTaxesMinor - result.creditNotesMinor - result.prepaidMinor,
      );
      expect(result.subTotalExcludingTaxesMinor >= 0n).toBe(true);
      expect(result.totalMinor >= 0n).toBe(true);
      for (const use of [...result.creditNotes, ...result.wallets]) {
        expect(use.balanceMinor >= 0n && use.amountMinor > 0n).toBe(true);
      }
      const offered = input.wallets.reduce((sum, wallet) => sum + wallet, 0n);
      const paysAll = input.kind === 'subscription' || input.kind === 'progressive';
      if (paysAll && offered >= result.subTotalIncludingTaxesMinor) {
        expect(result.totalMinor).toBe(0n);
      }
    }),
  );
});
