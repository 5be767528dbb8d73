import { describe, expect, it } from 'vitest';
import { openBilling } from './open-billing.fixture.ts';

const PRICED = {
  aggregationMethod: 'sum',
  aggregationInterval: 'month',
  consumptionPrice: '0.5',
};

describe('the end of a month', () => {
  it('invoices what was used, by increments, on its first moment in UTC', async () => {
    const { dimension, enrol, use, paigo, invoices, call } = await openBilling();
    const seats = await dimension({ ...PRICED, dimensionName: 'Seats', usageIncrement: '1000' });
    await enrol({ dimensionIds: [seats] });
    await use(seats, '399001');
    await paigo.advanceTo('2026-03-31T23:59:59.999Z');
    await call('GET', '/customers');
    expect(invoices()).toEqual([]);
    await paigo.advanceTo('2026-04-01T00:00:00Z');
    // facts/paigo.md §4: 400,000 seats by thousands are 400 of "Seats - Thousand - …".
    expect(invoices()).toMatchObject([
      {
        invoiceType: 'RECURRING',
        invoiceStatus: 'Open',
        invoiceDate: '2026-04-01T00:00:00.000Z',
        customerId: 'acme',
        currency: 'USD',
        amount: '200',
        lineItems: [{ name: 'Seats - Thousand - Plan', quantity: '400', unitCost: '0.5' }],
      },
    ]);
  });

  it('point 10: rounds in each interval, at the price of an increment', async () => {
    const { dimension, enrol, use, paigo, invoices } = await openBilling();
    const minutes = await dimension({
      consumptionUnit: { type: 'time', unit: 'minute' },
      usageIncrement: '60',
      rounding: 'ceiling',
      aggregationMethod: 'sum',
      aggregationInterval: 'hour',
      consumptionPrice: '0.096',
    });
    await enrol({ dimensionIds: [minutes] });
    for (const hour of ['01', '02', '03']) await use(minutes, '47', `2026-03-11T${hour}:05:00Z`);
    await paigo.advanceTo('2026-04-01T00:00:00Z');
    // 47 minutes are 1 increment in each of the three hours; 3 x 0.096 = 0.288.
    expect(invoices()).toMatchObject([
      { amount: '0.29', lineItems: [{ quantity: '3', unitCost: '0.096' }] },
    ]);
  });

  it('makes no invoice without a line', async () => {
    const { dimension, enrol, paigo, invoices } = await openBilling();
    await enrol({ dimensionIds: [await dimension(PRICED)] });
    await paigo.advanceTo('2026-06-01T00:00:00Z');
    expect(invoices()).toEqual([]);
  });

  it('point 15: never invoices usage of what the customer is not enrolled in', async () => {
    const { dimension, enrol, use, paigo, invoices } = await openBilling();
    const [mine, other] = [await dimension(PRICED), await dimension(PRICED)];
    await enrol({ dimensionIds: [mine] });
    await use(other, '10');
    await paigo.advanceTo('2026-04-01T00:00:00Z');
    expect(invoices()).toEqual([]);
  });

  it('makes one invoice of all enrolments, and bills each month once', async () => {
    const { dimension, enrol, use, paigo, invoices } = await openBilling();
    const [first, second] = [await dimension(PRICED), await dimension(PRICED)];
    await enrol({ offeringName: 'A', dimensionIds: [first] });
    await enrol({ offeringName: 'B', dimensionIds: [second] });
    await use(first, '1');
    await use(second, '2');
    await paigo.advanceTo('2026-04-10T00:00:00Z');
    await use(first, '4');
    await paigo.advanceTo('2026-07-01T00:00:00Z');
    expect(invoices()).toMatchObject([
      { invoiceDate: '2026-04-01T00:00:00.000Z', amount: '1.5', lineItems: [{}, {}] },
      { invoiceDate: '2026-05-01T00:00:00.000Z', amount: '2', lineItems: [{ quantity: '4' }] },
    ]);
  });

  it('keeps currencies apart', async () => {
    const { enrol, paigo, invoices } = await openBilling({}, { currency: undefined });
    const priced = { offeringType: 'subscription', subscriptionPrice: 10 };
    await enrol({ ...priced, offeringName: 'A', currency: 'EUR' });
    await enrol({ ...priced, offeringName: 'B', currency: 'CNY' });
    await paigo.advanceTo('2026-04-01T00:00:00Z');
    const monthly = invoices().filter(({ invoiceDate }) => invoiceDate.startsWith('2026-04'));
    expect(monthly.map(({ currency }) => currency)).toEqual(['EUR', 'CNY']);
  });

  it('fills up to the minimum charge, and not beyond', async () => {
    const { dimension, enrol, use, paigo, invoices } = await openBilling();
    const calls = await dimension(PRICED);
    await enrol({ dimensionIds: [calls], minimumCharge: '32.00' });
    await use(calls, '10');
    await paigo.advanceTo('2026-04-15T00:00:00Z');
    await use(calls, '100');
    await paigo.advanceTo('2026-05-01T00:00:00Z');
    expect(invoices()).toMatchObject([
      {
        amount: '32',
        lineItems: [{ quantity: '10' }, { name: 'Minimum charge - Plan', unitCost: '27' }],
      },
      { amount: '50', lineItems: [{ quantity: '100' }] },
    ]);
  });

  it('charges a subscription for the next month, beside the usage of the last', async () => {
    const { dimension, enrol, use, paigo, invoices } = await openBilling();
    const calls = await dimension(PRICED);
    await enrol({ dimensionIds: [calls], offeringType: 'subscription', subscriptionPrice: 20 });
    await use(calls, '3');
    await paigo.advanceTo('2026-05-01T00:00:00Z');
    expect(invoices().map(({ invoiceDate, amount }) => [invoiceDate.slice(0, 10), amount])).toEqual(
      [
        ['2026-03-10', '20'],
        ['2026-04-01', '21.5'],
        ['2026-05-01', '20'],
      ],
    );
  });

  it('prices graduated tiers, each band at its own price', async () => {
    const { dimension, enrol, use, paigo, invoices } = await openBilling();
    const calls = await dimension({
      aggregationMethod: 'sum',
      aggregationInterval: 'month',
      tiers: [
        { upperBound: '10', tierPosition: '1', unitPrice: '1', tierName: 'First ten' },
        { upperBound: 'inf', tierPosition: '2', unitPrice: '0.2' },
      ],
    });
    await enrol({ dimensionIds: [calls] });
    await use(calls, '15');
    await paigo.advanceTo('2026-04-01T00:00:00Z');
    expect(invoices()).toMatchObject([
      {
        amount: '11',
        lineItems: [
          { quantity: '10', unitCost: '1', description: 'First ten' },
          { quantity: '5', unitCost: '0.2' },
        ],
      },
    ]);
  });

  it('begins entitlements anew with each month, also in months that are billed together', async () => {
    const { dimension, use, paigo, invoices, call } = await openBilling();
    const calls = await dimension({ ...PRICED, usageEntitlement: 10, overageAllowed: 'true' });
    const { body } = await call('POST', '/offerings', {
      offeringName: 'Plan',
      dimensionIds: [calls],
    });
    await call('POST', '/customers', {
      customerId: 'early',
      customerName: 'Early',
      email: 'early@example.com',
      paymentChannel: 'manual',
      offeringId: body.offeringId,
      offeringEnrollmentDate: '2026-01-20T00:00:00Z',
    });
    await use(calls, '12', '2026-01-25T00:00:00Z', 'early');
    await use(calls, '9', '2026-02-25T00:00:00Z', 'early');
    await use(calls, '11', '2026-03-05T00:00:00Z', 'early');
    // Before the enrolment: never billed.
    await use(calls, '50', '2026-01-19T00:00:00Z', 'early');
    await paigo.advanceTo('2026-04-01T00:00:00Z');
    expect(invoices()).toMatchObject([
      { amount: '1.5', lineItems: [{ quantity: '2' }, { quantity: '1' }] },
    ]);
  });

  it('bills the parent for children that are aggregated, and only for those', async () => {
    const { dimension, enrol, use, paigo, invoices, call } = await openBilling();
    const calls = await dimension(PRICED);
    const offeringId = await enrol({ dimensionIds: [calls] });
    for (const [customerId, billParent] of [
      ['child', 'aggregated'],
      ['apart', 'separate'],
    ]) {
      const fields = { customerName: 'Child', email: 'a@b.example', paymentChannel: 'manual' };
      await call('POST', '/customers', { customerId, offeringId, ...fields });
      await call('POST', `/customers/acme/children/${customerId}`, { billParent });
      await use(calls, '2', undefined, customerId);
    }
    await use(calls, '3');
    await paigo.advanceTo('2026-04-01T00:00:00Z');
    expect(invoices()).toMatchObject([
      { customerId: 'acme', amount: '2.5', lineItems: [{ quantity: '3' }, { quantity: '2' }] },
      { customerId: 'apart', amount: '1' },
    ]);
  });

  it('takes the percentage of the customer’s override off', async () => {
    const { enrol, paigo, invoices, call } = await openBilling();
    await enrol({ offeringType: 'subscription', subscriptionPrice: 20 });
    const discount = { name: 'Friends', percentage: '25', endDate: '2026-04-15T00:00:00Z' };
    await call('PUT', '/customers/acme/enrollment', { overrides: { discount } });
    await paigo.advanceTo('2026-05-01T00:00:00Z');
    expect(invoices().map(({ amount }) => amount)).toEqual(['20', '15', '20']);
  });

  it('uses prices of the enrolment before those of the offering', async () => {
    const { dimension, enrol, use, paigo, invoices, call } = await openBilling();
    const calls = await dimension(PRICED);
    await enrol({
      dimensionIds: [calls],
      dimensionOverrides: [{ dimensionId: calls, consumptionPrice: '0.4' }],
    });
    await use(calls, '10');
    await paigo.advanceTo('2026-04-10T00:00:00Z');
    const dimensionOverrides = [{ dimensionId: calls, consumptionPrice: '0.3' }];
    await call('PUT', '/customers/acme/enrollment', { overrides: { dimensionOverrides } });
    await use(calls, '10');
    await paigo.advanceTo('2026-05-01T00:00:00Z');
    expect(invoices().map(({ amount }) => amount)).toEqual(['4', '3']);
  });

  it('is free during a trial, usage and price', async () => {
    const { dimension, enrol, use, paigo, invoices } = await openBilling();
    const calls = await dimension(PRICED);
    await enrol({
      dimensionIds: [calls],
      offeringType: 'subscription',
      subscriptionPrice: 20,
      freeTrialLength: '30',
    });
    await use(calls, '10');
    await paigo.advanceTo('2026-04-08T00:00:00Z');
    await use(calls, '10');
    // The trial ends on 9 April.
    await paigo.advanceTo('2026-04-10T00:00:00Z');
    await use(calls, '4');
    await paigo.advanceTo('2026-05-01T00:00:00Z');
    expect(invoices()).toMatchObject([
      { invoiceDate: '2026-05-01T00:00:00.000Z', amount: '22', lineItems: [{}, {}] },
    ]);
  });

  it('of an annual cycle is that of the year', async () => {
    const { dimension, enrol, use, paigo, invoices } = await openBilling();
    const calls = await dimension(PRICED);
    await enrol({ dimensionIds: [calls], billingCycle: 'annualToDate' });
    await use(calls, '10');
    await paigo.advanceTo('2026-12-31T00:00:00Z');
    expect(invoices()).toEqual([]);
    await paigo.advanceTo('2027-01-01T00:00:00Z');
    expect(invoices()).toMatchObject([{ amount: '5' }]);
  });

  it.each([
    ['monthly', 1],
    ['none', 0],
  ] as const)('of a cycle that is left out: %s', async (absentCycle, count) => {
    const { dimension, enrol, use, paigo, invoices } = await openBilling({ absentCycle });
    const calls = await dimension(PRICED);
    await enrol({ dimensionIds: [calls] });
    await use(calls, '10');
    await paigo.advanceTo('2026-04-01T00:00:00Z');
    expect(invoices()).toHaveLength(count);
  });

  it('has the account’s tax on top', async () => {
    const { enrol, invoices } = await openBilling({ taxRate: '8.25' });
    await enrol({ offeringType: 'subscription', subscriptionPrice: 20 });
    expect(invoices()).toMatchObject([{ amount: '20', taxAmount: '1.65' }]);
  });

  it('leaves drafts where people release them, by the switch', async () => {
    const { enrol, paigo, invoices } = await openBilling({ invoiceApproval: 'manual' });
    await enrol({ offeringType: 'subscription', subscriptionPrice: 20 });
    await paigo.advanceTo('2026-04-01T00:00:00Z');
    expect(invoices()).toMatchObject([{ invoiceStatus: 'Draft' }, { invoiceStatus: 'Draft' }]);
  });
});
