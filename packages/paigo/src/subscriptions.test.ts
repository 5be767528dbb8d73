import { BillingError, type Clock, manualClock, toInstant } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { offering, PaigoAccount } from './paigo-account.fixture.ts';
import { giveToken, paigoProvider } from './paigo-host.fixture.ts';

const seat = { subscriptionKey: 'seat', customerKey: 'acme', planCode: 'pro' };
const RECORD = 'billport.subscription:seat';

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error: unknown) => (BillingError.is(error) ? error.code : error),
  );

let account: PaigoAccount;

/** The port of a provider that knows nothing of the account yet. */
const fresh = (clock?: Clock) => {
  giveToken();
  return paigoProvider(clock && { clock }).subscriptions;
};

/** A subscription of acme on the plan `pro`, made by another provider. */
async function subscribed(fields: object = {}) {
  return fresh().create({ ...seat, ...fields });
}

beforeEach(() => {
  nock.disableNetConnect();
  account = new PaigoAccount().customer('acme').customer('other').serve();
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

describe('subscriptions.create', () => {
  it('point 16: always says what becomes of the plans before', async () => {
    await subscribed();
    expect(account.writes('/enrollment')).toEqual([
      { offeringId: 'offering-pro', removePriorOffering: false },
    ]);
  });

  it('point 16: warns that enrolling may invoice at once', async () => {
    const { warnings = [] } = await subscribed();
    expect(warnings).toMatchObject([{ code: 'partial' }]);
    expect(warnings[0]?.message).toContain('may invoice at once');
  });

  it('point 17: shows what Paigo tells, and makes up no periods and no ends', async () => {
    account.now = '2026-01-15T12:00:01.000Z';
    const { warnings: _, ...made } = await subscribed({ name: 'Seat', metadata: { a: 'b' } });
    expect(made).toEqual({
      ...seat,
      status: 'active',
      name: 'Seat',
      metadata: { a: 'b' },
      startAt: '2026-01-15T12:00:01.000Z',
      startedAt: '2026-01-15T12:00:01.000Z',
      createdAt: '2026-01-15T12:00:00.000Z',
      providerRef: { provider: 'paigo', type: 'enrollment', id: 'acme:offering-pro' },
    });
  });

  it('point 18: refuses a start and an end before anything is sent', async () => {
    const startAt = toInstant('2026-03-01T00:00:00Z');
    const { subscriptions } = paigoProvider();
    expect(await codeOf(subscriptions.create({ ...seat, startAt }))).toBe('invalid_input');
    expect(await codeOf(subscriptions.create({ ...seat, endingAt: startAt }))).toBe(
      'invalid_input',
    );
    expect(account.reached).toEqual([]);
  });

  it('says that billingTime is not kept', async () => {
    const { warnings = [], billingTime } = await subscribed({ billingTime: 'anniversary' });
    expect(warnings).toContainEqual(
      expect.objectContaining({ code: 'not_applied', field: 'billingTime' }),
    );
    expect(billingTime).toBeUndefined();
  });

  it('point 25: refuses a plan in another currency than the customer is billed in', async () => {
    account.customer('euro', { currency: 'EUR' });
    const call = fresh().create({ ...seat, customerKey: 'euro' });
    await expect(call).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: ['planCode'] }],
    });
    expect(account.writes('')).toEqual([]);
  });

  it('point 25: refuses a plan in another currency than that of the plans the customer is on', async () => {
    account.offerings.push(offering('euro', { currency: 'EUR' }));
    account.enrolled('acme', 'euro');
    expect(await codeOf(fresh().create(seat))).toBe('invalid_input');
  });

  it('refuses a key that lives anywhere in the account, without asking who had it last', async () => {
    await subscribed();
    const call = fresh().create({ ...seat, customerKey: 'other' });
    expect(await codeOf(call)).toBe('already_exists');
    expect(account.plansOf('other')).toEqual([]);
  });

  it('refuses a second subscription of a customer to a plan, since Paigo enrols once', async () => {
    await subscribed();
    const call = fresh().create({ ...seat, subscriptionKey: 'second' });
    expect(await codeOf(call)).toBe('conflict');
  });

  it('takes a key again when its subscription has ended, also for another customer', async () => {
    await subscribed();
    const subscriptions = fresh();
    await subscriptions.terminate({ subscriptionKey: 'seat' });
    await subscriptions.create({ ...seat, customerKey: 'other' });
    const found = await fresh().get({ subscriptionKey: 'seat' });
    expect(found).toMatchObject({ customerKey: 'other', status: 'active' });
  });

  it('point 16: enrols again after a lost answer, since the same offering again changes nothing', async () => {
    account.fail('PUT', '/enrollment', true);
    expect(await subscribed()).toMatchObject({ status: 'active' });
    expect(account.plansOf('acme')).toEqual(['pro']);
    expect(account.writes('/enrollment')).toHaveLength(2);
  });

  it('takes what is enrolled for the answer when the answers stay away', async () => {
    for (let count = 0; count < 4; count++) account.fail('PUT', '/enrollment', true);
    expect(await subscribed()).toMatchObject({ status: 'active' });
  });

  it('says what stays noted when nobody knows whether it was enrolled, and where that shows', async () => {
    for (let count = 0; count < 10; count++) account.fail('PUT', '/enrollment', false);
    const call = fresh().create(seat);
    const lookup = expect.stringMatching(/subscriptions\.get.*"unknown".*"not enrolled".*again/);
    await expect(call).rejects.toMatchObject({
      code: 'outcome_unknown',
      message: expect.stringMatching(/stays noted .*subscriptions\.terminate/),
      details: { lookup },
    });
    const left = await fresh().get({ subscriptionKey: 'seat' });
    expect(left).toMatchObject({ status: 'unknown', providerStatus: 'not enrolled' });
  });

  it('leaves nothing of a create that Paigo refuses', async () => {
    account.fail('PUT', '/enrollment', false, [400, { message: 'No.' }]);
    expect(await codeOf(fresh().create(seat))).toBe('rejected');
    expect(account.customers.get('acme')?.metadata).toEqual({});
    expect(await codeOf(fresh().get({ subscriptionKey: 'seat' }))).toBe('not_found');
  });

  it('says what is left when even that cannot be taken back, and goes on from there', async () => {
    account.fail('PUT', '/enrollment', false, [400, { message: 'No.' }]);
    const call = fresh().create(seat);
    // The first write of the record passes, taking it back does not.
    account.fail('PUT', '/customers/acme', true, [200, { message: 'Done.' }]);
    account.fail('PUT', '/customers/acme', false, [400, { message: 'Not now.' }]);
    await expect(call).rejects.toMatchObject({
      code: 'outcome_unknown',
      message: expect.stringContaining('the same call again goes on from there'),
      details: {
        lookup: expect.stringContaining('subscriptions.get({ subscriptionKey: "seat" })'),
      },
      cause: expect.objectContaining({ code: 'rejected' }),
    });
    expect(account.writes('/customers/acme')).toHaveLength(2);
    const left = await fresh().get({ subscriptionKey: 'seat' });
    expect(left).toMatchObject({ status: 'unknown', providerStatus: 'not enrolled' });
    expect(await subscribed()).toMatchObject({ status: 'active' });
  });

  it('puts the ended subscription of the key back when Paigo refuses the new one', async () => {
    await subscribed({ name: 'First' });
    const { warnings: _, ...ended } = await fresh().terminate({ subscriptionKey: 'seat' });
    account.fail('PUT', '/enrollment', false, [400, { message: 'No.' }]);
    expect(await codeOf(fresh().create({ ...seat, planCode: 'basic' }))).toBe('rejected');
    expect(await fresh().get({ subscriptionKey: 'seat' })).toEqual(ended);
  });

  it('makes one of two that two processes ask for with one key, for two customers', async () => {
    const calls = await Promise.all([
      codeOf(fresh().create(seat)),
      codeOf(fresh().create({ ...seat, customerKey: 'other' })),
    ]);
    expect(calls.toSorted()).toEqual(['already_exists', 'done']);
    expect([...account.plansOf('acme'), ...account.plansOf('other')]).toEqual(['pro']);
    const { items } = await fresh().list();
    expect(items).toMatchObject([{ subscriptionKey: 'seat', status: 'active' }]);
  });

  it('gives way to one that took the key for another customer meanwhile', async () => {
    account.afterwards('PUT', '/customers/acme', () => {
      const record = { planCode: 'pro', offeringId: 'offering-pro', createdAt: account.now };
      account.customer('other', { metadata: { [RECORD]: JSON.stringify(record) } });
      account.enrolled('other', 'pro');
    });
    expect(await codeOf(fresh().create(seat))).toBe('already_exists');
    expect(account.writes('/enrollment')).toEqual([]);
    expect(account.customers.get('acme')?.metadata).toEqual({});
  });

  it('leaves nothing when nobody can tell whether the key was taken meanwhile', async () => {
    account.afterwards('PUT', '/customers/acme', () => {
      account.fail('GET', '/customers', false, [403, { message: 'Forbidden' }]);
    });
    expect(await codeOf(fresh().create(seat))).toBe('forbidden');
    expect(account.writes('/enrollment')).toEqual([]);
    expect(account.customers.get('acme')?.metadata).toEqual({});
  });

  it('makes one of two subscriptions with one key that are asked for at the same moment', async () => {
    const subscriptions = fresh();
    const calls = await Promise.all([
      codeOf(subscriptions.create(seat)),
      codeOf(subscriptions.create({ ...seat, customerKey: 'other' })),
    ]);
    expect(calls.sort()).toEqual(['already_exists', 'done']);
    expect([...account.plansOf('acme'), ...account.plansOf('other')]).toEqual(['pro']);
  });
});

