import { expect, test } from 'vitest';
import { runScenario } from './index.ts';

// What the vectors of the file leave out of the schema. Numbers by hand from facts/rating.md.
const eur = { currency: 'EUR', taxes: {} };
const fee = (id: string, amount: number, rest: object = {}) => ({
  id,
  type: 'charge',
  amount_cents: amount,
  ...rest,
});

test.each<[topic: string, title: string, input: object, expected: object]>([
  [
    'billing_period',
    'a termination at the start of the period, in a zone ahead of UTC',
    {
      interval: 'monthly',
      billing_time: 'calendar',
      subscription_at: '2021-02-02T00:00:00Z',
      terminated_at: '2022-03-01T00:30:00Z',
      timezone: 'Pacific/Kiritimati',
      reference: '2022-03-01T00:30:00Z',
      which: 'current',
    },
    {
      from: '2022-02-28T10:00:00Z',
      to: '2022-03-01T00:30:00Z',
      charges_from: '2022-02-28T10:00:00Z',
      duration_days: 31,
    },
  ],
  [
    'billing_period',
    'first week of a subscription in a half-hour zone',
    {
      interval: 'weekly',
      billing_time: 'calendar',
      subscription_at: '2022-03-09T20:00:00Z',
      timezone: 'Asia/Kolkata',
      reference: '2022-03-10T00:00:00Z',
      which: 'current',
    },
    {
      from: '2022-03-09T18:30:00Z',
      to: '2022-03-13T18:29:59Z',
      charges_from: '2022-03-09T20:00:00Z',
      duration_days: 7,
    },
  ],
  [
    'subscription_fee',
    'the day of an upgrade belongs to the new plan',
    {
      amount_cents: 3100,
      interval: 'monthly',
      billing_time: 'calendar',
      started_at: '2022-01-01T00:00:00Z',
      period: { from: '2022-03-01T00:00:00Z', to: '2022-03-12T12:12:00Z' },
      terminated_by_upgrade: true,
    },
    { amount_cents: 1100, precise_amount_cents: '1100' },
  ],
  [
    'subscription_fee',
    'a trial that ends with the last second of the period covers it',
    {
      amount_cents: 3100,
      interval: 'monthly',
      billing_time: 'calendar',
      started_at: '2022-03-01T23:59:59Z',
      period: { from: '2022-03-01T00:00:00Z', to: '2022-03-31T23:59:59Z' },
      trial_days: 30,
    },
    { amount_cents: 0 },
  ],
  [
    'charge_minimum',
    'days of the time zone',
    {
      min_amount_cents: 3100,
      fees_cents: [0],
      timezone: 'America/New_York',
      period: { from: '2022-03-01T05:00:00Z', to: '2022-03-11T04:59:59Z', duration_days: 31 },
    },
    { true_up_cents: 1000, precise_true_up_cents: '1000' },
  ],
  [
    'usage_threshold',
    'historical usage and a recurring step of null',
    { thresholds: [10], recurring: null, cases: [{ invoiced: 0, current: 2, historical: 8 }] },
    { passed: [[10]] },
  ],
  [
    'coupon',
    'the rest of a fixed coupon, and a recurring percentage in its last period',
    {
      ...eur,
      fees: [fee('f', 1000)],
      coupons: [
        {
          id: 'fixed',
          type: 'fixed_amount',
          amount_cents: 500,
          remaining_cents: 100,
          currency: 'EUR',
          frequency: 'once',
        },
        {
          id: 'last',
          type: 'percentage',
          percentage_rate: '10',
          frequency: 'recurring',
          periods_remaining: 1,
        },
      ],
    },
    {
      coupons_amount_cents: 190,
      coupons: [
        { id: 'fixed', amount_cents: 100, terminated: true },
        { id: 'last', amount_cents: 90, terminated: true, remaining_periods: 0 },
      ],
    },
  ],
  [
    'invoice',
    'credit notes and wallets of another currency are passed over',
    {
      ...eur,
      fees: [fee('f', 1000, { metric: null })],
      credit_notes: [
        { id: 'usd', balance_cents: 500, currency: 'USD' },
        { id: 'eur', balance_cents: 300, currency: 'EUR' },
      ],
      wallets: [
        { id: 'usd', balance_cents: 500, currency: 'USD', priority: null },
        { id: 'eur', balance_cents: 500 },
      ],
    },
    {
      credit_notes: [{ id: 'eur', amount_cents: 300, balance_cents: 0 }],
      wallets: [{ id: 'eur', amount_cents: 500, balance_cents: 0 }],
      total_amount_cents: 200,
    },
  ],
  [
    'wallet_credits',
    'yen have no decimals',
    { credits: '10.5', rate_amount: '3', currency: 'JPY' },
    { amount: '31', amount_cents: 31 },
  ],
  [
    'wallet_credits',
    'dinars have three',
    { amount_cents: 1500, rate_amount: '0.5', currency: 'KWD' },
    { amount: '1.5', amount_cents: 1500, credits: '3' },
  ],
  [
    'wallet_consumption',
    'priority goes before kind',
    {
      inbound: [
        { id: 'g', kind: 'granted', remaining_cents: 100, created_at: '2024-01-01T00:00:00Z' },
        {
          id: 'p',
          kind: 'purchased',
          remaining_cents: 100,
          created_at: '2024-01-02T00:00:00Z',
          priority: 1,
        },
      ],
      consume_cents: 100,
    },
    { consumed_cents: { p: 100, g: 0 }, remaining_cents: { p: 0, g: 100 } },
  ],
  [
    'credit_note',
    'the second of two notes of 6833 takes back the rounding of the first',
    {
      fees: [{ id: 'f', amount_cents: 6833, taxes: ['t'] }],
      taxes: { t: '20' },
      items: [{ fee: 'f', amount_cents: 6833 }],
      previous_rounding_adjustment_cents: '0.4',
    },
    { taxes_amount_cents: 1366, total_amount_cents: 8199 },
  ],
  [
    'usage_threshold',
    'amounts beyond the whole numbers that a float holds',
    {
      thresholds: ['9007199254740993'],
      cases: [
        { invoiced: 0, current: '9007199254740992' },
        { invoiced: 0, current: '9007199254740993' },
      ],
    },
    { passed: [[], ['9007199254740993']] },
  ],
  [
    'one_off',
    'fractional units without taxes',
    { items: [{ unit_amount_cents: 333, units: '1.5' }] },
    { fees_amount_cents: 500, taxes_amount_cents: 0, total_amount_cents: 500 },
  ],
])('%s: %s', (topic, _title, input, expected) => {
  expect(runScenario({ topic, input })).toMatchObject(expected);
});

