import { describe, expect, it } from 'vitest';
import { run, stateOf } from '../run-tool.fixture.ts';
import { plan, type TestCall } from '../tool-call.fixture.ts';
import { createCreditNote } from './create-credit-note.ts';
import { withDraft, withInvoice } from './invoices.fixture.ts';
import { voidDocument } from './void-document.ts';

async function withNote(): Promise<TestCall & { document: string }> {
  const call = await withInvoice();
  const { id } = call.invoice;
  await call.engine.invoices.update({ invoiceId: id, paymentStatus: 'succeeded' });
  await run(createCreditNote, { invoice: id, reason: 'other' }, call);
  const [note] = (await call.engine.creditNotes.list()).items;
  return { ...call, document: note?.number ?? '' };
}

const DOCUMENTS = {
  invoice: async () => {
    const call = await withInvoice();
    return { ...call, document: call.invoice.number ?? '' };
  },
  dispute_lost: async () => {
    const call = await withInvoice();
    return { ...call, document: call.invoice.id };
  },
  credit_note: withNote,
};

describe.each(['invoice', 'dispute_lost', 'credit_note'] as const)('void_document: %s', (kind) => {
  it('D1: asks with the amount, and does it', async () => {
    const call = await DOCUMENTS[kind]();
    const args = { kind, document: call.document };
    const change = await plan(voidDocument, args, call);
    expect(change).toMatchObject({
      needsConsent: true,
      money: { amount: '21.50', currency: 'USD' },
    });
    await run(voidDocument, args, call);
    const [invoice] = (await call.engine.invoices.list()).items;
    const [note] = (await call.engine.creditNotes.list()).items;
    const done = {
      invoice: invoice?.status === 'voided',
      dispute_lost: invoice?.paymentDisputeLostAt !== undefined,
      credit_note: note?.creditStatus === 'voided',
    };
    expect(done[kind]).toBe(true);
  });

  it('A: idempotent: a second call changes nothing and says so', async () => {
    const call = await DOCUMENTS[kind]();
    const args = { kind, document: call.document };
    await run(voidDocument, args, call);
    const once = await stateOf(call);
    const again = await plan(voidDocument, args, call);
    expect(again).toMatchObject({ needsConsent: false, calls: [] });
    expect((await run(voidDocument, args, call)).summary).toContain('nothing was changed');
    expect(await stateOf(call)).toEqual(once);
  });

  it('R5: acts on no document that is not there', async () => {
    const call = await withInvoice();
    await expect(plan(voidDocument, { kind, document: 'X-1' }, call)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('asks nobody for what cannot be voided: a paid invoice, a draft, a credit note that is used up', async () => {
    const call = await withInvoice();
    const { id: invoiceId } = call.invoice;
    const [fee] = call.invoice.fees;
    if (fee === undefined) throw new Error('the invoice has no fee');
    const refused = (kind: string, document: string) =>
      expect(plan(voidDocument, { kind, document }, call)).rejects.toMatchObject({
        code: 'invalid_arguments',
        options: { field: 'document' },
      });
    await call.engine.invoices.update({ invoiceId, paymentStatus: 'succeeded' });
    await refused('invoice', invoiceId);
    const note = await call.engine.creditNotes.create({
      invoiceId,
      reason: 'other',
      items: [{ feeId: fee.id, amount: { amount: '1.00', currency: 'USD' } }],
      refund: { amount: '1.00', currency: 'USD' },
    });
    await refused('credit_note', note.id);
    const draft = await withDraft();
    await expect(
      plan(voidDocument, { kind: 'dispute_lost', document: draft.invoice.id }, draft),
    ).rejects.toMatchObject({ options: { field: 'document' } });
  });
});
