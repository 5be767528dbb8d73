import { describe, expect, it } from 'vitest';
import { type Fields, isFields } from '../../machinery/json-fields.ts';
import { type Account, openAccount, refusedFields, START } from '../open-account.fixture.ts';
import {
  event,
  metric,
  plan,
  standardCharge,
  subscribe,
  usageAccount,
} from '../usage-account.fixture.ts';

const CURRENT = '/customers/acme/current_usage?external_subscription_id=acme-pro';

const NOW = Date.parse(START) / 1000;

/** Sends events with these properties. */
async function use(account: Account, ...properties: Fields[]): Promise<void> {
  const events = properties.map((each, index) =>
    event({ transaction_id: `t${index}`, timestamp: NOW, properties: each }),
  );
  const answer = await account.call('POST', '/events/batch', { events });
  expect(answer.status).toBe(200);
}

const chargesOf = ({ charges_usage: charges }: Fields): Fields[] =>
  Array.isArray(charges) ? charges.filter(isFields) : [];

/** What amounts to something, by what it is for. */
const part = (fields: Fields, cents: number, units: string, events_count: number) => ({
  ...fields,
  amount_cents: cents,
  units,
  events_count,
});

/** An account whose storage costs 0.20 in the EU and 0.10 elsewhere. */
const regions = { filters: [{ key: 'region', values: ['eu', 'us'] }] };
const euFilter = { values: { region: ['eu'] }, properties: { amount: '0.20' } };

describe('GET /customers/{id}/current_usage', () => {
  it('brings each charge with what it was used, in decimals as text and cents as numbers', async () => {
    const account = await usageAccount();
    await use(account, { gb: 1.5 }, { gb: '2.5' });
    const usage = await account.one('GET', CURRENT);
    expect(usage).toMatchObject({
      from_datetime: START,
      to_datetime: '2026-01-31T23:59:59Z',
      issuing_date: '2026-02-01',
      lago_invoice_id: null,
      currency: 'USD',
      amount_cents: 40,
      taxes_amount_cents: 0,
      total_amount_cents: 40,
    });
    const [charge, ...others] = chargesOf(usage);
    expect(others).toEqual([]);
    expect(charge).toMatchObject({
      units: '4.0',
      total_aggregated_units: '4.0',
      events_count: 2,
      amount_cents: 40,
      amount_currency: 'USD',
      charge: { code: 'storage', charge_model: 'standard' },
      billable_metric: { code: 'storage', name: 'Storage', aggregation_type: 'sum_agg' },
      filters: [],
      grouped_usage: [],
    });
  });

  it('brings a charge that was not used as well', async () => {
    const [charge] = chargesOf(await (await usageAccount()).one('GET', CURRENT));
    expect(charge).toMatchObject({ units: '0.0', events_count: 0, amount_cents: 0 });
  });

  it('names every filter, and what no filter takes by null', async () => {
    const account = await usageAccount({ filters: [euFilter] }, {}, regions);
    await use(account, { gb: 1, region: 'eu' }, { gb: 2, region: 'us' });
    const [charge] = chargesOf(await account.one('GET', CURRENT));
    expect(charge).toMatchObject({
      units: '3.0',
      amount_cents: 40,
      filters: [
        part({ values: { region: ['eu'] } }, 20, '1.0', 1),
        part({ values: null }, 20, '2.0', 1),
      ],
    });
  });

  it('takes every declared value for the wildcard, and brings it back as it was sent', async () => {
    const filter = { ...euFilter, values: { region: ['__ALL_FILTER_VALUES__'] } };
    const account = await usageAccount({ filters: [filter] }, {}, regions);
    await use(account, { gb: 1, region: 'us' }, { gb: 1, region: 'asia' });
    const [charge] = chargesOf(await account.one('GET', CURRENT));
    expect(charge).toMatchObject({
      filters: [
        part({ values: filter.values }, 20, '1.0', 1),
        part({ values: null }, 10, '1.0', 1),
      ],
    });
  });

  it('splits by the event properties that group the charge', async () => {
    const properties = { amount: '0.10', pricing_group_keys: ['team'] };
    const account = await usageAccount({ properties });
    await use(account, { gb: 1, team: 'a' }, { gb: 2, team: 'b' }, { gb: 3, team: 'b' });
    const [charge] = chargesOf(await account.one('GET', CURRENT));
    const grouped =
      isFields(charge) && Array.isArray(charge.grouped_usage) ? charge.grouped_usage : [];
    expect(grouped).toHaveLength(2);
    expect(grouped).toEqual(
      expect.arrayContaining([
        expect.objectContaining(part({ grouped_by: { team: 'a' } }, 10, '1.0', 1)),
        expect.objectContaining(part({ grouped_by: { team: 'b' } }, 50, '5.0', 2)),
      ]),
    );
  });

  it('counts charges in advance too, which are billed already', async () => {
    const account = await usageAccount({ pay_in_advance: true });
    await use(account, { gb: 1 }, { gb: 2 });
    expect(await account.one('GET', CURRENT)).toMatchObject({
      amount_cents: 30,
      charges_usage: [part({}, 30, '3.0', 2)],
    });
  });

  it('adds taxes, unless told not to', async () => {
    const account = openAccount();
    const tax = { name: 'VAT', code: 'vat', rate: 20, applied_to_organization: true };
    await account.one('POST', '/taxes', { tax });
    const { lago_id } = await metric(account);
    await plan(account, { charges: [standardCharge(lago_id)] });
    await subscribe(account);
    await use(account, { gb: 10 });
    expect(await account.one('GET', CURRENT)).toMatchObject({
      amount_cents: 100,
      taxes_amount_cents: 20,
      total_amount_cents: 120,
    });
    expect(await account.one('GET', `${CURRENT}&apply_taxes=false`)).toMatchObject({
      taxes_amount_cents: 0,
      total_amount_cents: 100,
    });
  });

  it('brings one charge alone when asked for it', async () => {
    const account = openAccount();
    const { lago_id } = await metric(account);
    const charges = [standardCharge(lago_id), standardCharge(lago_id, { code: 'twice' })];
    await plan(account, { charges });
    await subscribe(account);
    await use(account, { gb: 1 });
    expect(await account.one('GET', CURRENT)).toMatchObject({ amount_cents: 20 });
    const usage = await account.one('GET', `${CURRENT}&charge_code=twice`);
    expect(usage.amount_cents).toBe(10);
    expect(chargesOf(usage)).toMatchObject([{ charge: { code: 'twice' } }]);
  });

  it.each([
    [
      '/customers/nobody/current_usage?external_subscription_id=acme-pro',
      404,
      'customer_not_found',
    ],
    ['/customers/acme/current_usage', 405, 'no_active_subscription'],
    [
      '/customers/acme/current_usage?external_subscription_id=nothing',
      405,
      'no_active_subscription',
    ],
    ['/customers/acme/projected_usage', 403, 'projected_usage_not_enabled'],
  ])('refuses %s', async (path, status, code) => {
    const answer = await (await usageAccount()).call('GET', path);
    expect(answer.body).toMatchObject({ status, code });
  });

  it('trap 19: needs a licence for the usage of the whole life', async () => {
    const account = await usageAccount({}, { premium: false });
    const answer = await account.call('GET', `${CURRENT}&full_usage=true`);
    expect(answer.body).toMatchObject({ status: 405, code: 'full_usage_not_allowed' });
  });

  it('does not tell a customer what another one used', async () => {
    const account = await usageAccount();
    await account.one('POST', '/customers', { customer: { external_id: 'other' } });
    const path = '/customers/other/current_usage?external_subscription_id=acme-pro';
    expect((await account.call('GET', path)).status).toBe(405);
  });
});

