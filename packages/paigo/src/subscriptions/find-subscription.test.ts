import { BillingError } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Connection } from '../connection.ts';
import { offering, PaigoAccount } from '../paigo-account.fixture.ts';
import { giveToken, paigoConnection } from '../paigo-host.fixture.ts';
import { findSubscription, findSubscriptions } from './find-subscription.ts';
import { subscriptionsOf } from './match-enrollments.ts';
import { hintOf, rememberCustomer, rememberSeen } from './subscription-hints.ts';

let account: PaigoAccount;
let paigo: Connection;

beforeEach(() => {
  nock.disableNetConnect();
  account = new PaigoAccount().customer('acme').customer('other').serve();
  account.enrolled('acme', 'pro').enrolled('acme', 'basic').enrolled('other', 'pro');
  giveToken();
  paigo = paigoConnection();
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

/** Which of the keys are found, with what is read for it. */
async function found(...keys: string[]) {
  account.reached.length = 0;
  const subscriptions = await findSubscriptions(paigo, keys, undefined);
  return { keys: [...subscriptions.keys()].toSorted(), reads: account.reads().toSorted() };
}

describe('findSubscriptions', () => {
  it('finds many keys that nobody remembers by one reading, and leaves out what is not there', async () => {
    const gone = Array.from({ length: 50 }, (_, index) => `gone${index}`);
    expect(await found('acme:pro', ...gone, 'other:pro')).toEqual({
      keys: ['acme:pro', 'other:pro'],
      reads: ['/customers'],
    });
  });

  it('reads each customer whom it remembers once, and all others together', async () => {
    rememberCustomer(paigo, 'acme:pro', 'acme');
    rememberCustomer(paigo, 'acme:basic', 'acme');
    expect(await found('acme:pro', 'acme:basic')).toEqual({
      keys: ['acme:basic', 'acme:pro'],
      reads: ['/customers/acme'],
    });
    expect(await found('acme:pro', 'nothing', 'nobody')).toEqual({
      keys: ['acme:pro'],
      reads: ['/customers', '/customers/acme'],
    });
  });

  it('finds the keys of a customer who was deleted where they are now', async () => {
    rememberCustomer(paigo, 'other:pro', 'nobody');
    expect(await found('other:pro')).toEqual({
      keys: ['other:pro'],
      reads: ['/customers', '/customers/nobody'],
    });
    expect(hintOf(paigo, 'other:pro')).toBe('other');
  });

  it('lets calls at the same time share a reading that began after they did', async () => {
    const calls = Array.from({ length: 20 }, (_, index) =>
      findSubscriptions(paigo, [`gone${index}`, 'other:pro'], undefined),
    );
    const all = await Promise.all(calls);
    expect(all.map((each) => [...each.keys()])).toEqual(calls.map(() => ['other:pro']));
    expect(account.reads()).toEqual(['/customers', '/customers']);
  });

  it('does not take what was read before the call for what is there', async () => {
    const before = findSubscriptions(paigo, ['later:basic'], undefined);
    account.customer('later').enrolled('later', 'basic');
    const after = findSubscriptions(paigo, ['later:basic'], undefined);
    await before;
    expect((await after).has('later:basic')).toBe(true);
    expect(account.reads()).toEqual(['/customers', '/customers']);
  });

  it('reads again for those who wait when a reading fails', async () => {
    account.fail('GET', '/customers', false, [403, { message: 'Forbidden' }]);
    const [first, second] = await Promise.allSettled([
      findSubscription(paigo, 'acme:pro', undefined),
      findSubscription(paigo, 'acme:pro', undefined),
    ]);
    expect([first.status, second.status]).toEqual(['rejected', 'fulfilled']);
  });

  it('lets one call give up, and the others have the reading', async () => {
    const signal = AbortSignal.abort();
    const given = findSubscription(paigo, 'acme:pro', { signal });
    const other = findSubscription(paigo, 'acme:pro', undefined);
    await expect(given).rejects.toMatchObject({ code: 'aborted' });
    expect((await other).subscriptionKey).toBe('acme:pro');
  });

  it('names the key that nothing has', async () => {
    const error: unknown = await findSubscription(paigo, 'gone', undefined).catch(
      (caught: unknown) => caught,
    );
    expect(BillingError.is(error, 'not_found') && error.details).toEqual({
      resource: 'subscription',
      key: 'gone',
    });
  });
});

describe('keys that others made several things for', () => {
  it('tells a customer on a plan from another whose names make the same text', async () => {
    account.offerings.push(offering('b:c'), offering('c'));
    account.customer('a').customer('a:b').enrolled('a', 'b:c').enrolled('a:b', 'c');
    const found = await findSubscriptions(paigo, ['a:b%3Ac', 'a%3Ab:c', 'a:b:c'], undefined);
    expect([...found].map(([key, [{ customer }]]) => [key, customer.customerId])).toEqual([
      ['a:b%3Ac', 'a'],
      ['a%3Ab:c', 'a:b'],
    ]);
  });

  it('names all that live where nobody knows which one is meant, and remembers none', async () => {
    const billport = { planCode: 'pro', createdAt: '2026-01-01T00:00:00.000Z' };
    const metadata = {
      'billport.subscription:seat': JSON.stringify({ ...billport, offeringId: 'offering-pro' }),
    };
    account.customer('one', { metadata }).customer('two', { metadata });
    account.enrolled('one', 'pro').enrolled('two', 'pro');
    for (let times = 0; times < 2; times++) {
      await expect(findSubscription(paigo, 'seat', undefined)).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringMatching(
          /customer "one" on plan "pro".*customer "two" on plan "pro"/,
        ),
        details: { resource: 'subscription', key: 'seat' },
      });
    }
    expect(hintOf(paigo, 'seat')).toBeUndefined();
    expect((await findSubscription(paigo, 'acme:pro', undefined)).customer.customerId).toBe('acme');
  });

  it('means the one of two that lives', async () => {
    const record = { planCode: 'pro', createdAt: '2026-01-01T00:00:00.000Z', offeringId: 'x' };
    const ended = { ...record, endedAt: '2026-01-02T00:00:00.000Z' };
    account.customer('one', {
      metadata: { 'billport.subscription:acme:pro': JSON.stringify(ended) },
    });
    expect((await findSubscription(paigo, 'acme:pro', undefined)).customer.customerId).toBe('acme');
  });
});

describe('rememberSeen', () => {
  const seen = (customerKey: string) => {
    const customer = account.customers.get(customerKey);
    if (customer === undefined) throw new Error(`There is no customer ${customerKey}.`);
    return subscriptionsOf(customer);
  };

  it('drives out nothing that was asked for, however much is seen', () => {
    rememberCustomer(paigo, 'asked', 'acme');
    rememberSeen(paigo, [...seen('acme'), ...seen('other')], 2);
    expect(hintOf(paigo, 'asked')).toBe('acme');
    expect(hintOf(paigo, 'acme:pro')).toBe('acme');
    expect(hintOf(paigo, 'other:pro')).toBeUndefined();
  });

  it('corrects what it remembers also when there is no room', () => {
    rememberCustomer(paigo, 'other:pro', 'acme');
    rememberSeen(paigo, seen('other'), 1);
    expect(hintOf(paigo, 'other:pro')).toBe('other');
  });
});
