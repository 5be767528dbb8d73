import { type LagoEmulator, startLago } from '@billport/emulator';
import { Client, type EventInput, getLagoError } from 'lago-javascript-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Lago's own client, as it comes from the registry. */
function vendorClient(emulator: LagoEmulator) {
  return Client('key', { baseUrl: `${emulator.url}/api/v1` });
}

/** The body of the reply that the client threw, and its status. */
async function refusal(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return getLagoError(error);
  }
  throw new Error('It was not refused.');
}

describe("Lago's own client on the emulator, unmodified", () => {
  let emulator: LagoEmulator;
  let client: ReturnType<typeof vendorClient>;
  let metricId: string;
  let walletId: string;

  beforeAll(async () => {
    emulator = await startLago({ startAt: '2026-01-15T12:00:00Z', frozen: true });
    client = vendorClient(emulator);
    await client.customers.createCustomer({
      customer: { external_id: 'acme', name: 'Acme', currency: 'USD', country: 'FR' },
    });
    const metric = await client.billableMetrics.createBillableMetric({
      billable_metric: {
        name: 'Storage',
        code: 'storage',
        aggregation_type: 'sum_agg',
        field_name: 'gb',
      },
    });
    metricId = metric.data.billable_metric.lago_id;
    await client.plans.createPlan({
      plan: {
        name: 'Pro',
        code: 'pro',
        interval: 'monthly',
        amount_cents: 4_900,
        amount_currency: 'USD',
        pay_in_advance: false,
        charges: [
          {
            billable_metric_id: metricId,
            charge_model: 'graduated',
            pay_in_advance: false,
            properties: {
              graduated_ranges: [
                { from_value: 0, to_value: 100, per_unit_amount: '0.50', flat_amount: '0' },
                { from_value: 101, to_value: null, per_unit_amount: '0.40', flat_amount: '10' },
              ],
            },
          },
        ],
      },
    });
    await client.subscriptions.createSubscription({
      subscription: {
        external_customer_id: 'acme',
        external_id: 'acme-pro',
        plan_code: 'pro',
        billing_time: 'anniversary',
      },
    });
    const wallet = await client.wallets.createWallet({
      wallet: {
        external_customer_id: 'acme',
        currency: 'USD',
        rate_amount: '1.0',
        granted_credits: '5.0',
      },
    });
    walletId = wallet.data.wallet.lago_id;
    expect(wallet.data.wallet.credits_balance).toBe('0.0');
    await emulator.settle();
  });

  afterAll(() => emulator.close());

  it('makes a customer and reads it back', async () => {
    const { data } = await client.customers.findCustomer('acme');
    expect(data.customer).toMatchObject({ external_id: 'acme', name: 'Acme', country: 'FR' });
  });

  it('prices a plan by the id of its metric', async () => {
    const { data } = await client.plans.findPlan('pro');
    expect(data.plan.charges?.[0]).toMatchObject({
      lago_billable_metric_id: metricId,
      billable_metric_code: 'storage',
      charge_model: 'graduated',
    });
  });

  it('finds the subscription active', async () => {
    const { data } = await client.subscriptions.findSubscription('acme-pro');
    expect(data.subscription).toMatchObject({ status: 'active', plan_code: 'pro' });
  });

  it('sends events, reads usage, tops up, and reads the invoice of the period', async () => {
    await sendEvents();
    await topUp();
    await readInvoice();
  });

  async function sendEvents() {
    const timestamp = 1_768_478_400;
    const event = (id: string, gb: number): EventInput['event'] => ({
      transaction_id: id,
      external_subscription_id: 'acme-pro',
      code: 'storage',
      timestamp,
      properties: { gb },
    });
    await client.events.createEvent({ event: event('one', 60) });
    await client.events.createBatchEvents({ events: [event('two', 50), event('three', 10)] });
    expect(await refusal(client.events.createEvent({ event: event('one', 60) }))).toEqual({
      status: 422,
      error: 'Unprocessable Entity',
      code: 'validation_errors',
      error_details: { transaction_id: ['value_already_exist'] },
    });
    await emulator.settle();
    const { data } = await client.customers.findCustomerCurrentUsage('acme', {
      external_subscription_id: 'acme-pro',
    });
    // 100 at 0.50, 20 at 0.40 and 10 for reaching the second range.
    expect(data.customer_usage).toMatchObject({ currency: 'USD', amount_cents: 6_800 });
    expect(data.customer_usage.charges_usage[0]).toMatchObject({
      units: '120.0',
      events_count: 3,
      amount_cents: 6_800,
    });
  }

  async function topUp() {
    const { data: wallet } = await client.wallets.findWallet(walletId);
    expect(wallet.wallet).toMatchObject({ credits_balance: '5.0', balance_cents: 500 });
    const { data } = await client.walletTransactions.createWalletTransaction({
      wallet_transaction: { wallet_id: walletId, granted_credits: '2.5' },
    });
    expect(data.wallet_transactions).toHaveLength(1);
    await emulator.settle();
    const { data: after } = await client.wallets.findWallet(walletId);
    expect(after.wallet.credits_balance).toBe('7.5');
  }

  async function readInvoice() {
    await emulator.advanceTo('2026-02-15T12:00:00Z');
    await emulator.settle();
    const { data } = await client.invoices.findAllInvoices({ external_customer_id: 'acme' });
    const [listed] = data.invoices;
    if (listed === undefined) throw new Error('There is no invoice.');
    expect(listed).toMatchObject({ status: 'finalized', invoice_type: 'subscription' });
    const { data: whole } = await client.invoices.findInvoice(listed.lago_id);
    // 49.00 and 68.00, of which the wallet pays 7.50.
    expect(whole.invoice).toMatchObject({
      fees_amount_cents: 11_700,
      prepaid_credit_amount_cents: 750,
      total_amount_cents: 10_950,
    });
    expect(whole.invoice.fees?.map(({ amount_cents }) => amount_cents).sort()).toEqual([
      4_900, 6_800,
    ]);
  }

  it('learns why a plan of that code is refused', async () => {
    const call = client.plans.createPlan({
      plan: {
        name: 'Pro',
        code: 'pro',
        interval: 'monthly',
        amount_cents: 1,
        amount_currency: 'USD',
        pay_in_advance: false,
      },
    });
    expect(await refusal(call)).toMatchObject({
      code: 'validation_errors',
      error_details: { code: ['value_already_exist'] },
    });
  });

  it('does not find what is not there', async () => {
    expect(await refusal(client.customers.findCustomer('nobody'))).toEqual({
      status: 404,
      error: 'Not Found',
      code: 'customer_not_found',
    });
  });
});
