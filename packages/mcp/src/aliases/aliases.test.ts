import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkArguments } from '../arguments/check-arguments.ts';
import { ALL_TOOLS } from '../tools/all-tools.ts';
import type { Tool } from '../tools/tool.ts';
import { TOOL_NAMES } from '../tools/tool-names.ts';
import { ALIASES, toolMeantBy } from './alias-tools.ts';
import { LAGO_ARGUMENTS } from './lago-arguments.ts';
import { PAIGO_ARGUMENTS } from './paigo-arguments.ts';
import { translateArguments } from './translate-arguments.ts';

const TOOLS = new Map(ALL_TOOLS.map((tool) => [tool.name, tool]));

/** What the tool gets that a call under another server's name means. */
function called(name: string, args: Record<string, unknown>) {
  const tool = TOOLS.get(toolMeantBy(name)) as Tool;
  return [tool.name, checkArguments(tool, translateArguments(name, args)).args];
}

/** The published names: `facts/lago.md §e, §f`, `facts/paigo.md §7`. */
const VINKIUS = [
  'apply_coupon',
  'batch_events',
  'create_billable_metric',
  'create_coupon',
  'create_plan',
  'create_subscription',
  'create_wallet',
  'get_customer',
  'get_subscription',
  'list_invoices',
  'send_event',
  'upsert_customer',
];
const PAIGO = [
  'paigo-onboard-customer',
  'paigo-measure-usage',
  'paigo-get-invoice',
  'paigo-create-offering',
  'paigo-create-dimension',
  'paigo-add-credits',
  'paigo-list-customer-id-options',
  'paigo-list-dimension-id-options',
  'paigo-list-offering-id-options',
];
const NAFTIKO_CUSTOMERS = [
  'lago-create-customer',
  'lago-list-all-customers',
  'lago-delete-applied-coupon',
  'lago-generate-customer-payment-provider',
  'lago-retrieve-customer-current-usage',
  'lago-retrieve-customer-past-usage',
  'lago-get-customer-portal-url',
  'lago-retrieve-customer',
  'lago-delete-customer',
];

describe('other names of tools', () => {
  it.each([...VINKIUS, ...PAIGO, ...NAFTIKO_CUSTOMERS])('%s means a tool', (name) => {
    expect(TOOL_NAMES).toContain(toolMeantBy(name));
  });

  it('mean tools that there are, are none of their names, and have arguments of their own', () => {
    for (const name of ALIASES) {
      expect(TOOLS.has(toolMeantBy(name))).toBe(true);
      expect(TOOL_NAMES).not.toContain(name);
    }
    const translated = [...Object.keys(LAGO_ARGUMENTS), ...Object.keys(PAIGO_ARGUMENTS)];
    const known = new Set<string>([...ALIASES, ...TOOL_NAMES]);
    expect(translated.filter((name) => !known.has(name))).toEqual([]);
  });

  it('leave other names as they are', () => {
    expect(toolMeantBy('constructor')).toBe('constructor');
    expect(translateArguments('constructor', { a: 1 })).toEqual({ a: 1 });
  });
});

const TEN = {
  code: 'ten',
  coupon_type: 'fixed_amount',
  amount_cents: 1000,
  amount_currency: 'USD',
  frequency: 'once',
};
const wallet = (args: object) => ({ external_customer_id: 'acme', ...args });
const fees = (fee: object) => ({ external_customer_id: 'acme', fees: [{ name: 'Setup', ...fee }] });
const ranges = (last: object = {}) => [
  { from_value: 0, to_value: 10, per_unit_amount: '1', flat_amount: '0' },
  { from_value: 10, to_value: null, per_unit_amount: '0.5', flat_amount: '0', ...last },
];