test.each([
  ['an unknown topic', { topic: 'toString', input: {} }, /unknown scenario topic toString/],
  [
    'an unknown interval',
    {
      topic: 'plan_change',
      input: { from: { amount_cents: 1, interval: 'daily' }, to: {} },
    },
    /input\.from\.interval: Invalid option: .*"weekly"/,
  ],
  [
    'every missing and malformed field',
    {
      topic: 'charge_minimum',
      input: {
        min_amount_cents: 'ten',
        fees_cents: [1, '1.5'],
        period: { to: '2022-03-31', duration_days: 0 },
      },
    },
    /^input\.min_amount_cents: .*"ten"; input\.fees_cents\[1\]: .*1\.5; input\.period\.from: .*; input\.period\.to: .*2022-03-31; input\.period\.duration_days: /,
  ],
  [
    'an input that is no object',
    { topic: 'one_off', input: null },
    /^input: Invalid input: expected object/,
  ],
  [
    'a tax without a rate',
    { topic: 'tax', input: { ...eur, fees: [fee('f', 1, { taxes: ['vat'] })] } },
    /no rate for "vat"/,
  ],
  [
    'a recurring coupon without its periods',
    {
      topic: 'coupon',
      input: {
        ...eur,
        fees: [],
        coupons: [{ id: 'c', type: 'percentage', percentage_rate: '1', frequency: 'recurring' }],
      },
    },
    /coupon c has no periods_remaining/,
  ],
])('%s is an error that names it', (_title, vector, message) => {
  expect(() => runScenario(vector)).toThrow(message);
});
