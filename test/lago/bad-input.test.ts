import { type Billing, BillingError, type BillingErrorCode } from '@billport/core';
import type { Fault } from '@billport/emulator';
import { createLago, type LagoOptions } from '@billport/lago';
import { describe, expect, it } from 'vitest';
import {
  answerJson,
  startService,
} from '../../packages/adapter-kit/src/loopback-service.fixture.ts';
import { CANARY, failureOf } from '../secrets/call-failure.ts';
import {
  API_KEY,
  type NotedAccount,
  noting,
  openAccount,
  type Sent,
  START,
} from './noted-account.ts';

/** Host and port of an address, which no error may show either. */
const fromAddress = (url: string) => url.replace(/^https?:\/\//, '');

describe('a setting that is wrong', () => {
  const WRONG: readonly [string, LagoOptions, Record<string, string>, string, RegExp][] = [
    ['no key', {}, {}, 'LAGO_API_KEY', /set LAGO_API_KEY, or the option apiKey/],
    ['an empty key', { apiKey: '' }, {}, 'apiKey', /not blank/],
    ['a blank key', { apiKey: ' \t ' }, {}, 'apiKey', /not blank/],
    [
      'a blank key of the environment',
      {},
      { LAGO_API_KEY: '  ' },
      'LAGO_API_KEY',
      /set LAGO_API_KEY/,
    ],
    ['a key with a line break', { apiKey: `${API_KEY}\n` }, {}, 'apiKey', /in one line/],
    [
      'a key that would add a header',
      { apiKey: `${API_KEY}\r\nX-Forwarded-For: 10.0.0.1` },
      {},
      'apiKey',
      /in one line/,
    ],
    [
      'a key of the environment with a line break',
      {},
      { LAGO_API_KEY: `${API_KEY}\n` },
      'LAGO_API_KEY',
      /in one line/,
    ],
    [
      'the address of the dashboard',
      { apiKey: API_KEY, url: `https://app.getlago.com/${CANARY}` },
      {},
      'url',
      /dashboard.*https:\/\/api\.getlago\.com/,
    ],
    [
      'the address of the dashboard in the EU',
      { apiKey: API_KEY },
      { LAGO_API_URL: 'https://app.eu.getlago.com' },
      'LAGO_API_URL',
      /dashboard/,
    ],
    [
      'a user name and a password',
      { apiKey: API_KEY, url: `https://me:${CANARY}@lago.example.com` },
      {},
      'url',
      /Leave user name and password out/,
    ],
    ['no scheme', { apiKey: API_KEY, url: `${CANARY}.example.com` }, {}, 'url', /https:\/\//],
    ['a host and a port only', { apiKey: API_KEY, url: 'localhost:3000' }, {}, 'url', /https:\/\//],
    [
      'an unknown region',
      { apiKey: API_KEY, region: CANARY as 'us' },
      {},
      'region',
      /"us" or "eu".*as url/,
    ],
    [
      'an unknown region of the environment',
      { apiKey: API_KEY },
      { LAGO_REGION: CANARY },
      'LAGO_REGION',
      /"us" or "eu".*as LAGO_API_URL/,
    ],
  ];

  it.each(WRONG)(
    'is refused before anything is sent: %s',
    async (_, given, environment, setting, way) => {
      const sent: Sent[] = [];
      const options = { fetch: noting(sent), environment, ...given };
      const error = await failureOf(() => createLago(options));
      expect(error).toMatchObject({
        code: 'configuration',
        details: { setting },
        retryable: false,
      });
      expect(error.message).toContain(setting);
      expect(error.message).toMatch(way);
      expect(sent).toEqual([]);
    },
  );

  it.each(['/', '//', '/api/v1', '/api/v1/'])('is not an address that ends in %s', async (end) => {
    const { emulator, sent } = await openAccount();
    const lago = createLago({
      url: `${emulator.url}${end}`,
      apiKey: API_KEY,
      fetch: noting(sent),
      environment: {},
    });
    await lago.customers.upsert({ customerKey: 'acme' });
    expect((await lago.customers.get({ customerKey: 'acme' })).customerKey).toBe('acme');
    expect(sent.map(({ path }) => path)).toEqual(['/customers', '/customers/acme']);
  });

  it('is told once by Lago when the key is not its own, and not shown', async () => {
    const { lago, emulator, sent } = await openAccount({ apiKey: `${CANARY}-another` });
    const error = await failureOf(
      lago.customers.upsert({ customerKey: 'acme' }),
      fromAddress(emulator.url),
    );
    expect(error).toMatchObject({ code: 'unauthenticated', status: 401 });
    expect(sent).toHaveLength(1);
  });
});

/** Keys that a careless way to Lago cuts, splits, decodes or turns round; 255 characters each. */
const AWKWARD = ['a/b.c%d?e#f', '🧾💶', 'חשבונית-فاتورة', '%2E%2F', '../up'];

/** Keys that are told apart by one awkward character, in twos and threes. */
const NEIGHBOURS: readonly (readonly string[])[] = [
  ...AWKWARD.map((key) => [key.padEnd(255, 'x'), key.padEnd(254, 'x').concat('y')]),
  ['user@x', 'user@x.com', 'user@x%2Ecom', 'user@x.json'],
  ['a', 'a/b', 'a%2Fb', 'a?b', 'a#b', 'a.b', 'a%b', 'a%00b', 'a b', 'a+b'],
  ['Acme', 'acme', 'ACME'],
  ['caf\u00e9', 'cafe\u0301'],
  ['אב', 'בא', '\u200fאב'],
  ['🧾', '🧾🧾', '🧾\ufe0f'],
];

const ALL_KEYS = NEIGHBOURS.flat();

/** What came of each key, read one at a time. */
async function readEach<T>(keys: readonly string[], read: (key: string) => PromiseLike<T>) {
  const found: T[] = [];
  for (const key of keys) found.push(await read(key));
  return found;
}

/** A plan that charges for no usage. */
const newPlan = (code: string, name = code.slice(0, 40)) => ({
  code,
  name,
  interval: 'monthly' as const,
  timing: 'arrears' as const,
  price: { amount: '0.00', currency: 'EUR' },
});

describe('awkward keys of 255 characters never meet', () => {
  it('are each a customer of their own', async () => {
    const { lago } = await openAccount();
    for (const [index, customerKey] of ALL_KEYS.entries()) {
      await lago.customers.upsert({ customerKey, name: `Customer ${index}` });
    }
    const found = await readEach(ALL_KEYS, (customerKey) => lago.customers.get({ customerKey }));
    expect(found.map(({ customerKey, name }) => [customerKey, name])).toEqual(
      ALL_KEYS.map((key, index) => [key, `Customer ${index}`]),
    );
    const { items } = await lago.customers.list({ limit: 100 });
    expect(items.map(({ customerKey }) => customerKey).sort()).toEqual([...ALL_KEYS].sort());
  });

  it('are each a metric and a plan of their own', async () => {
    const { lago } = await openAccount();
    for (const [index, code] of ALL_KEYS.entries()) {
      await lago.metrics.create({ code, name: `Metric ${index}`, aggregation: 'count' });
      await lago.plans.create(newPlan(code, `Plan ${index}`));
    }
    const metrics = await readEach(ALL_KEYS, (code) => lago.metrics.get({ code }));
    const plans = await readEach(ALL_KEYS, (code) => lago.plans.get({ code }));
    const expected = (word: string) => ALL_KEYS.map((key, index) => [key, `${word} ${index}`]);
    expect(metrics.map(({ code, name }) => [code, name])).toEqual(expected('Metric'));
    expect(plans.map(({ code, name }) => [code, name])).toEqual(expected('Plan'));
  });

  it('are each a subscription and an event of their own', async () => {
    const { lago, emulator } = await openAccount();
    await lago.customers.upsert({ customerKey: 'acme' });
    for (const code of ALL_KEYS) {
      await lago.metrics.create({ code, name: 'Calls', aggregation: 'count' });
    }
    await lago.plans.create(newPlan('basic'));
    for (const [index, subscriptionKey] of ALL_KEYS.entries()) {
      const name = `Subscription ${index}`;
      await lago.subscriptions.create({
        subscriptionKey,
        customerKey: 'acme',
        planCode: 'basic',
        name,
      });
    }
    await emulator.settle();
    const subscriptions = await readEach(ALL_KEYS, (subscriptionKey) =>
      lago.subscriptions.get({ subscriptionKey }),
    );
    expect(subscriptions.map(({ subscriptionKey, name }) => [subscriptionKey, name])).toEqual(
      ALL_KEYS.map((key, index) => [key, `Subscription ${index}`]),
    );
    const events = ALL_KEYS.map((key, index) => ({
      id: key,
      subscriptionKey: key,
      metric: key,
      timestamp: START,
      properties: { index: String(index) },
    }));
    expect(await lago.usage.record({ events })).toMatchObject({
      recorded: events.length,
      duplicates: 0,
      rejected: 0,
    });
    const found = await readEach(ALL_KEYS, (key) =>
      lago.usage.getEvent({ subscriptionKey: key, id: key }),
    );
    expect(found).toMatchObject(
      ALL_KEYS.map((key, index) => ({
        id: key,
        subscriptionKey: key,
        metric: key,
        properties: { index: String(index) },
      })),
    );
    const lists = await readEach(ALL_KEYS, (subscriptionKey) =>
      lago.usage.listEvents({ subscriptionKey }),
    );
    expect(lists.map(({ items }) => items.map(({ id }) => id))).toEqual(
      ALL_KEYS.map((key) => [key]),
    );
  });

  it('are refused with 256 characters and with none, by their field, and nothing is sent', async () => {
    const { lago, sent } = await openAccount();
    for (const customerKey of ['x'.repeat(256), '']) {
      const error = await failureOf(lago.customers.upsert({ customerKey }));
      expect(error.code).toBe('invalid_input');
      expect(error.issues?.[0]).toMatchObject({ path: ['customerKey'] });
      expect(error.message).toMatch(/customerKey.*(?:255|1) characters/);
    }
    expect(sent).toEqual([]);
  });

  it.each(['line\nbreak', ' blank', 'blank ', 'null\u0000', '\ud83e'])(
    'are refused where no address can hold them: %j',
    async (customerKey) => {
      const { lago, sent } = await openAccount();
      for (const call of [
        () => lago.customers.upsert({ customerKey }),
        () => lago.customers.get({ customerKey }),
        () => lago.customers.delete({ customerKey }),
      ]) {
        const error = await failureOf(call);
        expect(error).toMatchObject({ code: 'invalid_input', issues: [{ path: ['customerKey'] }] });
        expect(error.message).toContain('customerKey');
      }
      expect(sent).toEqual([]);
    },
  );
});

/** The ways to take a thing away, and how its neighbour is made and looked at. */
interface Removal {
  readonly make: (lago: Billing, key: string) => Promise<unknown>;
  readonly remove: (lago: Billing, key: string) => Promise<unknown>;
  readonly read: (lago: Billing, key: string) => Promise<unknown>;
}

const REMOVALS: Readonly<Record<string, Removal>> = {
  customer: {
    make: (lago, customerKey) => lago.customers.upsert({ customerKey }),
    remove: (lago, customerKey) => lago.customers.delete({ customerKey }),
    read: (lago, customerKey) => lago.customers.get({ customerKey }),
  },
  subscription: {
    async make(lago, subscriptionKey) {
      await lago.customers.upsert({ customerKey: 'owner' });
      await lago.plans.create(newPlan('basic')).catch((error: unknown) => {
        if (!BillingError.is(error, 'already_exists')) throw error;
      });
      await lago.subscriptions.create({ subscriptionKey, customerKey: 'owner', planCode: 'basic' });
    },
    remove: (lago, subscriptionKey) => lago.subscriptions.terminate({ subscriptionKey }),
    read: (lago, subscriptionKey) => lago.subscriptions.get({ subscriptionKey }),
  },
  metric: {
    make: (lago, code) => lago.metrics.create({ code, name: 'Calls', aggregation: 'count' }),
    remove: (lago, code) => lago.metrics.delete({ code }),
    read: (lago, code) => lago.metrics.get({ code }),
  },
  plan: {
    make: (lago, code) => lago.plans.create(newPlan(code)),
    remove: (lago, code) => lago.plans.delete({ code }),
    read: (lago, code) => lago.plans.get({ code }),
  },
};

/** A `fetch` through a proxy that decodes dots in addresses, as some do. */
const decodingDots =
  (inner: typeof globalThis.fetch): typeof globalThis.fetch =>
  (input, init) => {
    const request = input instanceof Request ? input : new Request(input, init);
    // `URL` leaves `%2E` inside of a longer segment alone; this proxy does not.
    return inner(new Request(request.url.replaceAll('%2E', '.'), request));
  };

describe.each(Object.entries(REMOVALS))(
  'taking the %s user@x.com away',
  (_, { make, remove, read }) => {
    it('leaves user@x alone', async () => {
      const { lago, emulator } = await openAccount();
      await make(lago, 'user@x');
      await make(lago, 'user@x.com');
      const before = await read(lago, 'user@x');
      await remove(lago, 'user@x.com');
      await emulator.settle();
      expect(await read(lago, 'user@x')).toEqual(before);
    });

    it('sends no DELETE when only user@x is there', async () => {
      const { lago, sent } = await openAccount();
      await make(lago, 'user@x');
      const before = await read(lago, 'user@x');
      const error = await failureOf(remove(lago, 'user@x.com'));
      expect(error).toMatchObject({ code: 'not_found', details: { key: 'user@x.com' } });
      expect(sent.filter(({ method }) => method === 'DELETE')).toEqual([]);
      expect(await read(lago, 'user@x')).toEqual(before);
    });

    it('touches nothing behind a proxy that decodes dots', async () => {
      const { lago, emulator } = await openAccount();
      await make(lago, 'user@x');
      const sent: Sent[] = [];
      const proxied = createLago({
        url: emulator.url,
        apiKey: API_KEY,
        clock: emulator.state.clock,
        environment: {},
        fetch: decodingDots(noting(sent)),
      });
      const error = await failureOf(remove(proxied, 'user@x.com'));
      expect(['malformed_response', 'not_found']).toContain(error.code);
      expect(
        sent.some(({ path }) => path.includes('user@x.com') || path.includes('user%40x.com')),
      ).toBe(true);
      expect(sent.filter(({ method }) => method === 'DELETE')).toEqual([]);
      await emulator.settle();
      expect(await read(lago, 'user@x')).toBeDefined();
    });
  },
);

describe('moments of events', () => {
  /** An account with one subscription since 2000 and a metric. */
  async function subscribed() {
    const account = await openAccount();
    const { lago, emulator, sent } = account;
    await lago.customers.upsert({ customerKey: 'acme' });
    await lago.metrics.create({ code: 'calls', name: 'Calls', aggregation: 'count' });
    await lago.plans.create(newPlan('basic'));
    await lago.subscriptions.create({
      subscriptionKey: 'acme',
      customerKey: 'acme',
      planCode: 'basic',
    });
    await emulator.settle();
    sent.length = 0;
    const record = (timestamp: unknown) =>
      lago.usage.record({
        events: [
          { id: 'e1', subscriptionKey: 'acme', metric: 'calls', timestamp: timestamp as string },
        ],
      });
    return { ...account, record };
  }

  it.each([
    ['a Date', new Date(START)],
    ['an offset', '2026-01-15T14:00:00+02:00'],
  ])('reach Lago in seconds, not in the year 56171, from %s', async (_, timestamp) => {
    const { lago, record } = await subscribed();
    expect(await record(timestamp)).toMatchObject({ recorded: 1 });
    const event = await lago.usage.getEvent({ subscriptionKey: 'acme', id: 'e1' });
    expect(event.timestamp).toBe('2026-01-15T12:00:00.000Z');
  });

  it.each([
    ['epoch milliseconds', Date.parse(START)],
    ['epoch milliseconds as text', '1768478400000'],
    ['epoch seconds as text', '1768478400'],
    ['a day', '2026-01-15'],
    ['no zone', '2026-01-15T12:00:00'],
    ['a day that is none', '2026-02-30T12:00:00Z'],
    ['the year 56171', '+056171-01-01T00:00:00Z'],
    ['microseconds', 1_768_478_400_000_000],
    ['the year before the first', '-000001-01-01T00:00:00Z'],
    ['no number', Number.NaN],
    ['no date', new Date('nonsense')],
    ['nothing', null],
  ])('are refused, and nothing is sent: %s', async (_, timestamp) => {
    const { record, sent } = await subscribed();
    const error = await failureOf(record(timestamp));
    expect(error).toMatchObject({
      code: 'invalid_input',
      issues: [{ path: ['events', 0, 'timestamp'] }],
    });
    expect(error.message).toMatch(/timestamp.*Write a moment/s);
    expect(sent).toEqual([]);
  });

  it.each(['0001-01-01T00:00:00Z', '1969-12-31T23:59:59.999Z'])(
    'are refused before 1970, where Lago begins to count, and no event is sent: %s',
    async (timestamp) => {
      const { record, sent } = await subscribed();
      const error = await failureOf(record(timestamp));
      expect(error).toMatchObject({
        code: 'invalid_input',
        issues: [{ path: ['events', 0, 'timestamp'] }],
      });
      expect(error.message).toContain('1970-01-01');
      expect(sent.filter(({ method }) => method === 'POST')).toEqual([]);
    },
  );

  it('are told to bill nothing before the start of the subscription', async () => {
    const { lago, record } = await subscribed();
    expect(await record('1970-01-01T00:00:00Z')).toMatchObject({
      recorded: 1,
      warnings: [{ code: 'not_applied', field: 'events[0].timestamp' }],
    });
    const event = await lago.usage.getEvent({ subscriptionKey: 'acme', id: 'e1' });
    expect(event.timestamp).toBe('1970-01-01T00:00:00.000Z');
  });

  it('keep their milliseconds to the end of time', async () => {
    const { lago, record } = await subscribed();
    expect(await record('9999-12-31T23:59:59.999Z')).toMatchObject({ recorded: 1 });
    const event = await lago.usage.getEvent({ subscriptionKey: 'acme', id: 'e1' });
    expect(event.timestamp).toBe('9999-12-31T23:59:59.999Z');
  });
});

/** A call, the request that its answer is spoilt of, and what the caller is told. */
interface Spoilt {
  readonly does: string;
  readonly method: string;
  readonly path: string;
  readonly call: (lago: Billing) => PromiseLike<unknown>;
  /** How its answer can be had otherwise; undefined where nothing was changed. */
  readonly lookup?: RegExp;
}

const CALLS: readonly Spoilt[] = [
  {
    does: 'customers.get',
    method: 'GET',
    path: '/customers/acme',
    call: (lago) => lago.customers.get({ customerKey: 'acme' }),
  },
  {
    does: 'customers.list',
    method: 'GET',
    path: '/customers',
    call: (lago) => lago.customers.list({}),
  },
  {
    does: 'customers.upsert',
    method: 'POST',
    path: '/customers',
    call: (lago) => lago.customers.upsert({ customerKey: 'acme', name: 'Acme' }),
    lookup: /customers\.get\(\{ customerKey: "acme" \}\)/,
  },
  {
    does: 'customers.delete',
    method: 'DELETE',
    path: '/customers/acme',
    call: (lago) => lago.customers.delete({ customerKey: 'acme' }),
    lookup: /customers\.get/,
  },
  {
    does: 'plans.create',
    method: 'POST',
    path: '/plans',
    call: (lago) => lago.plans.create(newPlan('basic')),
    lookup: /plans\.get/,
  },
  {
    does: 'credits.createWallet',
    method: 'POST',
    path: '/wallets',
    call: (lago) =>
      lago.credits.createWallet({ customerKey: 'acme', currency: 'EUR', name: 'Credits' }),
    lookup: /credits\.listWallets/,
  },
  {
    does: 'usage.record',
    method: 'POST',
    path: '/events/batch',
    call: (lago) =>
      lago.usage.record({
        events: [{ id: 'e1', subscriptionKey: 'acme', metric: 'calls', timestamp: START }],
      }),
    lookup: /usage\./,
  },
];

/** An account in which each of the calls would succeed. */
async function ready(): Promise<NotedAccount> {
  const account = await openAccount();
  const { lago, emulator, sent } = account;
  await lago.customers.upsert({ customerKey: 'acme', currency: 'EUR' });
  await lago.metrics.create({ code: 'calls', name: 'Calls', aggregation: 'count' });
  await lago.plans.create(newPlan('other'));
  await lago.subscriptions.create({
    subscriptionKey: 'acme',
    customerKey: 'acme',
    planCode: 'other',
  });
  await emulator.settle();
  sent.length = 0;
  return account;
}

const ANSWERS: readonly (readonly [string, Partial<Fault> & Pick<Fault, 'kind'>])[] = [
  ['a page of HTML', { kind: 'html', status: 200 }],
  ['nothing', { kind: 'empty' }],
  ['JSON of another form', { kind: 'wrong_schema', body: [CANARY] }],
  ['100 MB', { kind: 'huge' }],
];

describe.each(CALLS)('$does', ({ method, path, call, lookup }) => {
  const isIt = (each: Sent) => each.method === method && each.path === path;

  /** Receipts of events are not read: any JSON is one (`facts/usage-delivery.md §4`). */
  const answers = ANSWERS.filter(
    ([, { kind }]) => !(path === '/events/batch' && kind === 'wrong_schema'),
  );

  it.each(answers)('is sent once and says what came when the answer is %s', async (_, fault) => {
    const { lago, emulator, sent } = await ready();
    emulator.injectFault({ ...fault, method, path, times: 0, after: 'write' });
    const error = await failureOf(call(lago), fromAddress(emulator.url));
    expect(sent.filter(isIt)).toHaveLength(1);
    if (lookup === undefined) {
      expect(error.code).toBe('malformed_response' satisfies BillingErrorCode);
      expect(error.message).toMatch(/Lago|lago/);
    } else {
      expect(error.code).toBe('outcome_unknown' satisfies BillingErrorCode);
      expect((error.details as { lookup: string }).lookup).toMatch(lookup);
    }
    expect(error).toMatchObject({ provider: 'lago', retryable: false });
  });

  it.each([301, 302, 303, 307, 308])(
    'follows no redirect to another host, and takes no key there: %i',
    async (status) => {
      const stray = await startService((response) => answerJson(response, 200, { customer: {} }));
      const { lago, emulator, sent } = await ready();
      const location = `${stray.url}/api/v1${path}?token=${CANARY}`;
      emulator.injectFault({ kind: 'redirect', status, location, method, path, times: 0 });
      const error = await failureOf(call(lago), fromAddress(emulator.url), fromAddress(stray.url));
      // 303 says that the work was done (RFC 9110 §15.4.4).
      const landed = status === 303 && method !== 'GET';
      const code = landed ? 'outcome_unknown' : 'malformed_response';
      expect(error).toMatchObject({ code, status });
      expect(error.message).toMatch(/redirect.*Check url, LAGO_API_URL or region/);
      expect(sent.filter(isIt)).toHaveLength(1);
      expect(stray.arrived).toEqual([]);
      expect(stray.connections.made).toBe(0);
    },
  );
});

describe('a reply about somebody else', () => {
  const VICTIM = `${CANARY}-victim`;
  const NAMES: readonly [string, RegExp, (lago: Billing) => Promise<unknown>][] = [
    [
      'customers.get',
      /another customer than "acme"/,
      (lago) => lago.customers.get({ customerKey: 'acme' }),
    ],
    [
      'customers.delete',
      /another customer than "acme"/,
      (lago) => lago.customers.delete({ customerKey: 'acme' }),
    ],
    [
      'subscriptions.get',
      /another subscription than "acme"/,
      (lago) => lago.subscriptions.get({ subscriptionKey: 'acme' }),
    ],
    [
      'subscriptions.terminate',
      /another subscription than "acme"/,
      (lago) => lago.subscriptions.terminate({ subscriptionKey: 'acme' }),
    ],
    ['metrics.get', /another metric than "acme"/, (lago) => lago.metrics.get({ code: 'acme' })],
    [
      'metrics.delete',
      /another metric than "acme"/,
      (lago) => lago.metrics.delete({ code: 'acme' }),
    ],
    ['plans.get', /another plan than "acme"/, (lago) => lago.plans.get({ code: 'acme' })],
    ['plans.delete', /another plan than "acme"/, (lago) => lago.plans.delete({ code: 'acme' })],
    ['coupons.get', /another coupon than "acme"/, (lago) => lago.coupons.get({ code: 'acme' })],
    [
      'usage.getEvent',
      /another event than "acme"/,
      (lago) => lago.usage.getEvent({ subscriptionKey: 'acme', id: 'acme' }),
    ],
    [
      'usage.record',
      /another subscription than "acme"/,
      (lago) =>
        lago.usage.record({
          events: [{ id: 'e1', subscriptionKey: 'acme', metric: 'acme', timestamp: START }],
        }),
    ],
  ];

  /** Lago, confused: whatever is asked for, it brings the thing of the victim. */
  const confused = () =>
    startService((response) => {
      const thing = {
        lago_id: '11111111-1111-4111-8111-111111111111',
        external_id: VICTIM,
        code: VICTIM,
        transaction_id: VICTIM,
        name: VICTIM,
        status: 'active',
        created_at: START,
      };
      const roots = ['customer', 'subscription', 'billable_metric', 'plan', 'coupon', 'event'];
      answerJson(response, 200, Object.fromEntries(roots.map((root) => [root, thing])));
    });

  it.each(NAMES)(
    'is not taken for the answer, and nothing is deleted: %s',
    async (_, names, call) => {
      const service = await confused();
      const lago = createLago({ url: service.url, apiKey: API_KEY, environment: {} });
      const error = await failureOf(call(lago), fromAddress(service.url));
      expect(error).toMatchObject({ code: 'malformed_response', provider: 'lago' });
      expect(error.message).toMatch(names);
      expect(error.message).toMatch(/Check what stands between/);
      expect(service.arrived.map(({ method }) => method)).not.toContain('DELETE');
      expect(service.arrived.map(({ method }) => method)).not.toContain('POST');
      const asked = service.arrived.map(({ url }) => url);
      expect(new Set(asked).size).toBe(asked.length);
    },
  );
});
