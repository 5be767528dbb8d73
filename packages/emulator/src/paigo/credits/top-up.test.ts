import { describe, expect, it } from 'vitest';
import { openBilling } from '../billing/open-billing.fixture.ts';
import { payInvoice } from '../invoices/invoice-actions.ts';
import { creditBalance } from './ledger.ts';

/** A customer whose account is topped up to 100, with calls at 1 each. */
async function openTopUp(more: object = {}) {
  const account = await openBilling({}, { paymentChannel: 'Stripe' });
  const { dimension, enrol, state, use: record, invoices } = account;
  const calls = await dimension({
    aggregationMethod: 'sum',
    aggregationInterval: 'month',
    consumptionPrice: '1',
  });
  await enrol({ dimensionIds: [calls], billingCycle: 'topUp', topUpAmount: '100', ...more });
  const use = async (recordValue: string) => {
    await record(calls, recordValue);
    await state.runJobs();
  };
  const payLast = () => payInvoice(state, invoices().at(-1)?.invoiceId ?? '');
  const balance = () => creditBalance(state, 'acme');
  return { ...account, use, payLast, balance };
}

// facts/paigo.md §4 "Pricing models"
describe('an account that is topped up', () => {
  it('begins with an invoice for the whole amount, which makes credits when it is paid', async () => {
    const { invoices, payLast, balance } = await openTopUp();
    expect(invoices()).toMatchObject([{ invoiceType: 'TOPUP', amount: '100' }]);
    expect(balance()).toBe('0');
    payLast();
    expect(balance()).toBe('100');
  });

  it('pays usage from the balance, and is charged 80 once that is down to 20', async () => {
    const { invoices, payLast, balance, use } = await openTopUp();
    payLast();
    await use('79');
    expect(balance()).toBe('21');
    expect(invoices()).toHaveLength(1);
    await use('1');
    expect(balance()).toBe('20');
    expect(invoices()[1]).toMatchObject({ invoiceType: 'TOPUP', amount: '80' });
    payLast();
    expect(balance()).toBe('100');
  });

  it('has a threshold of its own', async () => {
    const { invoices, payLast, use } = await openTopUp({ topUpThreshold: '0.5' });
    payLast();
    await use('50');
    expect(invoices()[1]).toMatchObject({ amount: '50' });
  });

  it('is charged once at a time, and owes what the balance did not pay', async () => {
    const { invoices, payLast, balance, use, paigo } = await openTopUp();
    payLast();
    await use('90');
    await use('30');
    expect(balance()).toBe('0');
    expect(invoices()).toHaveLength(2);
    // The recharge was for 90; 20 are owed, and are taken also after the end of the month.
    await paigo.advanceTo('2026-04-02T00:00:00Z');
    payLast();
    expect(balance()).toBe('90');
    await use('1');
    expect(balance()).toBe('69');
  });

  it('gets invoices for nothing else', async () => {
    const { invoices, payLast, use, paigo } = await openTopUp();
    payLast();
    await use('10');
    await paigo.advanceTo('2026-06-01T00:00:00Z');
    expect(invoices().map(({ invoiceType }) => invoiceType)).toEqual(['TOPUP']);
  });

  it('pays what was used when it is left', async () => {
    const { payLast, balance, call, state, invoices } = await openTopUp();
    payLast();
    const [dimensionId] = state.dimensions.keys();
    const record = { customerId: 'acme', dimensionId, timestamp: state.now(), recordValue: '15' };
    await call('POST', '/usage', record);
    await call('PUT', '/customers/acme/enrollment', { offeringId: null });
    expect(balance()).toBe('85');
    expect(invoices()).toHaveLength(1);
  });
});
