import { type BillingError, Customer, contract } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { openPorts, refusal, START, type TestPorts } from './object-ports.fixture.ts';

const LATER = '2026-03-02T00:00:00.000Z';

async function withPlan(ports: TestPorts, currency = 'USD'): Promise<void> {
  await ports.billing.plans.create({
    code: 'basic',
    interval: 'monthly',
    timing: 'arrears',
    price: { amount: '31.00', currency },
  });
}

function pageOf(url: string): string {
  const prefix = 'data:text/html;charset=utf-8;base64,';
  expect(url.startsWith(prefix)).toBe(true);
  return Buffer.from(url.slice(prefix.length), 'base64').toString('utf8');
}

describe('customers.upsert', () => {
  it('creates a customer with what is given and when it was', async () => {
    const { billing } = openPorts();
    const customer = await billing.customers.upsert({ customerKey: 'acme', name: 'Acme' });
    expect(customer).toEqual({ customerKey: 'acme', name: 'Acme', createdAt: START });
    expect(Customer.parse(await billing.customers.get({ customerKey: 'acme' }))).toEqual(customer);
  });

  it('leaves what is absent, clears what is null and replaces the rest', async () => {
    const { billing, clock } = openPorts();
    await billing.customers.upsert({
      customerKey: 'acme',
      name: 'Acme',
      email: 'a@example.com',
      address: { line1: '1 Road', country: 'FR' },
      metadata: { a: '1', b: '2' },
    });
    clock.moveTo(LATER);
    const customer = await billing.customers.upsert({
      customerKey: 'acme',
      email: null,
      address: { city: 'Lyon' },
      metadata: { b: '3' },
    });
    expect(customer).toEqual({
      customerKey: 'acme',
      name: 'Acme',
      address: { city: 'Lyon' },
      metadata: { b: '3' },
      createdAt: START,
    });
  });

  it('names the tax that does not exist and where it stands', async () => {
    const ports = openPorts();
    await ports.billing.taxes.create({ code: 'vat', rate: '20' });
    const error = await refusal(ports, () =>
      ports.billing.customers.upsert({ customerKey: 'acme', taxCodes: ['vat', 'gst'] }),
    );
    expect(error).toMatchObject({
      code: 'not_found',
      details: { resource: 'tax', key: 'gst' },
      issues: [{ path: ['taxCodes', 1] }],
    });
  });

  it('changes the currency of a customer who is not billed yet', async () => {
    const { billing } = openPorts();
    await billing.customers.upsert({ customerKey: 'acme', currency: 'EUR' });
    const customer = await billing.customers.upsert({ customerKey: 'acme', currency: 'USD' });
    expect(customer.currency).toBe('USD');
  });

  const ways: Record<string, (ports: TestPorts) => Promise<unknown>> = {
    'a subscription': async (ports) => {
      await withPlan(ports);
      const { subscriptions } = ports.billing;
      await subscriptions.create({ subscriptionKey: 's', customerKey: 'acme', planCode: 'basic' });
    },
    'a wallet': ({ billing }) =>
      billing.credits.createWallet({ customerKey: 'acme', currency: 'USD' }),
    'an invoice': async ({ billing }) => {
      const { id: walletId } = await billing.credits.createWallet({
        customerKey: 'acme',
        currency: 'USD',
      });
      await billing.credits.add({ walletId, kind: 'purchased', credits: '5' });
      await billing.credits.terminateWallet({ walletId });
    },
  };

  it.each(Object.keys(ways))('refuses another currency once there is %s', async (what) => {
    const ports = openPorts();
    await ports.billing.customers.upsert({ customerKey: 'acme' });
    await ways[what]?.(ports);
    expect((await ports.billing.customers.get({ customerKey: 'acme' })).currency).toBe('USD');
    const error = await refusal(ports, () =>
      ports.billing.customers.upsert({ customerKey: 'acme', currency: 'EUR' }),
    );
    expect(error).toMatchObject({ code: 'conflict', issues: [{ path: ['currency'] }] });
    expect((error as BillingError).message).toContain(what);
    await ports.billing.customers.upsert({ customerKey: 'acme', currency: 'USD', name: 'Acme' });
  });
});

