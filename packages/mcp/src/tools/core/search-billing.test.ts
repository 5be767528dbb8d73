import { BillingError, Listing } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { spoken } from '../../answers/words.ts';
import { findSubscription } from '../../arguments/references/index.ts';
import { read, testCall, withAcme } from '../tool-call.fixture.ts';
import { searchBilling } from './search-billing.ts';

const search = async (query: string, call = testCall(), types?: string[]) =>
  read(searchBilling, { query, types }, call);

describe('search_billing', () => {
  it.each([
    ['acme corp', 'customer', 'acme'],
    ['billing@acme.example', 'customer', 'acme'],
    ['corp acme', 'customer', 'acme'],
    ['acme-pro', 'subscription', 'acme-pro'],
    ['pro', 'plan', 'pro'],
    ['API', 'metric', 'calls'],
    ['spring', 'coupon', 'spring'],
  ])('finds %s: a %s', async (query, type, reference) => {
    const { facts } = await search(query, await withAcme(testCall()));
    expect(facts.items).toContainEqual(expect.objectContaining({ type, reference }));
  });

  it('finds invoices by number and shows what they come to', async () => {
    const call = await withAcme(testCall());
    await call.advanceTo('2026-04-02T00:00:00Z');
    const [invoice] = (await call.engine.invoices.list({})).items;
    const { facts } = await search(invoice?.number ?? '', call);
    expect(facts.items).toEqual([
      {
        type: 'invoice',
        reference: invoice?.id,
        name: invoice?.number,
        about: 'acme, 2026-04-01, 1.12 USD, payment pending',
      },
    ]);
  });

  it('puts what is called exactly so first', async () => {
    const call = await withAcme(testCall());
    const { facts } = await search('pro', call);
    expect((facts.items as { reference: string }[]).map(({ reference }) => reference)).toEqual([
      'pro',
      'acme-pro',
    ]);
  });

  it('looks only where it is told to', async () => {
    const call = await withAcme(testCall());
    const { facts } = await search('pro', call, ['plan']);
    expect(facts.items).toHaveLength(1);
    expect(new Set(call.called)).toEqual(new Set(['plans.list']));
  });

  it('R6: says what it could not search', async () => {
    const call = await withAcme(testCall({ without: { 'coupons.list': 'Use credits.add.' } }));
    const answer = await search('acme corp', call);
    expect(answer.facts.items).toMatchObject([{ reference: 'acme' }]);
    expect(answer.warnings).toEqual([
      {
        code: 'unsupported',
        message: 'coupon: embedded has no coupons.list. Instead: Use credits.add.',
      },
    ]);
  });

  it('R3: fails where nothing could be searched, and says in the answer what could not', async () => {
    const down = new BillingError('unavailable', { message: 'down' });
    const lists = ['customers', 'subscriptions', 'invoices', 'plans', 'metrics', 'coupons'];
    const failing = Object.fromEntries(lists.map((port) => [`${port}.list`, down]));
    await expect(search('acme corp', await withAcme(testCall({ failing })))).rejects.toBe(down);
    const { 'customers.list': _, ...others } = failing;
    await expect(
      search(
        'spring',
        await withAcme(testCall({ failing: others, without: { 'customers.list': '' } })),
      ),
    ).rejects.toBe(down);
    const one = await withAcme(testCall({ failing: { 'coupons.list': down } }));
    const { summary } = await search('spring', one);
    expect(spoken(summary, 'full')).toBe(
      '0 things found for "spring", but coupon could not be searched.',
    );
  });

  it('R5: says how to go on when nothing is found', async () => {
    const answer = await search('nobody', await withAcme(testCall()));
    expect(answer.facts.items).toEqual([]);
    expect(answer.next).toContain('list_customers');
  });

  it('says that not everything fits or was looked through', async () => {
    const call = testCall();
    for (let index = 0; index < 12; index++) {
      await call.engine.customers.upsert({ customerKey: `shop-${index}` });
    }
    const answer = await search('shop', call, ['customer']);
    expect(answer.facts.items).toHaveLength(10);
    expect(answer.warnings).toEqual([
      { code: 'partial', message: 'customer: only the newest 10 that fit; say more words.' },
    ]);
  });

  describe('where a provider lists what ended under a key that is used again', () => {
    const states = {
      terminated: { status: 'terminated', planCode: 'old' },
      active: { status: 'active', planCode: 'new' },
      pending: { status: 'pending', planCode: 'later' },
    };
    type State = keyof typeof states;

    /** `acme-pro` in each of the states, the newest first. */
    async function withKeyUsedAgain(...names: State[]) {
      const call = await withAcme(testCall());
      const one = await call.engine.subscriptions.get({ subscriptionKey: 'acme-pro' });
      const rows = names.map((name) => ({ ...one, ...states[name] }));
      const list = () => new Listing(async () => ({ items: rows }));
      const subscriptions = { ...call.billing.subscriptions, list };
      return { ...call, billing: { ...call.billing, subscriptions } } as unknown as typeof call;
    }

    const orders: State[][] = [
      ['active', 'terminated'],
      ['terminated', 'active'],
      ['pending', 'active', 'terminated'],
    ];

    it.each(orders.map((order) => [order.join(', '), order] as const))(
      'R5: finds the living one of %s',
      async (_, order) => {
        const { facts } = await search('acme', await withKeyUsedAgain(...order), ['subscription']);
        expect(facts.items).toEqual([
          { type: 'subscription', reference: 'acme-pro', about: 'acme on new, active' },
        ]);
      },
    );

    it('R5: finds the one that ended where nothing has its key now', async () => {
      const { facts } = await search('acme', await withKeyUsedAgain('terminated'), [
        'subscription',
      ]);
      expect(facts.items).toMatchObject([{ about: 'acme on old, terminated' }]);
    });

    it('R5: takes the key, in whatever letters, for the living one', async () => {
      const call = await withKeyUsedAgain('active', 'terminated');
      expect(await findSubscription(call, 'ACME-PRO')).toMatchObject({ status: 'active' });
    });
  });

  it('does not let one thing that is listed often crowd out the others', async () => {
    const call = await withAcme(testCall());
    const one = await call.engine.subscriptions.get({ subscriptionKey: 'acme-pro' });
    const other = { ...one, subscriptionKey: 'acme-other' };
    const items = [...Array.from({ length: 15 }, () => one), other];
    const list = () => new Listing(async () => ({ items }));
    const subscriptions = { ...call.billing.subscriptions, list };
    const billing = { ...call.billing, subscriptions } as unknown as typeof call.billing;
    const answer = await search('acme', { ...call, billing }, ['subscription']);
    expect(answer.facts.items).toMatchObject([
      { reference: 'acme-pro' },
      { reference: 'acme-other' },
    ]);
    expect(answer.warnings).toEqual([]);
  });
});
