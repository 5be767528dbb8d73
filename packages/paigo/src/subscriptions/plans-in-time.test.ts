import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PaigoAccount } from '../paigo-account.fixture.ts';
import { giveToken, paigoProvider } from '../paigo-host.fixture.ts';
import { subscriptionsOf } from './match-enrollments.ts';
import { plansInTime } from './plans-in-time.ts';

const seat = { subscriptionKey: 'seat', customerKey: 'acme', planCode: 'pro' };

let account: PaigoAccount;

const fresh = () => {
  giveToken();
  return paigoProvider().subscriptions;
};

/** The plans of the subscription by what is kept at Paigo: code, from, to. */
function plans() {
  const customer = account.customers.get('acme');
  const found = customer && subscriptionsOf(customer);
  const its = found?.find(({ subscriptionKey }) => subscriptionKey === 'seat');
  if (its === undefined) throw new Error('There is no subscription "seat".');
  return plansInTime(its).map(({ planCode, from, to }) => [planCode, from, to]);
}

async function moved(planCode: string, now: string) {
  account.now = now;
  return fresh().changePlan({ subscriptionKey: 'seat', planCode });
}

beforeEach(async () => {
  nock.disableNetConnect();
  account = new PaigoAccount().customer('acme').serve();
  account.now = '2026-01-01T00:00:00.000Z';
  await fresh().create(seat);
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

describe('plansInTime', () => {
  it('is the one plan while there was no change', () => {
    expect(plans()).toEqual([['pro', '2026-01-01T00:00:00.000Z', undefined]]);
  });

  it('tells every plan with the moments at which Paigo enrolled', async () => {
    await moved('basic', '2026-02-10T00:00:00.000Z');
    await moved('pro', '2026-03-10T00:00:00.000Z');
    expect(plans()).toEqual([
      ['pro', '2026-01-01T00:00:00.000Z', '2026-02-10T00:00:00.000Z'],
      ['basic', '2026-02-10T00:00:00.000Z', '2026-03-10T00:00:00.000Z'],
      ['pro', '2026-03-10T00:00:00.000Z', undefined],
    ]);
  });

  it('keeps them beyond the end', async () => {
    await moved('basic', '2026-01-10T00:00:00.000Z');
    await fresh().terminate({ subscriptionKey: 'seat' });
    expect(plans()).toEqual([
      ['pro', '2026-01-01T00:00:00.000Z', '2026-01-10T00:00:00.000Z'],
      ['basic', '2026-01-10T00:00:00.000Z', '2026-01-15T12:00:00.000Z'],
    ]);
  });

  it('counts no change that was not done', async () => {
    for (let count = 0; count < 6; count++) account.fail('PUT', '/enrollment', false);
    await expect(moved('basic', '2026-02-10T00:00:00.000Z')).rejects.toMatchObject({
      code: 'outcome_unknown',
    });
    expect(plans()).toEqual([['pro', '2026-01-01T00:00:00.000Z', undefined]]);
    await moved('basic', '2026-03-10T00:00:00.000Z');
    expect(plans().map(([code]) => code)).toEqual(['pro', 'basic']);
  });

  it('takes the moment of the call where Paigo tells none', async () => {
    await moved('basic', '2026-02-10T00:00:00.000Z');
    const { enrollments } = account.customers.get('acme') ?? {};
    const undated = (enrollments ?? []).map(({ offering }) => ({ offering: offering ?? null }));
    const { metadata = null } = account.customers.get('acme') ?? {};
    account.customer('acme', { metadata, enrollments: undated });
    expect(plans()).toEqual([
      ['pro', '2026-01-01T00:00:00.000Z', '2026-01-15T12:00:00.000Z'],
      ['basic', '2026-01-15T12:00:00.000Z', undefined],
    ]);
  });

  it('keeps the last 24 plans before the present change', async () => {
    for (let day = 1; day <= 28; day++) {
      const date = `2026-02-${String(day).padStart(2, '0')}T00:00:00.000Z`;
      await moved(day % 2 === 1 ? 'basic' : 'pro', date);
    }
    const all = plans();
    expect(all).toHaveLength(25);
    expect(all[0]).toEqual(['pro', '2026-02-04T00:00:00.000Z', '2026-02-05T00:00:00.000Z']);
    expect(all.at(-1)).toEqual(['pro', '2026-02-28T00:00:00.000Z', undefined]);
  }, 30_000);
});
