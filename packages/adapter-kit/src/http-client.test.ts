import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleClient, failureOf, WAYS } from './example-client.fixture.ts';
import type { HttpClientOptions } from './http-client.ts';
import type { HttpRequest, RequestRepeat } from './http-request.ts';
import { mayHaveLanded } from './outcome.ts';
import { path } from './request-path.ts';
import { tokenCache } from './token-cache.ts';

const HOST = 'http://example.test';
const host = () => nock(HOST);

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const left = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(left).toEqual([]);
});

const read: HttpRequest = { method: 'GET', path: path`/things/${'a'}`, repeat: 'read' };
const write = (repeat: RequestRepeat, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'POST',
  path: path`/things`,
  body: { name: 'a' },
  repeat,
  lookup: 'things.list: look for a',
  ...more,
});
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** Receipts go by another client where no fetch is given. */
const CLIENTS = [
  { client: 'the platform', fetch: undefined },
  { client: 'a fetch that is given', fetch: globalThis.fetch },
];

describe('a request', () => {
  it('says who sends it, and carries credential and JSON', async () => {
    host()
      .matchHeader('user-agent', 'billport-example/1.2.3')
      .matchHeader('authorization', 'Bearer key-of-the-example')
      .matchHeader('content-type', 'application/json')
      .matchHeader('accept', 'application/json')
      .post('/things?dry%5B%5D=a', { name: 'a' })
      .reply(200, { ok: true });
    const { body } = await exampleClient(HOST).send(write('never', { query: { dry: ['a'] } }));
    expect(body).toEqual({ ok: true });
  });

  it.each(WAYS)('carries no empty credential $way', async ({ expects, fetch }) => {
    nock(HOST, { badheaders: ['authorization'] })
      .post('/things')
      .reply(200, { ok: true });
    const client = exampleClient(HOST, { authorization: () => '', fetch });
    expect((await client.send(write('never', { expects }))).status).toBe(200);
  });

  it.each(['json', 'receipt'] as const)(
    'is the same with a body that is text already: %s',
    async (expects) => {
      host()
        .matchHeader('user-agent', /^billport-example\/\d+\.\d+\.\d+$/)
        .matchHeader('content-type', 'application/json')
        .post('/things', '{"n":1.50}')
        .reply(200, { ok: true });
      const request = { ...write('safe', { expects }), body: undefined, json: '{"n":1.50}' };
      await exampleClient(HOST, { version: undefined }).send(request);
    },
  );

  it('has no type of content without a body', async () => {
    nock(HOST, { badheaders: ['content-type'] })
      .get('/things/a')
      .reply(200, {});
    await exampleClient(HOST).send(read);
  });

  it('is refused by a rejection when its body cannot be written, with nothing sent', async () => {
    const work = exampleClient(HOST).send(write('never', { body: { amount: 1n } }));
    await expect(work).rejects.toThrow(TypeError);
  });

  it('keeps the id of the request, under the name that the service has for it', async () => {
    host().get('/things/a').reply(200, {}, { 'x-request-id': 'r1', 'request-id': 'r2' });
    host().get('/things/a').reply(404, {}, { 'x-request-id': 'r3', 'request-id': 'r4' });
    expect((await exampleClient(HOST).send(read)).requestId).toBe('r1');
    const other = exampleClient(HOST, { requestIdHeader: 'request-id' });
    expect((await failureOf(other.send(read))).requestId).toBe('r4');
  });
});

