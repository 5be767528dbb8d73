import { type CreatePlanInput, type Invoice, manualClock } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { createEmbedded, type EmbeddedBilling } from '../create-embedded.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });

/** An engine at `start` with a customer, a sum metric and a plan. */
async function setUp(start: string, plan: Partial<CreatePlanInput> = {}, customer = {}) {
  const clock = manualClock(start);
  const billing = createEmbedded({ clock });
  await billing.customers.upsert({ customerKey: 'acme', ...customer });
  await billing.metrics.create({ code: 'units', aggregation: 'sum', property: 'n' });
  await createPlan(billing, plan);
  return { billing, clock };
}

async function createPlan(billing: EmbeddedBilling, plan: Partial<CreatePlanInput> = {}) {
  await billing.plans.create({
    code: 'basic',
    interval: 'monthly',
    timing: 'arrears',
    price: usd('30.00'),
    ...plan,
  } as CreatePlanInput);
}

const subscribe = (billing: EmbeddedBilling, extra = {}) =>
  billing.subscriptions.create({
    subscriptionKey: 'sub',
    customerKey: 'acme',
    planCode: 'basic',
    ...extra,
  });

let events = 0;
const use = (billing: EmbeddedBilling, timestamp: string, n: string) =>
  billing.usage.record({
    events: [
      { id: `e${++events}`, subscriptionKey: 'sub', metric: 'units', timestamp, properties: { n } },
    ],
  });

async function invoicesOf(billing: EmbeddedBilling): Promise<Invoice[]> {
  const all: Invoice[] = [];
  for await (const invoice of billing.invoices.list({ customerKey: 'acme' })) all.unshift(invoice);
  expect(billing.audit()).toEqual([]);
  return all;
}

const totals = (invoices: Invoice[]) => invoices.map(({ totals }) => totals.total.amount);
const lines = (invoice: Invoice | undefined) =>
  invoice?.fees.map(({ type, amount }) => `${type} ${amount.amount}`);

const perUnit = {
  model: 'standard',
  timing: 'arrears',
  metric: 'units',
  pricing: { unitAmount: '1' },
} as const;

describe('billing periods', () => {
  it('prorates the first calendar month and bills whole months after it', async () => {
    const { billing } = await setUp('2023-11-06T08:00:00Z');
    await subscribe(billing);
    await billing.advanceTo('2024-02-01T00:00:00Z');
    // 25 of 30 days, then whole months.
    expect(totals(await invoicesOf(billing))).toEqual(['25.00', '30.00', '30.00']);
  });

  it('bills an anniversary from the day of the start, counted from the anchor', async () => {
    const { billing } = await setUp('2023-01-31T08:00:00Z');
    await subscribe(billing, { billingTime: 'anniversary' });
    await billing.advanceTo('2023-05-01T00:00:00Z');
    const invoices = await invoicesOf(billing);
    expect(invoices.map(({ periods }) => periods[0]?.period)).toEqual([
      { from: '2023-01-31T00:00:00.000Z', to: '2023-02-28T00:00:00.000Z' },
      { from: '2023-02-28T00:00:00.000Z', to: '2023-03-31T00:00:00.000Z' },
      { from: '2023-03-31T00:00:00.000Z', to: '2023-04-30T00:00:00.000Z' },
    ]);
    expect(totals(invoices)).toEqual(['30.00', '30.00', '30.00']);
  });

  it('closes the month at midnight of the customer, not of UTC', async () => {
    const zone = { timezone: 'America/New_York' };
    const { billing } = await setUp('2022-02-01T12:00:00Z', { charges: [perUnit] }, zone);
    await subscribe(billing);
    await use(billing, '2022-03-01T04:59:59.999Z', '7');
    await use(billing, '2022-03-01T05:00:00.000Z', '100');
    await billing.advanceTo('2022-03-01T05:00:00Z');
    expect(lines((await invoicesOf(billing))[0])).toEqual(['subscription 30.00', 'charge 7.00']);
  });

  it('bills usage monthly and the base price yearly where the plan says so', async () => {
    const { billing } = await setUp('2023-01-01T00:00:00Z', {
      interval: 'yearly',
      chargesBilledMonthly: true,
      price: usd('365.00'),
      charges: [perUnit],
    } as Partial<CreatePlanInput>);
    await subscribe(billing);
    await use(billing, '2023-02-10T00:00:00Z', '5');
    await billing.advanceTo('2024-01-01T00:00:00Z');
    expect((await invoicesOf(billing)).map(lines)).toEqual([
      ['charge 5.00'],
      ['subscription 365.00'],
    ]);
  });

  it('goes on without gap or overlap when the customer changes time zone', async () => {
    const { billing } = await setUp('2023-01-01T00:00:00Z', { charges: [perUnit] });
    await subscribe(billing);
    await use(billing, '2023-01-31T23:30:00Z', '1');
    await billing.advanceTo('2023-02-01T00:30:00Z');
    await billing.customers.upsert({ customerKey: 'acme', timezone: 'America/New_York' });
    await use(billing, '2023-02-01T00:10:00Z', '20');
    await billing.advanceTo('2023-03-02T00:00:00Z');
    const invoices = await invoicesOf(billing);
    const windows = invoices.map(({ periods }) => periods[0]?.chargesPeriod);
    expect(windows.map((window) => window?.from)).toEqual([
      '2023-01-01T00:00:00.000Z',
      '2023-02-01T00:00:00.000Z',
      '2023-02-01T05:00:00.000Z',
    ]);
    expect(windows.map((window) => window?.to).slice(0, 2)).toEqual(
      windows.map((window) => window?.from).slice(1),
    );
    expect(invoices.flatMap((invoice) => lines(invoice))).toEqual([
      'subscription 30.00',
      'charge 1.00',
      'charge 20.00',
      'subscription 30.00',
    ]);
  });
});

