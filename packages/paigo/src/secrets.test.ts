import { inspect } from 'node:util';
import { BillingError } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AT_ONCE, paigoProvider, SECRET } from './paigo-host.fixture.ts';

const TOKEN = 'canary-token-4242';
const LINK = 'https://pay.test/canary-link';
const CANARIES = [SECRET, TOKEN, LINK, 'canary'];

/** What a service says that repeats everything it ever saw. */
const BABBLE = {
  message: [`secret ${SECRET} token ${TOKEN}`, `see ${LINK}`],
  error: SECRET,
  error_description: `${SECRET} ${TOKEN} ${LINK}`,
  access_token: '',
  portalUrl: `javascript:"canary"`,
  data: `${TOKEN}`,
};

const CALLS = {
  health: () => paigoProvider({ maxAttempts: 2 }).health.check(),
  read: () => paigoProvider({ maxAttempts: 2 }).customers.get({ customerKey: 'acme' }),
  list: () => paigoProvider({ maxAttempts: 2 }).customers.list(),
  write: () =>
    paigoProvider({ maxAttempts: 2 }).customers.upsert({
      customerKey: 'acme',
      email: 'a@acme.com',
    }),
  request: () =>
    paigoProvider({ maxAttempts: 2 }).client.request('POST', '/measurements', {
      body: { password: SECRET },
    }),
};

/** Everything that a log of the error can show, its causes and their stacks included. */
function shown(error: unknown): string {
  const chain: unknown[] = [];
  for (let next = error; next instanceof Error; next = next.cause) {
    chain.push(inspect(next, { depth: 10, showHidden: true }), next.stack, next.message);
    chain.push(JSON.stringify(next));
  }
  return [...chain, inspect(error, { depth: 10 })].join('\n');
}

/** The error that the work ends with, or what it brings: health is told either way. */
async function outcome(work: () => PromiseLike<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    if (BillingError.is(error)) return error;
    throw error;
  }
}

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const token = () => nock('http://auth.paigo.test').persist().post('/oauth/token');
const api = () => nock('http://paigo.test').persist();

it.each(Object.entries(CALLS))(
  'point 28: no secret gets into the error of a token that does not come: %s',
  async (_name, call) => {
    for (const status of [200, 302, 400, 401, 403, 404, 429, 500]) {
      nock.cleanAll();
      token().reply(status, BABBLE, AT_ONCE);
      const text = shown(await outcome(call));
      expect(CANARIES.filter((canary) => text.includes(canary))).toEqual([]);
    }
  },
);

it.each(Object.entries(CALLS))(
  'point 28: no secret gets into the error of a call: %s',
  async (_name, call) => {
    for (const status of [200, 302, 400, 401, 403, 409, 429, 502]) {
      nock.cleanAll();
      token().reply(200, { access_token: TOKEN });
      for (const method of ['GET', 'POST', 'PUT']) {
        api().intercept(/.*/, method).reply(status, BABBLE, AT_ONCE);
      }
      if (status === 200 && call === CALLS.request) continue;
      const text = shown(await outcome(call));
      expect([TOKEN, LINK].filter((canary) => text.includes(canary))).toEqual([]);
    }
  },
);

it('point 28: no credential is to be seen in the provider', () => {
  const billing = paigoProvider();
  expect(inspect(billing, { depth: 20, showHidden: true })).not.toContain(SECRET);
  expect(JSON.stringify(billing.client)).not.toContain(SECRET);
});
