import { describe, expect, it } from 'vitest';
import { spoken } from '../../answers/words.ts';
import { read, testCall, withAcme } from '../tool-call.fixture.ts';
import { listCustomers } from './list-customers.ts';

describe('list_customers', () => {
  it('pages through all, newest first', async () => {
    const call = await withAcme(testCall());
    for (const customerKey of ['beta', 'gamma'])
      await call.engine.customers.upsert({ customerKey });
    const first = await read(listCustomers, { limit: 2 }, call);
    expect(first.facts.items).toMatchObject([{ customerKey: 'gamma' }, { customerKey: 'beta' }]);
    expect(first.summary).toBe('2 customers by age, newest first, and there are more.');
    const rest = await read(listCustomers, { limit: 2, cursor: first.facts.nextCursor }, call);
    expect(rest.facts.items).toMatchObject([{ customerKey: 'acme' }]);
    expect(rest.next).toBeUndefined();
  });

  it('says that there are none without an order', async () => {
    expect((await read(listCustomers, {}, testCall())).summary).toBe('No customers.');
  });

  it('finds by a part of a name, which R4 it never leaves out', async () => {
    const call = await withAcme(testCall());
    await call.engine.customers.upsert({ customerKey: 'beta' });
    const answer = await read(listCustomers, { search: 'cme' }, call);
    expect(answer.facts.items).toMatchObject([{ customerKey: 'acme' }]);
    expect(spoken(answer.summary, 'full')).toBe('1 customer with "cme".');
  });

  it('takes 20 when no limit is given, and brings whole objects where they are asked for', async () => {
    const call = testCall({ detailed: true });
    for (let index = 0; index < 25; index++) {
      await call.engine.customers.upsert({ customerKey: `c${index}`, timezone: 'Europe/Paris' });
    }
    const { facts } = await read(listCustomers, {}, call);
    expect(facts.items).toHaveLength(20);
    expect(facts.items).toMatchObject(Array(20).fill({ timezone: 'Europe/Paris' }));
  });
});
