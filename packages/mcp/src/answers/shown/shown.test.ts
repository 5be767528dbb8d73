import * as core from '@billport/core';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import type { Fact } from '../answer.ts';
import * as objects from '../contract-objects.fixture.ts';
import { pageAnswer } from '../page-answer.ts';
import { toResult } from '../to-result.ts';
import * as shown from './index.ts';

interface Thing {
  readonly noun: string;
  readonly make: (index: number) => object;
  readonly schema: { parse(value: unknown): unknown };
  readonly show: (thing: never, detailed: boolean) => Fact;
}

const THINGS: readonly Thing[] = [
  { noun: 'customer', make: objects.customer, schema: core.Customer, show: shown.shownCustomer },
  { noun: 'metric', make: objects.metric, schema: core.Metric, show: shown.shownMetric },
  { noun: 'plan', make: objects.plan, schema: core.Plan, show: shown.shownPlan },
  {
    noun: 'subscription',
    make: objects.subscription,
    schema: core.Subscription,
    show: shown.shownSubscription,
  },
  {
    noun: 'event',
    make: objects.usageEvent,
    schema: core.UsageEvent,
    show: shown.shownUsageEvent,
  },
  { noun: 'wallet', make: objects.wallet, schema: core.Wallet, show: shown.shownWallet },
  {
    noun: 'transaction',
    make: objects.creditTransaction,
    schema: core.CreditTransaction,
    show: shown.shownCreditTransaction,
  },
  { noun: 'fee', make: objects.fee, schema: core.Fee, show: shown.shownFee },
  { noun: 'invoice', make: objects.invoice, schema: core.Invoice, show: shown.shownInvoice },
  { noun: 'coupon', make: objects.coupon, schema: core.Coupon, show: shown.shownCoupon },
  {
    noun: 'applied coupon',
    make: objects.appliedCoupon,
    schema: core.AppliedCoupon,
    show: shown.shownAppliedCoupon,
  },
  {
    noun: 'credit note',
    make: objects.creditNote,
    schema: core.CreditNote,
    show: shown.shownCreditNote,
  },
  { noun: 'tax', make: objects.tax, schema: core.Tax, show: shown.shownTax },
];

const cells = (row: Fact) => Object.values(row as object);

describe.each(THINGS)('a $noun', ({ noun, make, schema, show }) => {
  const things = Array.from({ length: 20 }, (_, index) => schema.parse(make(index)) as never);
  const page = (detailed: boolean) =>
    pageAnswer({
      noun,
      items: things.map((thing) => show(thing, detailed)),
      nextCursor: 'eyJ2IjoxLCJhZnRlciI6IjlmMzRjIn0',
    });

  it('T: takes at most 100 tokens in a list: 20 take 2,000, as text and as JSON', () => {
    const result = toResult(page(false), { detailed: false, pii: 'full' });
    const text = (result.content[0] as { text: string }).text;
    expect(countTokens(text)).toBeLessThanOrEqual(2000);
    expect(countTokens(JSON.stringify(result.structuredContent))).toBeLessThanOrEqual(2000);
  });

  it('is a flat row of a table without ids that only the provider uses', () => {
    for (const thing of things) {
      const row = show(thing, false);
      expect(
        cells(row)
          .flat()
          .every((cell) => typeof cell !== 'object' || cell === null),
      ).toBe(true);
      expect(JSON.stringify(row)).not.toContain('providerRef');
    }
    const text = JSON.stringify(toResult(page(false), { detailed: false, pii: 'full' }).content);
    expect(text).toContain('items[20]:');
  });

  it('is all that the provider told when details are asked for, but not its warnings', () => {
    const thing = {
      ...(things[0] as unknown as object),
      warnings: [{ code: 'partial', message: 'Half.' }],
    };
    expect(show(thing as never, true)).toEqual(things[0]);
  });
});

describe('a usage summary', () => {
  const summary = core.UsageSummary.parse(objects.usageSummary(0));

  it('is the period, a flat row for each charge, and the sum', () => {
    expect(shown.shownUsageSummary(summary, false)).toMatchObject({
      period: '2026-03-01..2026-04-01',
      amount: '12345.60 USD',
      charges: expect.arrayContaining([
        expect.objectContaining({
          filter: 'region=eu-west-1|eu-west-2',
          units: '125000.5',
          amount: '1234.56 USD',
        }),
      ]),
    });
  });

  it('is all that the provider told when details are asked for', () => {
    expect(shown.shownUsageSummary(summary, true)).toEqual(summary);
  });
});

describe('an invoice with its fees', () => {
  const invoice = core.Invoice.parse(objects.invoice(0));

  it('has a row for each fee and leaves out sums of nothing', () => {
    const all = shown.shownInvoiceWithFees(invoice, false) as { [name: string]: Fact };
    expect(all.fees).toHaveLength(8);
    expect(all.totals).toEqual({
      fees: '3000.00 USD',
      subtotalExcludingTax: '3000.00 USD',
      taxes: '600.00 USD',
      subtotalIncludingTax: '3600.00 USD',
      prepaidCredits: '100.00 USD',
      total: '3500.00 USD',
      due: '3500.00 USD',
    });
    expect(all.coupons).toBeUndefined();
  });

  it('says that nothing is due', () => {
    const nothing = { amount: '0.00', currency: 'USD' };
    const paid = { ...invoice, totals: { ...invoice.totals, due: nothing } };
    expect(shown.shownInvoiceWithFees(paid, false)).toMatchObject({ totals: { due: '0.00 USD' } });
  });
});

describe('R2: amounts', () => {
  it.each([
    ['1.234', 'KWD'],
    ['-1.230', 'KWD'],
    ['1500', 'JPY'],
    ['0.30', 'USD'],
    ['100000000000000000000000.01', 'USD'],
  ])('keep the digits of %s %s', (amount, currency) => {
    const money = { amount, currency };
    const wallet = { ...objects.wallet(0), balance: money, currency };
    expect(shown.shownWallet(wallet, false)).toMatchObject({ balance: `${amount} ${currency}` });
    expect(shown.shownWallet(wallet, true)).toMatchObject({ balance: money });
  });

  it('keep the digits of 0.1 + 0.2', () => {
    const sum = core.Decimal.parse('0.1').plus(core.Decimal.parse('0.2')).toString();
    expect(shown.shownFee({ ...objects.fee(0), unitAmount: sum }, false)).toMatchObject({
      unitAmount: '0.3',
    });
  });
});

describe('moments', () => {
  it('are short where that loses nothing', () => {
    expect(shown.shortInstant('2026-01-31T00:00:00.000Z')).toBe('2026-01-31');
    expect(shown.shortInstant('2026-01-31T10:15:00.000Z')).toBe('2026-01-31T10:15:00Z');
    expect(shown.shortInstant('2026-01-31T10:15:00.120Z')).toBe('2026-01-31T10:15:00.120Z');
    expect(shown.shortInstant('2026-01-31T00:00:00.001Z')).toBe('2026-01-31T00:00:00.001Z');
  });
});
