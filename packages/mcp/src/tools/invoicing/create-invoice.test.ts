import { describe, expect, it } from 'vitest';
import { paigoCall } from '../paigo-call.fixture.ts';
import { run } from '../run-tool.fixture.ts';
import { plan, testCall, withAcme } from '../tool-call.fixture.ts';
import { createInvoice } from './create-invoice.ts';

const ITEMS = [
  { name: 'Setup', unitAmount: '100.10' },
  { name: 'Hours', unitAmount: '80', units: '2.5' },
];

describe('create_invoice', () => {
  it('D1: asks with the total before tax, and makes it', async () => {
    const call = await withAcme(testCall());
    await call.engine.customers.upsert({ customerKey: 'acme', taxCodes: ['vat'] });
    const args = { customer: 'Acme Corp', items: ITEMS };
    const change = await plan(createInvoice, args, call);
    expect(change).toMatchObject({
      needsConsent: true,
      money: { amount: '300.10', currency: 'USD' },
      targets: ['customer:acme'],
    });
    expect(change.effect).toContain('300.10 USD before tax for 2 items');
    const answer = await run(createInvoice, args, call);
    // 300.10 and 20 % of it.
    expect(answer.summary).toContain('360.12 USD with tax');
    const { items } = await call.engine.invoices.list({ type: 'one_off' });
    expect(items).toMatchObject([
      { status: 'finalized', totals: { fees: change.money, total: { amount: '360.12' } } },
    ]);
  });

  it('R2: sums floats would not, and yen without decimals', async () => {
    const call = testCall();
    await call.engine.customers.upsert({ customerKey: 'b', currency: 'USD' });
    await call.engine.customers.upsert({ customerKey: 'j', currency: 'JPY' });
    const of = (...amounts: string[]) =>
      amounts.map((unitAmount) => ({ name: 'Item', unitAmount }));
    const dollars = await plan(createInvoice, { customer: 'b', items: of('0.1', '0.2') }, call);
    expect(dollars.money).toEqual({ amount: '0.30', currency: 'USD' });
    const yen = await plan(createInvoice, { customer: 'j', items: of('500') }, call);
    expect(yen.money).toEqual({ amount: '500', currency: 'JPY' });
  });

  it('asks for the currency of a customer who has none', async () => {
    const call = testCall();
    await call.engine.customers.upsert({ customerKey: 'beta' });
    await expect(
      plan(createInvoice, { customer: 'beta', items: ITEMS }, call),
    ).rejects.toMatchObject({ options: { field: 'currency' } });
  });

  it.each([
    ['where the provider makes one', {}, 'get_link with kind payment makes a link to pay it.'],
    ['nowhere else', { 'invoices.createPaymentLink': 'send it by hand.' }, undefined],
  ])('R6: speaks of a link to pay it %s', async (_, without, next) => {
    const call = await withAcme(testCall({ without }));
    const answer = await run(createInvoice, { customer: 'acme', items: ITEMS }, call);
    expect(answer.next).toBe(next);
  });

  it('makes one at Paigo', async () => {
    const call = await paigoCall();
    await call.engine.customers.upsert({ customerKey: 'b', name: 'B', email: 'b@b.example' });
    await run(createInvoice, { customer: 'b', currency: 'USD', items: ITEMS }, call);
    const { items } = await call.engine.invoices.list({ customerKey: 'b' });
    expect(items).toMatchObject([{ totals: { fees: { amount: '300.10', currency: 'USD' } } }]);
  });
});
