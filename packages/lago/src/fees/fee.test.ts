import { BillingError, contract } from '@billport/core';
import { describe, expect, it } from 'vitest';
import type { LagoFee } from '../wire/fee.ts';
import { toFee } from './fee.ts';

const lagoFee = (fields: Partial<LagoFee> = {}): LagoFee => ({
  lago_id: 'fee-id',
  lago_charge_id: 'charge-id',
  lago_invoice_id: 'invoice-id',
  lago_subscription_id: 'subscription-id',
  external_subscription_id: 'seat',
  item: {
    type: 'charge',
    code: 'tokens',
    name: 'Tokens',
    invoice_display_name: 'API tokens',
    filter_invoice_display_name: null,
    filters: null,
    grouped_by: {},
  },
  pay_in_advance: false,
  description: null,
  amount_cents: 5384,
  amount_currency: 'USD',
  precise_amount: '53.8439376',
  precise_coupons_amount_cents: '538.39',
  taxes_amount_cents: 969,
  total_amount_cents: 6353,
  units: '18059974.0',
  precise_unit_amount: '0.000002981',
  events_count: 8819,
  from_date: '2023-11-06T00:00:00Z',
  to_date: '2023-11-30T23:59:59Z',
  event_transaction_id: null,
  payment_status: 'pending',
  created_at: '2023-12-01T00:00:00Z',
  applied_taxes: [{ tax_code: 'vat', tax_name: 'VAT', tax_rate: 20, amount_cents: 969 }],
  ...fields,
});
const context = {
  chargeOf: (id: string) =>
    id === 'charge-id' ? { code: 'input', model: 'graduated' } : undefined,
  planCodeOf: (id: string) => (id === 'subscription-id' ? 'llm' : undefined),
};
const usd = (amount: string) => ({ amount, currency: 'USD' });
const withItem = (fields: object) => lagoFee({ item: { ...lagoFee().item, ...fields } });

describe('toFee', () => {
  it('reads a line of the example bill (facts/rating.md §18)', () => {
    const fee = toFee(
      lagoFee({
        amount_details: {
          graduated_ranges: [
            { units: '1000000.0', total_with_flat_amount: '0.0' },
            { units: '9000000.0', total_with_flat_amount: '32.0' },
            { units: '8059974.0', total_with_flat_amount: '21.8439376' },
          ],
        },
      }),
      context,
    );
    expect(fee).toEqual({
      id: 'fee-id',
      type: 'charge',
      name: 'API tokens',
      invoiceId: 'invoice-id',
      subscriptionKey: 'seat',
      planCode: 'llm',
      chargeCode: 'input',
      metric: 'tokens',
      model: 'graduated',
      timing: 'arrears',
      period: { from: '2023-11-06T00:00:00.000Z', to: '2023-12-01T00:00:00.000Z' },
      units: '18059974',
      eventsCount: 8819,
      unitAmount: '0.000002981',
      amount: usd('53.84'),
      preciseAmount: '53.8439376',
      tiers: [
        { units: '1000000', amount: '0' },
        { units: '9000000', amount: '32' },
        { units: '8059974', amount: '21.8439376' },
      ],
      couponAmount: '5.3839',
      taxes: [{ code: 'vat', name: 'VAT', rate: '20', base: '48.4561', amount: usd('9.69') }],
      taxAmount: usd('9.69'),
      totalAmount: usd('63.53'),
      paymentStatus: 'pending',
      createdAt: '2023-12-01T00:00:00.000Z',
    });
    expect(contract.usage.estimateFees.output.safeParse({ fees: [fee] }).success).toBe(true);
  });

  it('puts all units of a volume price in one tier, whose details Lago writes otherwise', () => {
    const ofVolume = { chargeOf: () => ({ code: 'input', model: 'volume' as const }) };
    const wire = {
      units: '15.0',
      precise_amount: '12.505',
      amount_cents: 1251,
      amount_details: {},
    };
    expect(toFee(lagoFee(wire), ofVolume).tiers).toEqual([{ units: '15', amount: '12.505' }]);
    const trueUp = lagoFee({ ...wire, lago_true_up_parent_fee_id: 'fee-1' });
    expect(toFee(trueUp, ofVolume).tiers).toBeUndefined();
  });

  it.each([
    ['JPY', 5384, '5384'],
    ['KWD', 5384, '5.384'],
  ])('trap 7: reads minor units of %s', (currency, cents, amount) => {
    const fee = toFee(lagoFee({ amount_currency: currency, amount_cents: cents }));
    expect(fee.amount).toEqual({ amount, currency });
  });

  it('takes the rounded amount of fees from before Lago kept the precise one', () => {
    expect(toFee(lagoFee({ precise_amount: '0.0' })).preciseAmount).toBe('53.84');
    expect(toFee(lagoFee({ precise_amount: null })).preciseAmount).toBe('53.84');
  });

  it('trap 24: passes types and states on that it does not know', () => {
    const fee = toFee({ ...withItem({ type: 'product' }), payment_status: 'disputed' });
    expect(fee).toMatchObject({
      type: 'unknown',
      providerStatus: 'product',
      paymentStatus: 'unknown',
    });
  });

  it('names filter, group and event of a charge in advance', () => {
    const fee = toFee({
      ...withItem({
        filter_invoice_display_name: 'Europe',
        filters: { region: ['eu'] },
        grouped_by: { agent: null },
      }),
      pay_in_advance: true,
      event_transaction_id: 'e1',
    });
    expect(fee).toMatchObject({
      name: 'Europe',
      filter: { region: ['eu'] },
      group: { agent: null },
      timing: 'advance',
      eventId: 'e1',
    });
  });

  it('says nothing of plan, metric and timing on lines of one-off invoices', () => {
    const fee = toFee({
      ...withItem({ type: 'add_on', code: 'setup' }),
      lago_charge_id: null,
      lago_subscription_id: null,
      external_subscription_id: null,
      from_date: null,
      to_date: null,
      description: 'Once',
    });
    expect(fee).toMatchObject({ type: 'add_on', description: 'Once' });
    const absent = ['planCode', 'chargeCode', 'metric', 'timing', 'period', 'subscriptionKey'];
    expect(absent.filter((field) => field in fee)).toEqual([]);
  });

  it('takes the plan of a base price from its own code', () => {
    const base = { ...withItem({ type: 'subscription', code: 'pro' }), lago_charge_id: null };
    expect(toFee(base)).toMatchObject({ type: 'subscription', planCode: 'pro' });
  });

  it('gives estimates an id and the moment they were made', () => {
    const estimate = lagoFee({ lago_id: null, lago_invoice_id: null, created_at: null });
    const fee = toFee(estimate, { estimatedAt: '2026-01-15T12:00:00.000Z' });
    expect(fee).toMatchObject({ id: 'estimate', createdAt: '2026-01-15T12:00:00.000Z' });
  });

  it.each<Partial<LagoFee>>([{ amount_cents: 1.5 }, { units: 'many' }, { created_at: null }])(
    'refuses a fee that cannot be read (%o)',
    (fields) => {
      let thrown: unknown;
      try {
        toFee(lagoFee(fields));
      } catch (error) {
        thrown = error;
      }
      expect(BillingError.is(thrown, 'malformed_response')).toBe(true);
    },
  );
});
