import { BillingError } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { spoken } from '../../answers/words.ts';
import { refusalOf } from '../refusal.fixture.ts';
import { read, testCall, withAcme } from '../tool-call.fixture.ts';
import { getCustomer } from './get-customer.ts';

const ALL = ['subscriptions', 'usage', 'credits', 'coupons', 'invoices'];

describe('get_customer', () => {
  it('shows the profile with its subscriptions when no sections are named', async () => {
    const call = await withAcme(testCall());
    const answer = await read(getCustomer, { customer: 'acme' }, call);
    expect(answer.facts).toMatchObject({
      customer: { customerKey: 'acme', name: 'Acme Corp', email: 'billing@acme.example' },
      subscriptions: [{ subscriptionKey: 'acme-pro', planCode: 'pro', status: 'active' }],
    });
    expect(Object.keys(answer.facts)).toEqual(['customer', 'subscriptions']);
    expect(answer.warnings).toEqual([]);
  });

  it('shows all sections in one call', async () => {
    const call = await withAcme(testCall());
    await call.advanceTo('2026-04-02T00:00:00Z');
    const { facts, warnings } = await read(getCustomer, { customer: 'acme', sections: ALL }, call);
    expect(facts).toMatchObject({
      usage: [{ subscriptionKey: 'acme-pro', amount: '0.00 USD' }],
      // 20.00 for March and 3 calls at 0.50 are 21.50; 25 % off are 5.38; 15.00 were prepaid.
      credits: [{ balance: '0.00 USD' }],
      coupons: [{ couponCode: 'spring', discount: '25%' }],
      invoices: [{ customerKey: 'acme', due: '1.12 USD' }],
    });
    expect(warnings).toEqual([]);
  });

  it.each(['Acme Corp', 'BILLING@acme.example', 'acme'])(
    'R5: takes %s for it',
    async (customer) => {
      const call = await withAcme(testCall());
      const { facts } = await read(getCustomer, { customer, sections: [] }, call);
      expect(facts.customer).toMatchObject({ customerKey: 'acme' });
    },
  );

  it('R5: names the candidates of an ambiguous name, and reads no section', async () => {
    const call = await withAcme(testCall());
    await call.engine.customers.upsert({ customerKey: 'acme-2', name: 'Acme Corp' });
    const refusal = await refusalOf(read(getCustomer, { customer: 'Acme Corp' }, call));
    expect(refusal.code).toBe('ambiguous');
    expect(refusal.options.facts?.candidates).toHaveLength(2);
    expect(call.called).not.toContain('subscriptions.list');
  });

  it('R6: says which section the provider cannot serve, and shows the others', async () => {
    const call = await withAcme(
      testCall({ without: { 'coupons.listApplied': 'credits.add gives a fixed amount.' } }),
    );
    const answer = await read(
      getCustomer,
      { customer: 'acme', sections: ['coupons', 'credits'] },
      call,
    );
    expect(answer.facts).not.toHaveProperty('coupons');
    expect(answer.facts.credits).toMatchObject([{ balance: '15.00 USD' }]);
    expect(answer.warnings).toEqual([
      {
        code: 'unsupported',
        message:
          'coupons: embedded has no coupons.listApplied. Instead: credits.add gives a fixed amount.',
      },
    ]);
    expect(call.called).not.toContain('coupons.listApplied');
  });

  it('R3: says which section failed and why, and shows the others', async () => {
    const down = new BillingError('unavailable', { message: 'Down for a minute.' });
    const call = await withAcme(testCall({ failing: { 'invoices.list': down } }));
    const answer = await read(
      getCustomer,
      { customer: 'acme', sections: ['invoices', 'subscriptions'] },
      call,
    );
    expect(answer.warnings).toEqual([
      { code: 'unavailable', message: 'invoices: Down for a minute.' },
    ]);
    expect(answer.facts.subscriptions).toHaveLength(1);
    expect(spoken(answer.summary, 'full')).toBe(
      'Customer "Acme Corp" ("acme") with subscriptions.',
    );
  });

  it('lets a mistake in the program through', async () => {
    const bug = new TypeError('x is undefined');
    const call = await withAcme(testCall({ failing: { 'invoices.list': bug } }));
    const args = { customer: 'acme', sections: ['invoices'] };
    await expect(read(getCustomer, args, call)).rejects.toBe(bug);
  });

  it('P6: brings nothing to a caller who went away', async () => {
    const gone = new AbortController();
    const error = new BillingError('aborted', { message: 'The caller gave up.' });
    const call = await withAcme(
      testCall({ signal: gone.signal, failing: { 'invoices.list': error } }),
    );
    gone.abort();
    const args = { customer: 'acme', sections: ['invoices'] };
    await expect(read(getCustomer, args, call)).rejects.toBe(error);
  });

  it('says when a section has more than it shows', async () => {
    const call = await withAcme(testCall());
    for (let index = 0; index < 10; index++) {
      await call.engine.credits.createWallet({ customerKey: 'acme', currency: 'USD' });
    }
    const answer = await read(getCustomer, { customer: 'acme', sections: ['credits'] }, call);
    expect(answer.facts.credits).toHaveLength(10);
    expect(answer.warnings).toEqual([
      { code: 'partial', message: 'credits: only the newest 10; get_credits has all.' },
    ]);
  });
});