describe('GET /customers/{id}/past_usage', () => {
  const PAST = '/customers/acme/past_usage?external_subscription_id=acme-pro';

  it('brings one period for each invoice, latest first', async () => {
    const account = await usageAccount();
    await use(account, { gb: 4 });
    expect((await account.call('GET', PAST)).body).toMatchObject({ usage_periods: [] });
    await account.state.advanceTo('2026-02-01T00:00:01Z');
    await account.state.runJobs();
    const invoices = (await account.call('GET', '/invoices')).body.invoices;
    const [invoice] = Array.isArray(invoices) ? invoices : [];
    expect((await account.call('GET', PAST)).body).toMatchObject({
      usage_periods: [
        {
          lago_invoice_id: invoice.lago_id,
          to_datetime: '2026-01-31T23:59:59Z',
          issuing_date: '2026-02-01',
          amount_cents: 40,
          charges_usage: [{ units: '4.0', charge: { code: 'storage' } }],
        },
      ],
      meta: { total_count: 1 },
    });
    await account.state.advanceTo('2026-03-01T00:00:01Z');
    await account.state.runJobs();
    expect((await account.call('GET', PAST)).body).toMatchObject({
      usage_periods: [{ amount_cents: 0 }, { amount_cents: 40 }],
    });
    const one = await account.call('GET', `${PAST}&periods_count=1`);
    expect(one.body).toMatchObject({ usage_periods: [{ amount_cents: 0 }] });
  });

  it('shows nothing of an invoice that clients do not see yet', async () => {
    const account = await usageAccount();
    await account.state.advanceTo('2026-02-01T00:00:01Z');
    expect((await account.call('GET', PAST)).body).toMatchObject({ usage_periods: [] });
  });

  it('asks for the subscription', async () => {
    const account = await usageAccount();
    const answer = await account.call('GET', '/customers/acme/past_usage');
    expect(refusedFields(answer)).toEqual({ external_subscription_id: ['value_is_mandatory'] });
    const other = await account.call('GET', PAST.replace('acme-pro', 'nothing'));
    expect(other.body).toMatchObject({ code: 'subscription_not_found' });
  });
});
