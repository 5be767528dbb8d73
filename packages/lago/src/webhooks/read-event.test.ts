import {
  BillingError,
  type BillingEvent,
  CreditNote,
  CreditTransaction,
  Customer,
  Fee,
  Invoice,
  Metric,
  Plan,
  Subscription,
  Wallet,
} from '@billport/core';
import { describe, expect, it } from 'vitest';
import { lagoCreditNote } from '../credit-notes/lago-credit-note.fixture.ts';
import { lagoTransaction, lagoWallet } from '../credits/lago-wallet.fixture.ts';
import { lagoCustomer } from '../customers/lago-customer.fixture.ts';
import { lagoFee, lagoInvoice, lagoTax } from '../invoices/lago-invoice.fixture.ts';
import { lagoCharge, lagoMetric, lagoPlan } from '../plans/lago-objects.fixture.ts';
import { lagoSubscription } from '../subscriptions/lago-subscription.fixture.ts';
import { readEvent } from './read-event.ts';

/** The event of a webhook with this data under this key. */
function tell(webhookType: string, root: string, data: unknown): Promise<BillingEvent> {
  const envelope = { webhook_type: webhookType, object_type: root, [root]: data };
  return readEvent(new TextEncoder().encode(JSON.stringify(envelope)), 'unique-key');
}

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'nothing',
    (error: unknown) => (BillingError.is(error) ? error.code : String(error)),
  );

const without = (fields: object, name: string) => ({ ...fields, [name]: undefined });

/** Where the object is whole: Lago's name, the key of its data, the data, the schema, the subject. */
const WHOLE = [
  [
    'customer.updated',
    'customer',
    lagoCustomer({ name: 'Acme' }),
    Customer,
    { customerKey: 'acme' },
  ],
  ['billable_metric.deleted', 'billable_metric', lagoMetric(), Metric, { code: 'tokens' }],
  ['plan.created', 'plan', lagoPlan({ charges: [lagoCharge()] }), Plan, { code: 'pro' }],
  [
    'subscription.started',
    'subscription',
    lagoSubscription(),
    Subscription,
    { subscriptionKey: 'seat' },
  ],
  [
    'subscription.incomplete',
    'subscription',
    lagoSubscription({ status: 'incomplete' }),
    Subscription,
    { subscriptionKey: 'seat' },
  ],
  ['invoice.created', 'invoice', lagoInvoice(), Invoice, { invoiceId: 'invoice-id' }],
  [
    'invoice.payment_dispute_lost',
    'payment_dispute_lost',
    { invoice: lagoInvoice(), provider_error: {} },
    Invoice,
    { invoiceId: 'invoice-id' },
  ],
  [
    'fee.created',
    'fee',
    lagoFee({ applied_taxes: [lagoTax('vat', 20)] }),
    Fee,
    { feeId: 'fee-id' },
  ],
  ['credit_note.created', 'credit_note', lagoCreditNote(), CreditNote, { creditNoteId: 'note-id' }],
  ['wallet.depleted_ongoing_balance', 'wallet', lagoWallet(), Wallet, { walletId: 'wallet-id' }],
  [
    'wallet_transaction.updated',
    'wallet_transaction',
    { ...lagoTransaction(), wallet: lagoWallet() },
    CreditTransaction,
    { transactionId: 'transaction-id', walletId: 'wallet-id' },
  ],
] as const;

/** Where Lago sends too little of it. */
const PARTIAL: readonly [string, string, object, object][] = [
  ['invoice.generated', 'invoice', without(lagoInvoice(), 'fees'), { invoiceId: 'invoice-id' }],
  [
    'invoice.payment_status_updated',
    'invoice',
    { ...lagoInvoice(), credits: undefined, billing_periods: undefined, subscriptions: undefined },
    { invoiceId: 'invoice-id' },
  ],
  [
    'invoice.payment_failure',
    'payment_provider_invoice_payment_error',
    { lago_invoice_id: 'invoice-id', external_customer_id: 'acme', provider_error: {} },
    { invoiceId: 'invoice-id' },
  ],
  [
    'credit_note.generated',
    'credit_note',
    without(lagoCreditNote(), 'items'),
    { creditNoteId: 'note-id' },
  ],
  [
    'credit_note.refund_failure',
    'credit_note_payment_provider_refund_error',
    { lago_credit_note_id: 'note-id', provider_error: {} },
    { creditNoteId: 'note-id' },
  ],
  [
    'wallet_transaction.payment_failure',
    'payment_provider_wallet_transaction_payment_error',
    { lago_wallet_transaction_id: 'transaction-id', provider_error: {} },
    { transactionId: 'transaction-id' },
  ],
  [
    'wallet_transaction.created',
    'wallet_transaction',
    lagoTransaction(),
    { transactionId: 'transaction-id', walletId: 'wallet-id' },
  ],
  ['fee.created', 'fee', lagoFee(), { feeId: 'fee-id' }],
  ['plan.updated', 'plan', without(lagoPlan(), 'charges'), { code: 'pro' }],
  [
    'subscription.updated',
    'subscription',
    lagoSubscription({ plan: null }),
    { subscriptionKey: 'seat' },
  ],
];

