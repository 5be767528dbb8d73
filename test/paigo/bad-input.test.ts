import type { CreatePlanInput, UpsertCustomerInput } from '@billport/core';
import { createPaigo, type PaigoOptions } from '@billport/paigo';
import { describe, expect, it } from 'vitest';
import {
  answerJson,
  startService,
} from '../../packages/adapter-kit/src/loopback-service.fixture.ts';
import { CANARY, failureOf } from '../secrets/call-failure.ts';
import { CREDENTIALS, noting, openAccount, type Sent, writesOf } from './paigo-account.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });

const acme: UpsertCustomerInput = {
  customerKey: 'acme',
  name: 'Acme',
  email: 'billing@acme.example',
  currency: 'USD',
};

describe('a setting that is wrong', () => {
  const WRONG: readonly [string, PaigoOptions, Record<string, string>, string][] = [
    ['no client id', { clientSecret: 'secret' }, {}, 'PAIGO_CLIENT_ID'],
    ['no client secret', { clientId: 'id' }, {}, 'PAIGO_CLIENT_SECRET'],
    ['a blank secret', { clientId: 'id', clientSecret: ' ' }, {}, 'clientSecret'],
    [
      'a secret with a line break',
      { clientId: 'id', clientSecret: `${CANARY}\n` },
      {},
      'clientSecret',
    ],
    ['an address without a scheme', { ...CREDENTIALS, url: 'api.example.com' }, {}, 'url'],
    [
      'a password in the address',
      { ...CREDENTIALS, url: `https://me:${CANARY}@example.com` },
      {},
      'url',
    ],
    ['a token address that is none', { ...CREDENTIALS, tokenUrl: CANARY }, {}, 'tokenUrl'],
    [
      'an audience with a slash at its end',
      { ...CREDENTIALS, audience: 'https://a.example/' },
      {},
      'audience',
    ],
    [
      'a channel that is none',
      { ...CREDENTIALS, paymentChannel: 'stripe' as 'Stripe' },
      {},
      'paymentChannel',
    ],
    ['no concurrency', { ...CREDENTIALS, usageConcurrency: 0 }, {}, 'usageConcurrency'],
    ['an address of the environment', CREDENTIALS, { PAIGO_API_URL: 'nowhere' }, 'PAIGO_API_URL'],
    ['a misspelled one', { ...CREDENTIALS, clientKey: CANARY } as PaigoOptions, {}, 'clientKey'],
  ];

  it.each(WRONG)(
    'is refused before anything is sent: %s',
    async (_, given, environment, setting) => {
      const sent: Sent[] = [];
      const error = await failureOf(() =>
        createPaigo({ fetch: noting(sent), environment, ...given }),
      );
      expect(error).toMatchObject({ code: 'configuration', details: { setting } });
      expect(error.message).toContain(setting);
      expect(sent).toEqual([]);
    },
  );
});

describe('the token endpoint', () => {
  const HTML = '<html><body>maintenance</body></html>';

  it('is asked once by two hundred calls on a cold token', async () => {
    const { paigo, sent } = await openAccount();
    const calls = Array.from({ length: 200 }, () => paigo.health.check());
    const reports = await Promise.all(calls);
    expect(reports.every(({ ok }) => ok)).toBe(true);
    expect(sent.filter(({ path }) => path === '/oauth/token')).toHaveLength(1);
  });

  it('that is down makes a call fail that was never sent, and names where it was looked for', async () => {
    const { emulator } = await openAccount();
    const sent: Sent[] = [];
    const paigo = createPaigo({
      ...CREDENTIALS,
      url: emulator.url,
      tokenUrl: 'http://127.0.0.1:9/oauth/token',
      maxAttempts: 1,
      fetch: noting(sent),
      environment: {},
    });
    const error = await failureOf(paigo.customers.upsert(acme));
    expect(error.code).toBe('network');
    expect(error.message).toMatch(/token/i);
    expect(sent.every(({ path }) => path === '/oauth/token')).toBe(true);
    expect(emulator.state).toBeDefined();
  });

  it('that answers with a page is no token, and nothing is sent with it', async () => {
    const service = await startService((response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(HTML);
    });
    const { emulator } = await openAccount();
    const sent: Sent[] = [];
    const paigo = createPaigo({
      ...CREDENTIALS,
      url: emulator.url,
      tokenUrl: `${service.url}/oauth/token`,
      maxAttempts: 1,
      fetch: noting(sent),
      environment: {},
    });
    const error = await failureOf(paigo.customers.upsert(acme));
    expect(error.code).toBe('malformed_response');
    expect(error.message).not.toContain('maintenance');
    expect(sent.every(({ path }) => path === '/oauth/token')).toBe(true);
  });

  it('that is slow ends with the time limit of the call', async () => {
    const service = await startService(() => undefined);
    const paigo = createPaigo({
      ...CREDENTIALS,
      url: service.url,
      tokenUrl: `${service.url}/oauth/token`,
      environment: {},
    });
    const error = await failureOf(paigo.customers.upsert(acme, { timeoutMs: 60 }));
    expect(error.code).toBe('timeout');
  });

  it('that refuses the pair says which settings to check, and shows neither', async () => {
    const { paigo, sent } = await openAccount({ clientSecret: `${CANARY}-wrong` });
    const error = await failureOf(paigo.customers.upsert(acme));
    expect(error.code).toBe('unauthenticated');
    expect(error.message).toMatch(/clientId.*clientSecret/);
    expect(sent).toHaveLength(1);
  });

  it('gives another token when one was refused before its time, and the call goes on', async () => {
    let tokens = 0;
    const service = await startService((response, request) => {
      if (request.url === '/oauth/token') {
        tokens += 1;
        return answerJson(response, 200, { access_token: `token-${tokens}`, expires_in: 86_400 });
      }
      const isNew = request.headers.authorization === 'Bearer token-2';
      return isNew
        ? answerJson(response, 200, { businessName: 'Acme' })
        : answerJson(response, 401, { message: 'Unauthorized' });
    });
    const paigo = createPaigo({
      ...CREDENTIALS,
      url: service.url,
      tokenUrl: `${service.url}/oauth/token`,
      environment: {},
    });
    expect((await paigo.health.check()).ok).toBe(true);
    expect(tokens).toBe(2);
  });
});

