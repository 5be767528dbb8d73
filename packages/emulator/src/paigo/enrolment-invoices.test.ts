import { describe, expect, it } from 'vitest';
import { openBilling } from './billing/open-billing.fixture.ts';
import { creditBalance } from './credits/ledger.ts';

const PRICED = { aggregationMethod: 'sum', aggregationInterval: 'month', consumptionPrice: '0.5' };
const SEATS = {
  dimensionName: 'Seats',
  aggregationMethod: 'last',
  aggregationInterval: 'month',
  paymentSchedule: 'upfront',
  consumptionPrice: '8',
};
const SUBSCRIPTION = { offeringType: 'subscription', subscriptionPrice: 20 };

describe('enrolling', () => {
  it('point 16: invoices a subscription at once', async () => {
    const { enrol, invoices } = await openBilling();
    await enrol(SUBSCRIPTION);
    expect(invoices()).toMatchObject([
      {
        invoiceType: 'RECURRING',
        invoiceDate: '2026-03-10T00:00:00.000Z',
        lineItems: [{ name: 'Plan', quantity: '1', unitCost: '20' }],
      },
    ]);
  });

  it('invoices nothing at once for an offering by usage, nor during a trial', async () => {
    const { dimension, enrol, invoices } = await openBilling();
    await enrol({ dimensionIds: [await dimension(PRICED)] });
    await enrol({ ...SUBSCRIPTION, freeTrialLength: '14' });
    expect(invoices()).toEqual([]);
  });

  it('invoices the quantities that are bought with it', async () => {
    const { dimension, enrol, invoices } = await openBilling();
    const seats = await dimension(SEATS);
    const usage = [{ dimensionId: seats, recordValue: '5' }];
    await enrol({ ...SUBSCRIPTION, dimensionIds: [seats] }, { usage });
    expect(invoices()).toMatchObject([
      { amount: '60', lineItems: [{}, { name: 'Seats - Unit - Plan', quantity: '5' }] },
    ]);
  });

  it('again in the same offering changes nothing', async () => {
    const { enrol, change, invoices } = await openBilling();
    const offeringId = await enrol(SUBSCRIPTION);
    await change({ offeringId });
    expect(invoices()).toHaveLength(1);
  });

  it('gives the credits that come with the offering', async () => {
    const { enrol, state, invoices } = await openBilling();
    await enrol({ prepaidCredit: '20.00' });
    expect(creditBalance(state, 'acme')).toBe('20');
    expect(invoices()).toEqual([]);
  });

  it('is invoiced to the parent who pays', async () => {
    const { enrol, call, invoices } = await openBilling();
    const parent = { customerId: 'parent', customerName: 'P', email: 'p@b.example' };
    await call('POST', '/customers', { ...parent, paymentChannel: 'manual' });
    await call('POST', '/customers/parent/children/acme', { billParent: 'aggregated' });
    await enrol(SUBSCRIPTION);
    expect(invoices()).toMatchObject([{ customerId: 'parent', amount: '20' }]);
  });
});

describe('unenrolling', () => {
  it('point 16: invoices at once what was used, and not again', async () => {
    const { dimension, enrol, use, change, paigo, invoices } = await openBilling();
    const calls = await dimension(PRICED);
    const offeringId = await enrol({ dimensionIds: [calls], minimumCharge: '32' });
    await use(calls, '10');
    await change({ unenrollOffering: offeringId });
    await paigo.advanceTo('2026-04-01T00:00:00Z');
    expect(invoices()).toMatchObject([
      { invoiceDate: '2026-03-10T00:00:00.000Z', amount: '5', lineItems: [{ quantity: '10' }] },
    ]);
  });

  it('invoices nothing where nothing was used', async () => {
    const { dimension, enrol, change, invoices } = await openBilling();
    const offeringId = await enrol({ dimensionIds: [await dimension(PRICED)] });
    await change({ unenrollOffering: offeringId });
    expect(invoices()).toEqual([]);
  });

  it('for another offering invoices the usage of the old one and the price of the new one', async () => {
    const { dimension, enrol, use, invoices } = await openBilling();
    const calls = await dimension(PRICED);
    await enrol({ dimensionIds: [calls] });
    await use(calls, '4');
    await enrol({ ...SUBSCRIPTION, offeringName: 'Big' }, { removePriorOffering: true });
    expect(invoices().map(({ amount }) => amount)).toEqual(['2', '20']);
  });

  it('invoices nothing where no bills are automatic', async () => {
    const { dimension, enrol, use, change, invoices } = await openBilling({ absentCycle: 'none' });
    const calls = await dimension(PRICED);
    const offeringId = await enrol({ ...SUBSCRIPTION, dimensionIds: [calls] });
    await use(calls, '10');
    await change({ unenrollOffering: offeringId });
    expect(invoices()).toEqual([]);
  });
});

describe('seats', () => {
  // facts/paigo.md §3.6
  it('are invoiced at once by what was added, and in full with the next month', async () => {
    const { dimension, enrol, call, paigo, state, invoices } = await openBilling();
    const seats = await dimension(SEATS);
    const usage = [{ dimensionId: seats, recordValue: '5' }];
    await enrol({ ...SUBSCRIPTION, dimensionIds: [seats] }, { usage });
    const buy = async (recordValue: string, day: string) => {
      await paigo.advanceTo(`2026-03-${day}T00:00:00Z`);
      const record = {
        customerId: 'acme',
        dimensionId: seats,
        timestamp: state.now(),
        recordValue,
      };
      return (await call('POST', '/usage?invoice=true', record)).status;
    };
    expect(await buy('8', '12')).toBe(201);
    expect(await buy('6', '14')).toBe(201);
    expect(invoices().slice(1)).toMatchObject([
      { amount: '24', lineItems: [{ name: 'Seats - Unit - Plan', quantity: '3', unitCost: '8' }] },
      { amount: '0', lineItems: [{ quantity: '0' }] },
    ]);
    await paigo.advanceTo('2026-04-01T00:00:00Z');
    expect(invoices().at(-1)).toMatchObject({ amount: '68', lineItems: [{}, { quantity: '6' }] });
  });
});
