import { fileURLToPath } from 'node:url';
import {
  CreateCouponInput,
  CreateMetricInput,
  CreatePlanInput,
  CreateWalletInput,
} from '@billport/core';
import { describe, expect, it } from 'vitest';
import { type Bill, readBill, toBill } from '../bill/bill-file.ts';
import { applyCouponInput, couponInput } from './coupon-input.ts';
import { metricInputs } from './metric-input.ts';
import { planInput } from './plan-input.ts';
import { subscriptionTimes } from './subscription-input.ts';
import { creditsOf, walletInput } from './wallet-input.ts';

const DEMO_BILL = fileURLToPath(new URL('../data/expected-bill.json', import.meta.url));

const PLAN = { code: 'p', currency: 'USD', interval: 'monthly', amount_cents: '1000' };
const SUBSCRIPTION = { started_at: '2026-01-10T08:00:00Z', bill_at: '2026-02-01T00:00:00Z' };

interface Changes {
  plan?: object;
  subscription?: object;
  customer?: object;
}

const billOf = ({ plan, subscription, customer }: Changes = {}): Bill =>
  toBill(
    {
      plan: { ...PLAN, ...plan },
      subscription: { ...SUBSCRIPTION, ...subscription },
      ...(customer === undefined ? {} : { customer }),
    },
    'bill',
  );

const chargeOf = (changes: object): Bill =>
  billOf({
    plan: {
      charges: [
        {
          code: 'c',
          metric: { aggregation: 'sum', field: 'v' },
          charge_model: 'standard',
          properties: { amount: '1' },
          ...changes,
        },
      ],
    },
  });

const chargeInput = (changes: object) => {
  const plan = CreatePlanInput.parse(planInput(chargeOf(changes)));
  return plan.charges?.[0];
};

const range = (from: string, to: string | null, price: string) => ({
  from_value: from,
  to_value: to,
  per_unit_amount: price,
  flat_amount: '0',
});

describe('a plan of a bill', () => {
  it('is a plan of the contract, with its metrics', async () => {
    const bill = await readBill(DEMO_BILL);
    const plan = CreatePlanInput.parse(planInput(bill));
    expect(plan.price).toEqual({ amount: '49.00', currency: 'USD' });
    expect(plan.charges?.map(({ model }) => model)).toEqual([
      'graduated',
      'package',
      'volume',
      'percentage',
      'standard',
      'standard',
      'standard',
      'graduated_percentage',
      'standard',
    ]);
    for (const metric of metricInputs(bill))
      expect(CreateMetricInput.parse(metric)).toEqual(metric);
  });

  it.each([
    ['JPY', '4900'],
    ['KWD', '4.900'],
  ])('counts minor units of %s', (currency, amount) => {
    const plan = planInput(billOf({ plan: { currency, amount_cents: '4900' } }));
    expect(CreatePlanInput.parse(plan).price).toEqual({ amount, currency });
  });

  it('carries trial, commitment, thresholds and monthly charges', () => {
    const plan = CreatePlanInput.parse(
      planInput(
        billOf({
          plan: {
            interval: 'yearly',
            pay_in_advance: true,
            trial_period: '14',
            bill_charges_monthly: true,
            minimum_commitment: { amount_cents: '5000', tax_codes: ['vat'] },
            usage_thresholds: [{ amount_cents: '100' }, { amount_cents: '50', recurring: true }],
          },
        }),
      ),
    );
    expect(plan).toMatchObject({
      timing: 'advance',
      trialDays: 14,
      chargesBilledMonthly: true,
      minimumCommitment: { amount: { amount: '50.00' }, taxCodes: ['vat'] },
      usageThresholds: [{ amount: { amount: '1.00' } }, { recurring: true }],
    });
  });

  it('refuses two different lengths of the trial', () => {
    const plan = { trial_days: '3', trial_period: '4' };
    expect(() => planInput(billOf({ plan }))).toThrow('plan.trial_days');
  });
});

