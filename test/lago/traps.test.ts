import type { ServerResponse } from 'node:http';
import { type Billing, BillingError } from '@billport/core';
import { createLago, type LagoOptions } from '@billport/lago';
import { describe, expect, it } from 'vitest';
import {
  type Answer,
  type Arrived,
  answerJson,
  startService,
} from '../../packages/adapter-kit/src/loopback-service.fixture.ts';
import { CANARY, failureOf } from '../secrets/call-failure.ts';
import { API_KEY, type NotedAccount, openAccount, START } from './noted-account.ts';

/**
 * What breaks a naive adapter, by the numbers of `facts/lago.md` "Summary": what only shows over a
 * real connection, or between two calls. The other tests of each trap are beside the sources.
 */

/** The adapter at a service that answers as told. */
async function lagoAt(answer: Answer, options: LagoOptions = {}) {
  const service = await startService(answer);
  const lago = createLago({
    url: service.url,
    apiKey: API_KEY,
    eventStore: 'postgres',
    environment: {},
    ...options,
  });
  return { lago, service };
}

/** Answers each path behind `/api/v1` with its JSON; 404 elsewhere. */
const answering =
  (answers: Readonly<Record<string, unknown>>): Answer =>
  (response, { url = '' }) => {
    const [path = ''] = url.replace('/api/v1', '').split('?');
    const body = answers[path];
    if (body !== undefined) return answerJson(response, 200, body);
    return answerJson(response, 404, {
      status: 404,
      error: 'Not Found',
      code: 'resource_not_found',
    });
  };

/** Makes a customer `acme` with a subscription `acme` and a metric `calls` that is charged. */
async function subscribe({ lago, emulator, sent }: NotedAccount): Promise<void> {
  await lago.customers.upsert({ customerKey: 'acme', currency: 'EUR' });
  await lago.metrics.create({ code: 'calls', name: 'Calls', aggregation: 'count' });
  await lago.plans.create({
    code: 'basic',
    name: 'Basic',
    interval: 'monthly',
    timing: 'arrears',
    price: { amount: '0.00', currency: 'EUR' },
    charges: [
      { metric: 'calls', model: 'standard', timing: 'arrears', pricing: { unitAmount: '1' } },
    ],
  });
  await lago.subscriptions.create({
    subscriptionKey: 'acme',
    customerKey: 'acme',
    planCode: 'basic',
  });
  await emulator.settle();
  sent.length = 0;
}

const EVENTS = [
  { id: 'call-1', subscriptionKey: 'acme', metric: 'calls', timestamp: '2026-01-15T12:00:00.123Z' },
  { id: 'call-2', subscriptionKey: 'acme', metric: 'calls', timestamp: START },
];

/** Units that the subscription is billed for now. */
async function unitsOf(lago: Billing): Promise<string | undefined> {
  const { charges } = await lago.usage.current({ subscriptionKey: 'acme' });
  return charges[0]?.units;
}

const METRIC = {
  lago_id: '11111111-1111-4111-8111-111111111111',
  name: 'Calls',
  code: 'calls.other',
  aggregation_type: 'count_agg',
  recurring: false,
  created_at: '2026-01-01T00:00:00Z',
};

const SUBSCRIPTION = {
  lago_id: '22222222-2222-4222-8222-222222222222',
  external_id: 'acme',
  external_customer_id: 'acme',
  plan_code: 'basic',
  status: 'active',
  subscription_at: '2026-01-01T00:00:00Z',
  started_at: '2026-01-01T00:00:00Z',
  created_at: '2026-01-01T00:00:00Z',
};

describe('what an answer is about', () => {
  it('trap 8: records no event by the rules of another metric', async () => {
    const { lago, service } = await lagoAt(
      answering({
        '/subscriptions/acme': { subscription: SUBSCRIPTION },
        '/billable_metrics/calls': { billable_metric: METRIC },
        '/events/batch': { events: [] },
      }),
    );
    const error = await failureOf(lago.usage.record({ events: EVENTS }), 'calls.other');
    expect(error.code).toBe('malformed_response');
    expect(error.message).toContain('another metric than "calls"');
    expect(service.arrived.map(({ method }) => method)).not.toContain('POST');
  });

  it('trap 8: previews no invoice for the customer of another subscription', async () => {
    const { lago, service } = await lagoAt(
      answering({ '/subscriptions/acme%2Ecom': { subscription: SUBSCRIPTION } }),
    );
    const error = await failureOf(
      lago.invoices.preview({ of: 'subscription', subscriptionKey: 'acme.com' }),
    );
    expect(error.code).toBe('malformed_response');
    expect(service.arrived).toHaveLength(1);
  });
});