describe('subscriptions.get', () => {
  it('finds a subscription with nothing remembered, by one reading of all customers', async () => {
    await subscribed();
    account.reached.length = 0;
    const subscriptions = fresh();
    await subscriptions.get({ subscriptionKey: 'seat' });
    expect(account.reads()).toEqual(['/customers']);
    await subscriptions.get({ subscriptionKey: 'seat' });
    expect(account.reads()).toEqual(['/customers', '/customers/acme']);
  });

  it('takes what it remembers for a hint only', async () => {
    const subscriptions = fresh();
    await subscriptions.create(seat);
    const others = fresh();
    await others.terminate({ subscriptionKey: 'seat' });
    await others.create({ ...seat, customerKey: 'other' });
    const found = await subscriptions.get({ subscriptionKey: 'seat' });
    expect(found).toMatchObject({ customerKey: 'other', status: 'active' });
  });

  it('point 17: gives what others enrolled the key that customer and plan make', async () => {
    account.enrolled('acme', 'basic', '2025-12-01T00:00:00Z');
    const found = await fresh().get({ subscriptionKey: 'acme:basic' });
    expect(found).toEqual({
      subscriptionKey: 'acme:basic',
      customerKey: 'acme',
      planCode: 'basic',
      status: 'active',
      startAt: '2025-12-01T00:00:00.000Z',
      startedAt: '2025-12-01T00:00:00.000Z',
      providerRef: { provider: 'paigo', type: 'enrollment', id: 'acme:offering-basic' },
    });
  });

  it('does not call active what others have taken the customer off', async () => {
    await subscribed();
    account.unenrolled('acme', 'pro');
    const found = await fresh().get({ subscriptionKey: 'seat' });
    expect(found).toMatchObject({ status: 'unknown', providerStatus: 'not enrolled' });
  });

  it('reads the enrolments for themselves where the customer does not list them', async () => {
    await subscribed();
    const { enrollments, ...rest } = account.customers.get('acme') ?? {};
    const bare = { ...rest, invoices: [] };
    nock.cleanAll();
    const host = nock('http://paigo.test');
    host.get('/customers').reply(200, { data: [bare] });
    host.get('/customers/acme/enrollment').reply(200, { data: enrollments });
    const found = await fresh().get({ subscriptionKey: 'seat' });
    expect(found).toMatchObject({ status: 'active', planCode: 'pro' });
  });

  it.each([
    { name: 'of the plan', offered: { freeTrialLength: '14' }, ends: '2026-01-29T12:00:00.000Z' },
    {
      name: 'of the plan, as a number',
      offered: { freeTrialLength: 1 },
      ends: '2026-01-16T12:00:00.000Z',
    },
    { name: 'where there is none', offered: { freeTrialLength: '0' }, ends: undefined },
  ])('tells when the trial ends: $name', async ({ offered, ends }) => {
    account.offerings.push(offering('trial', offered));
    const made = await subscribed({ planCode: 'trial' });
    expect(made.trialEndsAt).toBe(ends);
  });

  const forms = ['absent', 'object'] as const;

  it.each(forms)('sees what others enrolled where the list of enrolments is %s', async (form) => {
    account.customer('idle').enrolled('acme', 'pro').enrollmentsForm = form;
    const seen = [
      ...(await fresh().list({ customerKey: 'acme' })).items,
      ...(await fresh().list()).items,
      await fresh().get({ subscriptionKey: 'acme:pro' }),
    ];
    expect(seen.map(({ subscriptionKey, status }) => [subscriptionKey, status])).toEqual(
      Array.from({ length: 3 }, () => ['acme:pro', 'active']),
    );
    expect(account.reads()).not.toContain('/customers/idle/enrollment');
  });

  it.each(forms)(
    'point 25: enrols nobody in plans of two currencies where the list of enrolments is %s',
    async (form) => {
      account.offerings.push(offering('euro', { currency: 'EUR' }));
      account.customer('acme').enrolled('acme', 'pro').enrollmentsForm = form;
      const create = subscribed({ planCode: 'euro' });
      await expect(create).rejects.toMatchObject({ code: 'invalid_input' });
      expect(account.writes('')).toEqual([]);
    },
  );

  it('is enrolled nowhere where Paigo finds no enrolment', async () => {
    account.enrollmentsForm = 'absent';
    account.fail('GET', '/acme/enrollment', false, [404, { message: 'None.', statusCode: 404 }]);
    expect((await fresh().list({ customerKey: 'acme' })).items).toEqual([]);
  });

  /** Changes the trial of a plan, for whoever reads it: those who are on it, too. */
  const trialOf = (code: string, freeTrialLength: string) => {
    const found = account.offerings.find(({ offeringName }) => offeringName === code);
    Object.assign(found as object, { freeTrialLength });
  };

  it.each([
    { was: '0', is: '60', ends: undefined },
    { was: '14', is: '60', ends: '2026-01-29T12:00:00.000Z' },
    { was: '14', is: '0', ends: '2026-01-29T12:00:00.000Z' },
  ])(
    'stays in the trial that it began with when the plan gets another: $was to $is',
    async (row) => {
      trialOf('pro', row.was);
      await subscribed();
      trialOf('pro', row.is);
      const found = await fresh().get({ subscriptionKey: 'seat' });
      expect(found.trialEndsAt).toBe(row.ends);
    },
  );

  it('stays in the trial of the plan that it was moved to, and of the one that it could not leave', async () => {
    trialOf('pro', '10');
    trialOf('basic', '20');
    await subscribed();
    trialOf('pro', '1');
    // The change is refused, and stays noted.
    account.fail('PUT', '/enrollment', false, [400, { message: 'No.' }]);
    account.fail('PUT', '/customers/acme', true, [200, { message: 'Done.' }]);
    account.fail('PUT', '/customers/acme', false, [400, { message: 'Not now.' }]);
    const move = { subscriptionKey: 'seat', planCode: 'basic' };
    await expect(fresh().changePlan(move)).rejects.toThrow(BillingError);
    const stayed = await fresh().get({ subscriptionKey: 'seat' });
    expect([stayed.planCode, stayed.trialEndsAt]).toEqual(['pro', '2026-01-25T12:00:00.000Z']);
    await fresh().changePlan(move);
    trialOf('basic', '1');
    const moved = await fresh().get({ subscriptionKey: 'seat' });
    expect([moved.planCode, moved.trialEndsAt]).toEqual(['basic', '2026-02-04T12:00:00.000Z']);
  });

  it('keeps the trial that it had when it ends, of the plan that it was on', async () => {
    trialOf('pro', '10');
    trialOf('basic', '20');
    await subscribed();
    trialOf('pro', '60');
    // The change is refused, and stays noted.
    account.fail('PUT', '/enrollment', false, [400, { message: 'No.' }]);
    account.fail('PUT', '/customers/acme', true, [200, { message: 'Done.' }]);
    account.fail('PUT', '/customers/acme', false, [400, { message: 'Not now.' }]);
    const move = { subscriptionKey: 'seat', planCode: 'basic' };
    await expect(fresh().changePlan(move)).rejects.toThrow(BillingError);
    await fresh().terminate({ subscriptionKey: 'seat' });
    const kept = account.customers.get('acme')?.metadata as Record<string, string>;
    expect(JSON.parse(kept[RECORD] ?? '')).toMatchObject({ planCode: 'pro', trialDays: '10' });
  });

  it('tells the trial that was set for the customer instead of the plan’s', async () => {
    account.offerings.push(offering('trial', { freeTrialLength: '14' }));
    const overrides = { freeTrialEndDate: '2026-02-01T00:00:00Z' };
    const enrollment = {
      offering: account.offerings[2],
      offeringEnrollmentDate: account.now,
      overrides,
    };
    account.customer('acme', { enrollments: [enrollment] as never });
    const { trialEndsAt } = await fresh().get({ subscriptionKey: 'acme:trial' });
    expect(trialEndsAt).toBe('2026-02-01T00:00:00.000Z');
  });

  it('tells no end of a trial that never ends', async () => {
    account.offerings.push(offering('trial', { freeTrialLength: '99999999999' }));
    const made = await subscribed({ planCode: 'trial' });
    expect(made.trialEndsAt).toBeUndefined();
  });

  it('says of enrolments that they cannot be read', async () => {
    account.customer('acme', { enrollments: [1] as never });
    await expect(fresh().list({})).rejects.toMatchObject({ code: 'malformed_response' });
    account.customer('acme', { enrollments: [null] as never });
    expect((await fresh().list({})).items).toEqual([]);
  });

  it('leaves out what others damaged in the metadata', async () => {
    account.customer('acme', {
      metadata: { [RECORD]: '{"planCode":1}', 'billport.subscription:b': 'x' },
    });
    expect((await fresh().list({ customerKey: 'acme' })).items).toEqual([]);
  });
});