describe('what an event is about', () => {
  it.each(WHOLE)(
    'of %s is whole, as the contract has it',
    async (name, root, data, schema, subject) => {
      const event = await tell(name, root, data);
      expect(event.subject).toEqual(subject);
      expect(schema.parse(event.object)).toEqual(event.object);
    },
  );

  it.each(PARTIAL)(
    'of %s is only named where Lago sends too little of it',
    async (name, root, data, subject) => {
      const event = await tell(name, root, data);
      expect(event.subject).toEqual(subject);
      expect(event.object).toBeUndefined();
    },
  );

  it.each([...WHOLE, ...PARTIAL].map(([name, root]) => [name, root] as const))(
    'of %s without its name is malformed_response',
    async (name, root) => {
      expect(await code(tell(name, root, {}))).toBe('malformed_response');
      expect(await code(tell(name, root, []))).toBe('malformed_response');
      expect(await code(tell(name, root, undefined))).toBe('malformed_response');
    },
  );

  it('is malformed_response where a part of it is of another kind, with no type error let out', async () => {
    const broken = lagoInvoice({ fees: [{} as never] });
    expect(await code(tell('invoice.created', 'invoice', broken))).toBe('malformed_response');
    const date = lagoFee({ created_at: 'yesterday', applied_taxes: [] });
    expect(await code(tell('fee.created', 'fee', date))).toBe('malformed_response');
    const cents = lagoWallet({ balance_cents: 0.5 });
    expect(await code(tell('wallet.created', 'wallet', cents))).toBe('malformed_response');
  });

  it('warns of charges that the contract has no words for', async () => {
    const charge = lagoCharge({ charge_model: 'quantum' });
    const event = await tell('plan.updated', 'plan', lagoPlan({ charges: [charge] }));
    expect(event).toMatchObject({
      object: { charges: [], warnings: [{ code: 'partial', field: 'charges' }] },
    });
  });
});

describe('an invoice of a webhook', () => {
  const told = async (fields: Parameters<typeof lagoInvoice>[0]) => {
    const event = await tell('invoice.created', 'invoice', lagoInvoice(fields));
    return event.type === 'invoice.finalized' ? event.object : undefined;
  };

  it('has the taxes of its lines, where there is one way to spread them', async () => {
    const invoice = await told({
      applied_taxes: [lagoTax('vat', 20)],
      fees: [lagoFee({ taxes_rate: 20, taxes_amount_cents: 200, total_amount_cents: 1200 })],
      taxes_amount_cents: 200,
      sub_total_including_taxes_amount_cents: 1200,
      total_amount_cents: 1200,
    });
    expect(invoice?.fees[0]?.taxes).toMatchObject([
      { code: 'vat', rate: '20', base: '10', amount: { amount: '2.00', currency: 'USD' } },
    ]);
    expect(invoice?.totals.total).toEqual({ amount: '12.00', currency: 'USD' });
  });

  it('names the plan of each line', async () => {
    const invoice = await told({
      invoice_type: 'subscription',
      fees: [
        lagoFee({
          item: { type: 'charge', code: 'tokens', name: 'Tokens' },
          lago_charge_id: 'charge-id',
          lago_subscription_id: 'subscription-id',
          external_subscription_id: 'seat',
        }),
      ],
      subscriptions: [{ lago_id: 'subscription-id', external_id: 'seat', plan_code: 'pro' }],
      billing_periods: [
        {
          lago_subscription_id: 'subscription-id',
          external_subscription_id: 'seat',
          charges_from_datetime: '2025-12-01T00:00:00Z',
          charges_to_datetime: '2025-12-31T23:59:59Z',
        },
      ],
    });
    expect(invoice?.fees[0]).toMatchObject({ planCode: 'pro', metric: 'tokens' });
    expect(invoice?.periods).toEqual([
      {
        subscriptionKey: 'seat',
        planCode: 'pro',
        chargesPeriod: { from: '2025-12-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' },
      },
    ]);
  });

  it.each<[string, Parameters<typeof lagoInvoice>[0]]>([
    [
      'two taxes of one rate may be those of a line',
      {
        applied_taxes: [lagoTax('vat', 20), lagoTax('gst', 20)],
        fees: [lagoFee({ taxes_rate: 20 })],
      },
    ],
    [
      'a coupon took something off',
      {
        credits: [
          {
            amount_cents: 100,
            item: { type: 'coupon', lago_item_id: 'coupon-id', code: 'welcome' },
          },
        ],
      },
    ],
    ['wallets paid of it', { prepaid_credit_amount_cents: 100 }],
    ['nobody is named', { customer: null }],
  ])('is only named where %s: it would have to be read', async (_, fields) => {
    const event = await tell('invoice.created', 'invoice', lagoInvoice(fields));
    expect(event).toMatchObject({
      type: 'invoice.finalized',
      subject: { invoiceId: 'invoice-id' },
    });
    expect(event.object).toBeUndefined();
  });

  it('keeps credits of credit notes and of early bills, which name what they come from', async () => {
    const invoice = await told({
      credits: [
        { amount_cents: 100, item: { type: 'credit_note', lago_item_id: 'note-id' } },
        { amount_cents: 200, item: { type: 'invoice', lago_item_id: 'early-id' } },
      ],
    });
    expect(invoice?.creditNotes).toEqual([
      { creditNoteId: 'note-id', amount: { amount: '1.00', currency: 'USD' } },
    ]);
    expect(invoice?.progressiveCredits).toEqual([
      { invoiceId: 'early-id', amount: { amount: '2.00', currency: 'USD' } },
    ]);
  });
});

