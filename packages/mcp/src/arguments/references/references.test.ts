import { Listing, type OperationId, type Page } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../answers/refusal.ts';
import { type TestCall, testCall, withAcme } from '../../tools/tool-call.fixture.ts';
import {
  findCoupon,
  findCustomer,
  findInvoice,
  findMetric,
  findPlan,
  findSubscription,
  findTax,
  findWallet,
} from './index.ts';

async function refusalOf(finding: Promise<unknown>): Promise<Refusal> {
  const outcome = await finding.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof Refusal) return outcome;
  throw new Error('it was not refused', { cause: outcome });
}

const candidatesOf = ({ options }: Refusal) =>
  (options.facts as { candidates: unknown[] } | undefined)?.candidates;

async function withCustomers(
  customers: readonly { customerKey: string; name?: string; email?: string }[],
): Promise<TestCall> {
  const call = testCall();
  for (const customer of customers) await call.engine.customers.upsert(customer);
  return call;
}

describe('R5: a customer', () => {
  const some = [
    { customerKey: 'acme', name: 'Beta', email: 'a@acme.example' },
    { customerKey: 'beta', name: 'Acme Corp', email: 'B@Acme.example' },
    { customerKey: 'c3', name: 'Café Zürich', email: 'same@x.example' },
    { customerKey: 'c4', name: 'Twin', email: 'same@x.example' },
    { customerKey: 'c5', name: 'twin' },
  ];

  it.each([
    ['its key', 'acme', 'acme'],
    ['its key, even where it is the name of another', 'beta', 'beta'],
    ['its name', 'Acme Corp', 'beta'],
    ['its name in other letters', ' ACME corp ', 'beta'],
    ['its name with accents written in another way', 'Cafe\u0301 Zu\u0308rich', 'c3'],
    ['its e-mail address in other letters', 'b@acme.EXAMPLE', 'beta'],
  ])('is found by %s', async (_, reference, expected) => {
    const call = await withCustomers(some);
    expect((await findCustomer(call, reference)).customerKey).toBe(expected);
  });

  it.each([
    ['name', 'Twin', ['c5', 'c4']],
    ['e-mail address', 'same@x.example', ['c4', 'c3']],
  ])('is not chosen among several of one %s', async (_, reference, keys) => {
    const call = await withCustomers(some);
    const refusal = await refusalOf(findCustomer(call, reference));
    expect(refusal.code).toBe('ambiguous');
    expect(candidatesOf(refusal)).toEqual(
      keys.map((customerKey) => expect.objectContaining({ customerKey })),
    );
    expect(refusal.options).toMatchObject({ field: 'customer' });
  });

  it.each(['acm', 'Acme C', 'twi', 'cme.example'])(
    'is never guessed by a part of a name: %s',
    async (reference) => {
      const call = await withCustomers(some);
      const refusal = await refusalOf(findCustomer(call, reference));
      expect(refusal.code).toBe('not_found');
      expect(candidatesOf(refusal)?.length).toBeGreaterThan(0);
    },
  );

  it.each(['nobody', '%', '_', '', '   ', 'x'.repeat(300), 'a\nb'])(
    'that nobody has is not found, and how to search is said: %j',
    async (reference) => {
      const call = await withCustomers(some);
      const refusal = await refusalOf(findCustomer(call, reference));
      expect(refusal.code).toBe('not_found');
      expect(candidatesOf(refusal)).toBeUndefined();
      expect(refusal.options.next).toContain('search_billing');
    },
  );

  it('is told from at most 10 candidates', async () => {
    const call = await withCustomers(
      Array.from({ length: 14 }, (_, index) => ({ customerKey: `k${index}`, name: 'Many' })),
    );
    const refusal = await refusalOf(findCustomer(call, 'many'));
    expect(refusal.options.message).toContain('14 customers');
    expect(candidatesOf(refusal)).toHaveLength(10);
  });

  it('is looked for with reads only', async () => {
    const call = await withCustomers(some);
    await refusalOf(findCustomer(call, 'nobody'));
    expect(call.called).toEqual<OperationId[]>(['customers.get', 'customers.list']);
  });

  it('is not looked for any further when the provider fails', async () => {
    const failure = new Error('down');
    const call = testCall({ failing: { 'customers.get': failure } });
    await expect(findCustomer(call, 'acme')).rejects.toBe(failure);
    expect(call.called).toEqual(['customers.get']);
  });

  it('is found by key in the list where the provider cannot get one', async () => {
    const made = await withCustomers(some);
    const call = testCall({ without: { 'customers.get': 'customers.list' } }, made);
    expect((await findCustomer(call, 'c4')).customerKey).toBe('c4');
  });
});