describe.each(CLIENTS)('the body of a success, with $client', ({ fetch }) => {
  const clientOf = (url: string, options: Partial<HttpClientOptions> = {}) =>
    exampleClient(url, { fetch, ...options });

  it.each([
    ['json', '{"a":"é✓"}', { a: 'é✓' }],
    ['json', 'null', null],
    ['json_or_nothing', '', undefined],
    ['json_or_nothing', '{}', {}],
    ['text', 'MIIB<', 'MIIB<'],
    ['text', '', ''],
    ['receipt', '{"any":1}', undefined],
  ] as const)('is read as %s: %j', async (expects, sent, expected) => {
    host().get('/things/a').reply(200, sent, JSON_TYPE);
    expect((await clientOf(HOST).send({ ...read, expects })).body).toEqual(expected);
  });

  const html = '<html>Sign in to the hotel</html>';
  const unreadable = [
    ['json', html, 'text/html', 'something other than JSON'],
    ['json', '', 'application/json', 'an empty body'],
    ['json', '{"a":', 'application/json', 'broken JSON'],
    ['json_or_nothing', html, 'text/html', 'something other than JSON'],
    ['receipt', html, 'text/html', 'something other than JSON'],
    ['receipt', '', 'application/json', 'an empty body'],
  ] as const;

  it.each(unreadable)(
    'is refused when read as %s: %j of %s',
    async (expects, sent, type, problem) => {
      host().get('/things/a').reply(200, sent, { 'content-type': type, 'x-request-id': 'r' });
      const error = await failureOf(clientOf(HOST).send({ ...read, expects }));
      expect(error).toMatchObject({ code: 'malformed_response', status: 200, requestId: 'r' });
      expect(error.message).toContain(`example answered 200 with ${problem}`);
      expect(JSON.stringify(error)).not.toContain('hotel');
    },
  );

  it.each(unreadable)(
    'leaves open what a write did, and sends it once: %s, %j of %s',
    async (expects, sent, type) => {
      for (const repeat of ['safe', 'never'] as const) {
        host().post('/things').reply(200, sent, { 'content-type': type, 'x-request-id': 'r' });
        const error = await failureOf(clientOf(HOST).send(write(repeat, { expects })));
        expect(error).toMatchObject({
          code: 'outcome_unknown',
          details: { lookup: 'things.list: look for a' },
          status: 200,
          requestId: 'r',
          retryable: false,
          cause: { code: 'malformed_response', status: 200 },
        });
      }
    },
  );

  it('is JSON for a receipt whatever its type says, when it is', async () => {
    host().post('/things').reply(200, '{}', { 'content-type': 'text/plain' });
    host().post('/things').reply(200, '{}', { 'content-type': 'application/problem+json' });
    for (let time = 0; time < 2; time++) {
      await clientOf(HOST).send(write('safe', { expects: 'receipt' }));
    }
  });

  it('has to pass the check of the request', async () => {
    const check = (body: unknown) =>
      typeof body === 'object' && body !== null && 'thing' in body ? undefined : 'no thing';
    host().get('/things/a').reply(200, { thing: {} }).get('/things/a').reply(200, { other: {} });
    host().post('/things').reply(200, { other: {} });
    const client = clientOf(HOST);
    expect((await client.send({ ...read, check })).body).toEqual({ thing: {} });
    const error = await failureOf(client.send({ ...read, check }));
    expect(error).toMatchObject({ code: 'malformed_response' });
    expect(error.message).toContain('example answered 200 with no thing.');
    expect(await failureOf(client.send(write('safe', { check })))).toMatchObject({
      code: 'outcome_unknown',
    });
  });
});

/** What is sent until it ends, with one answer after the other. */
async function sent(repeat: RequestRepeat, answers: readonly (number | string)[]) {
  let count = 0;
  nock(HOST)
    .persist()
    .post('/things')
    .reply(() => {
      const answer = answers[Math.min(count, answers.length - 1)];
      count++;
      return typeof answer === 'string'
        ? [422, { code: answer }, JSON_TYPE]
        : [answer ?? 200, {}, JSON_TYPE];
    });
  const outcome = await exampleClient(HOST)
    .send(write(repeat))
    .then(
      () => 'done',
      (error: unknown) => error,
    );
  nock.cleanAll();
  return { count, outcome };
}

