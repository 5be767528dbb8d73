import { describe, expect, it } from 'vitest';
import { run, stateOf } from '../run-tool.fixture.ts';
import { plan, testCall, withAcme } from '../tool-call.fixture.ts';
import { withDraft, withInvoice } from './invoices.fixture.ts';
import { updateInvoice } from './update-invoice.ts';

describe('update_invoice', () => {
  it('A: idempotent: sets metadata by number, twice as once, without asking', async () => {
    const call = await withInvoice();
    const args = { invoice: call.invoice.number, action: 'update', metadata: { po: '7' } };
    expect((await plan(updateInvoice, args, call)).needsConsent).toBe(false);
    await run(updateInvoice, args, call);
    const once = await stateOf(call);
    await run(updateInvoice, args, call);
    expect(await stateOf(call)).toEqual(once);
    expect(await call.engine.invoices.get({ invoiceId: call.invoice.id })).toMatchObject({
      metadata: { po: '7' },
    });
  });

  it('computes a draft again with the usage since', async () => {
    const call = await withDraft();
    await call.engine.usage.record({
      events: [
        {
          id: 'late',
          subscriptionKey: 'acme-pro',
          metric: 'calls',
          timestamp: '2026-03-20T00:00:00Z',
        },
      ],
    });
    await run(updateInvoice, { invoice: call.invoice.id, action: 'refresh' }, call);
    const after = await call.engine.invoices.get({ invoiceId: call.invoice.id });
    // 20.00 and four calls of 0.50.
    expect(after.totals.fees.amount).toBe('22.00');
  });

  it.each([
    [{ action: 'update' }, 'metadata'],
    [{ action: 'refresh', metadata: { a: 'b' } }, 'metadata'],
    [{ action: 'refresh' }, 'action'],
    [{ action: 'retry' }, 'action'],
  ])('refuses %j of a final invoice, naming the field', async (args, field) => {
    const call = await withInvoice();
    await expect(
      plan(updateInvoice, { invoice: call.invoice.id, ...args }, call),
    ).rejects.toMatchObject({ code: 'invalid_arguments', options: { field } });
  });

  it('R6: says what to use where the provider cannot refresh', async () => {
    const call = testCall({ without: { 'invoices.refresh': 'wait for the end.' } });
    await withAcme(call);
    await expect(
      plan(updateInvoice, { invoice: 'x', action: 'refresh' }, call),
    ).rejects.toMatchObject({ code: 'unsupported', options: { next: 'wait for the end.' } });
  });

  it('D1: asks before it computes a failed invoice again, and needs the scope for money', async () => {
    const call = await withInvoice();
    const failed = { ...call.invoice, status: 'failed' as const };
    const invoices = { ...call.billing.invoices, get: async () => failed };
    const planned = { ...call, billing: { ...call.billing, invoices } };
    const args = { invoice: failed.id, action: 'retry' };
    const change = await plan(updateInvoice, args, planned);
    expect(change).toMatchObject({
      needsConsent: true,
      calls: [{ operation: 'invoices.retry', input: { invoiceId: failed.id } }],
    });
    const limited = { ...planned, principal: { id: 'x', scopes: ['billing:write'] } };
    await expect(plan(updateInvoice, args, limited)).rejects.toMatchObject({ code: 'denied' });
  });
});
