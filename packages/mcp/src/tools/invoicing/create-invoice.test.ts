import { describe, expect, it } from 'vitest';
import { paigoCall } from '../paigo-call.fixture.ts';
import { run } from '../run-tool.fixture.ts';
import { writeOperation } from '../tail/write-operation.ts';
import { plan, testCall, withAcme } from '../tool-call.fixture.ts';
import { createInvoice } from './create-invoice.ts';

const ITEMS = [
  { name: 'Setup', unitAmount: '100.10' },
  { name: 'Hours', unitAmount: '80', units: '2.5' },
];

describe('create_invoice', () => {
  it('D1: asks with the total before tax and with it, and makes it', async () => {
    const call = await withAcme(testCall());
    await call.engine.customers.upsert({ customerKey: 'acme', taxCodes: ['vat'] });
    const args = { customer: 'Acme Corp', items: ITEMS };
    const change = await plan(createInvoice, args, call);
    expect(change).toMatchObject({
      needsConsent: true,
      money: { amount: '360.12', currency: 'USD' },
      targets: ['customer:acme'],
    });
    expect(change.effect).toContain('300.10 USD before tax for 2 items');
    const answer = await run(createInvoice, args, call);
    // 300.10 and 20 % of it.
    expect(answer.summary).toContain('360.12 USD with tax');
    const { items } = await call.engine.invoices.list({ type: 'one_off' });
    expect(items).toMatchObject([
      { status: 'finalized', totals: { fees: { amount: '300.10' }, total: change.money } },
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

  it('D8: counts the tax of each line, and says what it comes to with it', async () => {
    const call = await withAcme(testCall());
    await call.engine.taxes.create({ code: 'all', name: 'All', rate: '100', byDefault: true });
    const items = [
      { name: 'Setup', unitAmount: '20.00' },
      { name: 'Reduced', unitAmount: '10.00', taxCodes: ['vat'] },
      { name: 'Free of tax', unitAmount: '5.00', taxCodes: [] },
    ];
    const change = await plan(createInvoice, { customer: 'acme', items }, call);
    // 40 and 12 and 5.
    expect(change.money).toEqual({ amount: '57.00', currency: 'USD' });
    expect(change.effect).toContain('35.00 USD before tax for 3 items, 57.00 USD with tax.');
    const input = { customerKey: 'acme', currency: 'USD', items };
    const byOperation = { operation: 'invoices.create', input };
    const other = await plan(writeOperation, byOperation, call);
    expect(other.money).toEqual(change.money);
    expect(other.effect).toContain('It comes to 35.00 USD before tax, 57.00 USD with tax.');
    await run(createInvoice, { customer: 'acme', items }, call);
    const [invoice] = (await call.engine.invoices.list({ customerKey: 'acme' })).items;
    expect(invoice?.totals.taxes.amount).toBe('22.00');
  });

  it.each([
    [{ items: [{ name: 'x', unitAmount: '1.234567' }] }, 'items[0].unitAmount'],
    [{ items: [{ name: 'x', unitAmount: '1.00' }], currency: 'EUR' }, 'currency'],
  ])('asks nobody for what cannot be invoiced: %j', async (args, field) => {
    const call = await withAcme(testCall());
    await expect(plan(createInvoice, { customer: 'acme', ...args }, call)).rejects.toMatchObject({
      code: 'invalid_arguments',
      options: { field },
    });
  });
});
