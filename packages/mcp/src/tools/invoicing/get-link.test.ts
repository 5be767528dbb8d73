import { describe, expect, it } from 'vitest';
import { run } from '../run-tool.fixture.ts';
import { plan, read, testCall, withAcme } from '../tool-call.fixture.ts';
import { createCreditNote } from './create-credit-note.ts';
import { getLink } from './get-link.ts';
import { INVOICING } from './index.ts';
import { withInvoice } from './invoices.fixture.ts';
import { listBillingDocuments } from './list-billing-documents.ts';

describe('get_link', () => {
  it('S9: is not read-only, and its answers are marked as sensitive', async () => {
    expect(getLink.safety.readOnlyHint).toBe(false);
    const call = await withInvoice();
    const { id } = call.invoice;
    await call.engine.invoices.update({ invoiceId: id, paymentStatus: 'succeeded' });
    await run(createCreditNote, { invoice: id, reason: 'other' }, call);
    const [note] = (await call.engine.creditNotes.list()).items;
    for (const args of [
      { kind: 'portal', customer: 'acme' },
      { kind: 'checkout', customer: 'Acme Corp' },
      { kind: 'payment', invoice: call.invoice.number },
      { kind: 'invoice', invoice: id },
      { kind: 'credit_note', creditNote: note?.number },
    ]) {
      const change = await plan(getLink, args, call);
      const answer = await run(getLink, args, call);
      expect(answer.isSensitive).toBe(true);
      const url = String(answer.facts.url);
      expect(url).toMatch(/^data:/);
      for (const text of [change.effect, answer.summary, ...change.targets]) {
        expect(text).not.toContain(url);
      }
    }
  });

  it('S9: no list of documents holds a link', async () => {
    const call = await withInvoice();
    for (const args of [{ kind: 'fees', invoice: call.invoice.id }, { kind: 'credit_notes' }]) {
      const answer = await read(listBillingDocuments, args, { ...call, detailed: true });
      expect(JSON.stringify(answer)).not.toMatch(/data:|https?:/);
    }
    expect(INVOICING.filter(({ safety }) => safety.readOnlyHint)).toEqual([listBillingDocuments]);
  });

  it.each([
    [{ kind: 'portal' }, 'customer'],
    [{ kind: 'payment' }, 'invoice'],
    [{ kind: 'credit_note' }, 'creditNote'],
  ])('asks for what %j is of', async (args, field) => {
    const call = await withAcme(testCall());
    await expect(plan(getLink, args, call)).rejects.toMatchObject({ options: { field } });
  });
});