describe('repeats by status', () => {
  const passing = [408, 500, 502, 503, 504, 520, 599];

  it.each(['read', 'safe'] as const)('sends what is %s up to four times', async (repeat) => {
    for (const status of [...passing, 425, 429]) {
      expect(await sent(repeat, [status, 200]), `${status}`).toEqual({ count: 2, outcome: 'done' });
      expect((await sent(repeat, [status])).count, `${status}`).toBe(4);
    }
  });

  it('sends what may never be repeated once, where the service may have done it', async () => {
    for (const status of passing) {
      const { count, outcome } = await sent('never', [status, 200]);
      expect(count, `${status}`).toBe(1);
      expect(outcome).toMatchObject({
        code: 'outcome_unknown',
        status,
        details: { lookup: 'things.list: look for a' },
      });
    }
  });

  it.each([425, 429])('sends it again after %d: nothing was done', async (status) => {
    expect(await sent('never', [status, status, 200])).toEqual({ count: 3, outcome: 'done' });
    expect((await sent('never', [status])).count).toBe(4);
  });

  it.each([
    [400, 'rejected'],
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [405, 'conflict'],
    [409, 'conflict'],
    [413, 'rejected'],
    [418, 'rejected'],
    [422, 'rejected'],
    [501, 'unavailable'],
    [505, 'unavailable'],
  ])('takes %d for a clear no: %s, sent once', async (status, code) => {
    for (const repeat of ['read', 'safe', 'never'] as const) {
      const { count, outcome } = await sent(repeat, [status]);
      expect(count).toBe(1);
      expect(outcome).toMatchObject({ code, status, retryable: false });
      expect(mayHaveLanded(outcome)).toBe(false);
    }
  });

  it.each([
    [408, 'timeout'],
    [429, 'rate_limited'],
    [500, 'unavailable'],
    [503, 'unavailable'],
  ])('ends a read after %d all the time with %s', async (status, code) => {
    const { outcome } = await sent('read', [status]);
    expect(outcome).toMatchObject({ code, status, retryable: true });
  });

  it('goes by the table before the status', async () => {
    expect(await sent('never', ['busy', 200])).toEqual({ count: 2, outcome: 'done' });
    expect((await sent('never', ['busy'])).outcome).toMatchObject({
      code: 'conflict',
      retryable: true,
    });
    host().post('/things').reply(500, { code: 'known' });
    expect(await failureOf(exampleClient(HOST).send(write('never')))).toMatchObject({
      code: 'rejected',
      status: 500,
    });
  });
});

describe('a write after an attempt that may have landed', () => {
  it('is unknown when the repeats run out, whatever the last one came to', async () => {
    for (const last of [503, 429, 425]) {
      expect((await sent('safe', [502, last])).outcome).toMatchObject({
        code: 'outcome_unknown',
        status: last,
      });
    }
  });

  it('is refused as it is when the service says no, and says that it may be its own work', async () => {
    const { count, outcome } = await sent('safe', [502, 'taken']);
    expect(count).toBe(2);
    expect(outcome).toMatchObject({ code: 'already_exists', status: 422 });
    expect(mayHaveLanded(outcome)).toBe(true);
    expect(mayHaveLanded((await sent('safe', [429, 'taken'])).outcome)).toBe(false);
    expect(mayHaveLanded((await sent('safe', [502])).outcome)).toBe(true);
    expect(mayHaveLanded(new Error('another'))).toBe(false);
  });
});

describe('a 401', () => {
  const keys = (...values: string[]) => {
    const asked: (string | undefined)[] = [];
    const authorization = (refused: string | undefined) => {
      asked.push(refused);
      return values[asked.length - 1] ?? values.at(-1) ?? '';
    };
    return { asked, authorization };
  };

  it.each(['read', 'safe', 'never'] as const)(
    'is answered once with another authorization: %s',
    async (repeat) => {
      const { asked, authorization } = keys('Bearer old', 'Bearer new');
      host().matchHeader('authorization', 'Bearer old').post('/things').reply(401, {});
      host().matchHeader('authorization', 'Bearer new').post('/things').reply(200, {});
      await exampleClient(HOST, { authorization }).send(write(repeat));
      expect(asked).toEqual([undefined, 'Bearer old']);
    },
  );

  it('is final when there is no other authorization, or that one is refused too', async () => {
    host().get('/things/a').reply(401, {});
    const same = keys('Bearer old');
    expect(await failureOf(exampleClient(HOST, same).send(read))).toMatchObject({
      code: 'unauthenticated',
    });
    host().get('/things/a').times(2).reply(401, {});
    const another = keys('Bearer old', 'Bearer new', 'Bearer newest');
    expect(await failureOf(exampleClient(HOST, another).send(read))).toMatchObject({
      code: 'unauthenticated',
    });
    expect(another.asked).toEqual([undefined, 'Bearer old']);
  });

  it('costs none of the attempts', async () => {
    host().get('/things/a').reply(503).get('/things/a').reply(401).get('/things/a').reply(200, {});
    const { authorization } = keys('Bearer old', 'Bearer old', 'Bearer new');
    await exampleClient(HOST, { authorization, maxAttempts: 2 }).send(read);
  });

  it('asks for another authorization once, however many attempts there are', async () => {
    for (const status of [401, 503, 401]) host().get('/things/a').reply(status, {});
    const another = keys('Bearer 1', 'Bearer 2', 'Bearer 3', 'Bearer 4');
    expect(await failureOf(exampleClient(HOST, another).send(read))).toMatchObject({
      code: 'unauthenticated',
    });
    expect(another.asked).toEqual([undefined, 'Bearer 1', undefined]);
  });

  it('fetches one token for 200 calls that run into it together', async () => {
    let fetched = 0;
    const authorization = tokenCache({
      clock: { now: () => 0 },
      fetchToken: async () => ({ authorization: `Bearer ${++fetched}` }),
    });
    for (const [token, status] of [
      ['Bearer 1', 401],
      ['Bearer 2', 200],
    ] as const) {
      host().persist().matchHeader('authorization', token).get('/things/a').reply(status, {});
    }
    const client = exampleClient(HOST, { authorization });
    await Promise.all(Array.from({ length: 200 }, () => client.send(read)));
    expect(fetched).toBe(2);
    nock.cleanAll();
  });

  it('passes on why there is no authorization, with nothing sent', async () => {
    const client = exampleClient(HOST, {
      authorization: async () => {
        throw new RangeError('no token');
      },
    });
    await expect(client.send(read)).rejects.toThrow(RangeError);
  });
});

