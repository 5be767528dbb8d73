import {
  createHttpClient,
  type ErrorTable,
  type RequestPath,
  type Token,
  tokenCache,
} from '@billport/adapter-kit';
import { BillingError, type BillingErrorCode } from '@billport/core';
import type { ConnectionOptions } from './connection.ts';
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

/** Codes of refusals as OAuth writes them. Other words could be anything, also what was sent. */
const OAUTH_CODES: ReadonlySet<unknown> = new Set([
  'access_denied',
  'invalid_client',
  'invalid_grant',
  'invalid_request',
  'invalid_scope',
  'server_error',
  'temporarily_unavailable',
  'too_many_requests',
  'unauthorized_client',
  'unsupported_grant_type',
]);

/** Refusals of the token endpoint: its description stays unsaid (`facts/paigo.md §2`). */
const errors: ErrorTable = {
  read: (body) =>
    isFields(body) && OAUTH_CODES.has(body.error) ? { code: String(body.error) } : {},
  rules: [],
};

/** Longest life of a token that is believed, in seconds: that of Paigo's (`facts/paigo.md §2`). */
const DAY_SECONDS = 86_400;

/** A value that can stand in a header. */
const isToken = (value: unknown) => typeof value === 'string' && /^[!-~]+$/.test(value);

/** What is wrong with the answer of the token endpoint; undefined when nothing is. */
function check(body: unknown): string | undefined {
  return isFields(body) && isToken(body.access_token) ? undefined : 'no access_token';
}

/** The number that stands there, or its text; undefined for anything else. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && !Number.isNaN(number) ? number : undefined;
}

/**
 * `expires_in` is in seconds (`facts/paigo.md §2`). A day where it is not told: a token that has
 * ended may be refused with a 403, which renews none. One that has ended already is for the request
 * at hand only.
 */
function lifetimeMs(expiresIn: unknown): number {
  const seconds = numberOf(expiresIn) ?? DAY_SECONDS;
  return Math.max(0, Math.min(seconds, DAY_SECONDS)) * 1000;
}

/** What a token that did not come can be; all else would be taken for a word about the call. */
const CODES: ReadonlySet<BillingErrorCode> = new Set([
  'unauthenticated',
  'forbidden',
  'rate_limited',
  'unavailable',
  'timeout',
  'network',
  'malformed_response',
]);

/** Answers of something that gives no tokens at all. */
const ELSEWHERE: ReadonlySet<number | undefined> = new Set([404, 405, 410]);

const ADDRESS = 'tokenUrl (PAIGO_TOKEN_URL)';

const CREDENTIALS =
  'Check clientId, clientSecret and audience (PAIGO_CLIENT_ID, PAIGO_CLIENT_SECRET, PAIGO_AUDIENCE).';

/** What to do about a token that did not come; nothing where the error says it already. */
function adviceOf({ code, status }: BillingError): string {
  if (ELSEWHERE.has(status)) return ` Check ${ADDRESS}: no tokens are given there.`;
  if (code === 'network' || code === 'malformed_response') return '';
  const passes = code === 'unavailable' || code === 'timeout' || code === 'rate_limited';
  return passes ? ' Try again later.' : ` ${CREDENTIALS}`;
}

/** An id of a request; none where it repeats what was sent: the credentials are in the body. */
function withoutCredentials(
  requestId: string | undefined,
  { clientId, clientSecret }: TokenSettings,
): string | undefined {
  const repeats = [clientId, clientSecret].some((credential) => requestId?.includes(credential));
  return repeats ? undefined : requestId;
}

/** Code and details: those of the error where they can be of a token. */
function codeAndDetails({ code, status, details }: BillingError) {
  if (ELSEWHERE.has(status)) return { code: 'configuration', details: { setting: 'tokenUrl' } };
  return CODES.has(code) ? { code, details } : { code: 'unauthenticated' };
}

/**
 * The error of a call for which there was no token. Nothing of the call was sent. A 404 of the token
 * endpoint is no missing customer but a wrong address, and its 400 no refused one: that is about the
 * credentials.
 */
function withoutToken(error: BillingError, settings: TokenSettings): BillingError {
  const { status, retryable } = error;
  const requestId = withoutCredentials(error.requestId, settings);
  const { code, details } = codeAndDetails(error);
  return new BillingError(code as BillingErrorCode, {
    message: `Paigo gave no token, so nothing was sent: ${error.message}${adviceOf(error)}`,
    retryable,
    ...(details !== undefined && { details: details as never }),
    ...(status !== undefined && { status }),
    ...(requestId !== undefined && { requestId }),
  });
}

/** What asks for a token: its credentials are in the body, and it has no `Authorization`. */
function tokenRequest(settings: TokenSettings): () => Promise<unknown> {
  const { tokenUrl, audience, clientId, clientSecret, clock } = settings;
  const url = new URL(tokenUrl);
  const client = createHttpClient({
    provider: 'paigo',
    baseUrl: url.origin,
    addressSetting: ADDRESS,
    authorization: () => '',
    errors,
    fetch: settings.fetch,
    timeoutMs: settings.timeoutMs,
    maxAttempts: settings.maxAttempts,
    clock,
  });
  const body = {
    audience,
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  };
  const path = url.pathname as RequestPath;
  // A second token does no harm: asking for one changes nothing.
  const request = { method: 'POST', path, repeat: 'read', body, check } as const;
  return async () => (await client.send(request)).body;
}

/**
 * Keeps a token of the account, and fetches one at a time however many calls ask.
 * @returns what {@link createHttpClient} wants. It throws BillingError that names the settings, and
 *   never a secret; a refusal of the token endpoint is not tried again.
 */
export function tokenAuthorization(settings: TokenSettings) {
  const request = tokenRequest(settings);
  async function fetchToken(): Promise<Token> {
    try {
      const body = (await request()) as Readonly<Record<string, unknown>>;
      return {
        authorization: `Bearer ${body.access_token}`,
        lifetimeMs: lifetimeMs(body.expires_in),
      };
    } catch (error) {
      throw BillingError.is(error) ? withoutToken(error, settings) : error;
    }
  }
  return tokenCache({ fetchToken, clock: settings.clock });
}
