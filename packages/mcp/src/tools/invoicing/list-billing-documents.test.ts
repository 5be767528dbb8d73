import { describe, expect, it } from 'vitest';
import { run } from '../run-tool.fixture.ts';
import { read } from '../tool-call.fixture.ts';
import { createCreditNote } from './create-credit-note.ts';
import { withInvoice } from './invoices.fixture.ts';
import { listBillingDocuments } from './list-billing-documents.ts';

describe('list_billing_documents', () => {
  it('lists the credit notes of a customer', async () => {
    const call = await withInvoice();
    const { id } = call.invoice;
    await call.engine.invoices.update({ invoiceId: id, paymentStatus: 'succeeded' });
    await run(createCreditNote, { invoice: id, reason: 'other' }, call);
    for (const scope of [{ customer: 'Acme Corp' }, { invoice: id }, {}]) {
      const args = { kind: 'credit_notes', ...scope };
      const { facts, summary } = await read(listBillingDocuments, args, call);
      expect(summary).toMatch(/^1 credit note /);
      expect(facts.items).toMatchObject([{ customerKey: 'acme', total: '21.50 USD' }]);
    }
  });

  it('pages through the fees of an invoice', async () => {
    const call = await withInvoice();
    const args = { kind: 'fees', invoice: call.invoice.number, limit: 1 };
    const first = await read(listBillingDocuments, args, call);
    expect(first.next).toContain('cursor');
    const { nextCursor } = first.facts;
    const second = await read(listBillingDocuments, { ...args, cursor: nextCursor }, call);
    expect(second.facts.nextCursor).toBeUndefined();
    const ids = [first, second].flatMap(({ facts }) =>
      (facts.items as { id: string }[]).map(({ id }) => id),
    );
    expect(ids).toEqual(call.invoice.fees.map(({ id }) => id));
  });

  it('A: reads only, whatever is listed', async () => {
    const call = await withInvoice();
    await read(listBillingDocuments, { kind: 'fees', invoice: call.invoice.id }, call);
    await read(listBillingDocuments, { kind: 'credit_notes' }, call);
    expect(call.called).toEqual(['invoices.get', 'creditNotes.list']);
  });

  it('refuses fees without an invoice, and a cursor of another list', async () => {
    const call = await withInvoice();
    await expect(read(listBillingDocuments, { kind: 'fees' }, call)).rejects.toMatchObject({
      options: { field: 'invoice' },
    });
    await expect(
      read(listBillingDocuments, { kind: 'fees', invoice: call.invoice.id, cursor: 'other' }, call),
    ).rejects.toMatchObject({ options: { field: 'cursor' } });
  });

  it('R4: lists no fees of the invoice of another customer than is named', async () => {
    const call = await withInvoice();
    await call.engine.customers.upsert({ customerKey: 'beta' });
    const args = { kind: 'fees', invoice: call.invoice.id };
    const listed = await read(listBillingDocuments, { ...args, customer: 'acme' }, call);
    expect(listed.facts.items).toHaveLength(call.invoice.fees.length);
    await expect(
      read(listBillingDocuments, { ...args, customer: 'beta' }, call),
    ).rejects.toMatchObject({ code: 'invalid_arguments', options: { field: 'invoice' } });
  });
});