describe.each(CLIENTS)('a redirect, with $client', ({ fetch }) => {
  const clientOf = (url: string, options: Partial<HttpClientOptions> = {}) =>
    exampleClient(url, { fetch, ...options });

  it.each([301, 302, 303, 307, 308])('is not followed: %d', async (status) => {
    const away = nock('http://elsewhere.test').get('/').reply(200, {}).post('/').reply(200, {});
    for (const request of [read, write('safe'), write('never', { expects: 'receipt' })]) {
      host()
        .intercept(/^\/things/, request.method)
        .reply(status, '', { location: 'http://elsewhere.test/?key=canary' });
      const error = await failureOf(clientOf(HOST).send(request));
      // 303 says that the work was done (RFC 9110 §15.4.4).
      const landed = status === 303 && request.method !== 'GET';
      const code = landed ? 'outcome_unknown' : 'malformed_response';
      expect(error).toMatchObject({ code, status, retryable: false });
      expect(error.message).toContain('redirect');
      expect(JSON.stringify(error)).not.toContain('canary');
    }
    expect(away.isDone()).toBe(false);
    nock.cleanAll();
  });

  it('is none where a browser hides it either', async () => {
    const hidden = Object.defineProperties(new Response(null), {
      status: { value: 0 },
      ok: { value: false },
      type: { value: 'opaqueredirect' },
    });
    const client = clientOf(HOST, { fetch: async () => hidden });
    expect(await failureOf(client.send({ ...read, expects: 'receipt' }))).toMatchObject({
      code: 'malformed_response',
    });
  });
});

describe.each(WAYS)('a service that asks to wait, $way', ({ expects, fetch }) => {
  const clientOf = (url: string, options: Partial<HttpClientOptions> = {}) =>
    exampleClient(url, { fetch, ...options });
  const request = { ...read, expects };

  it('says in the end how long, in milliseconds', async () => {
    host().persist().get('/things/a').reply(429, {}, { 'retry-after': '7' });
    const error = await failureOf(clientOf(HOST).send(request));
    expect(error).toMatchObject({ code: 'rate_limited', details: { retryAfterMs: 7_000 } });
    nock.cleanAll();
  });

  it('keeps later requests of the same bucket waiting, and no others', async () => {
    let answered = 0;
    nock(HOST)
      .persist()
      .get('/things/a')
      .reply(() => {
        answered++;
        const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '60' };
        return [200, {}, headers];
      });
    const client = clientOf(HOST, { maxWaitMs: 60_000 });
    await client.send({ ...request, bucket: 'slow' });
    const controller = new AbortController();
    const waiting = client.send({ ...request, bucket: 'slow', signal: controller.signal });
    await client.send({ ...request, bucket: 'quick' });
    await client.send(request);
    expect(answered).toBe(3);
    controller.abort();
    expect(await failureOf(waiting)).toMatchObject({ code: 'aborted' });
    expect(answered).toBe(3);
    nock.cleanAll();
  });
});

