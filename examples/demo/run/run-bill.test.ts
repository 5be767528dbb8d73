import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Bill, readBill, toBill } from '../bill/bill-file.ts';
import { billedBill } from '../compare/billed-bill.ts';
import { compareBill } from '../compare/compare-bill.ts';
import { readUsageFile, toUsageFile } from '../usage/usage-file.ts';
import { runBill } from './run-bill.ts';

const DATA = fileURLToPath(new URL('../data/', import.meta.url));
const BILLS = `${DATA}bills/`;
const DEMO_BILL = "the demo's own bill";
const PROVIDERS = ['embedded', 'lago'] as const;
const names = readdirSync(BILLS)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length));

const csv = (...rows: string[]) =>
  toUsageFile(Buffer.from(['transaction_id,timestamp,v', ...rows].join('\n')), 'usage.csv');

function billOf(changes: { plan?: object; subscription?: object; customer?: object }): Bill {
  return toBill(
    {
      plan: {
        code: 'p',
        currency: 'USD',
        interval: 'monthly',
        amount_cents: '3100',
        ...changes.plan,
      },
      subscription: {
        started_at: '2024-01-10T08:00:00Z',
        bill_at: '2024-02-01T00:10:00Z',
        ...changes.subscription,
      },
      ...(changes.customer === undefined ? {} : { customer: changes.customer }),
    },
    'bill',
  );
}

const SUM = { code: 'c', metric: { aggregation: 'sum', field: 'v' }, charge_model: 'standard' };

/** Where the bill and its usage are. */
const filesOf = (name: string): readonly [bill: string, usage: string] =>
  name === DEMO_BILL
    ? [`${DATA}expected-bill.json`, `${DATA}azure-llm-code.csv`]
    : [`${BILLS}${name}.json`, `${BILLS}${name}.csv`];

describe.each(PROVIDERS)('bills that a separate program computed, on %s', (provider) => {
  it.each([DEMO_BILL, ...names])('%s has no difference', async (name) => {
    // Its own emulator, whatever this machine is set up for.
    vi.stubEnv('LAGO_API_URL', undefined);
    onTestFinished(() => void vi.unstubAllEnvs());
    const [billFile, usageFile] = filesOf(name);
    const bill = await readBill(billFile);
    if (bill.expected === undefined) throw new Error('there is nothing to compare with');
    const run = await runBill(bill, await readUsageFile(usageFile), { provider });
    const { compared, differences } = compareBill(bill.expected, billedBill(run, bill));
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(30);
  });
});

