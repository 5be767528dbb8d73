import { manualClock } from '@billport/core';
import nock from 'nock';
import { openConnection } from './open-connection.ts';
import { createPaigo } from './provider.ts';
import type { PaigoOptions } from './settings.ts';

const ADDRESS = 'http://paigo.test';
const TOKENS = 'http://auth.paigo.test';

/** What no error and no log may hold. */
export const SECRET = 'client-secret-4242';

/** The token that {@link giveToken} gives when it is told no other. */
export const TOKEN = 'token-4242-4242';

const usual = (): PaigoOptions => ({
  url: ADDRESS,
  tokenUrl: `${TOKENS}/oauth/token`,
  clientId: 'client-id',
  clientSecret: SECRET,
  environment: {},
  clock: manualClock('2026-01-15T12:00:00Z'),
});

/** Paigo's adapter on the host that {@link paigoHost} answers for, on 2026-01-15 at noon. */
export const paigoProvider = (options: PaigoOptions = {}) =>
  createPaigo({ ...usual(), ...options });

/** A connection to that host. */
export const paigoConnection = () => openConnection(usual());

/** Answers in Paigo's place where the token is that one. */
export const paigoHost = (token = TOKEN) =>
  nock(ADDRESS, { reqheaders: { authorization: `Bearer ${token}` } });

/** Answers in the place of the token endpoint, where no `Authorization` comes. */
export const tokenHost = () => nock(TOKENS, { badheaders: ['authorization'] });

/** Gives a token once. */
export const giveToken = (token = TOKEN, fields: object = { expires_in: 86_400 }) =>
  tokenHost()
    .post('/oauth/token')
    .reply(200, { access_token: token, token_type: 'Bearer', ...fields });

/** Headers of a failure that may be tried again at once. */
export const AT_ONCE = { 'retry-after': '0' };

/** A reply to a read. */
export const found = (...data: readonly object[]) => ({ message: 'Found.', data });

/** The answer where a thing is missing (`facts/paigo.md §2`). */
export const MISSING = { message: 'Not found.', error: 'Not Found', statusCode: 404 };