describe.each(WAYS)('a service that names its allowance, $way', ({ expects, fetch }) => {
  const clientOf = (url: string, options: Partial<HttpClientOptions> = {}) =>
    exampleClient(url, { fetch, ...options });
  const request = { ...read, expects };

  it('is not waited for as long as there is some left', async () => {
    const headers = { 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': '60' };
    host().get('/things/a').times(5).reply(200, {}, headers);
    const client = clientOf(HOST);
    for (let count = 0; count < 5; count++) await client.send(request);
  });
});

describe('giving up', () => {
  it.each(['read', 'safe', 'never'] as const)(
    'before anything was sent is aborted, and nothing is sent: %s',
    async (repeat) => {
      const request = write(repeat, { signal: AbortSignal.abort() });
      expect(await failureOf(exampleClient(HOST).send(request))).toMatchObject({ code: 'aborted' });
    },
  );

  it('while the authorization is awaited is aborted, and nothing is sent', async () => {
    const controller = new AbortController();
    const authorization = () => {
      queueMicrotask(() => controller.abort());
      return new Promise<string>(() => {});
    };
    const client = exampleClient(HOST, { authorization });
    const error = await failureOf(client.send(write('never', { signal: controller.signal })));
    expect(error).toMatchObject({ code: 'aborted' });
  });

  it.each([
    ['safe', 503, 'outcome_unknown'],
    ['safe', 429, 'aborted'],
    ['read', 503, 'aborted'],
  ] as const)('between attempts of what is %s, after %d, is %s', async (repeat, status, code) => {
    const controller = new AbortController();
    host()
      .post('/things')
      .reply(() => {
        setImmediate(() => controller.abort());
        return [status, {}, { 'retry-after': '60' }];
      });
    const client = exampleClient(HOST, { maxWaitMs: 60_000 });
    const error = await failureOf(client.send(write(repeat, { signal: controller.signal })));
    expect(error.code).toBe(code);
  });

  it('leaves nothing hanging on a signal that lives long', async () => {
    host().persist().get('/things/a').reply(200, {});
    const { signal } = new AbortController();
    const listeners = new Set<unknown>();
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (type: string, listener: never) => {
      listeners.add(listener);
      add(type, listener);
    };
    signal.removeEventListener = (type: string, listener: never) => {
      listeners.delete(listener);
      remove(type, listener);
    };
    const client = exampleClient(HOST);
    await Promise.all(Array.from({ length: 20 }, () => client.send({ ...read, signal })));
    expect(listeners.size).toBe(0);
    nock.cleanAll();
  });
});

/** Fetches that never end, and do not look at the signal. */
const DEAF = [
  ['never answers', () => new Promise<Response>(() => {})],
  [
    'never ends its answer',
    async () => new Response(new ReadableStream<Uint8Array>(), { headers: JSON_TYPE }),
  ],
] as const;

describe.each(DEAF)('a fetch of somebody that %s, and is deaf to the signal', (_, fetch) => {
  it.each(['json', 'receipt'] as const)(
    'is not waited for longer than an attempt has: %s',
    async (expects) => {
      const client = exampleClient(HOST, { fetch, timeoutMs: 20 });
      const error = await failureOf(client.send(write('never', { expects })));
      expect(error).toMatchObject({ code: 'outcome_unknown', cause: { code: 'timeout' } });
    },
  );

  it('leaves a write unknown at once when the caller gives up', async () => {
    const caller = new AbortController();
    const work = failureOf(
      exampleClient(HOST, { fetch }).send(write('never', { signal: caller.signal })),
    );
    await new Promise(setImmediate);
    caller.abort();
    expect(await work).toMatchObject({ code: 'outcome_unknown', cause: { code: 'aborted' } });
  });
});

describe('settings that are no numbers', () => {
  it.each(['timeoutMs', 'maxAttempts', 'maxWaitMs', 'maxBodyBytes'] as const)(
    'are refused when the client is made: %s',
    (setting) => {
      for (const value of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
        expect(() => exampleClient(HOST, { [setting]: value })).toThrow(
          expect.objectContaining({ code: 'configuration', details: { setting } }),
        );
      }
    },
  );
});