describe('plans in advance', () => {
  const advance = { timing: 'advance' } as const;

  it('bills the first part of a calendar month at the start and whole months at theirs', async () => {
    const { billing } = await setUp('2023-11-16T10:00:00Z', advance);
    await subscribe(billing);
    await billing.advanceTo('2023-12-15T00:00:00Z');
    expect(totals(await invoicesOf(billing))).toEqual(['15.00', '30.00']);
  });

  it('gives unused days back when it is terminated', async () => {
    const { billing } = await setUp('2023-11-01T00:00:00Z', advance);
    await subscribe(billing);
    await billing.advanceTo('2023-11-10T12:00:00Z');
    await billing.subscriptions.terminate({ subscriptionKey: 'sub' });
    const notes = await billing.creditNotes.list();
    // 20 days after the tenth, at 1.00 a day.
    expect(notes.items.map(({ credit, balance }) => [credit.amount, balance.amount])).toEqual([
      ['20.00', '20.00'],
    ]);
    await invoicesOf(billing);
  });

  it('bills the base price when the trial ends, from that day on', async () => {
    const { billing } = await setUp('2023-11-01T00:00:00Z', { ...advance, trialDays: 10 });
    await subscribe(billing);
    await billing.advanceTo('2023-11-12T00:00:00Z');
    // The trial ends on the eleventh, which is billed: 20 of 30 days.
    expect(totals(await invoicesOf(billing))).toEqual(['20.00']);
  });
});

