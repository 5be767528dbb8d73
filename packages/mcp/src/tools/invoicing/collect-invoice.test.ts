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
    expect(change.effect).toContain('Charge 21.50 USD');
    expect(change.effect).toContain('Nothing was charged: no `collect` function was given');
    const { warnings } = await run(collectInvoice, args, call);
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
});