describe('a customer that Paigo cannot keep', () => {
  const REFUSED: readonly [string, Partial<UpsertCustomerInput>, string][] = [
    ['another currency', { currency: 'GBP' }, 'currency'],
    ['no email', { email: undefined }, 'email'],
    ['metadata under a name of Billport', { metadata: { 'billport.token': 'x' } }, 'metadata'],
  ];

  it.each(REFUSED)('is refused before it is made: %s', async (_, fields, field) => {
    const { paigo, sent } = await openAccount();
    const error = await failureOf(paigo.customers.upsert({ ...acme, ...fields }));
    expect(error.code).toBe('invalid_input');
    expect(error.issues?.[0]?.path[0]).toBe(field);
    expect(writesOf(sent)).toEqual([]);
  });

  it.each([
    ['a part of an address', { city: 'Paris', country: 'FR' }],
    [
      'a state of three letters',
      { line1: '1 Main St', city: 'Sydney', state: 'NSW', postalCode: '2000', country: 'AU' },
    ],
  ])('keeps its other fields and says that the address is not kept: %s', async (_, address) => {
    const { paigo } = await openAccount();
    const { warnings } = await paigo.customers.upsert({ ...acme, address });
    expect(warnings).toContainEqual(
      expect.objectContaining({ code: 'not_applied', field: 'address' }),
    );
    const found = await paigo.customers.get({ customerKey: 'acme' });
    expect(found).toMatchObject({ name: 'Acme', email: 'billing@acme.example' });
    expect(found.address).toBeUndefined();
  });
});

const monthly: CreatePlanInput = {
  code: 'basic',
  interval: 'monthly',
  timing: 'advance',
  price: usd('5.00'),
};

const tiers = [{ upTo: null, unitAmount: '1' }];