describe('R5: a long list without search', () => {
  interface Named {
    readonly customerKey: string;
    readonly name: string;
  }

  /** A provider that lists its customers by hundreds and leaves the words of a search out. */
  async function withoutSearch(count: number, nameOf: (index: number) => string) {
    const call = testCall();
    const searches: unknown[] = [];
    let listed = 0;
    const list = (input: { search?: string }) => {
      searches.push(input.search);
      const page = async (cursor = '0'): Promise<Page<Named>> => {
        const start = Number(cursor);
        const items = Array.from({ length: Math.min(100, count - start) }, (_, index) => ({
          customerKey: `k${start + index}`,
          name: nameOf(start + index),
        }));
        listed += items.length;
        const end = start + items.length;
        return end < count ? { items, nextCursor: String(end) } : { items };
      };
      return new Listing(page);
    };
    const billing = {
      ...call.billing,
      capabilities: {
        ...call.billing.capabilities,
        'customers.list': { level: 'partial', note: 'No search.', without: ['search'] },
      },
      customers: { ...call.billing.customers, list },
    } as unknown as TestCall['billing'];
    return { call: { ...call, billing }, searches, listed: () => listed };
  }

  it('is walked, and the words are not sent', async () => {
    const { call, searches } = await withoutSearch(1000, (index) => `Name ${index}`);
    expect((await findCustomer(call, 'name 999')).customerKey).toBe('k999');
    expect(searches).toEqual([undefined]);
  });

  it('is walked for 1,000 things and no more, and that is said', async () => {
    const { call, listed } = await withoutSearch(5000, (index) => `Name ${index}`);
    const refusal = await refusalOf(findCustomer(call, 'name 4000'));
    expect(refusal.code).toBe('not_found');
    expect(refusal.options.message).toContain('Only the newest 1000 were looked through.');
    expect(listed()).toBeLessThanOrEqual(1100);
  });

  it('chooses nothing of its first 1,000 when there are more', async () => {
    const { call } = await withoutSearch(1001, (index) => (index === 5 ? 'Acme' : 'x'));
    const refusal = await refusalOf(findCustomer(call, 'Acme'));
    expect(refusal.code).toBe('ambiguous');
    expect(candidatesOf(refusal)).toEqual([expect.objectContaining({ customerKey: 'k5' })]);
  });
});

describe('R5: things of the catalog and of customers', () => {
  it('are found by code or key, and by name', async () => {
    const call = await withAcme(testCall());
    expect((await findPlan(call, 'pro')).code).toBe('pro');
    expect((await findPlan(call, 'PRO')).code).toBe('pro');
    expect((await findMetric(call, 'api CALLS')).code).toBe('calls');
    expect((await findCoupon(call, 'Spring Sale')).code).toBe('spring');
    expect((await findSubscription(call, 'acme-pro')).subscriptionKey).toBe('acme-pro');
  });

  it.each([
    ['plan', findPlan, 'search_billing'],
    ['metric', findMetric, 'search_billing'],
    ['coupon', findCoupon, 'search_billing'],
    ['tax', findTax, 'get_catalog of the kind taxes'],
    ['subscription', findSubscription, 'search_billing'],
    ['invoice', findInvoice, 'search_billing'],
    ['wallet', findWallet, 'get_credits of its customer'],
  ])('that are not there are not found, and are looked for: %s', async (noun, find, where) => {
    const call = await withAcme(testCall());
    const refusal = await refusalOf(find(call, 'nothing-like-it'));
    expect(refusal.code).toBe('not_found');
    expect(refusal.options.field).toBe(noun);
    expect(refusal.options.next).toContain(`with ${where}`);
  });

  it('that belong to another customer are said to belong to it', async () => {
    const call = await withAcme(testCall());
    const refusal = await refusalOf(findSubscription(call, 'acme-pro', { customerKey: 'beta' }));
    expect(refusal.code).toBe('invalid_arguments');
    expect(refusal.options.message).toBe(
      'subscription: "acme-pro" belongs to customer "acme", not to "beta".',
    );
  });

  it('are found by name at a customer though another one has a thing with that key', async () => {
    const call = await withAcme(testCall());
    await call.engine.customers.upsert({ customerKey: 'beta', currency: 'USD' });
    await call.engine.subscriptions.create({
      subscriptionKey: 'beta-1',
      name: 'acme-pro',
      customerKey: 'beta',
      planCode: 'pro',
    });
    const { subscriptionKey } = await findSubscription(call, 'acme-pro', { customerKey: 'beta' });
    expect(subscriptionKey).toBe('beta-1');
  });

  it('are found by the number of an invoice, in small or large letters', async () => {
    const call = await withAcme(testCall());
    await call.engine.invoices.create({
      customerKey: 'acme',
      currency: 'USD',
      items: [{ name: 'Setup', unitAmount: '10.00' }],
    });
    const { items } = await call.engine.invoices.list();
    const [invoice] = items;
    expect(invoice?.number).toBeDefined();
    const number = invoice?.number as string;
    expect((await findInvoice(call, number.toLowerCase())).id).toBe(invoice?.id);
    expect((await findInvoice(call, invoice?.id as string)).number).toBe(number);
    const elsewhere = await refusalOf(findInvoice(call, number, { customerKey: 'other' }));
    expect(elsewhere.code).toBe('not_found');
  });

  it('are found by the code or name of a wallet, within a customer where one is given', async () => {
    const call = await withAcme(testCall());
    await call.engine.customers.upsert({ customerKey: 'other' });
    const make = (customerKey: string, code: string) =>
      call.engine.credits.createWallet({ customerKey, code, name: 'Prepaid', currency: 'USD' });
    const first = await make('acme', 'pre');
    await make('other', 'second');
    expect((await findWallet(call, first.id)).id).toBe(first.id);
    expect((await findWallet(call, 'PRE')).id).toBe(first.id);
    expect((await refusalOf(findWallet(call, 'prepaid'))).code).toBe('ambiguous');
    expect((await findWallet(call, 'prepaid', { customerKey: 'acme' })).id).toBe(first.id);
    const elsewhere = await refusalOf(findWallet(call, first.id, { customerKey: 'other' }));
    expect(elsewhere.options.message).toContain('belongs to customer "acme", not to "other"');
  });
});