describe('customers.list', () => {
  it('lists the newest first, page by page', async () => {
    const { billing } = openPorts();
    for (const customerKey of ['a', 'b', 'c']) await billing.customers.upsert({ customerKey });
    const first = await billing.customers.list({ limit: 2 });
    expect(first.items.map((customer) => customer.customerKey)).toEqual(['c', 'b']);
    const { nextCursor: cursor = '' } = first;
    const second = await billing.customers.list({ limit: 2, cursor });
    expect(second.items.map((customer) => customer.customerKey)).toEqual(['a']);
    expect(second.nextCursor).toBeUndefined();
  });

  it('finds a part of a key, a name or an email address, and nothing else', async () => {
    const { billing } = openPorts();
    const { customers } = billing;
    await customers.upsert({ customerKey: 'blue-1', address: { city: 'Redhill' } });
    await customers.upsert({ customerKey: 'two', name: 'Blue "Sky" 100%' });
    await customers.upsert({ customerKey: 'three', email: 'sales@blue.example' });
    await customers.upsert({ customerKey: 'four', name: 'Green 1000' });
    const found = async (search: string) =>
      (await customers.list({ search })).items.map((customer) => customer.customerKey);
    expect(await found('BLUE')).toEqual(['three', 'two', 'blue-1']);
    expect(await found('100%')).toEqual(['two']);
    expect(await found('"Sky"')).toEqual(['two']);
    expect(await found('e_1')).toEqual([]);
    expect(await found('redhill')).toEqual([]);
    // The names of fields are not what is searched.
    expect(await found('name')).toEqual([]);
    expect(await found('createdAt')).toEqual([]);
    expect(await found('')).toHaveLength(4);
  });
});

