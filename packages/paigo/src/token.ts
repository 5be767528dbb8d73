import { createHttpClient, type path, type Token, tokenCache } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { ConnectionOptions } from './connection.ts';
import { paigoErrors } from './errors.ts';
import { isFields } from './wire/reading.ts';

/** What a token request needs. */
export type TokenSettings = Pick<
  ConnectionOptions,
  | 'tokenUrl'
  | 'audience'
  | 'clientId'
  | 'clientSecret'
  | 'fetch'
  | 'timeoutMs'
  | 'maxAttempts'
  | 'clock'
>;

/** What is wrong with the answer of the token endpoint; undefined when nothing is. */
function check(body: unknown): string | undefined {
  const isToken =
    isFields(body) && typeof body.access_token === 'string' && body.access_token !== '';
  return isToken ? undefined : 'no access_token';
}

/** `expires_in` is in seconds (`facts/paigo.md §2`); a text of digits passes too. */
function lifetimeMs(expiresIn: unknown): number | undefined {
  const seconds = Number(expiresIn);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}

/** Keeps a token of the account and fetches one at a time, however many calls ask. */
export function tokenAuthorization(settings: TokenSettings) {
  const { tokenUrl, audience, clientId, clientSecret, clock } = settings;
  const url = new URL(tokenUrl);
  const client = createHttpClient({
    provider: 'paigo',
    baseUrl: url.origin,
    authorization: () => '',
    errors: paigoErrors,
    fetch: settings.fetch,
    timeoutMs: settings.timeoutMs,
    maxAttempts: settings.maxAttempts,
    clock,
  });
  async function fetchToken(): Promise<Token> {
    const { body } = await client.send({
      method: 'POST',
      path: url.pathname as ReturnType<typeof path>,
      // A second token does no harm: asking for one changes nothing.
      repeat: 'read',
      body: {
        audience,
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
      },
      check,
    });
    if (!isFields(body))
      throw new BillingError('malformed_response', { message: 'No token came.' });
    return {
      authorization: `Bearer ${body.access_token}`,
      lifetimeMs: lifetimeMs(body.expires_in),
    };
  }
  return tokenCache({ fetchToken, clock });
}
