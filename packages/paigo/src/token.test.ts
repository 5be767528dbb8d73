import { BillingError, manualClock } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { paigoCustomer } from './customers/paigo-customer.fixture.ts';
import {
  AT_ONCE,
  found,
  giveToken,
  paigoHost,
  paigoProvider,
  SECRET,
  tokenHost,
} from './paigo-host.fixture.ts';

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const left = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(left).toEqual([]);
});

const acme = { customerKey: 'acme' };
const serve = (times = 1, token?: string) =>
  paigoHost(token).get('/customers/acme').times(times).reply(200, found(paigoCustomer()));
const refuseToken = (
  status: number,
  body?: string | object,
  headers: Record<string, string> = AT_ONCE,
) => tokenHost().post('/oauth/token').reply(status, body, headers);

async function failure(work: PromiseLike<unknown>): Promise<BillingError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (BillingError.is(error)) return error;
  throw new Error('It did not end with a BillingError.', { cause: error });
}

describe('a token', () => {
  it('point 24: is asked for with the credentials and the very audience, without Authorization', async () => {
    tokenHost()
      .matchHeader('content-type', 'application/json')
      .post('/oauth/token', {
        audience: 'https://qnonyh1pc7.execute-api.us-east-1.amazonaws.com',
        grant_type: 'client_credentials',
        client_id: 'client-id',
        client_secret: SECRET,
      })
      .reply(200, { access_token: 'token-a', expires_in: 86_400, token_type: 'Bearer' });
    serve(1, 'token-a');
    await paigoProvider().customers.get(acme);
  });

  it('is fetched once for two hundred calls at a time', async () => {
    giveToken();
    serve(200);
    const billing = paigoProvider();
    const calls = Array.from({ length: 200 }, () => billing.customers.get(acme));
    expect(await Promise.all(calls)).toHaveLength(200);
  });

  it.each([86_400, '86400'])(
    'point 24: lives for a day, of expires_in %j in seconds',
    async (expires_in) => {
      const clock = manualClock('2026-01-15T00:00:00Z');
      const billing = paigoProvider({ clock });
      giveToken('token-a', { expires_in });
      serve(2, 'token-a');
      await billing.customers.get(acme);
      clock.moveTo('2026-01-15T23:58:59.999Z');
      await billing.customers.get(acme);
      giveToken('token-b');
      serve(1, 'token-b');
      clock.moveTo('2026-01-15T23:59:00Z');
      await billing.customers.get(acme);
    },
  );

  it('point 24: is not believed to live for longer, whatever unit expires_in is in', async () => {
    const clock = manualClock('2026-01-15T00:00:00Z');
    const billing = paigoProvider({ clock });
    giveToken('token-a', { expires_in: 86_400_000 });
    serve(1, 'token-a');
    await billing.customers.get(acme);
    giveToken('token-b');
    serve(1, 'token-b');
    clock.moveTo('2026-01-16T00:00:00Z');
    await billing.customers.get(acme);
  });

  it.each([null, 'soon', '', ' ', '1 day', true, [], {}, undefined])(
    'point 24: lives for a day where its end is not told: expires_in %j',
    async (expires_in) => {
      const clock = manualClock('2026-01-15T00:00:00Z');
      const billing = paigoProvider({ clock });
      giveToken('token-a', { expires_in });
      serve(2, 'token-a');
      await billing.customers.get(acme);
      clock.moveTo('2026-01-15T23:58:59.999Z');
      await billing.customers.get(acme);
      giveToken('token-b');
      serve(1, 'token-b');
      clock.moveTo('2026-01-15T23:59:00Z');
      await billing.customers.get(acme);
    },
  );

  it.each([0, -1, '0', '-3600'])(
    'is for one request only where it has ended already: expires_in %j',
    async (expires_in) => {
      const billing = paigoProvider();
      for (const token of ['token-a', 'token-b']) {
        giveToken(token, { expires_in });
        serve(1, token);
        await billing.customers.get(acme);
      }
    },
  );

  it('point 26: is renewed once after a 401, and the request is sent again', async () => {
    giveToken('token-a');
    paigoHost('token-a').get('/customers/acme').reply(401, { message: 'Unauthorized' });
    giveToken('token-b');
    serve(1, 'token-b');
    expect(await paigoProvider().customers.get(acme)).toMatchObject(acme);
  });

  it('point 26: is renewed once only: a second 401 is the answer', async () => {
    giveToken('token-a');
    paigoHost('token-a').get('/customers/acme').reply(401, { message: 'Unauthorized' });
    giveToken('token-b');
    paigoHost('token-b').get('/customers/acme').reply(401, { message: 'Unauthorized' });
    const error = await failure(paigoProvider().customers.get(acme));
    expect(error).toMatchObject({ code: 'unauthenticated', status: 401, retryable: false });
    expect(error.message).toContain('audience');
  });

  it('point 26: is kept after a 403, which is not tried again', async () => {
    giveToken();
    paigoHost().get('/customers/acme').reply(403, { message: 'Forbidden' }, AT_ONCE);
    const billing = paigoProvider();
    expect(await failure(billing.customers.get(acme))).toMatchObject({ code: 'forbidden' });
    serve();
    await billing.customers.get(acme);
  });
});

