import { describe, expect, it } from 'vitest';
import { run } from '../run-tool.fixture.ts';
import { plan, testCall } from '../tool-call.fixture.ts';
import { createCreditNote } from './create-credit-note.ts';
import { withDraft, withInvoice } from './invoices.fixture.ts';

const USD = (amount: string) => ({ amount, currency: 'USD' });

async function withPaid() {
  const call = await withInvoice();
  await call.engine.invoices.update({ invoiceId: call.invoice.id, paymentStatus: 'succeeded' });
  return call;
}

describe('create_credit_note', () => {
  it('D1: asks with amount and split before it refunds a part', async () => {
    const call = await withPaid();
    const [fee] = call.invoice.fees;
    const args = {
      invoice: call.invoice.number,
      reason: 'duplicated_charge',
      items: [{ feeId: fee?.id, amount: USD('1.50') }],
      refund: USD('1.00'),
    };
    const change = await plan(createCreditNote, args, call);
    expect(change).toMatchObject({ needsConsent: true, money: USD('1.50') });
    expect(change.effect).toContain('refund 1.00 USD, credit the rest');
    await run(createCreditNote, args, call);
    expect((await call.engine.creditNotes.list()).items).toMatchObject([
      { refund: USD('1.00'), credit: USD('0.50') },
    ]);
  });

  it('gives the whole invoice back where no items are named', async () => {
    const call = await withPaid();
    const args = { invoice: call.invoice.id, reason: 'other', refund: USD('21.50') };
    await run(createCreditNote, args, call);
    expect((await call.engine.creditNotes.list()).items).toMatchObject([
      { total: USD('21.50'), refund: USD('21.50') },
    ]);
  });

  it('sums the items where the provider computes nothing beforehand', async () => {
    const paid = await withPaid();
    const call = testCall({ without: { 'creditNotes.estimate': 'nothing' } }, paid);
    const change = await plan(
      createCreditNote,
      { invoice: paid.invoice.id, reason: 'other' },
      call,
    );
    expect(change.money).toEqual(USD('21.50'));
    expect(change.effect).toContain('before tax');
  });

  it('refuses more than a fee has left before anybody is asked', async () => {
    const call = await withPaid();
    const [fee] = call.invoice.fees;
    const items = [{ feeId: fee?.id, amount: USD('1000.00') }];
    await expect(
      plan(createCreditNote, { invoice: call.invoice.id, reason: 'other', items }, call),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('asks nobody for a refund of what was not paid, nor for an offset of what was', async () => {
    const call = await withInvoice();
    const args = { invoice: call.invoice.id, reason: 'other' };
    const one = { amount: '1.00', currency: 'USD' };
    await expect(plan(createCreditNote, { ...args, refund: one }, call)).rejects.toMatchObject({
      options: { field: 'refund', message: expect.stringContaining('was paid of this: 0.00 USD') },
    });
    const { id: invoiceId } = call.invoice;
    await call.engine.invoices.update({ invoiceId, paymentStatus: 'succeeded' });
    await expect(plan(createCreditNote, { ...args, offset: one }, call)).rejects.toMatchObject({
      options: { field: 'offset' },
    });
    const draft = await withDraft();
    await expect(
      plan(createCreditNote, { invoice: draft.invoice.id, reason: 'other' }, draft),
    ).rejects.toMatchObject({ options: { field: 'invoice' } });
  });
});