describe('lists', () => {
  it('trap 15: bring each row once while newer ones push the others on', async () => {
    const { lago } = await openAccount();
    const keys = ['a', 'b', 'c', 'd', 'e'];
    for (const customerKey of keys) await lago.customers.upsert({ customerKey });
    const first = await lago.customers.list({ limit: 2 });
    await lago.customers.upsert({ customerKey: 'newcomer' });
    const found = first.items.map(({ customerKey }) => customerKey);
    for (let cursor = first.nextCursor; cursor !== undefined; ) {
      const page = await lago.customers.list({ limit: 2, cursor });
      found.push(...page.items.map(({ customerKey }) => customerKey));
      cursor = page.nextCursor;
    }
    expect(found.filter((key) => key !== 'newcomer').sort()).toEqual(keys);
  });

  it('trap 15: write lists of a filter with brackets, which Lago would drop without', async () => {
    const account = await openAccount();
    const { lago, sent } = account;
    await subscribe(account);
    await lago.subscriptions.terminate({ subscriptionKey: 'acme' });
    const { items } = await lago.subscriptions.list({ status: ['terminated'] });
    expect(items.map(({ status }) => status)).toEqual(['terminated']);
    const list = sent.findLast(({ path }) => path === '/subscriptions');
    const query = new URLSearchParams(list?.query);
    expect(query.getAll('status[]')).toEqual(['terminated']);
    expect(Number(query.get('per_page'))).toBeGreaterThan(0);
  });

  it('trap 15: end on an empty page, which Lago numbers 0', async () => {
    const { lago, sent } = await openAccount();
    expect(await lago.customers.list({})).toMatchObject({ items: [] });
    expect(sent).toHaveLength(1);
  });
});

describe('limits of requests', () => {
  const limited =
    (headers: Readonly<Record<string, string>>): Answer =>
    (response) => {
      response.writeHead(429, headers).end();
    };

  it('trap 21: reads the reset as seconds from now, and takes an empty body', async () => {
    const answer = limited({
      'x-ratelimit-limit': '50',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '2',
    });
    const { lago, service } = await lagoAt(answer, { maxAttempts: 1 });
    const error = await failureOf(lago.customers.get({ customerKey: 'acme' }));
    expect(error).toMatchObject({
      code: 'rate_limited',
      retryable: true,
      details: { retryAfterMs: 2000 },
    });
    expect(service.arrived).toHaveLength(1);
  });

  it('trap 21: sends a refused write again, for nothing was done', async () => {
    const answers: Answer[] = [
      limited({ 'retry-after': '0' }),
      answering({ '/customers': { customer: customerOf('acme') } }),
    ];
    const { lago, service } = await lagoAt((...given) => answers.shift()?.(...given));
    expect((await lago.customers.upsert({ customerKey: 'acme' })).customerKey).toBe('acme');
    const [first, second] = service.arrived;
    expect(second?.body).toBe(first?.body);
  });

  it('trap 21: is not held up for events or usage by an allowance that others used up', async () => {
    const usedUp = {
      'x-ratelimit-limit': '50',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '300',
    };
    const others = answering({
      '/subscriptions/acme': { subscription: SUBSCRIPTION },
      '/billable_metrics/calls': { billable_metric: { ...METRIC, code: 'calls' } },
      '/events/batch': { events: [] },
    });
    const { lago } = await lagoAt((response, arrived, socket) => {
      // Only the reading of the metric, which comes last before the events, uses up the rest.
      if (arrived.url?.endsWith('/billable_metrics/calls')) {
        for (const [name, value] of Object.entries(usedUp)) response.setHeader(name, value);
      }
      others(response, arrived, socket);
    });
    // Whoever stands in the same line waits longer than this.
    const signal = AbortSignal.timeout(5000);
    expect(await lago.usage.record({ events: EVENTS }, { signal })).toMatchObject({ recorded: 2 });
  });

  it('trap 21: sends as it likes to a Lago of your own, which names no limits', async () => {
    const { lago, service } = await lagoAt(
      answering({ '/customers/acme': { customer: customerOf('acme') } }),
    );
    await Promise.all(
      Array.from({ length: 120 }, () => lago.customers.get({ customerKey: 'acme' })),
    );
    expect(service.arrived).toHaveLength(120);
  });
});