describe('changes of plan', () => {
  it('upgrades at once: the day belongs to the new plan', async () => {
    const { billing } = await setUp('2023-06-01T00:00:00Z', { charges: [perUnit] });
    await createPlan(billing, { code: 'pro', price: usd('60.00'), charges: [perUnit] });
    await subscribe(billing);
    await use(billing, '2023-06-10T00:00:00Z', '3');
    await billing.advanceTo('2023-06-16T12:00:00Z');
    await use(billing, '2023-06-16T11:00:00Z', '4');
    const { change } = await billing.subscriptions.changePlan({
      subscriptionKey: 'sub',
      planCode: 'pro',
    });
    expect(change).toBe('upgrade');
    await use(billing, '2023-06-20T00:00:00Z', '5');
    await billing.advanceTo('2023-07-01T00:00:00Z');
    expect((await invoicesOf(billing)).map(lines)).toEqual([
      ['subscription 15.00', 'charge 7.00'],
      ['subscription 30.00', 'charge 5.00'],
    ]);
  });

  it('downgrades at the end of the period', async () => {
    const { billing } = await setUp('2023-06-01T00:00:00Z', { price: usd('60.00') });
    await createPlan(billing, { code: 'small', price: usd('10.00') });
    await subscribe(billing);
    await billing.advanceTo('2023-06-16T00:00:00Z');
    const changed = await billing.subscriptions.changePlan({
      subscriptionKey: 'sub',
      planCode: 'small',
    });
    expect(changed).toMatchObject({ change: 'downgrade', effectiveAt: '2023-07-01T00:00:00.000Z' });
    expect(changed.subscription).toMatchObject({ planCode: 'basic', nextPlanCode: 'small' });
    await billing.advanceTo('2023-08-01T00:00:00Z');
    expect(totals(await invoicesOf(billing))).toEqual(['60.00', '10.00']);
    expect(await billing.subscriptions.get({ subscriptionKey: 'sub' })).toMatchObject({
      planCode: 'small',
      status: 'active',
    });
  });

  it('credits the rest of a month paid in advance on the invoice of the dearer plan', async () => {
    const { billing } = await setUp('2023-06-01T00:00:00Z', { timing: 'advance' });
    await createPlan(billing, { code: 'pro', price: usd('60.00'), timing: 'advance' });
    await subscribe(billing);
    await billing.advanceTo('2023-06-16T00:00:00Z');
    await billing.subscriptions.changePlan({ subscriptionKey: 'sub', planCode: 'pro' });
    const invoices = await invoicesOf(billing);
    // 15 of 30 days of the new plan, less 15 unused days of the old one.
    expect(invoices[1]?.totals).toMatchObject({
      fees: usd('30.00'),
      creditNotes: usd('15.00'),
      total: usd('15.00'),
    });
  });
});

describe('terminations', () => {
  it('bills the days until then and the usage up to that instant', async () => {
    const { billing } = await setUp('2023-06-01T00:00:00Z', { charges: [perUnit] });
    await subscribe(billing);
    await billing.advanceTo('2023-06-10T12:00:00Z');
    await use(billing, '2023-06-10T12:00:00Z', '2');
    await billing.subscriptions.terminate({ subscriptionKey: 'sub' });
    expect((await invoicesOf(billing)).map(lines)).toEqual([['subscription 10.00', 'charge 2.00']]);
    await billing.advanceTo('2023-09-01T00:00:00Z');
    expect(await invoicesOf(billing)).toHaveLength(1);
  });

  it('ends a subscription by itself at the end of a month without billing a further day', async () => {
    const { billing } = await setUp('2023-06-01T00:00:00Z');
    await subscribe(billing, { endingAt: '2023-08-01T00:00:00Z' });
    await billing.advanceTo('2023-10-01T00:00:00Z');
    expect(totals(await invoicesOf(billing))).toEqual(['30.00', '30.00']);
  });
});

describe('drafts', () => {
  it('take late events and credits until the grace period ends', async () => {
    const { billing } = await setUp(
      '2023-06-01T00:00:00Z',
      { charges: [perUnit] },
      { gracePeriodDays: 3 },
    );
    await subscribe(billing);
    await billing.coupons.create({
      code: 'five',
      discount: { type: 'fixed_amount', amount: usd('5.00') },
      frequency: { type: 'once' },
    });
    await billing.coupons.apply({ customerKey: 'acme', couponCode: 'five' });
    await billing.advanceTo('2023-07-02T00:00:00Z');
    await use(billing, '2023-06-30T23:59:59.999Z', '8');
    const [draft] = await invoicesOf(billing);
    expect(draft).toMatchObject({ status: 'draft', totals: { total: usd('30.00') } });
    const refreshed = await billing.invoices.refresh({ invoiceId: draft?.id ?? '' });
    expect(refreshed).toMatchObject({ status: 'draft', totals: { total: usd('38.00') } });
    await billing.advanceTo('2023-07-04T00:00:00Z');
    expect((await invoicesOf(billing))[0]).toMatchObject({
      status: 'finalized',
      number: 'INV-000001',
      totals: { coupons: usd('5.00'), total: usd('33.00') },
    });
  });

  it('leave events of a final period recorded and unbilled, with a warning', async () => {
    const { billing } = await setUp('2023-06-01T00:00:00Z', { charges: [perUnit] });
    await subscribe(billing);
    await billing.advanceTo('2023-07-02T00:00:00Z');
    const result = await use(billing, '2023-06-15T00:00:00Z', '8');
    expect(result.recorded).toBe(1);
    expect(result.warnings?.[0]?.code).toBe('not_applied');
    await billing.advanceTo('2023-08-01T00:00:00Z');
    expect(totals(await invoicesOf(billing))).toEqual(['30.00', '30.00']);
  });
});

