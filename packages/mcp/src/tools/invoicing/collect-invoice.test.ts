import { describe, expect, it } from 'vitest';
import { run } from '../run-tool.fixture.ts';
import { plan } from '../tool-call.fixture.ts';
import { collectInvoice } from './collect-invoice.ts';
import { withDraft, withInvoice } from './invoices.fixture.ts';

describe('collect_invoice', () => {
  it('D1: asks with what is due before it makes a draft final', async () => {
    const call = await withDraft();
    const args = { invoice: call.invoice.id, action: 'finalize' };
    const change = await plan(collectInvoice, args, call);
    expect(change).toMatchObject({ needsConsent: true, money: call.invoice.totals.due });
    await run(collectInvoice, args, call);
    expect(await call.engine.invoices.get({ invoiceId: call.invoice.id })).toMatchObject({
      status: 'finalized',
    });
  });

  it('D1: asks before it records a payment, by number', async () => {
    const call = await withInvoice();
    const args = {
      invoice: call.invoice.number,
      action: 'record_payment',
      paymentStatus: 'succeeded',
    };
    const change = await plan(collectInvoice, args, call);
    expect(change).toMatchObject({
      needsConsent: true,
      money: { amount: '21.50', currency: 'USD' },
    });
    expect(change.effect).toContain('succeeded (it was pending)');
    await run(collectInvoice, args, call);
    expect(await call.engine.invoices.get({ invoiceId: call.invoice.id })).toMatchObject({
      paymentStatus: 'succeeded',
      totals: { due: { amount: '0.00' } },
    });
  });

  it('D1: asks before it charges, and passes on that nothing was charged', async () => {
    const call = await withInvoice();
    const args = { invoice: call.invoice.id, action: 'collect' };
    const change = await plan(collectInvoice, args, call);
    expect(change.effect).toContain('Ask embedded to charge 21.50 USD');
    expect(change.effect).toContain('Nothing was charged: ');
    const { summary, warnings } = await run(collectInvoice, args, call);
    expect(summary).toMatch(/^Nothing has changed yet \(collect\): .*payment pending\.$/);
    expect(warnings).toMatchObject([{ message: expect.stringContaining('Nothing was charged') }]);
  });

  it('D3: rests the consent on what is due', async () => {
    const call = await withInvoice();
    const args = { invoice: call.invoice.id, action: 'collect' };
    const before = await plan(collectInvoice, args, call);
    await call.engine.invoices.update({ invoiceId: call.invoice.id, paymentStatus: 'succeeded' });
    const after = await plan(collectInvoice, args, call);
    expect(after.basis).not.toEqual(before.basis);
  });

  it.each([
    [{ action: 'record_payment' }, 'paymentStatus'],
    [{ action: 'collect', paymentStatus: 'succeeded' }, 'paymentStatus'],
  ])('refuses %j', async (args, field) => {
    const call = await withInvoice();
    await expect(
      plan(collectInvoice, { invoice: call.invoice.id, ...args }, call),
    ).rejects.toMatchObject({ options: { field } });
  });

  it.each([
    [{ action: 'finalize' }, 'is final already'],
    [{ action: 'collect' }, 'has nothing due already'],
    [{ action: 'record_payment', paymentStatus: 'succeeded' }, 'payment status succeeded already'],
  ])(
    'asks nobody for %j where it is so already, and says that nothing was changed',
    async (args, said) => {
      const call = await withInvoice();
      await call.engine.invoices.update({ invoiceId: call.invoice.id, paymentStatus: 'succeeded' });
      const change = await plan(collectInvoice, { invoice: call.invoice.id, ...args }, call);
      expect(change).toMatchObject({ needsConsent: false, calls: [] });
      const { summary } = await run(collectInvoice, { invoice: call.invoice.id, ...args }, call);
      expect(summary).toContain(`${said}; nothing was changed`);
    },
  );

  it.each([
    [{ action: 'finalize' }],
    [{ action: 'collect' }],
    [{ action: 'record_payment', paymentStatus: 'succeeded' }],
  ])('refuses %j of a voided invoice before anybody is asked', async (args) => {
    const call = await withInvoice();
    await call.engine.invoices.void({ invoiceId: call.invoice.id });
    await expect(
      plan(collectInvoice, { invoice: call.invoice.id, ...args }, call),
    ).rejects.toMatchObject({
      code: 'invalid_arguments',
      options: { field: 'action', message: expect.stringContaining('voided') },
    });
  });
});