const customerOf = (external_id: string) => ({
  lago_id: '33333333-3333-4333-8333-333333333333',
  external_id,
  name: null,
  created_at: '2026-01-01T00:00:00Z',
});

describe("what the vendor's own client does wrong", () => {
  it('trap 22: encodes every part of a path, also of what ends in another resource', async () => {
    const { lago, service } = await lagoAt(answering({}));
    const key = 'a/b.c?d#e%f g';
    const encoded = 'a%2Fb%2Ec%3Fd%23e%25f%20g';
    await failureOf(lago.customers.get({ customerKey: key }));
    await failureOf(lago.customers.createPortalLink({ customerKey: key }));
    await failureOf(lago.plans.get({ code: key }));
    await failureOf(lago.metrics.get({ code: key }));
    await failureOf(lago.usage.getEvent({ subscriptionKey: key, id: key }));
    const paths = service.arrived.map(({ url = '' }) => url.replace('/api/v1', '').split('?')[0]);
    expect(paths).toEqual(
      expect.arrayContaining([
        `/customers/${encoded}`,
        `/customers/${encoded}/portal_url`,
        `/plans/${encoded}`,
        `/billable_metrics/${encoded}`,
        `/events/${encoded}`,
      ]),
    );
    const known = ['customers', 'plans', 'billable_metrics', 'events'];
    for (const path of paths) expect(known).toContain(path?.split('/')[1]);
  });

  it.each([400, 401, 403, 404, 405, 422, 429, 500, 502])(
    'trap 22: throws a BillingError with code and request for a %i, not the response',
    async (status) => {
      const { lago } = await lagoAt(
        (response: ServerResponse) => {
          response.setHeader('x-request-id', 'request-1');
          answerJson(response, status, { status, error: CANARY, code: 'customer_not_found' });
        },
        { maxAttempts: 1 },
      );
      const error = await failureOf(lago.customers.get({ customerKey: 'acme' }));
      expect(error).not.toBeInstanceOf(Response);
      expect(error).toBeInstanceOf(BillingError);
      expect(error).toMatchObject({
        status,
        requestId: 'request-1',
        provider: 'lago',
        operation: 'customers.get',
      });
    },
  );

  it('trap 22: gives up on a server that never answers', async () => {
    const { lago, service } = await lagoAt(() => {}, { timeoutMs: 50, maxAttempts: 1 });
    const error = await failureOf(lago.customers.get({ customerKey: 'acme' }));
    expect(error).toMatchObject({
      code: 'timeout',
      retryable: true,
      details: { timeoutMs: 50 },
    });
    expect(service.arrived).toHaveLength(1);
  });

  it('trap 22: gives up on a server that begins its answer and never ends it', async () => {
    const { lago } = await lagoAt(
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"customer":');
      },
      { timeoutMs: 50, maxAttempts: 1 },
    );
    const error = await failureOf(lago.customers.get({ customerKey: 'acme' }));
    expect(error.code).toBe('timeout');
  });

  it('trap 22: reads again after a failure that is no 429', async () => {
    let asked = 0;
    const good = answering({ '/customers/acme': { customer: customerOf('acme') } });
    const { lago } = await lagoAt((response, arrived, socket) => {
      asked++;
      if (asked === 1) response.writeHead(503, { 'retry-after': '0' }).end();
      else good(response, arrived, socket);
    });
    expect((await lago.customers.get({ customerKey: 'acme' })).customerKey).toBe('acme');
    expect(asked).toBe(2);
  });

  it('trap 22: brings all of a list that is longer than a page', async () => {
    const { lago } = await openAccount();
    const keys = Array.from({ length: 205 }, (_, index) => `customer-${index}`);
    for (const customerKey of keys) await lago.customers.upsert({ customerKey });
    const found: string[] = [];
    for await (const { customerKey } of lago.customers.list({})) found.push(customerKey);
    expect(found.sort()).toEqual(keys.sort());
  });
});