describe('prorated charges', () => {
  it('show no units on a line that would be negative', async () => {
    // facts/rating.md §1: negative units or amount become 0 units and 0 amount.
    const { billing } = await setUp('2023-06-01T00:00:00Z');
    await billing.metrics.create({
      code: 'seats',
      aggregation: 'sum',
      property: 'n',
      recurring: true,
    });
    await createPlan(billing, {
      code: 'seated',
      charges: [{ ...perUnit, metric: 'seats', prorated: true }],
    });
    await subscribe(billing, { planCode: 'seated' });
    const seats = (id: string, timestamp: string, n: string) =>
      billing.usage.record({
        events: [{ id, subscriptionKey: 'sub', metric: 'seats', timestamp, properties: { n } }],
      });
    await seats('less', '2023-06-02T00:00:00Z', '-4');
    await seats('more', '2023-06-30T00:00:00Z', '6');
    await billing.advanceTo('2023-08-01T00:00:00Z');
    const [june, july] = await invoicesOf(billing);
    expect(june?.fees[1]).toMatchObject({ units: '0', amount: usd('0.00'), eventsCount: 2 });
    expect(july?.fees[1]).toMatchObject({ units: '2', amount: usd('2.00') });
  });
});

describe('usage thresholds', () => {
  it('bill the usage of the period early, and the period takes it off', async () => {
    // facts/rating.md §13: thresholds 200, 500, 700 and each further 1000.
    const { billing } = await setUp('2023-06-01T00:00:00Z', {
      price: usd('0.00'),
      charges: [perUnit],
      usageThresholds: [
        { amount: usd('2.00') },
        { amount: usd('5.00') },
        { amount: usd('7.00') },
        { amount: usd('10.00'), recurring: true },
      ],
    });
    await subscribe(billing);
    for (const [day, n] of ['2.2', '2.2', '2.2', '2.2', '22', '22'].entries()) {
      await use(billing, `2023-06-${10 + day}T00:00:00Z`, n);
    }
    await billing.advanceTo('2023-07-01T00:00:00Z');
    const invoices = await invoicesOf(billing);
    expect(invoices.map(({ type, totals }) => [type, totals.total.amount])).toEqual([
      ['progressive_billing', '2.20'],
      ['progressive_billing', '4.40'],
      ['progressive_billing', '2.20'],
      ['progressive_billing', '22.00'],
      ['progressive_billing', '22.00'],
      ['subscription', '0.00'],
    ]);
    expect(invoices.at(-1)?.totals.progressiveCredits).toEqual(usd('52.80'));
  });
});

