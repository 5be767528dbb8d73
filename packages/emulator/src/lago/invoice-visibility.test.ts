import { describe, expect, it, vi } from 'vitest';
import type { Fields } from '../machinery/json-fields.ts';
import type { Account } from './open-account.fixture.ts';
import { openAccount } from './open-account.fixture.ts';
import { event, plan, subscribe, usageAccount } from './usage-account.fixture.ts';

const listed = async (account: Account) =>
  (await account.call('GET', '/invoices')).body.invoices as Fields[];

describe('invoices that the engine makes', () => {
  it('trap 16: of a subscription that starts are there only after a job', async () => {
    const account = openAccount();
    await plan(account, { pay_in_advance: true });
    await subscribe(account);
    const send = vi.spyOn(account.state.webhooks, 'send');
    expect(await listed(account)).toEqual([]);
    expect((await account.call('GET', '/fees')).body.fees).toEqual([]);
    await account.state.runJobs();
    const [invoice, ...others] = await listed(account);
    expect(others).toEqual([]);
    expect(send.mock.calls).toContainEqual([
      'invoice.created',
      'invoice',
      expect.objectContaining({ lago_id: invoice?.lago_id }),
    ]);
    const found = await account.one('GET', `/invoices/${invoice?.lago_id}`);
    expect(found).toMatchObject({
      invoice_type: 'subscription',
      subscriptions: [{ external_id: 'acme-pro', plan_code: 'pro' }],
      billing_periods: [
        {
          external_subscription_id: 'acme-pro',
          subscription_from_datetime: '2026-01-15T00:00:00Z',
          subscription_to_datetime: '2026-01-31T23:59:59Z',
          invoicing_reason: 'subscription_starting',
        },
      ],
      fees: [{ item: { type: 'subscription', code: 'pro', item_type: 'Subscription' } }],
    });
  });

  it('of a period that ends come with the clock and a job, each told once', async () => {
    const account = await usageAccount();
    const send = vi.spyOn(account.state.webhooks, 'send');
    await account.state.advanceTo('2026-03-01T00:00:00Z');
    expect(await listed(account)).toEqual([]);
    await account.state.runJobs();
    const invoices = await listed(account);
    expect(invoices).toHaveLength(2);
    const created = send.mock.calls.filter(([type]) => type === 'invoice.created');
    expect(created.map(([, , object]) => object.lago_id)).toEqual(
      invoices.map(({ lago_id }) => lago_id).reverse(),
    );
  });

  it('of a subscription that ends name why, and end at its last moment', async () => {
    const account = await usageAccount();
    await account.state.advanceTo('2026-01-20T10:30:15.250Z');
    await account.one('DELETE', '/subscriptions/acme-pro');
    await account.state.runJobs();
    const [row] = await listed(account);
    const { billing_periods: periods } = await account.one('GET', `/invoices/${row?.lago_id}`);
    expect(periods).toMatchObject([
      {
        charges_from_datetime: '2026-01-15T12:00:00Z',
        charges_to_datetime: '2026-01-20T10:30:15Z',
        invoicing_reason: 'subscription_terminating',
      },
    ]);
  });

  it('of an event in advance are of the type of subscriptions', async () => {
    const account = await usageAccount({ pay_in_advance: true });
    await account.one('POST', '/events', { event: event() });
    await account.state.runJobs();
    const [row] = await listed(account);
    const found = await account.one('GET', `/invoices/${row?.lago_id}`);
    expect(found).toMatchObject({
      invoice_type: 'subscription',
      billing_periods: [{ invoicing_reason: 'in_advance_charge' }],
      fees: [{ pay_in_advance: true, event_transaction_id: 'one', amount_cents: 10 }],
    });
  });

  it('are noticed once when requests come at the same time', async () => {
    const account = openAccount();
    await plan(account, { pay_in_advance: true });
    await Promise.all(
      ['a', 'b', 'c'].map((external_id) =>
        subscribe(account, { external_id, external_customer_id: external_id }),
      ),
    );
    const send = vi.spyOn(account.state.webhooks, 'send');
    await account.state.runJobs();
    expect(await listed(account)).toHaveLength(3);
    const created = send.mock.calls.filter(([type]) => type === 'invoice.created');
    expect(new Set(created.map(([, , { lago_id }]) => lago_id)).size).toBe(3);
    expect(created).toHaveLength(3);
  });
});