describe('an event that is sent again', () => {
  const idsIn = ({ body }: Pick<Arrived, 'body'>) =>
    (JSON.parse(body) as { events: { transaction_id: string; timestamp: number }[] }).events.map(
      ({ transaction_id: id, timestamp }) => [id, timestamp],
    );

  it.each(['postgres', 'clickhouse'] as const)(
    'trap 23: has the same id and moment after a lost answer, and is billed once: %s',
    async (eventStore) => {
      const account = await openAccount({ eventStore }, { eventStore });
      const { lago, emulator, sent } = account;
      await subscribe(account);
      emulator.injectFault({ kind: 'reset', path: '/events/batch', after: 'write' });
      expect(await lago.usage.record({ events: EVENTS })).toMatchObject({ rejected: 0 });
      await emulator.settle();
      const batches = sent.filter(({ path }) => path === '/events/batch');
      expect(batches).toHaveLength(2);
      expect(batches[1]?.body).toBe(batches[0]?.body);
      expect(idsIn({ body: batches[0]?.body ?? '' })).toEqual([
        ['call-1', 1_768_478_400.123],
        ['call-2', 1_768_478_400],
      ]);
      expect(await unitsOf(lago)).toBe('2');
    },
  );

  it.each(['postgres', 'clickhouse'] as const)(
    'trap 23: is billed once when the caller repeats the whole call: %s',
    async (eventStore) => {
      const account = await openAccount({ eventStore }, { eventStore });
      const { lago, emulator, sent } = account;
      await subscribe(account);
      await lago.usage.record({ events: EVENTS });
      const again = await lago.usage.record({ events: EVENTS });
      expect(again.rejected).toBe(0);
      if (eventStore === 'postgres') expect(again.duplicates).toBe(2);
      await emulator.settle();
      const [first, second] = sent.filter(({ path }) => path === '/events/batch');
      expect(second?.body).toBe(first?.body);
      expect(await unitsOf(lago)).toBe('2');
    },
  );

  it('trap 23: is never given an id by the adapter', async () => {
    const account = await openAccount();
    await subscribe(account);
    const { id: _, ...nameless } = { ...EVENTS[0], subscriptionKey: 'acme', metric: 'calls' };
    const error = await failureOf(
      account.lago.usage.record({ events: [nameless as (typeof EVENTS)[number]] }),
    );
    expect(error).toMatchObject({ code: 'invalid_input', issues: [{ path: ['events', 0, 'id'] }] });
    expect(account.sent).toEqual([]);
  });
});

describe('answers of another version of Lago', () => {
  it('trap 24: keep their meaning with fields of tomorrow and without those of today', async () => {
    const tomorrow = { brand_new: { deep: [null] }, quantum: null };
    const { lago } = await lagoAt(
      answering({
        '/customers/acme': {
          customer: { ...customerOf('acme'), ...tomorrow, metadata: null, account_type: 'alien' },
          ...tomorrow,
        },
        '/subscriptions/acme': {
          subscription: { ...SUBSCRIPTION, ...tomorrow, status: 'hibernating', name: null },
        },
        '/plans/basic': { plan: { code: 'basic', ...tomorrow } },
        '/billable_metrics/calls': {
          billable_metric: { ...METRIC, code: 'calls', aggregation_type: 'dream_agg', ...tomorrow },
        },
      }),
    );
    expect((await lago.customers.get({ customerKey: 'acme' })).customerKey).toBe('acme');
    expect(await lago.subscriptions.get({ subscriptionKey: 'acme' })).toMatchObject({
      status: 'unknown',
      providerStatus: 'hibernating',
    });
    expect(await lago.metrics.get({ code: 'calls' })).toMatchObject({ aggregation: 'unknown' });
  });

  it('trap 24: are read under their root, as the server sends them and not as the specification says', async () => {
    const account = await openAccount();
    const { lago, emulator } = account;
    await subscribe(account);
    const { id: walletId } = await lago.credits.createWallet({
      customerKey: 'acme',
      currency: 'EUR',
      name: 'Credits',
    });
    await lago.credits.add({ walletId, kind: 'granted', credits: '10' });
    await emulator.settle();
    expect((await lago.credits.getWallet({ walletId })).creditBalance).toBe('10');
    const { lago: bare } = await lagoAt(answering({ '/customers/acme': customerOf('acme') }));
    const error = await failureOf(bare.customers.get({ customerKey: 'acme' }));
    expect(error).toMatchObject({ code: 'malformed_response' });
    expect(error.message).toContain('customer');
  });
});