it('keeps every digit of amounts that JavaScript cannot hold', async () => {
  const text = JSON.stringify({
    webhook_type: 'wallet.updated',
    object_type: 'wallet',
    wallet: lagoWallet({ balance_cents: 1 }),
  }).replace('"balance_cents":1,', '"balance_cents":9007199254740993,');
  expect(await readEvent(new TextEncoder().encode(text), 'unique-key')).toMatchObject({
    object: { balance: { amount: '90071992547409.93', currency: 'USD' } },
  });
});

describe('usage that is not billed', () => {
  const error = (message: unknown) => ({
    status: 422,
    error: 'Unprocessable Entity',
    message,
    event: { transaction_id: 'event-1', code: 'calls' },
  });

  it.each<[string, unknown, object[]]>([
    [
      'rules by field, as JSON text',
      '{"code":["value_is_invalid"],"transaction_id":["value_already_exist"]}',
      [
        { rule: 'value_is_invalid', field: 'metric', eventIds: ['event-1'] },
        { rule: 'value_already_exist', field: 'id', eventIds: ['event-1'] },
      ],
    ],
    [
      'rules by field',
      { base: ['invalid_event'], timestamp: ['invalid_format', 'too_old'] },
      [
        { rule: 'invalid_event', eventIds: ['event-1'] },
        { rule: 'invalid_format', field: 'timestamp', eventIds: ['event-1'] },
        { rule: 'too_old', field: 'timestamp', eventIds: ['event-1'] },
      ],
    ],
    [
      'rules by a field that objects have of themselves',
      '{"constructor":["invalid"]}',
      [{ rule: 'invalid', field: 'constructor', eventIds: ['event-1'] }],
    ],
    [
      'words',
      'expression_evaluation_failed',
      [{ rule: 'expression_evaluation_failed', eventIds: ['event-1'] }],
    ],
    ['nothing', null, [{ rule: 'Unprocessable Entity', eventIds: ['event-1'] }]],
  ])('is told with the event and %s', async (_, message, reasons) => {
    const event = await tell('event.error', 'event_error', error(message));
    expect(event).toMatchObject({ type: 'usage.rejected', object: { reasons } });
    expect(event.subject).toBeUndefined();
  });

  it('is told of a whole hour, by rule', async () => {
    const event = await tell('events.errors', 'events_errors', {
      invalid_code: ['event-1', 'event-2'],
      missing_aggregation_property: [],
      missing_group_key: [],
      invalid_filter_values: ['event-3'],
    });
    expect(event.object).toEqual({
      reasons: [
        { rule: 'invalid_code', eventIds: ['event-1', 'event-2'] },
        { rule: 'invalid_filter_values', eventIds: ['event-3'] },
      ],
    });
  });
});

describe('an event that the contract has no words for', () => {
  it.each(['feature.created', 'payment.succeeded', 'invoice.folded', '__proto__'])(
    '%s is other, and holds what Lago sent',
    async (name) => {
      const event = await tell(name, 'thing', { lago_id: 'x' });
      expect(event).toEqual({
        type: 'other',
        deduplicationKey: 'unique-key',
        provider: 'lago',
        providerType: name,
        raw: { webhook_type: name, object_type: 'thing', thing: { lago_id: 'x' } },
      });
    },
  );

  it('may have data of any kind', async () => {
    expect((await tell('customers.merged', 'customers', [1, 2])).type).toBe('other');
  });
});