describe('translateArguments', () => {
  it('leaves arguments of ours alone', () => {
    for (const { name } of ALL_TOOLS) {
      const own = { customer: 'acme', kind: 'granted', amount: '5.00', events: [], limit: 3 };
      expect(translateArguments(name, own)).toEqual(own);
    }
  });

  it.each([
    ['get_customer', { external_customer_id: 'acme' }, 'get_customer', { customer: 'acme' }],
    ['findcustomer', { external_id: 'acme' }, 'get_customer', { customer: 'acme' }],
    [
      'create_customer',
      { external_id: 'acme', name: 'Acme', zipcode: '75001', country: 'FR', net_payment_term: 30 },
      'upsert_customer',
      {
        customerKey: 'acme',
        name: 'Acme',
        address: { postalCode: '75001', country: 'FR' },
        paymentTermDays: 30,
      },
    ],
    [
      'send_event',
      {
        transaction_id: 't1',
        external_subscription_id: 's1',
        code: 'calls',
        timestamp: 1_767_225_600,
        properties: { size: '3' },
      },
      'record_usage',
      {
        events: [
          {
            id: 't1',
            subscription: 's1',
            metric: 'calls',
            timestamp: '2026-01-01T00:00:00.000Z',
            properties: { size: '3' },
          },
        ],
      },
    ],
    [
      'create_billable_metric',
      { name: 'Calls', code: 'calls', aggregation_type: 'sum_agg', field_name: 'size' },
      'save_metric',
      { name: 'Calls', code: 'calls', aggregation: 'sum', property: 'size' },
    ],
    [
      'create_coupon',
      {
        name: 'Ten',
        code: 'ten',
        coupon_type: 'fixed_amount',
        amount_cents: 1000,
        amount_currency: 'JPY',
        frequency: 'recurring',
        frequency_duration: 3,
        expiration: 'no_expiration',
      },
      'save_coupon',
      {
        name: 'Ten',
        code: 'ten',
        discount: { type: 'fixed_amount', amount: { amount: '1000', currency: 'JPY' } },
        frequency: { type: 'recurring', periods: 3 },
      },
    ],
    [
      'apply_coupon',
      { external_customer_id: 'acme', coupon_code: 'spring', percentage_rate: '25' },
      'apply_coupon',
      { customer: 'acme', coupon: 'spring', discount: { type: 'percentage', rate: '25' } },
    ],
    [
      'create_wallet',
      {
        external_customer_id: 'acme',
        rate_amount: '1.0',
        granted_credits: '50',
        paid_credits: '0',
      },
      'add_credits',
      { customer: 'acme', kind: 'granted', credits: '50' },
    ],
    [
      'create_subscription',
      { external_customer_id: 'acme', plan_code: 'pro', billing_time: 'anniversary' },
      'create_subscription',
      { customer: 'acme', plan: 'pro', billingTime: 'anniversary' },
    ],
    [
      'list_invoices',
      { customer_external_id: 'acme', issuing_date_to: '2026-02-28', page: 1, per_page: 5 },
      'list_invoices',
      { customer: 'acme', issuedTo: '2026-03-01', limit: 5 },
    ],
    ['find_invoice_by_number', { invoice_number: 'X-1' }, 'get_invoice', { invoice: 'X-1' }],
    ['voidinvoice', { lago_id: 'i1' }, 'void_document', { kind: 'invoice', document: 'i1' }],
    ['retrypayment', { lago_id: 'i1' }, 'collect_invoice', { invoice: 'i1', action: 'collect' }],
    ['destroycoupon', { code: 'ten' }, 'delete_record', { kind: 'coupon', record: 'ten' }],
    [
      'paigo-onboard-customer',
      { customerName: 'Beta User 789', email: 'beta@example.com', paymentChannel: 'manual' },
      'upsert_customer',
      {
        customerKey: 'beta-user-789',
        name: 'Beta User 789',
        email: 'beta@example.com',
        metadata: { paymentChannel: 'manual' },
      },
    ],
    [
      'paigo-add-credits',
      { customerId: 'acme', transactionAmount: '50' },
      'add_credits',
      { customer: 'acme', kind: 'granted', amount: '50' },
    ],
    [
      'paigo-measure-usage',
      { customerId: 'acme', dimensionId: 'calls', recordValue: '3' },
      'record_usage',
      { events: [{ customer: 'acme', metric: 'calls', properties: { value: '3' } }] },
    ],
    ['paigo-get-invoice', { invoiceId: 'i1' }, 'get_invoice', { invoice: 'i1' }],
    [
      'list_subscriptions',
      { plan_code: 'pro' },
      'get_subscription',
      { plan: 'pro', status: ['active'] },
    ],
    ['list_subscriptions', { external_id: 'seat' }, 'get_subscription', { subscription: 'seat' }],
    [
      'list_customer_subscriptions',
      { external_customer_id: 'acme', status: 'terminated' },
      'get_subscription',
      { customer: 'acme', status: ['terminated'] },
    ],
    [
      'list_applied_coupons',
      { external_customer_id: 'acme', status: 'active', coupon_codes: ['ten'], per_page: 5 },
      'read_operation',
      {
        operation: 'coupons.listApplied',
        input: { customerKey: 'acme', status: 'active', couponCode: 'ten', limit: 5 },
      },
    ],
    [
      'list_events',
      { external_subscription_id: 's1', timestamp_to: '2026-02-28T12:00:00Z' },
      'list_usage_events',
      { subscription: 's1', to: '2026-02-28T12:00:00.001Z' },
    ],
    [
      'create_plan',
      {
        code: 'x',
        interval: 'monthly',
        amount_cents: 1000,
        amount_currency: 'USD',
        pay_in_advance: true,
        charges: [
          {
            billable_metric_code: 'calls',
            charge_model: 'standard',
            properties: { amount: '0.5', pricing_group_keys: ['region'] },
          },
          {
            billable_metric_code: 'bytes',
            charge_model: 'graduated',
            pay_in_advance: false,
            properties: {
              graduated_ranges: [
                { from_value: 0, to_value: 10, per_unit_amount: '1', flat_amount: '0' },
                { from_value: 11, to_value: null, per_unit_amount: '0.5', flat_amount: '0' },
              ],
            },
          },
        ],
      },
      'save_plan',
      {
        timing: 'advance',
        charges: [
          {
            metric: 'calls',
            model: 'standard',
            timing: 'arrears',
            pricing: { unitAmount: '0.5' },
            groupBy: ['region'],
          },
          {
            metric: 'bytes',
            model: 'graduated',
            timing: 'arrears',
            pricing: {
              tiers: [
                { upTo: '10', unitAmount: '1', flatAmount: '0' },
                { upTo: null, unitAmount: '0.5', flatAmount: '0' },
              ],
            },
          },
        ],
      },
    ],
    [
      'update_coupon',
      { code: 'ten', expiration: 'time_limit', expiration_at: '2026-12-31T00:00:00Z' },
      'save_coupon',
      { code: 'ten', expiresAt: '2026-12-31T00:00:00.000Z' },
    ],
    [
      'create_offering',
      {
        offeringName: 'Gold',
        billingCycle: 'monthly',
        offeringType: 'subscription',
        subscriptionPrice: '20',
        offeringVisibility: 'public',
        dimensionIds: [],
      },
      'save_plan',
      {
        code: 'gold',
        interval: 'monthly',
        price: { amount: '20.00', currency: 'USD' },
        timing: 'advance',
      },
    ],
    [
      'paigo-create-offering',
      {
        offeringName: 'Pro plan',
        billingCycle: 'monthly',
        subscriptionPrice: '20.00',
        freeTrialLength: '14',
      },
      'save_plan',
      {
        code: 'pro-plan',
        name: 'Pro plan',
        interval: 'monthly',
        price: { amount: '20.00', currency: 'USD' },
        timing: 'advance',
        trialDays: 14,
      },
    ],
  ])('makes arguments of ours of those of %s', (name, given, tool, expected) => {
    const [meant, args] = called(name, given);
    expect(meant).toBe(tool);
    expect(args).toMatchObject(expected);
  });

  it('keeps amounts exact in the digits of their currency', () => {
    const amount = (cents: unknown, currency: string) =>
      translateArguments('create_plan', { amount_cents: cents, amount_currency: currency }).price;
    expect(amount(1999, 'USD')).toEqual({ amount: '19.99', currency: 'USD' });
    expect(amount('1999', 'KWD')).toEqual({ amount: '1.999', currency: 'KWD' });
    expect(amount(1999, 'JPY')).toEqual({ amount: '1999', currency: 'JPY' });
    expect(amount(19.99, 'USD')).toBeUndefined();
    expect(amount(1999, 'XXXX')).toBeUndefined();
  });

  it.each<[name: string, args: Record<string, unknown>, field: string]>([
    ['get_customer', { external_customer_id: 'acme', zone: 1 }, 'zone'],
    ['list_invoices', { page: 2 }, 'page'],
    ['list_invoices', { issuing_date_to: '2026-02-30' }, 'issuing_date_to'],
    ['list_customers', { external_customer_id: 'acme' }, 'external_customer_id'],
    ['create_wallet', wallet({ granted_credits: '1', rate_amount: '2.0' }), 'rate_amount'],
    ['create_wallet', wallet({ granted_credits: '1', rate_amount: true }), 'rate_amount'],
    ['topup_wallet', wallet({ granted_credits: '1', rate_amount: '1.0' }), 'rate_amount'],
    ['topup_wallet', wallet({ granted_credits: '1', paid_credits: [] }), 'paid_credits'],
    ['topup_wallet', wallet({ granted_credits: '1', paid_credits: '2' }), 'paid_credits'],
    ['create_customer', { external_id: 'a', external_customer_id: 'b' }, 'external_customer_id'],
    ['create_customer', { external_id: 'a', address: { city: 'Lyon' }, city: 'Paris' }, 'city'],
    ['createinvoice', fees({ unit_amount_cents: '5000' }), 'fees'],
    ['createinvoice', { ...fees({ unit_amount_cents: '5000.0' }), currency: 'USD' }, 'fees'],
    ['create_plan', { code: 'x', pay_in_advance: 'true' }, 'pay_in_advance'],
    ['create_coupon', { ...TEN, percentage_rate: '10' }, 'coupon_type'],
    ['create_coupon', { ...TEN, coupon_type: 'percentage' }, 'coupon_type'],
    ['create_coupon', { ...TEN, frequency_duration: 3 }, 'frequency_duration'],
    ['create_coupon', { ...TEN, plan_codes: ['a'], billable_metric_codes: ['b'] }, 'metric_codes'],
    ['create_coupon', { ...TEN, expiration: 'time_limit' }, 'expiration'],
    ['create_coupon', { ...TEN, expiration_at: '2026-12-31T00:00:00Z' }, 'expiration_at'],
    ['update_coupon', { code: 'ten', expiration: 'no_expiration' }, 'expiration'],
    ['apply_coupon', { customer: 'a', coupon: 'b', percentage_rate: ['25'] }, 'percentage_rate'],
    ['send_event', { code: 'calls', timestamp: 1_767_225_600_000 }, 'timestamp'],
    ['list_events', { timestamp_to: '2026-02-28' }, 'timestamp_to'],
    ['list_events', { timestamp_to: '9999-12-31T23:59:59.999Z' }, 'timestamp_to'],
    ['eventestimatefees', { code: 'calls', event: { metric: 'calls' } }, 'code'],
    ['delete_plan', { code: 'pro', kind: 'customer' }, 'kind'],
    ['paigo-onboard-customer', { customerName: 'A', paymentChannel: 'Stripe' }, 'paymentChannel'],
    ['paigo-measure-usage', { customerId: 'a', dimensionId: 'b', recordValue: 'x' }, 'recordValue'],
    ['create_offering', { offeringName: 'A', subscriptionPrice: '20.001' }, 'subscriptionPrice'],
    ['create_offering', { offeringName: 'A', billingCycle: 'annualToDate' }, 'billingCycle'],
    ['create_offering', { offeringName: 'A', dimensionIds: ['d1'] }, 'dimensionIds'],
  ])('R4: of %s %j what has no place here stays under its name %s', (name, args, field) => {
    const tool = TOOLS.get(toolMeantBy(name)) as Tool;
    expect(() => checkArguments(tool, translateArguments(name, args))).toThrow(field);
  });

  it('leaves a plan in the input of an update of a subscription, which takes none', () => {
    const given = { external_id: 's1', plan_code: 'pro' };
    expect(translateArguments('update_subscription', given)).toEqual({
      operation: 'subscriptions.update',
      input: { subscriptionKey: 's1', plan_code: 'pro' },
    });
  });

  it.each([
    { properties: { amount: '1', unknown: 1 } },
    { properties: { graduated_ranges: [] } },
    { pay_in_advance: 'true' },
    { charge_model: 'graduated', properties: { volume_ranges: ranges() } },
    { charge_model: 'volume', properties: { volume_ranges: [...ranges(), 'more'] } },
    { charge_model: 'volume', properties: { volume_ranges: ranges({ from_value: 50 }) } },
    { charge_model: 'volume', properties: { volume_ranges: ranges({ rate: '1' }) } },
    { charge_model: 'package', properties: { amount: '1', package_size: 10, free_units: 0 } },
  ])('R4: a charge with %j stays as it is, for the check to refuse', (part) => {
    const charge = {
      billable_metric_code: 'calls',
      charge_model: 'standard',
      properties: { amount: '1' },
      ...part,
    };
    expect(translateArguments('create_plan', { charges: [charge] })).toEqual({ charges: [charge] });
  });

  it('reads seconds exactly, and cuts what is finer than a millisecond', () => {
    const timestamp = (value: unknown) =>
      (translateArguments('send_event', { timestamp: value }).events as { timestamp: string }[])[0]
        ?.timestamp;
    expect(timestamp('1767225600.0019')).toBe('2026-01-01T00:00:00.001Z');
    expect(timestamp(1_767_225_600.25)).toBe('2026-01-01T00:00:00.250Z');
    expect(timestamp('2026-01-01T00:00:00Z')).toBe('2026-01-01T00:00:00Z');
  });

  it('keeps what the server itself takes', () => {
    const controls = { dry_run: true, idempotency_key: 'k', confirm_token: 't' };
    for (const name of ['send_event', 'paigo-measure-usage', 'update_credit_note']) {
      expect(translateArguments(name, { ...controls, code: 'x' })).toMatchObject(controls);
    }
  });

  it('never fails, whatever it is given', () => {
    const names = [...ALIASES, ...TOOL_NAMES];
    const fields = fc.constantFrom(
      'external_id',
      'amount_cents',
      'amount_currency',
      'percentage_rate',
      'frequency',
      'charges',
      'fees',
      'events',
      'status',
      'timestamp',
      'granted_credits',
      'paid_credits',
      'issuing_date_to',
      'subscriptionPrice',
      'transactionAmount',
      'recordValue',
      'customerName',
      'page',
      '__proto__',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.dictionary(fields, fc.jsonValue()),
        (name, args) => {
          expect(translateArguments(name, args)).toBeTypeOf('object');
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
