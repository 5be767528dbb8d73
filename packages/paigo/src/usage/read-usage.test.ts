import { manualClock, type UsageSummary, type Warning } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { found, paigoHost } from '../paigo-host.fixture.ts';
import {
  acme,
  enrolled,
  NOW,
  regional,
  type SpanRead,
  servePaigo,
  tokens,
  usageProvider,
} from './paigo-usage.fixture.ts';

const seat = { subscriptionKey: 'seat' };
const usd = (amount: string) => ({ amount, currency: 'USD' });

/** Answers for aggregated usage: values of intervals by dimension. */
const aggregated =
  (values: Readonly<Record<string, readonly (string | number | object)[]>>) =>
  (): readonly [number, object] => [
    200,
    found(
      ...Object.entries(values).map(([dimensionId, all]) => ({
        dimensionId,
        usage: all.map((value) => (typeof value === 'object' ? value : { value })),
      })),
    ),
  ];

const onPlan = (...dimensions: Parameters<typeof enrolled>[0] & object) => [
  acme({ enrollments: [enrolled(dimensions)] }),
];

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

describe('usage.current', () => {
  it('prices the units that Paigo adds up in the calendar month', async () => {
    const dimension = tokens({ usageIncrement: '0.01', consumptionPrice: '0.001' });
    const paigo = servePaigo({
      customers: onPlan(dimension),
      read: aggregated({ 'd-tokens': ['12.55'] }),
    });
    const summary = await usageProvider().usage.current(seat);
    expect(summary).toMatchObject({
      subscriptionKey: 'seat',
      customerKey: 'acme',
      planCode: 'basic',
      period: { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' },
      amount: usd('1.26'),
      warnings: [{ code: 'partial' }],
    });
    expect(summary.charges).toEqual([
      {
        chargeCode: 'tokens',
        metric: 'tokens',
        model: 'standard',
        units: '12.55',
        amount: usd('1.26'),
        preciseAmount: '1.255',
      },
    ]);
    const [{ query } = {}] = paigo.reads;
    // To before the present, and only what the enrolment has: the rest is Paigo's own choice.
    expect(query).toEqual({
      startTime: '2026-01-01T00:00:00.000Z',
      endTime: '2026-01-20T11:59:59.000Z',
    });
  });

  it('begins with the enrolment, and ends a second ago', async () => {
    const enrollment = enrolled([tokens()], { offeringEnrollmentDate: '2026-01-20T11:59:59Z' });
    const paigo = servePaigo({ customers: [acme({ enrollments: [enrollment] })] });
    const { period, charges, amount } = await usageProvider().usage.current(seat);
    expect(period).toEqual({ from: '2026-01-20T11:59:59.000Z', to: '2026-02-01T00:00:00.000Z' });
    expect({ charges, amount }).toEqual({ charges: [], amount: usd('0.00') });
    // There is no moment between that Paigo could be asked about.
    expect(paigo.reads).toEqual([]);
  });

  it('point 10: rounds the units of each interval, and prices whole increments', async () => {
    const hourly = tokens({
      usageIncrement: '60',
      rounding: 'ceiling',
      aggregationInterval: 'hour',
      consumptionPrice: '0.096',
    });
    servePaigo({ customers: onPlan(hourly), read: aggregated({ 'd-tokens': ['47', '61'] }) });
    const { amount, charges } = await usageProvider().usage.current(seat);
    expect(amount).toEqual(usd('0.29'));
    expect(charges[0]?.preciseAmount).toBe('0.288');
  });

  it('tells the units that were used of packages, and bills whole ones', async () => {
    const packages = tokens({
      usageIncrement: '1000',
      rounding: 'ceiling',
      consumptionPrice: '5',
      usageEntitlement: '2000',
      metadata: { ...tokens().metadata, 'billport.model': 'package' },
    });
    servePaigo({ customers: onPlan(packages), read: aggregated({ 'd-tokens': [3001] }) });
    const { charges } = await usageProvider().usage.current(seat);
    expect(charges).toMatchObject([{ model: 'package', units: '3001', amount: usd('10.00') }]);
  });

  it('prices tiers, each band on its own', async () => {
    const tiered = tokens({
      consumptionPrice: null,
      tiers: [
        { upperBound: '10', tierPosition: '1', unitPrice: '1' },
        { upperBound: 'inf', tierPosition: '2', unitPrice: '0.5' },
      ],
    });
    servePaigo({ customers: onPlan(tiered), read: aggregated({ 'd-tokens': ['13'] }) });
    const { charges } = await usageProvider().usage.current(seat);
    expect(charges).toMatchObject([{ model: 'graduated', units: '13', amount: usd('11.50') }]);
  });

  it('has a line for each group of metadata that has a price', async () => {
    const read = aggregated({
      'd-regional': [
        { value: '3', metadataGroup: { region: 'eu' } },
        { value: '12', metadataGroup: { region: 'us' } },
        { value: '100', metadataGroup: { region: 'asia' } },
      ],
    });
    servePaigo({ customers: onPlan(regional()), read });
    const { charges, amount } = await usageProvider().usage.current(seat);
    expect(charges).toMatchObject([
      { group: { region: 'eu' }, units: '3', amount: usd('6.00') },
      { group: { region: 'us' }, units: '12', amount: usd('11.00') },
    ]);
    expect(amount).toEqual(usd('17.00'));
  });

  it('counts what is in several offerings of the customer under its own alone', async () => {
    const row = (value: string, offeringId?: string) => ({
      dimensionId: 'd-tokens',
      offeringId,
      usage: [{ value }],
    });
    for (const [rows, amount] of [
      [[row('100', 'o-other'), row('300', 'o-basic')], '3.00'],
      [[row('100', 'o-basic'), row('300', 'o-basic')], '4.00'],
      [[row('100', 'o-other'), row('300')], '3.00'],
      [[row('100', 'o-other')], '0.00'],
    ] as const) {
      servePaigo({ read: () => [200, found(...rows)] });
      expect((await usageProvider().usage.current(seat)).amount).toEqual(usd(amount));
      nock.cleanAll();
    }
  });

  describe('of what Paigo does not bill', () => {
    const read = aggregated({ 'd-tokens': ['100'] });
    const told = async (enrollment: object, customer = {}) => {
      const enrollments = [{ ...enrolled(), ...enrollment }];
      servePaigo({ customers: [acme({ enrollments, ...customer })], read });
      const { amount, warnings = [] } = await usageProvider().usage.current(seat);
      expect(amount).toEqual(usd('1.00'));
      nock.cleanAll();
      return warnings.filter(({ field }) => field === 'amount').map(({ message }) => message);
    };
    const { offering } = enrolled();

    it('says that there is a trial, until it is over', async () => {
      const trial = (days: string) => ({ offering: { ...offering, freeTrialLength: days } });
      expect(await told(trial('7'))).toEqual([
        expect.stringContaining('trial until 2026-01-08T00:00:00.000Z'),
      ]);
      const moved = { overrides: { freeTrialEndDate: '2026-03-01T00:00:00Z' } };
      expect(await told({ ...trial('7'), ...moved })).toEqual([
        expect.stringContaining('trial until 2026-03-01T00:00:00.000Z'),
      ]);
      const before = { offeringEnrollmentDate: '2025-12-01T00:00:00.000Z' };
      expect(await told({ ...trial('7'), ...before })).toEqual([]);
      expect(await told({})).toEqual([]);
    });

    it('says that there is a discount, until it is over', async () => {
      const discount = { name: 'half', percentage: '50' };
      const [ofAll, ofEnrolment, over] = [
        await told({}, { discount }),
        await told({ overrides: { discount: { ...discount, endDate: '2026-02-01T00:00:00Z' } } }),
        await told({ overrides: { discount: { ...discount, endDate: '2026-01-01T00:00:00Z' } } }),
      ];
      expect(ofAll).toEqual([expect.stringContaining('discount of 50 % on invoices:')]);
      expect(ofEnrolment).toEqual([
        expect.stringContaining('discount of 50 % on invoices until 2026-02-01T00:00:00.000Z:'),
      ]);
      expect(over).toEqual([]);
    });
  });

  it('leaves out what was not used and what no plan holds, and adds up the rest', async () => {
    const other = tokens({
      dimensionId: 'd-other',
      consumptionPrice: '2',
      metadata: {
        'billport.metric': 'other',
        'billport.plan': 'basic',
        'billport.charge': 'extra',
      },
    });
    const idle = tokens({ dimensionId: 'd-idle' });
    servePaigo({
      customers: onPlan(tokens(), other, idle),
      read: aggregated({ 'd-tokens': ['1.5'], 'd-other': ['3'], 'd-idle': ['0'], 'd-x': ['9'] }),
    });
    const { charges, amount } = await usageProvider().usage.current(seat);
    expect(charges.map(({ chargeCode, units }) => [chargeCode, units])).toEqual([
      ['tokens', '2'],
      ['extra', '3'],
    ]);
    expect(amount).toEqual(usd('6.02'));
  });

  it('counts with the prices of the enrolment before those of the offering and the dimension', async () => {
    const overrides = (price: string) => ({
      dimensionOverrides: [{ dimensionId: 'd-tokens', consumptionPrice: price }],
    });
    const { offering } = enrolled();
    const enrollment = {
      ...enrolled(),
      offering: { ...offering, ...overrides('2') },
      overrides: overrides('3'),
    };
    const read = aggregated({ 'd-tokens': ['1'] });
    for (const [each, amount] of [
      [enrollment, '3.00'],
      [{ ...enrollment, overrides: null }, '2.00'],
    ] as const) {
      servePaigo({ customers: [acme({ enrollments: [each] })], read });
      expect((await usageProvider().usage.current(seat)).amount).toEqual(usd(amount));
      nock.cleanAll();
    }
  });

  it("shows amounts in the customer's currency, else in the plan's", async () => {
    const read = aggregated({ 'd-tokens': ['100'] });
    for (const [currency, shown] of [
      ['eur', 'EUR'],
      [null, 'USD'],
    ]) {
      servePaigo({ customers: [acme({ currency })], read });
      const { amount } = await usageProvider().usage.current(seat);
      expect(amount).toEqual({ amount: '1.00', currency: shown });
      nock.cleanAll();
    }
  });

  it.each([
    ['an amount', [{ dimensionId: 'd-tokens', usage: [{ value: 'x' }] }]],
    ['what is used', [{ dimensionId: 'd-tokens', usage: 'x' }]],
    ['a part of what is used', [{ dimensionId: 'd-tokens', usage: [1] }]],
  ])('does not count %s that it cannot read as nothing', async (_, data) => {
    servePaigo({ read: () => [200, { message: '', data }] });
    await expect(usageProvider().usage.current(seat)).rejects.toMatchObject({
      code: 'malformed_response',
    });
  });

  it('says that it leaves out usage whose price it cannot read', async () => {
    const odd = tokens({ consumptionPrice: 'free' });
    servePaigo({ customers: onPlan(odd), read: aggregated({ 'd-tokens': ['5'] }) });
    const { charges, warnings } = await usageProvider().usage.current(seat);
    expect(charges).toEqual([]);
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'partial', field: 'charges' }));
  });

  it('point 2: reads usage whether data is a list, one thing or null', async () => {
    for (const [data, amount] of [
      [{ dimensionId: 'd-tokens', usage: [{ value: 100 }] }, '1.00'],
      [[{ dimensionId: 'd-tokens', usage: null }], '0.00'],
      [null, '0.00'],
    ] as const) {
      servePaigo({ read: () => [200, { message: '', data }] });
      expect((await usageProvider().usage.current(seat)).amount).toEqual(usd(amount));
      nock.cleanAll();
    }
  });

  it('refuses a subscription that has ended, and one that is not there', async () => {
    servePaigo({ customers: [acme({ enrollments: [] })] });
    const { current } = usageProvider().usage;
    await expect(current(seat)).rejects.toMatchObject({
      code: 'conflict',
      details: { state: 'terminated' },
    });
    await expect(current({ subscriptionKey: 'x' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('usage.past', () => {
  const since = (date: string, metadata = {}) =>
    acme({
      enrollments: [enrolled([tokens()], { offeringEnrollmentDate: date })],
      metadata: { ...acme().metadata, ...metadata },
    });
  const byMonth = ({ startTime }: SpanRead) =>
    aggregated({ 'd-tokens': [startTime.startsWith('2025-12') ? '300' : '100'] })();

  it('brings the months since the enrolment that are over, latest first, by page too', async () => {
    const paigo = servePaigo({ customers: [since('2025-10-20T08:00:00Z')], read: byMonth });
    const { past } = usageProvider().usage;
    const all = [];
    for await (const each of past({ ...seat, limit: 2 })) all.push(each);
    expect(all.map(({ period, amount }) => [period.from, period.to, amount.amount])).toEqual([
      ['2025-12-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', '3.00'],
      ['2025-11-01T00:00:00.000Z', '2025-12-01T00:00:00.000Z', '1.00'],
      ['2025-10-20T08:00:00.000Z', '2025-11-01T00:00:00.000Z', '1.00'],
    ]);
    expect(paigo.reads.map(({ query }) => query.ignoreEnrollmentDate)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect((await past(seat)).warnings).toMatchObject([{ code: 'partial' }]);
  });

  it('says once that there was a trial, and of no later month', async () => {
    const { offering } = enrolled();
    const onTrial = { ...enrolled(), offering: { ...offering, freeTrialLength: '20' } };
    const enrollments = [{ ...onTrial, offeringEnrollmentDate: '2025-10-20T00:00:00Z' }];
    servePaigo({ customers: [acme({ enrollments })], read: byMonth });
    const { past } = usageProvider().usage;
    const pages: (readonly Warning[])[] = [];
    for await (const page of past({ ...seat, limit: 1 }).pages()) pages.push(page.warnings ?? []);
    const trials = (warnings: readonly Warning[]) =>
      warnings.filter(({ message }) => message.includes('trial until 2025-11-09T00:00:00.000Z'));
    expect(pages.map((warnings) => trials(warnings).length)).toEqual([0, 1, 1]);
    expect(trials((await past(seat)).warnings ?? [])).toHaveLength(1);
  });

  it('is empty in the first month', async () => {
    const paigo = servePaigo({ customers: [since('2026-01-01T00:00:00Z')] });
    expect((await usageProvider().usage.past(seat)).items).toEqual([]);
    expect(paigo.reads).toEqual([]);
  });

  it('reads a month that has just ended only up to a second ago', async () => {
    const paigo = servePaigo({ customers: [since('2026-01-01T00:00:00Z')], read: byMonth });
    const clock = manualClock('2026-02-01T00:00:00.000Z');
    const { items } = await usageProvider({ clock }).usage.past(seat);
    expect(items.map(({ period }) => period.to)).toEqual(['2026-02-01T00:00:00.000Z']);
    expect(paigo.reads[0]?.endTime).toBe('2026-01-31T23:59:59.000Z');
  });

  it('tells what one used that has ended, up to its end, at the prices of its plan', async () => {
    const ended = JSON.stringify({
      planCode: 'basic',
      offeringId: 'o-basic',
      createdAt: '2025-12-10T00:00:00.000Z',
      endedAt: '2026-01-05T00:00:00.000Z',
    });
    const customer = acme({ enrollments: [], metadata: { 'billport.subscription:seat': ended } });
    const paigo = servePaigo({ customers: [customer], read: byMonth });
    paigoHost().persist().get('/offerings').reply(200, found(enrolled().offering));
    const { items } = await usageProvider({ clock: manualClock(NOW) }).usage.past(seat);
    expect(items.map(({ period, amount }) => [period.from, period.to, amount.amount])).toEqual([
      ['2026-01-01T00:00:00.000Z', '2026-01-05T00:00:00.000Z', '1.00'],
      ['2025-12-10T00:00:00.000Z', '2026-01-01T00:00:00.000Z', '3.00'],
    ]);
    expect(paigo.reads.every(({ query }) => query.ignoreEnrollmentDate === 'true')).toBe(true);
  });

  it('tells of one that ended the trial that it had, and what stands under another offering', async () => {
    const ended = JSON.stringify({
      planCode: 'basic',
      offeringId: 'o-basic',
      trialDays: '60',
      createdAt: '2025-12-10T00:00:00.000Z',
      endedAt: '2026-01-05T00:00:00.000Z',
    });
    const customer = acme({ enrollments: [], metadata: { 'billport.subscription:seat': ended } });
    const row = (offeringId: string) => ({
      dimensionId: 'd-tokens',
      offeringId,
      usage: [{ value: '100' }],
    });
    servePaigo({
      customers: [customer],
      read: () => [200, found(row('o-present'), row('o-later'))],
    });
    paigoHost().persist().get('/offerings').reply(200, found(enrolled().offering));
    const { items, warnings } = await usageProvider().usage.past(seat);
    expect(items.map(({ amount }) => amount.amount)).toEqual(['1.00', '1.00']);
    expect(warnings).toContainEqual(
      expect.objectContaining({
        code: 'partial',
        field: 'amount',
        message: expect.stringContaining('trial until 2026-01-05T00:00:00.000Z'),
      }),
    );
  });

  describe('of a subscription that was moved to another plan', () => {
    const premium = {
      offeringId: 'o-premium',
      offeringName: 'Premium',
      currency: 'USD',
      metadata: { 'billport.plan': 'premium' },
      dimensions: [tokens({ dimensionId: 'd-premium', consumptionPrice: '0.05' })],
    };
    /** Moved from `basic` to `premium`. */
    const moved = (at: string, began = '2025-11-10T00:00:00.000Z') =>
      acme({
        enrollments: [{ offeringEnrollmentDate: at, offering: premium }],
        metadata: {
          'billport.subscription:seat': JSON.stringify({
            planCode: 'premium',
            offeringId: 'o-premium',
            createdAt: '2025-11-10T00:00:00.000Z',
            startAt: '2025-11-10T00:00:00.000Z',
            from: { planCode: 'basic', offeringId: 'o-basic', enrolledAt: began, leftAt: at },
          }),
        },
      });
    const read = aggregated({ 'd-tokens': ['100'], 'd-premium': ['100'] });
    const serveOfferings = (...offerings: { offeringId: string }[]) =>
      paigoHost()
        .persist()
        .get('/offerings')
        .reply(200, found(...offerings));
    const shown = (items: readonly UsageSummary[]) =>
      items.map(({ period, planCode, amount }) => ({ ...period, planCode, ...amount }));
    const amounts = (items: readonly { amount: { amount: string } }[]) =>
      items.map(({ amount }) => amount.amount);

    it('brings what was used before at the prices of the plan of that time', async () => {
      const paigo = servePaigo({ customers: [moved('2025-12-20T00:00:00.000Z')], read });
      serveOfferings(enrolled().offering, premium);
      const { items, warnings } = await usageProvider().usage.past(seat);
      const [change, usual] = ['2025-12-20T00:00:00.000Z', { currency: 'USD' }];
      expect(shown(items)).toEqual([
        {
          from: change,
          to: '2026-01-01T00:00:00.000Z',
          planCode: 'premium',
          amount: '5.00',
          ...usual,
        },
        {
          from: '2025-12-01T00:00:00.000Z',
          to: change,
          planCode: 'basic',
          amount: '1.00',
          ...usual,
        },
        {
          from: '2025-11-10T00:00:00.000Z',
          to: '2025-12-01T00:00:00.000Z',
          planCode: 'basic',
          amount: '1.00',
          ...usual,
        },
      ]);
      // Paigo hides what lies before the present enrolment, unless it is told not to.
      const hidden = paigo.reads.map(({ startTime, query }) => [
        startTime,
        query.ignoreEnrollmentDate,
      ]);
      expect(hidden.toSorted()).toEqual([
        ['2025-11-10T00:00:00.000Z', 'true'],
        ['2025-12-01T00:00:00.000Z', 'true'],
        [change, undefined],
      ]);
      expect(warnings).toHaveLength(1);
    });

    it('has what the plan before had of the present month, which usage.current leaves out', async () => {
      servePaigo({ customers: [moved('2026-01-10T00:00:00.000Z')], read });
      serveOfferings(enrolled().offering, premium);
      const { current, past } = usageProvider().usage;
      const [latest] = (await past(seat)).items;
      expect(latest).toMatchObject({
        planCode: 'basic',
        period: { from: '2026-01-01T00:00:00.000Z', to: '2026-01-10T00:00:00.000Z' },
        amount: usd('1.00'),
      });
      const now = await current(seat);
      expect(now).toMatchObject({ planCode: 'premium', amount: usd('5.00') });
      expect(now.period.from).toBe('2026-01-10T00:00:00.000Z');
      expect(now.warnings).toContainEqual(
        expect.objectContaining({
          code: 'partial',
          message: expect.stringContaining('usage.past'),
        }),
      );
    });

    it('says from when to when usage is left out since its plan is gone', async () => {
      servePaigo({ customers: [moved('2025-12-20T00:00:00.000Z')], read });
      serveOfferings(premium);
      const { items, warnings } = await usageProvider().usage.past(seat);
      expect(amounts(items)).toEqual(['5.00']);
      expect(warnings).toContainEqual({
        code: 'partial',
        field: 'planCode',
        message: expect.stringMatching(
          /2025-11-10T00:00:00.000Z to 2025-12-20T00:00:00.000Z is left out.*"basic"/,
        ),
      });
    });

    it('says that another offering of the same code has priced it', async () => {
      servePaigo({ customers: [moved('2025-12-20T00:00:00.000Z')], read });
      const dearer = { ...enrolled([tokens({ consumptionPrice: '1' })]).offering };
      serveOfferings({ ...dearer, offeringId: 'o-new' }, premium);
      const { items, warnings } = await usageProvider().usage.past(seat);
      expect(amounts(items)).toEqual(['5.00', '100.00', '100.00']);
      expect(warnings).toContainEqual(
        expect.objectContaining({ message: expect.stringContaining('another offering') }),
      );
    });

    it('says from when to when nobody knows the plan', async () => {
      const customer = moved('2025-12-20T00:00:00.000Z', '2025-12-05T00:00:00.000Z');
      servePaigo({ customers: [customer], read });
      serveOfferings(enrolled().offering, premium);
      const { items, warnings } = await usageProvider().usage.past(seat);
      expect(amounts(items)).toEqual(['5.00', '1.00']);
      expect(warnings).toContainEqual({
        code: 'partial',
        message: expect.stringMatching(/2025-11-10T00:00:00.000Z to 2025-12-05T00:00:00.000Z/),
      });
    });
  });

  it('leaves out one that ended and whose plan is gone, and says so', async () => {
    const ended = JSON.stringify({
      planCode: 'basic',
      offeringId: 'o-basic',
      createdAt: '2025-12-10T00:00:00.000Z',
      endedAt: '2026-01-05T00:00:00.000Z',
    });
    const customer = acme({ enrollments: [], metadata: { 'billport.subscription:seat': ended } });
    servePaigo({ customers: [customer], read: byMonth });
    paigoHost().persist().get('/offerings').reply(200, found());
    const { items, warnings } = await usageProvider().usage.past(seat);
    expect(items).toEqual([]);
    expect(warnings).toContainEqual(
      expect.objectContaining({ code: 'partial', field: 'planCode' }),
    );
  });
});
