import { describe, expect, it } from 'vitest';
import { CUSTOMER, openPaigo } from './open-paigo.fixture.ts';
import { AUDIENCE } from './tokens.ts';

const GRANT = {
  audience: AUDIENCE,
  grant_type: 'client_credentials',
  client_id: 'id',
  client_secret: 'secret',
};

const PAIR = { clientId: 'id', clientSecret: 'secret' };

const DAY_MS = 86_400_000;

/** What a customer's list answers to the value of `Authorization`. */
const listWith = async ({ send }: Awaited<ReturnType<typeof openPaigo>>, authorization?: string) =>
  send('/customers', { headers: authorization === undefined ? {} : { authorization } });

describe('POST /oauth/token', () => {
  it('gives a token that is good for seconds, and lets in with it', async () => {
    const account = await openPaigo(PAIR);
    const { status, body } = await account.post('/oauth/token', GRANT);
    expect({ status, body }).toEqual({
      status: 200,
      body: { access_token: expect.any(String), expires_in: 86_400, token_type: 'Bearer' },
    });
    expect((await listWith(account, `Bearer ${body.access_token}`)).status).toBe(200);
  });

  it.each([
    ['another id', { client_id: 'x' }, 401, 'access_denied'],
    ['another secret', { client_secret: 'x' }, 401, 'access_denied'],
    ['no secret', { client_secret: undefined }, 401, 'access_denied'],
    ['an audience with a slash at its end', { audience: `${AUDIENCE}/` }, 403, 'access_denied'],
    ['no audience', { audience: undefined }, 403, 'access_denied'],
    ['another grant', { grant_type: 'password' }, 403, 'unsupported_grant_type'],
  ])('refuses %s', async (_, fields, status, error) => {
    const { post } = await openPaigo(PAIR);
    const answer = await post('/oauth/token', { ...GRANT, ...fields });
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ error, error_description: expect.any(String) });
    expect(answer.text).not.toContain('secret');
  });

  it.each([
    ['application/x-www-form-urlencoded', new URLSearchParams(GRANT).toString()],
    ['application/json', '{'],
    ['application/json', '[]'],
  ])('refuses a body of %s: %s', async (type, body) => {
    const { send } = await openPaigo(PAIR);
    const init = { method: 'POST', headers: { 'content-type': type }, body };
    expect((await send('/oauth/token', init)).status).toBe(403);
  });

  it('lets in any pair where none is set, but not none', async () => {
    const { post } = await openPaigo();
    const other = { ...GRANT, client_id: 'a', client_secret: 'b' };
    expect((await post('/oauth/token', other)).status).toBe(200);
    expect((await post('/oauth/token', { ...GRANT, client_id: '' })).status).toBe(401);
  });
});

describe('who is let in', () => {
  it.each([
    ['nobody', undefined],
    ['an unknown token', 'Bearer token-x'],
    ['the secret itself', 'Bearer secret'],
  ])('refuses %s', async (_, authorization) => {
    const answer = await listWith(await openPaigo(PAIR), authorization);
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual({ message: 'Unauthorized' });
  });

  it('refuses a token without its type', async () => {
    const account = await openPaigo();
    const token = account.state.tokens.issue();
    expect((await listWith(account, token)).status).toBe(401);
    expect((await listWith(account, `Bearer ${token}`)).status).toBe(200);
  });

  it('refuses a token once its day is over', async () => {
    const account = await openPaigo();
    const authorization = `Bearer ${account.state.tokens.issue()}`;
    const end = account.state.clock.now() + DAY_MS;
    await account.paigo.advanceTo(new Date(end - 1));
    expect((await listWith(account, authorization)).status).toBe(200);
    await account.paigo.advanceTo(new Date(end));
    expect((await listWith(account, authorization)).status).toBe(401);
  });

  it('asks for a token on every path of the API', async () => {
    const { send } = await openPaigo();
    for (const path of ['/usage', '/customers/acme/transactions', '/settings/profile']) {
      expect((await send(path)).status).toBe(401);
    }
  });
});

describe('a path without a route', () => {
  it.each([
    ['GET', '/invoices'],
    ['PATCH', '/customers/acme'],
    ['GET', '/nothing'],
  ])('%s %s is refused as a gateway does', async (method, path) => {
    const { call } = await openPaigo();
    expect(await call(method, path)).toEqual({
      status: 403,
      body: { message: 'Missing Authentication Token' },
    });
  });
});

describe('rate limits', () => {
  it('let ten requests of a second in, and say of no moment when more will be', async () => {
    const { call, send, clock, state } = await openPaigo({ rateLimits: true });
    for (let sent = 0; sent < 10; sent++) {
      expect((await call('GET', '/dimensions')).status).toBe(200);
    }
    const headers = { authorization: `Bearer ${state.tokens.issue()}` };
    const refused = await send('/dimensions', { headers });
    expect(refused.status).toBe(429);
    expect(refused.body).toEqual({ message: 'Too Many Requests' });
    expect(refused.headers.get('retry-after')).toBeNull();
    clock.moveTo(clock.now() + 1000);
    expect((await call('GET', '/dimensions')).status).toBe(200);
  });

  it('are not there where the switch is off', async () => {
    const { call } = await openPaigo();
    for (let sent = 0; sent < 30; sent++) {
      expect((await call('GET', '/dimensions')).status).toBe(200);
    }
  });
});

describe('faults', () => {
  const make = ({ call }: Awaited<ReturnType<typeof openPaigo>>) =>
    call('POST', '/customers', CUSTOMER);

  it('answer in the words of a gateway, before the request is carried out', async () => {
    const account = await openPaigo();
    account.paigo.injectFault({ kind: 'status', status: 503 });
    expect(await make(account)).toEqual({ status: 503, body: { message: 'Service Unavailable' } });
    expect((await make(account)).status).toBe(201);
  });

  it('lose the answer of a request that was carried out', async () => {
    const account = await openPaigo();
    account.paigo.injectFault({ kind: 'html', after: 'write' });
    expect((await make(account)).status).toBe(502);
    expect(account.state.customers.has('acme')).toBe(true);
  });

  it('hit the token endpoint, too', async () => {
    const { paigo, post } = await openPaigo();
    paigo.injectFault({ kind: 'html', path: '/oauth/token' });
    const answer = await post('/oauth/token', GRANT);
    expect(answer.status).toBe(502);
    expect(answer.text).toMatch(/^<!DOCTYPE html>/);
    expect((await post('/oauth/token', GRANT)).status).toBe(200);
  });

  it('hit only requests of their method and path', async () => {
    const account = await openPaigo();
    account.paigo.injectFault({ kind: 'status', method: 'GET', path: '/customers/*', times: 0 });
    expect((await make(account)).status).toBe(201);
    expect((await account.call('GET', '/customers')).status).toBe(200);
    expect((await account.call('GET', '/customers/acme/enrollment')).status).toBe(503);
  });

  it('are no affair of the control interface', async () => {
    const { paigo, send } = await openPaigo();
    paigo.injectFault({ kind: 'status', times: 0 });
    expect((await send('/emulator')).status).toBe(200);
  });
});