describe('charges in advance', () => {
  const inAdvance = {
    model: 'standard',
    timing: 'advance',
    metric: 'units',
    pricing: { unitAmount: '1' },
  } as const;

  it('bill each event above the highest total of the period', async () => {
    // facts/rating.md §5: sum 10, -4, +8 bills 10, 0, 4.
    const { billing } = await setUp('2023-06-01T00:00:00Z', { charges: [inAdvance] });
    await subscribe(billing);
    for (const n of ['10', '-4', '8']) await use(billing, '2023-06-01T00:00:00Z', n);
    expect(totals(await invoicesOf(billing))).toEqual(['10.00', '4.00']);
  });

  it('stand on one invoice at the end of the period when they are not invoiceable', async () => {
    const { billing } = await setUp('2023-06-01T00:00:00Z', {
      charges: [{ ...inAdvance, invoiceable: false }],
    });
    await subscribe(billing);
    for (const n of ['10', '5']) await use(billing, '2023-06-01T00:00:00Z', n);
    expect(await invoicesOf(billing)).toEqual([]);
    await billing.advanceTo('2023-07-01T00:00:00Z');
    expect((await invoicesOf(billing)).map(lines)).toEqual([
      ['charge 10.00', 'charge 5.00'],
      ['subscription 30.00'],
    ]);
  });

  it('of a recurring metric are billed again in full at each renewal', async () => {
    const { billing } = await setUp('2023-06-01T00:00:00Z', { charges: [] });
    await billing.metrics.create({
      code: 'seats',
      aggregation: 'sum',
      property: 'n',
      recurring: true,
    });
    await billing.plans.update({ code: 'basic', charges: [{ ...inAdvance, metric: 'seats' }] });
    await subscribe(billing);
    const seats = (timestamp: string, n: string) =>
      billing.usage.record({
        events: [
          { id: timestamp, subscriptionKey: 'sub', metric: 'seats', timestamp, properties: { n } },
        ],
      });
    await seats('2023-06-01T00:00:00Z', '5');
    await billing.advanceTo('2023-06-20T00:00:00Z');
    await seats('2023-06-20T00:00:00Z', '-2');
    await billing.advanceTo('2023-07-01T00:00:00Z');
    // The price changes: what is held stays, and the next renewal has the new price.
    const doubled = { ...inAdvance, metric: 'seats', pricing: { unitAmount: '2' } };
    await billing.plans.update({ code: 'basic', charges: [doubled] });
    await seats('2023-07-01T00:00:00.000Z', '1');
    await billing.advanceTo('2023-08-01T00:00:00Z');
    expect((await invoicesOf(billing)).map(lines)).toEqual([
      ['charge 5.00'],
      ['subscription 30.00', 'charge 3.00'],
      ['charge 2.00'],
      ['subscription 30.00', 'charge 8.00'],
    ]);
  });

  it('are estimated without being recorded', async () => {
    const { billing } = await setUp('2023-06-01T00:00:00Z', { charges: [inAdvance] });
    await subscribe(billing);
    const event = { subscriptionKey: 'sub', metric: 'units', properties: { n: 3 } };
    const { fees } = await billing.usage.estimateFees({ event });
    expect(fees.map(({ amount }) => amount.amount)).toEqual(['3.00']);
    expect(await invoicesOf(billing)).toEqual([]);
    expect((await billing.usage.listEvents()).items).toEqual([]);
  });
});

describe('minimum commitment', () => {
  it('completes what base price and usage lack', async () => {
    const { billing } = await setUp('2023-06-01T00:00:00Z', {
      charges: [perUnit],
      minimumCommitment: { amount: usd('50.00') },
    });
    await subscribe(billing);
    await use(billing, '2023-06-10T00:00:00Z', '4');
    await billing.advanceTo('2023-08-01T00:00:00Z');
    expect((await invoicesOf(billing)).map(lines)).toEqual([
      ['subscription 30.00', 'charge 4.00', 'commitment 16.00'],
      ['subscription 30.00', 'commitment 20.00'],
    ]);
  });

  it('of a plan in advance is settled with the next period', async () => {
    const { billing } = await setUp('2023-06-01T00:00:00Z', {
      timing: 'advance',
      charges: [perUnit],
      minimumCommitment: { amount: usd('50.00') },
    });
    await subscribe(billing);
    await use(billing, '2023-06-10T00:00:00Z', '4');
    await billing.advanceTo('2023-07-01T00:00:00Z');
    expect((await invoicesOf(billing)).map(lines)).toEqual([
      ['subscription 30.00'],
      ['subscription 30.00', 'charge 4.00', 'commitment 16.00'],
    ]);
  });
});