describe('customers.delete', () => {
  it('ends subscriptions, coupons and wallets, and keeps the invoices', async () => {
    const ports = openPorts();
    const { billing, clock, engine } = ports;
    await withPlan(ports);
    await billing.customers.upsert({ customerKey: 'acme', name: 'Acme' });
    await billing.coupons.create({
      code: 'ten',
      discount: { type: 'percentage', rate: '10' },
      frequency: { type: 'forever' },
    });
    await billing.coupons.apply({ customerKey: 'acme', couponCode: 'ten' });
    const { id: walletId } = await billing.credits.createWallet({
      customerKey: 'acme',
      currency: 'USD',
    });
    await billing.credits.add({ walletId, kind: 'granted', credits: '100' });
    const { subscriptions } = billing;
    await subscriptions.create({ subscriptionKey: 's', customerKey: 'acme', planCode: 'basic' });
    clock.moveTo('2026-03-10T12:00:00.000Z');
    const deleted = await billing.customers.delete({ customerKey: 'acme' });

    expect(deleted).toMatchObject({ customerKey: 'acme', name: 'Acme', currency: 'USD' });
    expect(await subscriptions.get({ subscriptionKey: 's' })).toMatchObject({
      status: 'terminated',
    });
    // 10 of 31 days at 31.00, less a tenth: the last invoice still has the coupon and the wallet.
    const [invoice] = engine.invoices.all({ customerKey: 'acme' });
    expect(invoice?.body.totals).toMatchObject({
      fees: { amount: '10.00' },
      coupons: { amount: '1.00' },
      prepaidCredits: { amount: '9.00' },
      total: { amount: '0.00' },
    });
    const applied = await billing.coupons.listApplied({ customerKey: 'acme' });
    expect(applied.items).toMatchObject([{ status: 'terminated' }]);
    expect(await billing.credits.getWallet({ walletId })).toMatchObject({
      status: 'terminated',
      balance: { amount: '0.00' },
      consumed: { amount: '9.00' },
    });
    await expect(billing.customers.get({ customerKey: 'acme' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('makes drafts final, since nothing can be billed to nobody', async () => {
    const ports = openPorts();
    const { billing, clock, engine } = ports;
    await withPlan(ports);
    await billing.customers.upsert({ customerKey: 'acme', gracePeriodDays: 10 });
    const { subscriptions } = billing;
    await subscriptions.create({ subscriptionKey: 's', customerKey: 'acme', planCode: 'basic' });
    clock.moveTo('2026-04-02T12:00:00.000Z');
    await billing.customers.upsert({ customerKey: 'other' });
    expect(engine.invoices.all({ customerKey: 'acme' })).toMatchObject([{ status: 'draft' }]);
    await billing.customers.delete({ customerKey: 'acme' });
    const { items } = await billing.invoices.list({ customerKey: 'acme' });
    expect(items.map(({ status, totals }) => [status, totals.fees.amount])).toEqual([
      // 2 of 30 days in April, and the whole of March.
      ['finalized', '2.07'],
      ['finalized', '31.00'],
    ]);
    clock.moveTo('2026-06-01T00:00:00.000Z');
    await billing.customers.upsert({ customerKey: 'other' });
    expect(await billing.invoices.list({ customerKey: 'acme' })).toEqual({ items });
  });

  it('lets the key be created again', async () => {
    const { billing, clock } = openPorts();
    await billing.customers.upsert({ customerKey: 'acme', name: 'Acme', currency: 'EUR' });
    await billing.customers.delete({ customerKey: 'acme' });
    clock.moveTo(LATER);
    const again = await billing.customers.upsert({ customerKey: 'acme' });
    expect(again).toEqual({ customerKey: 'acme', createdAt: LATER });
  });

  it('does not know a customer who was never there', async () => {
    const ports = openPorts();
    const error = await refusal(ports, () =>
      ports.billing.customers.delete({ customerKey: 'nobody' }),
    );
    expect(error).toMatchObject({
      code: 'not_found',
      operation: 'customers.delete',
      details: { resource: 'customer', key: 'nobody' },
    });
  });
});

describe('customers.createPortalLink', () => {
  it("shows the customer's subscriptions, wallets and invoices, and nobody else's", async () => {
    const ports = openPorts();
    const { billing } = ports;
    await withPlan(ports);
    for (const customerKey of ['acme', 'rival']) {
      await billing.customers.upsert({ customerKey, name: `<${customerKey}>` });
      const subscriptionKey = `plan of ${customerKey}`;
      await billing.subscriptions.create({ subscriptionKey, customerKey, planCode: 'basic' });
      const wallet = { customerKey, currency: 'USD', name: `purse of ${customerKey}` };
      const { id: walletId } = await billing.credits.createWallet(wallet);
      await billing.credits.add({ walletId, kind: 'granted', credits: '12.5' });
      await billing.credits.add({ walletId, kind: 'purchased', credits: '40' });
    }
    const link = await billing.customers.createPortalLink({ customerKey: 'acme' });
    expect(link.warnings).toMatchObject([{ code: 'emulated' }]);
    const page = pageOf(link.url);
    expect(page).toContain('&lt;acme&gt;');
    expect(page).toContain('plan of acme');
    expect(page).toContain('purse of acme');
    expect(page).toContain('12.50 USD');
    expect(page).toContain('40.00 USD');
    expect(page).not.toContain('rival');
    expect(page).not.toContain('<acme>');
  });

  it('lists the newest hundred invoices, and says that there are older ones', async () => {
    const { billing } = openPorts();
    await billing.customers.upsert({ customerKey: 'acme' });
    const items = [{ name: 'Setup', unitAmount: '1' }];
    const ids: string[] = [];
    for (let index = 0; index < 101; index++) {
      const invoice = { customerKey: 'acme', currency: 'USD', items };
      ids.push((await billing.invoices.create(invoice)).number ?? '');
      if (index !== 99) continue;
      const link = await billing.customers.createPortalLink({ customerKey: 'acme' });
      expect(pageOf(link.url)).not.toContain('older invoices');
    }
    const link = await billing.customers.createPortalLink({ customerKey: 'acme' });
    const page = pageOf(link.url);
    expect(page).toContain('There are older invoices.');
    expect(ids.map((number) => page.includes(`Invoice ${number}<`))).toEqual([
      false,
      ...Array.from({ length: 100 }, () => true),
    ]);
  });

  it('does not know a customer who was never there', async () => {
    const { billing } = openPorts();
    await expect(
      billing.customers.createPortalLink({ customerKey: 'nobody' }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('customers.createCheckoutLink', () => {
  it('tells what is owed and that no payment is taken', async () => {
    const { billing } = openPorts();
    await billing.customers.upsert({ customerKey: 'acme' });
    const nothing = await billing.customers.createCheckoutLink({ customerKey: 'acme' });
    expect(pageOf(nothing.url)).toContain('Nothing is due.');
    const wallet = { customerKey: 'acme', currency: 'USD' };
    const { id: walletId } = await billing.credits.createWallet(wallet);
    await billing.credits.add({ walletId, kind: 'purchased', credits: '40' });
    await billing.credits.add({ walletId, kind: 'purchased', credits: '2.5' });
    const link = await billing.customers.createCheckoutLink({ customerKey: 'acme' });
    expect(pageOf(link.url)).toContain('42.50 USD');
    expect(link.warnings?.[0]?.message).toContain('no payment provider');
  });
});

it('serves every operation of the port', () => {
  const { billing } = openPorts();
  for (const name of Object.keys(contract.customers)) {
    expect(billing.supports(`customers.${name as keyof typeof contract.customers}`)).toBe(true);
  }
});