describe('a plan that Paigo cannot price', () => {
  const REFUSED: readonly [string, Partial<CreatePlanInput>, RegExp][] = [
    ['another interval', { interval: 'yearly' }, /interval/],
    ['another currency', { price: { amount: '5.00', currency: 'GBP' } }, /currency/],
    ['a price at the end of the month', { timing: 'arrears' }, /timing/],
    [
      'volume prices',
      { charges: [{ model: 'volume', timing: 'arrears', metric: 'calls', pricing: { tiers } }] },
      /charges\.0\.model/,
    ],
    [
      'percentages',
      {
        charges: [
          { model: 'percentage', timing: 'arrears', metric: 'calls', pricing: { rate: '2' } },
        ],
      },
      /charges\.0\.model/,
    ],
    [
      'usage billed at each event',
      {
        charges: [
          { model: 'standard', timing: 'advance', metric: 'calls', pricing: { unitAmount: '1' } },
        ],
      },
      /charges\.0\.timing/,
    ],
    [
      'flat amounts of tiers',
      {
        charges: [
          {
            model: 'graduated',
            timing: 'arrears',
            metric: 'calls',
            pricing: { tiers: [{ upTo: null, unitAmount: '1', flatAmount: '5' }] },
          },
        ],
      },
      /charges\.0\.pricing\.tiers\.0\.flatAmount/,
    ],
    [
      'filters',
      {
        charges: [
          {
            model: 'standard',
            timing: 'arrears',
            metric: 'calls',
            pricing: { unitAmount: '1' },
            filters: [{ match: { region: ['eu'] }, pricing: { unitAmount: '2' } }],
          },
        ],
      },
      /charges\.0\.filters/,
    ],
    ['usage thresholds', { usageThresholds: [{ amount: usd('10.00') }] }, /usageThresholds/],
  ];

  it.each(REFUSED)('is refused before any call: %s', async (_, fields, field) => {
    const { paigo, sent } = await openAccount();
    const input = { ...monthly, ...fields } as CreatePlanInput;
    const error = await failureOf(paigo.plans.create(input));
    expect(error.code).toBe('invalid_input');
    expect(error.issues?.map(({ path }) => path.join('.')).join(' ')).toMatch(field);
    expect(sent).toEqual([]);
  });

  it.each(['unique_count', 'weighted_sum'] as const)(
    'has a metric that is refused before any call: %s',
    async (aggregation) => {
      const { paigo, sent } = await openAccount();
      const input = { code: 'users', aggregation, property: 'user' };
      const error = await failureOf(paigo.metrics.create(input));
      expect(error.code).toBe('invalid_input');
      expect(sent).toEqual([]);
    },
  );

  it('leaves nothing behind when a metric of it is not there', async () => {
    const { paigo, sent } = await openAccount();
    const charges = [
      {
        model: 'standard' as const,
        timing: 'arrears' as const,
        metric: 'nothing',
        pricing: { unitAmount: '1' },
      },
    ];
    const error = await failureOf(paigo.plans.create({ ...monthly, charges }));
    expect(error.code).toBe('not_found');
    expect(writesOf(sent)).toEqual([]);
  });

  it('leaves nothing behind when Paigo refuses it half way', async () => {
    const { paigo, emulator } = await openAccount();
    await paigo.metrics.create({ code: 'calls', aggregation: 'count' });
    emulator.injectFault({ kind: 'status', status: 400, method: 'POST', path: '/offerings' });
    const charges = [
      {
        model: 'standard' as const,
        timing: 'arrears' as const,
        metric: 'calls',
        pricing: { unitAmount: '1' },
      },
    ];
    const error = await failureOf(paigo.plans.create({ ...monthly, charges }));
    expect(error.code).toBe('rejected');
    const dimensions = await paigo.client.request<{ data: unknown[] }>('GET', '/dimensions');
    expect(dimensions.data).toHaveLength(1);
    expect((await paigo.plans.list()).items).toEqual([]);
  });
});

describe('credits', () => {
  async function wallet() {
    const account = await openAccount();
    await account.paigo.customers.upsert(acme);
    const { items } = await account.paigo.credits.listWallets({ customerKey: 'acme' });
    account.sent.length = 0;
    return { ...account, walletId: items[0]?.id ?? '' };
  }

  it.each(['0', '-5', '0.00'])('of %s are refused before any call', async (credits) => {
    const { paigo, sent, walletId } = await wallet();
    const error = await failureOf(paigo.credits.add({ walletId, kind: 'granted', credits }));
    expect(error.code).toBe('invalid_input');
    expect(sent).toEqual([]);
  });

  it.each(['0.001', '1000000000.01'])('of %s are refused, and none come', async (credits) => {
    const { paigo, sent, walletId } = await wallet();
    const error = await failureOf(paigo.credits.add({ walletId, kind: 'granted', credits }));
    expect(error.code).toBe('invalid_input');
    expect(writesOf(sent)).toEqual([]);
  });

  it('are taken out up to what is there', async () => {
    const { paigo, walletId } = await wallet();
    await paigo.credits.add({ walletId, kind: 'granted', credits: '10' });
    const error = await failureOf(paigo.credits.void({ walletId, credits: '10.01' }));
    expect(error.code).toBe('insufficient_credits');
    await paigo.credits.void({ walletId, credits: '10' });
    expect((await paigo.credits.getWallet({ walletId })).balance).toEqual(usd('0.00'));
  });
});

describe('usage', () => {
  it('of a metric that the plan of the customer does not price is never sent', async () => {
    const { paigo, sent } = await openAccount();
    await paigo.customers.upsert(acme);
    for (const code of ['calls', 'other']) {
      await paigo.metrics.create({ code, aggregation: 'count' });
    }
    await paigo.plans.create({
      ...monthly,
      charges: [
        { model: 'standard', timing: 'arrears', metric: 'calls', pricing: { unitAmount: '1' } },
      ],
    });
    await paigo.subscriptions.create({
      subscriptionKey: 'acme-basic',
      customerKey: 'acme',
      planCode: 'basic',
    });
    sent.length = 0;
    const event = (metric: string) => ({
      id: `event-${metric}`,
      subscriptionKey: 'acme-basic',
      metric,
      timestamp: '2026-01-15T12:00:00Z',
    });
    const events = [event('calls'), event('other')];
    await failureOf(paigo.usage.record({ events }));
    expect(writesOf(sent)).toEqual([]);
    const report = await paigo.usage.record({ events, onRejected: 'report' });
    expect(report).toMatchObject({ recorded: 1, rejected: 1 });
    expect(report.results[1]).toMatchObject({ status: 'rejected', error: { code: 'not_found' } });
    expect(writesOf(sent)).toHaveLength(1);
  });
});