describe('running a bill', () => {
  it('bills 22 of 31 days and the usage from the start on', async () => {
    const plan = { charges: [{ ...SUM, properties: { amount: '0.5' } }] };
    const usage = csv(
      'a,2024-01-10T07:59:59.999Z,100',
      'b,2024-01-10T08:00:00Z,3',
      'c,2024-01-31T23:59:59.999Z,4',
      'd,2024-02-01T00:00:00Z,100',
    );
    const { invoice, ingested } = await runBill(billOf({ plan }), usage);
    expect(invoice.fees.map(({ amount }) => amount.amount)).toEqual(['22.00', '3.50']);
    expect(ingested).toMatchObject({ rows: 4, recorded: 3, rejected: 1 });
  });

  it('counts a row that comes twice once', async () => {
    const plan = { charges: [{ ...SUM, properties: { amount: '1' } }] };
    const row = 'a,2024-01-11T00:00:00Z,5';
    const { invoice, ingested } = await runBill(billOf({ plan }), csv(row, row));
    expect(invoice.fees[1]?.units).toBe('5');
    expect(ingested).toMatchObject({ recorded: 1, duplicates: 1 });
  });

  it('keeps credits for the invoice of the bill, not for those before it', async () => {
    const bill = billOf({
      subscription: { started_at: '2024-01-10T08:00:00Z', bill_at: '2024-04-01T00:10:00Z' },
      customer: {
        coupons: [{ id: 'K', type: 'percentage', percentage_rate: '10', frequency: 'once' }],
        credit_notes: [{ id: 'N', balance_cents: '90' }],
        wallets: [{ id: 'w', balance_cents: '700' }],
      },
    });
    const { invoice, otherInvoices } = await runBill(bill, csv());
    // 31.00 - 3.10 - 0.90 - 7.00: March is billed in full.
    expect(invoice.totals.total.amount).toBe('20.00');
    expect(invoice.periods[0]?.period?.from).toBe('2024-03-01T00:00:00.000Z');
    // January, February, and no one-off invoice: that one bills no subscription.
    expect(otherInvoices).toBe(2);
  });

  it('gives credits before the first invoice of a plan in advance', async () => {
    const bill = billOf({
      plan: { pay_in_advance: true },
      subscription: { bill_at: '2024-01-10T08:00:00Z' },
      customer: { wallets: [{ id: 'w', balance_cents: '200' }] },
    });
    const { invoice } = await runBill(bill, csv());
    expect(invoice.totals.total.amount).toBe('20.00');
  });

  it('leaves alone what is in another currency', async () => {
    const bill = billOf({
      customer: {
        coupons: [
          {
            id: 'K',
            type: 'fixed_amount',
            amount_cents: '100',
            currency: 'EUR',
            frequency: 'once',
          },
        ],
        credit_notes: [{ id: 'N', balance_cents: '90', currency: 'EUR' }],
        wallets: [{ id: 'w', balance_cents: '700', currency: 'EUR' }],
      },
    });
    const { invoice } = billedBill(await runBill(bill, csv()), bill);
    expect(invoice).toMatchObject({
      total_amount_cents: 2200n,
      coupons: [{ id: 'K', amount_cents: 0n, terminated: false }],
      credit_notes: [{ id: 'N', amount_cents: 0n, balance_cents: 90n }],
      wallets: [{ id: 'w', amount_cents: 0n, balance_cents: 700n }],
    });
  });

  it('takes limits that name what this plan does not have', async () => {
    const coupon = { type: 'percentage', percentage_rate: '10', frequency: 'once' };
    const bill = billOf({
      customer: {
        coupons: [
          { id: 'K', ...coupon, limited_to_metrics: ['elsewhere'] },
          { id: 'L', ...coupon, limited_to_plans: ['another'] },
        ],
        wallets: [{ id: 'w', balance_cents: '700', limited_to_metrics: ['elsewhere'] }],
      },
    });
    const { invoice } = await runBill(bill, csv());
    expect(invoice.totals.total.amount).toBe('22.00');
  });

  it('bills from a change of plan on, with anniversaries of the first start', async () => {
    const bill = billOf({
      plan: { billing_time: 'anniversary' },
      subscription: { subscription_at: '2023-12-20T00:00:00Z', bill_at: '2024-01-20T01:00:00Z' },
    });
    const { invoice } = await runBill(bill, csv());
    // 10 to 19 January: 10 of the 31 days from 20 December.
    expect(invoice.fees.map(({ amount }) => amount.amount)).toEqual(['10.00']);
  });

  it('bills the days up to a termination', async () => {
    const bill = billOf({ subscription: { terminated_at: '2024-01-20T12:00:00Z' } });
    const run = await runBill(bill, csv());
    expect(run.invoice.fees.map(({ amount }) => amount.amount)).toEqual(['11.00']);
    expect(billedBill(run, bill).billing_periods[0]).toMatchObject({
      from: '2024-01-10T00:00:00.000Z',
      to: '2024-01-20T12:00:00.000Z',
      duration_days: 31,
    });
  });

  it.each([
    // 22 days from 10 January 08:00 on, 10 of them free; the day on which the trial ends counts.
    ['from the start of the plan', {}, 12],
    [
      'also where anniversaries count from earlier',
      { subscription_at: '2023-12-20T10:00:00Z' },
      12,
    ],
    ['from an earlier plan', { trial_started_at: '2024-01-05T00:00:00Z' }, 17],
    ['to its end before the plan', { trial_started_at: '2023-12-01T00:00:00Z' }, 22],
  ])('tells the days of a trial from those billed: %s', async (_name, times, days) => {
    const subscription = { subscription_at: '2024-01-02T23:30:00Z', ...times };
    const bill = billOf({ plan: { trial_days: '10' }, subscription });
    const run = await runBill(bill, csv());
    expect(run.invoice.fees.map(({ amount }) => amount.amount)).toEqual([`${days}.00`]);
    expect(billedBill(run, bill).fees[0]).toMatchObject({ billed_days: days, period_days: 31 });
  });

  it('prices each row of a dynamic charge in minor units', async () => {
    const usage = toUsageFile(
      Buffer.from(
        'transaction_id,timestamp,v,precise_total_amount_cents\na,2024-01-11T00:00:00Z,1,12.5\nb,2024-01-12T00:00:00Z,1,0.25\n',
      ),
      'usage.csv',
    );
    const plan = { charges: [{ ...SUM, charge_model: 'dynamic' }] };
    const { invoice } = await runBill(billOf({ plan }), usage);
    expect(invoice.fees[1]?.preciseAmount).toBe('0.1275');
  });

  it('starts a recurring metric with what it carries', async () => {
    const metric = {
      aggregation: 'weighted_sum',
      field: 'v',
      recurring: true,
      carried_value: '1000',
    };
    const plan = { charges: [{ ...SUM, metric, properties: { amount: '1' } }] };
    const subscription = {
      started_at: '2024-01-01T00:00:00Z',
      bill_at: '2024-02-01T00:00:00Z',
    };
    // 1000 for the whole of January, and 310 more for its last day: 1000 + 310 / 31.
    const usage = csv('a,2024-01-31T00:00:00Z,310');
    const { invoice } = await runBill(billOf({ plan, subscription }), usage);
    expect(invoice.fees[1]).toMatchObject({ units: '1010', eventsCount: 1 });
  });

  it('says when nothing is billed by the moment of the bill', async () => {
    const bill = billOf({ subscription: { bill_at: '2024-01-31T00:00:00Z' } });
    await expect(runBill(bill, csv())).rejects.toThrow('subscription.bill_at: no period is billed');
  });
});
