import {
  type Check,
  checkSettings,
  headersOf,
  oneOf,
  rawBody,
  readCredential,
  text,
  type WebhookDelivery,
} from '@billport/adapter-kit';
import { BillingError, type BillingEvent } from '@billport/core';
import { CHECKS } from '../check-options.ts';
import { openConnection } from '../open-connection.ts';
import type { LagoOptions } from '../settings.ts';
import type { CheckSignature } from './check-signature.ts';
import { hmacSignature } from './hmac-signature.ts';
import { jwtSignature } from './jwt-signature.ts';
import { PublicKey } from './public-key.ts';
import { readEvent } from './read-event.ts';
import { type SignatureAlgorithm, signedHeaders } from './signed-headers.ts';

/** Settings of a parser for webhooks that Lago signs by JWT, which it does unless told otherwise. */
export interface JwtWebhookOptions
  extends Pick<
    LagoOptions,
    'apiKey' | 'region' | 'url' | 'timeoutMs' | 'maxAttempts' | 'fetch' | 'clock' | 'environment'
  > {
  /** What the endpoint has at Lago, as it has unless told otherwise: `jwt`, also when absent. */
  readonly algorithm?: 'jwt';
  /**
   * The address that Lago signs in the name of: what `LAGO_API_URL` is on its server. That of `url`
   * or `region` when absent; give it where Lago is reached by another address than it knows.
   */
  readonly issuer?: string;
}

/** Settings of a parser for webhooks that Lago signs by HMAC. Nothing is read from Lago for it. */
export interface HmacWebhookOptions extends Pick<LagoOptions, 'environment'> {
  /** What the endpoint has at Lago. */
  readonly algorithm: 'hmac';
  /**
   * The organization's HMAC key, from Lago's dashboard; `LAGO_WEBHOOK_HMAC_KEY` of the environment
   * when absent.
   */
  readonly hmacKey?: string;
}

/** Settings of {@link createWebhookParser}. */
export type WebhookParserOptions = JwtWebhookOptions | HmacWebhookOptions;

/**
 * Checks a delivery and brings the event that it tells.
 * @throws BillingError `webhook_invalid` for a delivery that is not Lago's, or was changed on its
 *   way: answer 400. `malformed_response` for one that is Lago's and cannot be read;
 *   `invalid_input` for a body that is not raw; and what reading Lago's key can end in: answer 500,
 *   and Lago delivers it again.
 */
export type WebhookParser = (delivery: WebhookDelivery) => Promise<BillingEvent>;

const { premium, eventStore, usageConcurrency, ...CONNECTION_CHECKS } = CHECKS;

const algorithm = oneOf(['jwt', 'hmac'] satisfies SignatureAlgorithm[]);

const JWT_CHECKS: Readonly<Record<keyof JwtWebhookOptions, Check>> = {
  algorithm,
  issuer: text,
  ...CONNECTION_CHECKS,
};

const HMAC_CHECKS: Readonly<Record<keyof HmacWebhookOptions, Check>> = {
  algorithm,
  hmacKey: text,
  environment: CONNECTION_CHECKS.environment,
};

/** Lago waits 30 s for an answer: what is read meanwhile gets less. */
const QUICK = { timeoutMs: 5_000, maxAttempts: 2 };

function byJwt({ algorithm: _, issuer, ...options }: JwtWebhookOptions): CheckSignature {
  const lago = openConnection({ ...QUICK, ...options });
  return jwtSignature(new PublicKey(lago), issuer ?? lago.root.baseUrl, lago.clock);
}

function byHmac({ hmacKey, environment }: HmacWebhookOptions): CheckSignature {
  const key = readCredential({
    value: hmacKey,
    option: 'hmacKey',
    variable: 'LAGO_WEBHOOK_HMAC_KEY',
    environment: environment ?? globalThis.process?.env ?? {},
  });
  return hmacSignature(key);
}

function checkedSignature(options: WebhookParserOptions): CheckSignature {
  if (options?.algorithm === 'hmac') {
    checkSettings('createWebhookParser by hmac', HMAC_CHECKS, options);
    return byHmac(options);
  }
  checkSettings('createWebhookParser by jwt', JWT_CHECKS, options);
  return byJwt(options);
}

/**
 * Makes the function that checks webhooks of Lago and reads them as events of the contract.
 *
 * By JWT, Lago's public key is read at the first delivery and kept; when a signature does not fit
 * it is read again, at most once a minute. By HMAC nothing is read.
 *
 * @example
 * ```ts
 * import { createWebhookParser } from '@billport/lago';
 *
 * const parse = createWebhookParser({ algorithm: 'hmac', hmacKey: 'key-from-the-dashboard' });
 *
 * async function POST(request: Request): Promise<Response> {
 *   const event = await parse(request);
 *   if (event.type === 'invoice.finalized') console.log(event.subject.invoiceId);
 *   return new Response(null, { status: 204 });
 * }
 * ```
 * @throws BillingError `configuration` that names the setting, and what it may be.
 */
export function createWebhookParser(options: WebhookParserOptions = {}): WebhookParser {
  const checkSignature = checkedSignature(options);
  const expected = options.algorithm ?? 'jwt';
  return async (delivery) => {
    try {
      const { signature, uniqueKey } = signedHeaders(headersOf(delivery), expected);
      const body = await rawBody(delivery);
      await checkSignature(signature, body);
      return await readEvent(body, uniqueKey);
    } catch (error) {
      throw BillingError.is(error) ? error.in({ provider: 'lago' }) : error;
    }
  };
}