describe('subscriptions.update', () => {
  it('changes name and metadata, and nothing of what others keep on the customer', async () => {
    account.customer('acme', { metadata: { theirs: 'x' } });
    await subscribed({ name: 'First', metadata: { a: 'b' } });
    const changed = await fresh().update({ subscriptionKey: 'seat', name: 'Second' });
    expect(changed).toMatchObject({ name: 'Second', metadata: { a: 'b' } });
    const cleared = await fresh().update({ subscriptionKey: 'seat', name: null, metadata: null });
    expect(cleared.name).toBeUndefined();
    expect(cleared.metadata).toBeUndefined();
    expect(account.customers.get('acme')?.metadata).toMatchObject({ theirs: 'x' });
  });

  it('point 18: refuses to move a start or to set an end before anything is sent', async () => {
    const { subscriptions } = paigoProvider();
    const endingAt = '2026-03-01T00:00:00Z';
    const call = subscriptions.update({ subscriptionKey: 'seat', endingAt });
    expect(await codeOf(call)).toBe('invalid_input');
    expect(account.reached).toEqual([]);
  });

  it('refuses to change one that has ended', async () => {
    await subscribed();
    const subscriptions = fresh();
    await subscriptions.terminate({ subscriptionKey: 'seat' });
    const call = subscriptions.update({ subscriptionKey: 'seat', name: 'x' });
    await expect(call).rejects.toMatchObject({
      code: 'conflict',
      details: { state: 'terminated' },
    });
  });
});

