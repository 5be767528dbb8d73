import { BillingError } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../refusal.fixture.ts';
import { read, testCall, withAcme } from '../tool-call.fixture.ts';
import { previewCharges } from './preview-charges.ts';

describe('preview_charges', () => {
  it.each([{ subscription: 'acme-pro' }, { customer: 'Acme Corp' }])(
    'computes the next invoice of %o and makes nothing',
    async (args) => {
      const call = await withAcme(testCall());
      const { facts } = await read(previewCharges, args, call);
      expect(facts.preview).toMatchObject({ totals: { fees: '21.50 USD' } });
      expect((await call.engine.invoices.list({})).items).toEqual([]);
    },
  );

  it('computes the first invoice of a subscription that is not made', async () => {
    const call = await withAcme(testCall());
    const args = {
      of: 'new_subscription',
      customer: 'acme',
      plan: 'Pro',
      startAt: '2026-04-01T00:00:00Z',
    };
    const { facts } = await read(previewCharges, args, call);
    expect(facts.preview).toMatchObject({ totals: { fees: '20.00 USD' } });
    expect((await call.engine.subscriptions.list({})).items).toHaveLength(1);
  });

  it('computes a credit note on an invoice by number', async () => {
    const call = await withAcme(testCall());
    const invoice = await call.engine.invoices.create({
      customerKey: 'acme',
      currency: 'USD',
      items: [{ name: 'Setup', unitAmount: '100' }],
    });
    const feeId = invoice.fees[0]?.id;
    const args = {
      of: 'credit_note',
      invoice: invoice.number,
      items: [{ feeId, amount: { amount: '10.00', currency: 'USD' } }],
    };
    const { facts } = await read(previewCharges, args, call);
    expect(facts.estimate).toMatchObject({ total: { amount: '10.00', currency: 'USD' } });
    expect((await call.engine.creditNotes.list({})).items).toEqual([]);
  });

  it.each([
    [{}, 'subscription'],
    [{ of: 'new_subscription' }, 'customer'],
    [{ of: 'new_subscription', customer: 'acme' }, 'plan'],
    [{ of: 'credit_note' }, 'invoice'],
    [{ of: 'credit_note', invoice: 'x' }, 'items'],
  ])('asks for what %o lacks: %s', async (args, field) => {
    const refusal = await refusalOf(read(previewCharges, args, await withAcme(testCall())));
    expect(refusal.code).toBe('invalid_arguments');
    expect(refusal.options.field).toBe(field);
  });

  it('R3: fails where the provider refuses', async () => {
    const call = await withAcme(testCall());
    await call.engine.subscriptions.terminate({ subscriptionKey: 'acme-pro' });
    const preview = read(previewCharges, { subscription: 'acme-pro' }, call);
    await expect(preview).rejects.toSatisfy((error) => BillingError.is(error));
  });

  it('R6: says what the provider has instead of estimates of credit notes', async () => {
    const call = testCall({ without: { 'creditNotes.estimate': 'void the invoice.' } });
    const refusal = await refusalOf(read(previewCharges, { of: 'credit_note' }, call));
    expect([refusal.code, refusal.options.next]).toEqual(['unsupported', 'void the invoice.']);
  });

  const startAt = '2026-04-01T00:00:00Z';
  const items = [{ feeId: 'f', amount: { amount: '1.00', currency: 'USD' } }];

  it.each([
    [{ customer: 'acme', plan: 'pro' }, 'plan'],
    [{ subscription: 'acme-pro', startAt }, 'startAt'],
    [{ subscription: 'acme-pro', billingTime: 'calendar' }, 'billingTime'],
    [{ subscription: 'acme-pro', invoice: 'INV-1' }, 'invoice'],
    [{ subscription: 'acme-pro', items }, 'items'],
    [{ of: 'new_subscription', customer: 'acme', plan: 'pro', subscription: 'x' }, 'subscription'],
    [{ of: 'new_subscription', customer: 'acme', plan: 'pro', invoice: 'INV-1' }, 'invoice'],
    [{ of: 'credit_note', invoice: 'INV-1', items, plan: 'pro' }, 'plan'],
    [{ of: 'credit_note', invoice: 'INV-1', items, subscription: 'x' }, 'subscription'],
  ])('R4: refuses what has no part in %o: %s', async (args, field) => {
    const call = await withAcme(testCall());
    const refusal = await refusalOf(read(previewCharges, args, call));
    expect(refusal.code).toBe('invalid_arguments');
    expect(refusal.options.field).toBe(field);
    expect(call.called).toEqual([]);
  });

  it('says where the price of a plan and of a change of plan is previewed', async () => {
    const refusal = await refusalOf(
      read(previewCharges, { customer: 'acme', plan: 'pro' }, await withAcme(testCall())),
    );
    expect(refusal.options.next).toContain('of: new_subscription');
    expect(refusal.options.next).toContain('create_subscription tells with dry_run');
  });

  it('computes no credit note on the invoice of another customer', async () => {
    const call = await withAcme(testCall());
    await call.engine.customers.upsert({ customerKey: 'beta' });
    const invoice = await call.engine.invoices.create({
      customerKey: 'acme',
      currency: 'USD',
      items: [{ name: 'Setup', unitAmount: '100' }],
    });
    const args = { of: 'credit_note', customer: 'beta', invoice: invoice.id, items };
    const refusal = await refusalOf(read(previewCharges, args, call));
    expect([refusal.code, refusal.options.field]).toEqual(['invalid_arguments', 'invoice']);
  });

  it('says of a new subscription with a start in the past that more than its first invoice comes', async () => {
    const call = await withAcme(testCall());
    const args = { of: 'new_subscription', customer: 'acme', plan: 'pro' };
    const past = await read(previewCharges, { ...args, startAt: '2025-01-01T00:00:00Z' }, call);
    expect(past.summary).toContain('It is the first one only: each period since 2025-01-01');
    expect(past.next).toContain('create_subscription with dry_run');
    const now = await read(previewCharges, args, call);
    expect(now.summary).not.toContain('first one only');
  });
});
