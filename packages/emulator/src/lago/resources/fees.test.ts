import { describe, expect, it } from 'vitest';
import type { Fields } from '../../machinery/json-fields.ts';
import { type Account, openAccount, refusedFields } from '../open-account.fixture.ts';
import { event, usageAccount } from '../usage-account.fixture.ts';

/** Ends the subscription, and brings the fees of its invoice. */
async function billedFees(account: Account, ...gigabytes: number[]): Promise<Fields[]> {
  for (const [index, gb] of gigabytes.entries()) {
    const used = event({ transaction_id: `event-${index}`, properties: { gb } });
    await account.one('POST', '/events', { event: used });
  }
  await account.state.runJobs();
  await account.one('DELETE', '/subscriptions/acme-pro');
  await account.state.runJobs();
  return fees(account);
}

async function fees(account: Account, query = ''): Promise<Fields[]> {
  return (await account.call('GET', `/fees${query}`)).body.fees as Fields[];
}

const charged = (rows: readonly Fields[]) =>
  rows.find(({ lago_charge_id: id }) => id !== null) ?? {};

describe('fees', () => {
  it('trap 7: have cents as whole numbers and everything precise as strings', async () => {
    const fee = charged(await billedFees(await usageAccount(), 1, 2.5));
    expect(fee).toMatchObject({
      item: {
        type: 'charge',
        code: 'storage',
        name: 'Storage',
        item_type: 'BillableMetric',
        grouped_by: {},
      },
      external_customer_id: 'acme',
      external_subscription_id: 'acme-pro',
      amount_cents: 35,
      precise_amount: '0.35',
      units: '3.5',
      total_aggregated_units: '3.5',
      events_count: 2,
      precise_unit_amount: '0.1',
      precise_coupons_amount_cents: '0.0',
      sub_total_excluding_taxes_precise_amount_cents: '35.0',
      taxes_rate: 0,
      pay_in_advance: false,
      invoiceable: true,
      payment_status: 'pending',
      event_transaction_id: null,
    });
  });

  it('tell how their units spread over the ranges of a graduated price', async () => {
    const ranges = [
      { from_value: 0, to_value: 2, per_unit_amount: '1', flat_amount: '5' },
      { from_value: 3, to_value: null, per_unit_amount: '0.5', flat_amount: '0' },
    ];
    const account = await usageAccount({
      charge_model: 'graduated',
      properties: { graduated_ranges: ranges },
    });
    const { amount_details: details, amount_cents } = charged(await billedFees(account, 5));
    expect(amount_cents).toBe(850);
    expect(details).toEqual({
      graduated_ranges: [
        {
          units: '2.0',
          from_value: 0,
          to_value: 2,
          flat_unit_amount: '5.0',
          per_unit_amount: '1.0',
          per_unit_total_amount: '2.0',
          total_with_flat_amount: '7.0',
        },
        {
          units: '3.0',
          from_value: 3,
          to_value: null,
          flat_unit_amount: '0.0',
          per_unit_amount: '0.5',
          per_unit_total_amount: '1.5',
          total_with_flat_amount: '1.5',
        },
      ],
    });
  });

  it('name the filter and the group that their units share', async () => {
    const account = await usageAccount(
      {
        properties: { amount: '1', pricing_group_keys: ['team'] },
        filters: [
          {
            values: { region: ['eu'] },
            properties: { amount: '2', pricing_group_keys: ['team'] },
            invoice_display_name: 'Europe',
          },
        ],
      },
      {},
      { filters: [{ key: 'region', values: ['eu', 'us'] }] },
    );
    const used = event({ properties: { gb: 1, region: 'eu', team: 'a' } });
    await account.one('POST', '/events', { event: used });
    const fee = (await billedFees(account)).find(({ amount_cents }) => amount_cents === 200);
    expect(fee).toMatchObject({
      lago_charge_filter_id: expect.any(String),
      item: {
        filter_invoice_display_name: 'Europe',
        filters: { region: ['eu'] },
        grouped_by: { team: 'a' },
      },
    });
  });

  it('are found by customer, subscription, kind, metric, currency and time', async () => {
    const account = await usageAccount();
    await billedFees(account, 1);
    const count = async (query: string) => (await fees(account, query)).length;
    const all = await count('');
    expect(await count('?fee_type=charge&billable_metric_code=storage')).toBe(1);
    expect(await count('?billable_metric_code=other')).toBe(0);
    expect(await count('?fee_type=add_on')).toBe(0);
    expect(await count('?external_customer_id=acme&external_subscription_id=acme-pro')).toBe(all);
    expect(await count('?external_subscription_id=other')).toBe(0);
    expect(await count('?currency=EUR')).toBe(0);
    expect(await count('?payment_status=pending')).toBe(all);
    expect(await count('?created_at_from=2026-01-15T12:00:00Z')).toBe(all);
    expect(await count('?created_at_to=2026-01-15T11:59:59Z')).toBe(0);
    expect(await count('?succeeded_at_from=2026-01-01')).toBe(0);
  });

  it('refuse bad dates, other than the list of invoices', async () => {
    const answer = await openAccount().call('GET', '/fees?created_at_from=soon&fee_type=gift');
    expect(refusedFields(answer)).toEqual({
      created_at_from: ['invalid_date'],
      fee_type: ['value_is_invalid'],
    });
  });

  it('trap 2: on an invoice neither change nor go', async () => {
    const account = await usageAccount();
    const { lago_id: id } = charged(await billedFees(account, 1));
    expect((await account.one('GET', `/fees/${id}`)).lago_id).toBe(id);
    const fee = { payment_status: 'succeeded' };
    const calls = [
      await account.call('PUT', `/fees/${id}`, { fee }),
      await account.call('DELETE', `/fees/${id}`),
    ];
    for (const { status, body } of calls)
      expect([status, body.code]).toEqual([405, 'invoiced_fee']);
    expect((await account.call('GET', '/fees/none')).body.code).toBe('fee_not_found');
  });
});
