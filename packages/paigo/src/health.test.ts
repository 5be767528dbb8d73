import nock from 'nock';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AT_ONCE, giveToken, paigoHost, paigoProvider, tokenHost } from './paigo-host.fixture.ts';

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const left = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(left).toEqual([]);
});

const profile = () => paigoHost().get('/settings/profile');

it.each([
  ['a profile', { businessName: 'Acme', sendInvoiceEmail: 'true' }],
  ['an empty profile', {}],
  ['a profile in an envelope', { message: 'ok', data: [{ businessName: 'Acme' }] }],
])('point 1: gets a token and reads the profile: %s', async (_title, body) => {
  giveToken();
  profile().reply(200, body);
  expect(await paigoProvider().health.check()).toMatchObject({ ok: true });
});

it('point 28: brings nothing of the profile', async () => {
  giveToken();
  profile().reply(200, { businessName: 'Acme', taxJarApiKey: 'tax-secret', stripeAccountId: 'a' });
  expect(JSON.stringify(await paigoProvider().health.check())).not.toMatch(/secret|Acme|stripe/);
});

it('says that it cannot be used when it answers with a failure that stays', async () => {
  giveToken();
  profile().times(2).reply(503, '', AT_ONCE);
  expect(await paigoProvider({ maxAttempts: 2 }).health.check()).toMatchObject({ ok: false });
});

it('point 1: rejects when the host is gone', async () => {
  const gone = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
  const fetch = () => Promise.reject(new TypeError('fetch failed', { cause: gone }));
  const check = paigoProvider({ maxAttempts: 1, fetch }).health.check();
  await expect(check).rejects.toMatchObject({ code: 'network' });
});

it('rejects wrong credentials', async () => {
  tokenHost().post('/oauth/token').reply(401, { error: 'access_denied' });
  await expect(paigoProvider().health.check()).rejects.toMatchObject({ code: 'unauthenticated' });
});

it.each([[{ hello: 'world' }], [[]], [null], ['text']])(
  'takes something else for no Paigo: %j',
  async (body) => {
    giveToken();
    profile().reply(200, JSON.stringify(body));
    await expect(paigoProvider().health.check()).rejects.toMatchObject({
      code: 'malformed_response',
    });
  },
);