describe('subscriptions.changePlan', () => {
  it('point 16: replaces the only plan in one step', async () => {
    await subscribed();
    account.now = '2026-01-20T00:00:00.000Z';
    const changed = await fresh().changePlan({ subscriptionKey: 'seat', planCode: 'basic' });
    expect(changed).toMatchObject({
      change: 'upgrade',
      effectiveAt: '2026-01-20T00:00:00.000Z',
      subscription: {
        planCode: 'basic',
        startAt: '2026-01-15T12:00:00.000Z',
        startedAt: '2026-01-20T00:00:00.000Z',
      },
      warnings: [{ code: 'partial' }],
    });
    expect(account.writes('/enrollment').slice(1)).toEqual([
      { offeringId: 'offering-basic', removePriorOffering: true },
    ]);
  });

  it('point 16: takes no other plan of the customer away', async () => {
    account.offerings.push(offering('support'));
    account.enrolled('acme', 'support');
    await subscribed();
    await fresh().changePlan({ subscriptionKey: 'seat', planCode: 'basic' });
    expect(account.plansOf('acme')).toEqual(['support', 'basic']);
    expect(account.writes('/enrollment').slice(1)).toEqual([
      { offeringId: 'offering-basic', removePriorOffering: false },
      { unenrollOffering: 'offering-pro' },
    ]);
  });

  it('shows the plan that is enrolled, and finishes at the next call, when the old one stays', async () => {
    account.offerings.push(offering('support'));
    account.enrolled('acme', 'support');
    await subscribed();
    account.fail('PUT', '/enrollment', true, [200, { message: 'Done.' }]);
    account.fail('PUT', '/enrollment', false, [403, { message: 'Forbidden' }]);
    const change = { subscriptionKey: 'seat', planCode: 'basic' };
    await expect(fresh().changePlan(change)).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('on the new plan, and on the old one still'),
    });
    const { items } = await fresh().list({ customerKey: 'acme' });
    expect(items.map(({ subscriptionKey, planCode }) => [subscriptionKey, planCode])).toEqual(
      expect.arrayContaining([
        ['seat', 'basic'],
        ['acme:support', 'support'],
      ]),
    );
    expect(items).toHaveLength(2);
    expect(await fresh().changePlan(change)).toMatchObject({ change: 'none' });
    expect(account.plansOf('acme')).toEqual(['support', 'basic']);
  });

  it('shows the plan before when the change was refused, and keeps nothing of it', async () => {
    await subscribed();
    const before = account.customers.get('acme')?.metadata;
    account.fail('PUT', '/enrollment', false, [400, { message: 'No.' }]);
    const change = { subscriptionKey: 'seat', planCode: 'basic' };
    expect(await codeOf(fresh().changePlan(change))).toBe('rejected');
    expect(await fresh().get({ subscriptionKey: 'seat' })).toMatchObject({ planCode: 'pro' });
    expect(account.customers.get('acme')?.metadata).toEqual(before);
  });

  it('shows the plan before between its two writes', async () => {
    await subscribed();
    account.fail('PUT', '/enrollment', false, [400, { message: 'No.' }]);
    account.fail('PUT', '/customers/acme', true, [200, { message: 'Done.' }]);
    account.fail('PUT', '/customers/acme', false, [400, { message: 'Not now.' }]);
    const change = { subscriptionKey: 'seat', planCode: 'basic' };
    const call = fresh().changePlan(change);
    await expect(call).rejects.toThrow('the plan is the same');
    const found = await fresh().get({ subscriptionKey: 'seat' });
    expect(found).toMatchObject({ planCode: 'pro', status: 'active' });
  });

  it('changes nothing to the plan it is on', async () => {
    const { warnings: _, ...made } = await subscribed();
    const call = fresh().changePlan({ subscriptionKey: 'seat', planCode: 'pro' });
    expect(await call).toMatchObject({ change: 'none', subscription: made });
    expect(account.writes('/enrollment')).toHaveLength(1);
  });

  it('refuses a plan that the customer is on with another subscription', async () => {
    account.enrolled('acme', 'basic');
    await subscribed();
    const call = fresh().changePlan({ subscriptionKey: 'seat', planCode: 'basic' });
    expect(await codeOf(call)).toBe('conflict');
    expect(account.plansOf('acme')).toEqual(['basic', 'pro']);
  });

  it('lets no change that nobody knows the end of take the plan of a later one', async () => {
    account.offerings.push(offering('support'));
    await subscribed({ subscriptionKey: 'other', planCode: 'support' });
    await subscribed();
    for (let count = 0; count < 6; count++) account.fail('PUT', '/enrollment', false);
    const lost = fresh().changePlan({ subscriptionKey: 'seat', planCode: 'basic' });
    expect(await codeOf(lost)).toBe('outcome_unknown');
    await fresh().changePlan({ subscriptionKey: 'other', planCode: 'basic' });
    const { items } = await fresh().list({ customerKey: 'acme' });
    const plans = items.map((each) => [each.subscriptionKey, each.planCode, each.status]);
    expect(plans.toSorted()).toEqual([
      ['other', 'basic', 'active'],
      ['seat', 'pro', 'active'],
    ]);
    expect(account.plansOf('acme').toSorted()).toEqual(['basic', 'pro']);
  });

  it('lets no create that did not end take the plan of a later change', async () => {
    account.offerings.push(offering('support'));
    await subscribed({ planCode: 'support' });
    account.enrolled('acme', 'pro');
    for (let count = 0; count < 6; count++) account.fail('PUT', '/enrollment', false);
    const later = manualClock('2026-01-16T00:00:00Z');
    const begun = { ...seat, subscriptionKey: 'begun', planCode: 'basic' };
    expect(await codeOf(fresh(later).create(begun))).toBe('outcome_unknown');
    const latest = manualClock('2026-01-17T00:00:00Z');
    await fresh(latest).changePlan({ subscriptionKey: 'seat', planCode: 'basic' });
    expect(await fresh().get({ subscriptionKey: 'seat' })).toMatchObject({ planCode: 'basic' });
    const left = await fresh().get({ subscriptionKey: 'begun' });
    expect(left.status).toBe('unknown');
  });

  it('moves one that others enrolled, and keeps its key', async () => {
    account.enrolled('acme', 'basic', '2025-12-01T00:00:00Z');
    await fresh().changePlan({ subscriptionKey: 'acme:basic', planCode: 'pro' });
    const found = await fresh().get({ subscriptionKey: 'acme:basic' });
    expect(found).toMatchObject({ planCode: 'pro', startAt: '2025-12-01T00:00:00.000Z' });
  });
});