describe('a token that does not come', () => {
  const denied = { error: 'access_denied', error_description: `No client ${SECRET}.` };

  it.each([
    [400, 'unauthenticated'],
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [409, 'unauthenticated'],
  ])('is told with the settings that may be wrong, and no secret: %i', async (status, code) => {
    refuseToken(status, denied);
    const error = await failure(paigoProvider().customers.get(acme));
    expect(error).toMatchObject({ code, status, retryable: false, operation: 'customers.get' });
    for (const word of ['clientId', 'clientSecret', 'audience', 'access_denied']) {
      expect(error.message).toContain(word);
    }
    expect(error.message).not.toContain('tokenUrl');
    expect(JSON.stringify(error) + error.stack + error.message).not.toContain(SECRET);
  });

  it.each([404, 405, 410])('is a wrong address where nobody gives tokens: %i', async (status) => {
    refuseToken(status, '<html></html>');
    const error = await failure(paigoProvider().customers.get(acme));
    const details = { setting: 'tokenUrl' };
    expect(error).toMatchObject({ code: 'configuration', status, retryable: false, details });
    expect(error.message).toContain('PAIGO_TOKEN_URL');
    expect(error.message).not.toContain('clientSecret');
  });

  it('says nothing of what the endpoint calls an error, unless OAuth knows the word', async () => {
    refuseToken(401, { error: SECRET, error_description: SECRET, message: SECRET });
    const error = await failure(paigoProvider().customers.get(acme));
    expect(error.message).not.toContain(SECRET);
  });

  it.each([SECRET, `id-${SECRET}`, 'client-id', `<p>${SECRET}</p>`])(
    'brings no id of the request that repeats what was sent: %s',
    async (id) => {
      refuseToken(401, denied, { ...AT_ONCE, 'x-request-id': id });
      const error = await failure(paigoProvider().customers.get(acme));
      expect(error.requestId).toBeUndefined();
      expect(JSON.stringify(error)).not.toContain(id);
    },
  );

  it('brings the id of the request', async () => {
    refuseToken(401, denied, { ...AT_ONCE, 'x-request-id': 'r1' });
    const error = await failure(paigoProvider().customers.get(acme));
    expect(error.requestId).toBe('r1');
  });

  it('is not asked for in a loop', async () => {
    let asked = 0;
    tokenHost()
      .persist()
      .post('/oauth/token')
      .reply(() => {
        asked += 1;
        return [401, denied];
      });
    const billing = paigoProvider();
    await failure(billing.customers.get(acme));
    expect(asked).toBe(1);
    await failure(billing.customers.get(acme));
    expect(asked).toBe(2);
    nock.cleanAll();
  });

  it('is asked for again where the failure may pass', async () => {
    refuseToken(503, '<html></html>');
    refuseToken(429, denied);
    giveToken();
    serve();
    expect(await paigoProvider().customers.get(acme)).toMatchObject(acme);
  });

  it('may come at the next call', async () => {
    refuseToken(401, denied);
    const billing = paigoProvider();
    await failure(billing.customers.get(acme));
    giveToken();
    serve();
    expect(await billing.customers.get(acme)).toMatchObject(acme);
  });

  it.each([
    ['a page', '<html></html>'],
    ['nothing', ''],
    ['no token', { expires_in: 86_400 }],
    ['an empty token', { access_token: '' }],
    ['a number', { access_token: 42 }],
    ['a token that breaks out of its header', { access_token: 'a\r\nx-evil: 1' }],
    ['a list', []],
  ])('is malformed: %s', async (_title, body) => {
    refuseToken(200, body);
    const error = await failure(paigoProvider().customers.get(acme));
    expect(error).toMatchObject({ code: 'malformed_response' });
    expect(error.message).toContain('tokenUrl');
  });

  it('is malformed where a redirect leads elsewhere: the secret goes to no other host', async () => {
    tokenHost().post('/oauth/token').reply(302, '', { location: 'http://elsewhere.test/' });
    const error = await failure(paigoProvider().customers.get(acme));
    expect(error).toMatchObject({ code: 'malformed_response', status: 302 });
    expect(error.message).toContain('Check tokenUrl (PAIGO_TOKEN_URL)');
    expect(error.message).not.toContain('clientId');
  });

  it.each([
    ['is down', 503, 'unavailable'],
    ['has too much to do', 429, 'rate_limited'],
  ])('leaves a write unsent, and says so: the endpoint %s', async (_title, status, code) => {
    refuseToken(status, '');
    const billing = paigoProvider({ maxAttempts: 1 });
    const request = billing.client.request('POST', '/measurements', { body: {} });
    const error = await failure(request);
    expect(error).toMatchObject({ code, retryable: true });
    expect(error.message).toMatch(/nothing was sent: .*Try again later\.$/);
    expect(error.message).not.toContain('Check');
  });

  it('leaves a write unsent where the endpoint cannot be reached', async () => {
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const fetch = () => Promise.reject(new TypeError('fetch failed', { cause: refused }));
    const billing = paigoProvider({ maxAttempts: 1, fetch });
    const error = await failure(billing.client.request('POST', '/usage', { body: {} }));
    expect(error).toMatchObject({ code: 'network' });
    expect(error.message).toContain('at auth.paigo.test could not be reached (ECONNREFUSED)');
    expect(error.message).toContain('nothing was sent');
    expect(error.message).toContain('Check tokenUrl (PAIGO_TOKEN_URL)');
  });

  it('leaves a write unsent where the endpoint is silent', async () => {
    const fetch = () => new Promise<Response>(() => {});
    const billing = paigoProvider({ maxAttempts: 1, timeoutMs: 20, fetch });
    const error = await failure(billing.client.request('POST', '/usage', { body: {} }));
    expect(error).toMatchObject({ code: 'timeout' });
  });

  it('leaves a write unsent where the renewal fails', async () => {
    giveToken('token-a');
    paigoHost('token-a').post('/usage').reply(401, { message: 'Unauthorized' });
    refuseToken(401, denied);
    const error = await failure(paigoProvider().client.request('POST', '/usage', { body: {} }));
    expect(error).toMatchObject({ code: 'unauthenticated' });
  });
});