describe('links that are secrets', () => {
  const SECRET_URL = `https://portal.example.com/${CANARY}`;

  it('trap 25: are in the result alone', async () => {
    const account = await openAccount();
    await subscribe(account);
    const { lago } = account;
    const { url } = await lago.customers.createPortalLink({ customerKey: 'acme' });
    expect(url).toMatch(/^https?:/);
    const customer = await lago.customers.get({ customerKey: 'acme' });
    expect(JSON.stringify(customer)).not.toContain(url);
  });

  it.each([
    ['under another name', { customer: { url: SECRET_URL } }],
    ['as something else than an address', { customer: { portal_url: [SECRET_URL] } }],
    ['as a program', { customer: { portal_url: `javascript:'${SECRET_URL}'` } }],
    ['without a root', { portal_url: SECRET_URL }],
    ['as text', SECRET_URL],
  ])('trap 25: are in no error when they come %s', async (_, body) => {
    const { lago } = await lagoAt((response) => answerJson(response, 200, body));
    const error = await failureOf(lago.customers.createPortalLink({ customerKey: 'acme' }));
    expect(error.code).toBe('malformed_response');
  });

  it('trap 25: are in no error when a refusal quotes them', async () => {
    const { lago } = await lagoAt((response) =>
      answerJson(response, 422, {
        status: 422,
        error: SECRET_URL,
        code: 'validation_errors',
        error_details: { base: [SECRET_URL], checkout_url: [`${SECRET_URL} is invalid`] },
      }),
    );
    for (const call of [
      lago.customers.createPortalLink({ customerKey: 'acme' }),
      lago.customers.createCheckoutLink({ customerKey: 'acme' }),
      lago.invoices.createPaymentLink({ invoiceId: 'invoice' }),
    ]) {
      expect((await failureOf(call)).status).toBe(422);
    }
  });
});

describe('an answer that is lost', () => {
  it('trap 3: gives no customer credits twice, whichever way it is lost', async () => {
    for (const kind of ['reset', 'html', 'empty'] as const) {
      const account = await openAccount();
      const { lago, emulator, sent } = account;
      await subscribe(account);
      const { id: walletId } = await lago.credits.createWallet({
        customerKey: 'acme',
        currency: 'EUR',
        name: 'Credits',
      });
      emulator.injectFault({ kind, path: '/wallet_transactions', after: 'write', times: 0 });
      const error = await failureOf(lago.credits.add({ walletId, kind: 'granted', credits: '10' }));
      expect(error.code).toBe('outcome_unknown');
      expect(error.details).toMatchObject({
        lookup: expect.stringContaining('credits.listTransactions'),
      });
      await emulator.settle();
      expect(sent.filter(({ path }) => path === '/wallet_transactions')).toHaveLength(1);
      expect((await lago.credits.getWallet({ walletId })).creditBalance).toBe('10');
    }
  });

  it('trap 3: of a server that closes the connection is unknown for a write, and read again for a read', async () => {
    let asked = 0;
    const good = answering({ '/customers/acme': { customer: customerOf('acme') } });
    const { lago } = await lagoAt((response, arrived, socket) => {
      asked++;
      if (arrived.method === 'GET' && asked > 1) good(response, arrived, socket);
      else socket.destroy();
    });
    expect((await lago.customers.get({ customerKey: 'acme' })).customerKey).toBe('acme');
    asked = 0;
    const error = await failureOf(
      lago.invoices.create({
        customerKey: 'acme',
        currency: 'EUR',
        items: [{ name: 'Line', unitAmount: '1' }],
      }),
    );
    expect(error.code).toBe('outcome_unknown');
  });
});