describe('a charge of a bill', () => {
  it('has the same tiers in both spellings of its ranges', () => {
    const ranges = (second: string) => ({
      charge_model: 'volume',
      properties: { volume_ranges: [range('0', '10', '2'), range(second, null, '1')] },
    });
    expect(chargeInput(ranges('11'))).toEqual(chargeInput(ranges('10')));
    expect(chargeInput(ranges('11'))).toMatchObject({
      pricing: { tiers: [{ upTo: '10' }, { upTo: null }] },
    });
  });

  it.each(['12', '9'])('refuses a range from %s after one up to 10', (from) => {
    const graduated_ranges = [range('0', '10', '2'), range(from, null, '1')];
    const bill = chargeOf({ charge_model: 'graduated', properties: { graduated_ranges } });
    expect(() => planInput(bill)).toThrow(
      'plan.charges[0].properties.graduated_ranges[1].from_value',
    );
  });

  it('takes allowances of zero for none', () => {
    const properties = {
      rate: '1',
      free_units_per_events: '0',
      free_units_per_total_aggregation: '0.0',
    };
    expect(chargeInput({ charge_model: 'percentage', properties })).toMatchObject({
      pricing: { rate: '1' },
    });
  });

  it('takes the size of a package as a number', () => {
    const properties = { amount: '5', package_size: '1000', free_units: '10' };
    expect(chargeInput({ charge_model: 'package', properties })).toMatchObject({
      pricing: { amount: '5', size: '1000', freeUnits: '10' },
    });
  });

  it('is billed in advance, grouped and filtered', () => {
    expect(
      chargeInput({
        pay_in_advance: true,
        invoiceable: false,
        properties: { amount: '1', pricing_group_keys: ['region'] },
        filters: [{ values: { tier: 'gold' }, properties: { amount: '2' } }],
      }),
    ).toMatchObject({
      timing: 'advance',
      invoiceable: false,
      groupBy: ['region'],
      filters: [{ match: { tier: ['gold'] }, pricing: { unitAmount: '2' } }],
    });
  });

  it('refuses a setting that is written twice and differs', () => {
    const bill = chargeOf({ timing: 'arrears', pay_in_advance: true });
    expect(() => planInput(bill)).toThrow('plan.charges[0].timing');
  });

  it('carries rounding and recurrence to its metric', () => {
    const metric = {
      aggregation: 'weighted_sum',
      field: 'v',
      recurring: true,
      rounding: { function: 'ceil', precision: '-1' },
    };
    expect(metricInputs(chargeOf({ metric }))).toEqual([
      {
        aggregation: 'weighted_sum',
        code: 'c',
        property: 'v',
        recurring: true,
        rounding: { mode: 'ceil', precision: -1 },
      },
    ]);
  });

  it('needs a column to aggregate', () => {
    const bill = chargeOf({ metric: { aggregation: 'max' } });
    expect(() => metricInputs(bill)).toThrow('plan.charges[0].metric.field');
  });

  it('shares a metric by naming its code, defined alike', () => {
    const [charge] = chargeOf({}).plan.charges ?? [];
    if (charge === undefined) throw new Error('no charge');
    const shared = { ...charge, metric: { ...charge.metric, code: 'm' } };
    const other = { ...shared, metric: { ...shared.metric, aggregation: 'max' as const } };
    const billWith = (second: typeof charge): Bill => {
      const bill = billOf();
      return { ...bill, plan: { ...bill.plan, charges: [shared, { ...second, code: 'd' }] } };
    };
    expect(metricInputs(billWith(shared)).map(({ code }) => code)).toEqual(['m']);
    expect(() => metricInputs(billWith(other))).toThrow('plan.charges[1].metric');
  });
});

describe('a subscription of a bill', () => {
  it('starts at its anchor, in UTC and by the calendar, unless told otherwise', () => {
    const startedAt = Date.parse(SUBSCRIPTION.started_at);
    expect(subscriptionTimes(billOf())).toMatchObject({
      anchor: startedAt,
      startedAt,
      timezone: 'UTC',
      billingTime: 'calendar',
    });
  });

  it.each([
    ['subscription.subscription_at', { subscription_at: '2026-01-11T00:00:00Z' }],
    ['subscription.bill_at', { bill_at: '2026-01-01T00:00:00Z' }],
    ['subscription.terminated_at', { terminated_at: '2026-01-01T00:00:00Z' }],
  ])('refuses %s out of order', (field, subscription) => {
    expect(() => subscriptionTimes(billOf({ subscription }))).toThrow(field);
  });
});

describe('credits of a bill', () => {
  const couponOf = (coupon: object) => {
    const [found] =
      billOf({ customer: { coupons: [{ id: 'A', frequency: 'once', ...coupon }] } }).customer
        ?.coupons ?? [];
    if (found === undefined) throw new Error('no coupon');
    return found;
  };
  const walletOf = (wallet: object) => {
    const [found] =
      billOf({ customer: { wallets: [{ id: 'w', balance_cents: '2000', ...wallet }] } }).customer
        ?.wallets ?? [];
    if (found === undefined) throw new Error('no wallet');
    return found;
  };

  it('are coupons of every type, frequency and limit', () => {
    const percentage = couponOf({
      type: 'percentage',
      percentage_rate: '12.5',
      frequency: 'recurring',
      periods_remaining: '3',
      limited_to_plans: ['p'],
    });
    expect(CreateCouponInput.parse(couponInput(percentage, 'USD'))).toEqual({
      code: 'A',
      discount: { type: 'percentage', rate: '12.5' },
      frequency: { type: 'recurring', periods: 3 },
      limit: { to: 'plans', plans: ['p'] },
    });
    const fixed = couponOf({ type: 'fixed_amount', amount_cents: '500', currency: 'JPY' });
    expect(CreateCouponInput.parse(couponInput(fixed, 'USD')).discount).toEqual({
      type: 'fixed_amount',
      amount: { amount: '500', currency: 'JPY' },
    });
  });

  it('apply what is left of a coupon', () => {
    const rest = couponOf({ type: 'fixed_amount', amount_cents: '500', remaining_cents: '120' });
    expect(applyCouponInput(rest, 'c', 'USD').discount).toMatchObject({
      amount: { amount: '1.20' },
    });
  });

  it.each([
    ['amount_cents', { type: 'fixed_amount' }],
    ['percentage_rate', { type: 'percentage' }],
    ['periods_remaining', { type: 'percentage', percentage_rate: '1', frequency: 'recurring' }],
  ])('miss %s', (field, coupon) => {
    expect(() => couponInput(couponOf(coupon), 'USD')).toThrow(`A needs ${field}`);
  });

  it('are wallets with their limits', () => {
    const wallet = walletOf({
      priority: '1',
      allowed_fee_types: ['charge'],
      limited_to_metrics: [],
    });
    expect(CreateWalletInput.parse(walletInput(wallet, 'c', 'KWD'))).toEqual({
      customerKey: 'c',
      code: 'w',
      currency: 'KWD',
      creditValue: '1',
      priority: 1,
      appliesTo: { feeTypes: ['charge'] },
    });
    expect(creditsOf(wallet, 'KWD')).toBe('2');
  });

  it('refuse a balance that no number of credits makes', () => {
    expect(() => creditsOf(walletOf({ rate_amount: '3' }), 'USD')).toThrow('customer.wallets: w');
    expect(creditsOf(walletOf({ rate_amount: '0.5' }), 'USD')).toBe('40');
  });
});
