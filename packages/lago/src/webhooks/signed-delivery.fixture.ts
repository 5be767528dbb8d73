import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { lagoHost } from '../lago-host.fixture.ts';

/** A delivery with its headers and raw body apart. */
export interface SignedDelivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The address that {@link lagoHost} answers at, as Lago itself signs it. */
export const ISSUER = 'http://lago.test';

export const HMAC_KEY = 'hmac-canary-4242';

export const UNIQUE_KEY = '7c9d0fd0-6d5b-4c8e-9d60-0a8a3c6f4c11';

const newKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

/** The keys of the deployment, and those of somebody else. */
export const lagoKeys = newKeys();
export const otherKeys = newKeys();

/** A key as Lago answers it: base64 of a PEM, with a line break after every 60th sign. */
export function publicKeyText(key: KeyObject = lagoKeys.publicKey): string {
  const pem = key.export({ type: 'spki', format: 'pem' }).toString();
  return Buffer.from(pem)
    .toString('base64')
    .replace(/.{1,60}/g, '$&\n');
}

/** Answers the key in Lago's place, so many times. */
export function answerKey(times = 1, key: KeyObject = lagoKeys.publicKey) {
  return lagoHost()
    .get('/webhooks/json_public_key')
    .times(times)
    .reply(200, { webhook: { public_key: publicKeyText(key) } });
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JWT, by RS256 when nothing else is said, written by hand and signed by Node. */
export function signJwt(
  claims: object,
  { key = lagoKeys.privateKey, header = { alg: 'RS256' } as object, digest = 'RSA-SHA256' } = {},
): string {
  const content = `${encoded(header)}.${encoded(claims)}`;
  return `${content}.${createSign(digest).update(content).sign(key, 'base64url')}`;
}

export const signHmac = (body: string | Uint8Array, key = HMAC_KEY) =>
  createHmac('sha256', key).update(body).digest('base64');

/** A delivery by JWT as Lago makes it. */
export function jwtDelivery(
  body: string,
  { claims = { data: body, iss: ISSUER } as object, key = lagoKeys.privateKey } = {},
): SignedDelivery {
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'x-lago-signature': signJwt(claims, { key }),
      'x-lago-signature-algorithm': 'jwt',
      'x-lago-unique-key': UNIQUE_KEY,
    },
  };
}

/** The same by HMAC. */
export function hmacDelivery(body: string): SignedDelivery {
  const { headers } = jwtDelivery(body);
  return {
    body,
    headers: {
      ...headers,
      'x-lago-signature': signHmac(body),
      'x-lago-signature-algorithm': 'hmac',
    },
  };
}

/** The body of a webhook about a customer, with signs that Rails escapes. */
export const BODY = JSON.stringify({
  webhook_type: 'customer.created',
  object_type: 'customer',
  organization_id: '1a901a90-1a90-1a90-1a90-1a901a901a90',
  customer: {
    lago_id: '5eb02857-a71e-4ea2-bcf9-57d3a41bc6ba',
    external_id: 'acme',
    name: 'Body <canary> & Söhne',
    applicable_timezone: 'UTC',
    metadata: [],
    created_at: '2026-01-15T12:00:00Z',
  },
}).replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