describe('subscriptions.terminate', () => {
  it('point 16: leaves exactly this plan, and warns that it may invoice', async () => {
    account.enrolled('acme', 'basic');
    await subscribed();
    const ended = await fresh().terminate({ subscriptionKey: 'seat' });
    expect(ended).toMatchObject({
      status: 'terminated',
      planCode: 'pro',
      startAt: '2026-01-15T12:00:00.000Z',
      terminatedAt: '2026-01-15T12:00:00.000Z',
      warnings: [{ code: 'partial' }],
    });
    expect(account.writes('/enrollment').slice(1)).toEqual([{ unenrollOffering: 'offering-pro' }]);
    expect(account.plansOf('acme')).toEqual(['basic']);
  });

  it('point 17: can be read afterwards, with nothing remembered', async () => {
    await subscribed({ name: 'Seat' });
    const { warnings: _, ...ended } = await fresh().terminate({ subscriptionKey: 'seat' });
    expect(await fresh().get({ subscriptionKey: 'seat' })).toEqual(ended);
    expect(ended.name).toBe('Seat');
  });

  it('is done when its answer was lost, though leaving twice is refused', async () => {
    await subscribed();
    account.fail('PUT', '/enrollment', true);
    const ended = await fresh().terminate({ subscriptionKey: 'seat' });
    expect(ended.status).toBe('terminated');
    expect(account.writes('/enrollment')).toHaveLength(3);
  });

  it('does not look active when its end could not be noted, and notes it at the next call', async () => {
    await subscribed();
    account.fail('PUT', '/customers/acme', false, [400, { message: 'Not now.' }]);
    const call = fresh().terminate({ subscriptionKey: 'seat' });
    await expect(call).rejects.toMatchObject({ code: 'outcome_unknown' });
    expect((await fresh().get({ subscriptionKey: 'seat' })).status).toBe('unknown');
    expect((await fresh().terminate({ subscriptionKey: 'seat' })).status).toBe('terminated');
    expect(account.writes('/enrollment')).toHaveLength(2);
  });

  it('says which of its words Paigo does not ask for', async () => {
    await subscribed();
    const input = { subscriptionKey: 'seat', unusedCredit: 'skip', finalInvoice: 'skip' } as const;
    const { warnings = [] } = await fresh().terminate(input);
    const fields = warnings.filter(({ code }) => code === 'not_applied').map(({ field }) => field);
    expect(fields).toEqual(['unusedCredit', 'finalInvoice']);
  });

  it('changes nothing when it has ended', async () => {
    await subscribed();
    const ended = await fresh().terminate({ subscriptionKey: 'seat' });
    const again = await fresh().terminate({ subscriptionKey: 'seat' });
    expect(again).toEqual({ ...ended, warnings: [] });
  });
});

describe('subscriptions.list', () => {
  it('point 6: brings those of all customers from one reading, with pages of its own', async () => {
    await subscribed();
    await subscribed({ subscriptionKey: 'second', customerKey: 'other' });
    account.enrolled('other', 'basic', '2025-12-01T00:00:00Z');
    account.reached.length = 0;
    const subscriptions = fresh();
    const first = await subscriptions.list({ limit: 2 });
    expect(account.reads()).toEqual(['/customers']);
    const { nextCursor = '' } = first;
    const rest = await subscriptions.list({ limit: 2, cursor: nextCursor });
    const keys = [...first.items, ...rest.items].map(({ subscriptionKey }) => subscriptionKey);
    expect(keys.toSorted()).toEqual(['other:basic', 'seat', 'second']);
    expect(keys.at(-1)).toBe('other:basic');
  });

  it('has nothing of a customer whom there is not', async () => {
    expect((await fresh().list({ customerKey: 'nobody' })).items).toEqual([]);
  });
});