describe('previews', () => {
  const shown = ({ id: _id, number: _number, ...invoice }: Invoice) => ({
    totals: invoice.totals,
    periods: invoice.periods,
    fees: invoice.fees.map(({ id: _fee, invoiceId: _invoice, ...fee }) => fee),
  });

  it('are the invoice that follows, and change nothing', async () => {
    const { billing } = await setUp('2023-06-05T00:00:00Z', { charges: [perUnit] });
    await subscribe(billing);
    await use(billing, '2023-06-10T00:00:00Z', '4');
    const preview = await billing.invoices.preview({ of: 'subscription', subscriptionKey: 'sub' });
    expect(preview.id).toBe('preview');
    expect(await invoicesOf(billing)).toEqual([]);
    await billing.advanceTo('2023-07-01T00:00:00Z');
    const [invoice] = await invoicesOf(billing);
    expect(invoice && shown(invoice)).toEqual(shown(preview));
  });

  it('show the first invoice of a subscription that is not made', async () => {
    const { billing } = await setUp('2023-06-16T00:00:00Z', { timing: 'advance' });
    const preview = await billing.invoices.preview({
      of: 'new_subscription',
      customerKey: 'acme',
      planCode: 'basic',
    });
    expect(lines(preview)).toEqual(['subscription 15.00']);
    expect((await billing.subscriptions.list()).items).toEqual([]);
  });
});

describe('what changes under way', () => {
  it('keeps a commitment whole when its draft is made final', async () => {
    const { billing } = await setUp(
      '2023-06-01T00:00:00Z',
      { price: usd('10.00'), minimumCommitment: { amount: usd('100.00') } },
      { gracePeriodDays: 3 },
    );
    await subscribe(billing);
    await billing.advanceTo('2023-07-04T00:00:00Z');
    expect((await invoicesOf(billing)).map(lines)).toEqual([
      ['subscription 10.00', 'commitment 90.00'],
    ]);
  });

  it('leaves a trial that has begun as long as it was', async () => {
    const { billing } = await setUp('2023-11-01T00:00:00Z', { timing: 'advance', trialDays: 10 });
    await subscribe(billing);
    await billing.advanceTo('2023-11-05T00:00:00Z');
    await billing.plans.update({ code: 'basic', trialDays: 2 });
    await billing.advanceTo('2023-12-01T00:00:00Z');
    expect(totals(await invoicesOf(billing))).toEqual(['20.00', '30.00']);
  });

  it('bills each month once when the zone moves east over the end of a month', async () => {
    const { billing } = await setUp('2023-01-01T00:00:00Z', { charges: [perUnit] });
    await subscribe(billing);
    await billing.advanceTo('2023-01-31T20:00:00Z');
    // In Tokyo it is February already.
    await billing.customers.upsert({ customerKey: 'acme', timezone: 'Asia/Tokyo' });
    await use(billing, '2023-02-10T00:00:00Z', '3');
    await billing.advanceTo('2023-03-01T00:00:00Z');
    expect((await invoicesOf(billing)).map(lines)).toEqual([
      ['subscription 30.00'],
      ['subscription 30.00', 'charge 3.00'],
    ]);
  });

  it('downgrades on time when the zone changes before the end of the period', async () => {
    const { billing } = await setUp('2023-01-01T00:00:00Z', { price: usd('100.00') });
    await createPlan(billing, { code: 'small', price: usd('10.00') });
    await subscribe(billing);
    await billing.advanceTo('2023-01-20T00:00:00Z');
    await billing.subscriptions.changePlan({ subscriptionKey: 'sub', planCode: 'small' });
    await billing.customers.upsert({ customerKey: 'acme', timezone: 'Asia/Tokyo' });
    await billing.advanceTo('2023-03-02T00:00:00Z');
    expect(totals(await invoicesOf(billing))).toEqual(['100.00', '10.00']);
  });

  it('keeps a plan that a subscription is going to move to', async () => {
    const { billing } = await setUp('2023-01-01T00:00:00Z', { price: usd('100.00') });
    await createPlan(billing, { code: 'small', price: usd('10.00') });
    await subscribe(billing);
    await billing.subscriptions.changePlan({ subscriptionKey: 'sub', planCode: 'small' });
    await expect(billing.plans.delete({ code: 'small' })).rejects.toMatchObject({
      code: 'conflict',
    });
    const euros = { code: 'small', price: { amount: '10.00', currency: 'EUR' } };
    await expect(billing.plans.update(euros)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('refuses to move a metered charge between arrears and advance', async () => {
    const { billing } = await setUp('2023-01-01T00:00:00Z', { charges: [perUnit] });
    await subscribe(billing);
    const moved = { ...perUnit, timing: 'advance' } as const;
    await expect(billing.plans.update({ code: 'basic', charges: [moved] })).rejects.toMatchObject({
      code: 'conflict',
      details: { resource: 'charge', key: 'units' },
    });
  });

  it('waits for late events of a month without usage, and leaves no empty invoice', async () => {
    const { billing } = await setUp(
      '2023-01-01T00:00:00Z',
      {
        interval: 'yearly',
        timing: 'advance',
        chargesBilledMonthly: true,
        price: usd('365.00'),
        charges: [perUnit],
      } as Partial<CreatePlanInput>,
      { gracePeriodDays: 3 },
    );
    await subscribe(billing);
    await billing.advanceTo('2023-02-01T00:10:00Z');
    await use(billing, '2023-01-31T23:59:00Z', '4');
    await billing.advanceTo('2023-03-20T00:00:00Z');
    expect((await invoicesOf(billing)).map(lines)).toEqual([
      ['subscription 365.00'],
      ['charge 4.00'],
    ]);
  });

  it('holds a late and an early seat in every later period', async () => {
    const { billing } = await setUp('2023-01-01T00:00:00Z', { price: usd('0.00') });
    await billing.metrics.create({
      code: 'seats',
      aggregation: 'unique_count',
      property: 'n',
      recurring: true,
    });
    await billing.plans.update({
      code: 'basic',
      charges: [{ ...perUnit, timing: 'advance', metric: 'seats' }],
    });
    await subscribe(billing);
    const seat = (timestamp: string, n: string) =>
      billing.usage.record({
        events: [{ id: n, subscriptionKey: 'sub', metric: 'seats', timestamp, properties: { n } }],
      });
    await seat('2023-01-02T00:00:00Z', 'ann');
    await seat('2023-02-02T00:00:00Z', 'early');
    await billing.advanceTo('2023-02-01T00:10:00Z');
    await seat('2023-01-31T23:50:00Z', 'late');
    await billing.advanceTo('2023-04-01T00:00:00Z');
    const renewals = (await invoicesOf(billing)).filter(({ type }) => type === 'subscription');
    // One seat is held when February begins, three when March and April begin.
    expect(totals(renewals)).toEqual(['1.00', '3.00', '3.00']);
  });

  it('runs no command at a moment whose period it has not closed', async () => {
    const { billing } = await setUp('2023-01-01T00:00:00Z');
    await subscribe(billing);
    await billing.advanceTo('2023-01-31T00:00:00Z');
    await Promise.all([
      billing.subscriptions.terminate({ subscriptionKey: 'sub' }),
      billing.advanceTo('2023-02-02T00:00:00Z'),
    ]);
    expect((await billing.subscriptions.get({ subscriptionKey: 'sub' })).status).toBe('terminated');
    await invoicesOf(billing);
  });
});

describe('a year', () => {
  it('of invoices leaves every balance in order', async () => {
    const { billing } = await setUp('2023-01-01T00:00:00Z', { charges: [perUnit] });
    await subscribe(billing);
    const wallet = await billing.credits.createWallet({ customerKey: 'acme', currency: 'USD' });
    await billing.credits.add({ walletId: wallet.id, kind: 'granted', credits: '100' });
    await billing.advanceTo('2024-01-01T00:00:00Z');
    expect(totals(await invoicesOf(billing))).toEqual([
      '0.00',
      '0.00',
      '0.00',
      '20.00',
      ...Array(8).fill('30.00'),
    ]);
    expect(await billing.credits.getWallet({ walletId: wallet.id })).toMatchObject({
      balance: usd('0.00'),
      consumed: usd('100.00'),
    });
  });
});
