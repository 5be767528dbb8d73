import { onlyHeader, refusedDelivery, type WebhookHeaders } from '@billport/adapter-kit';

/** How Lago signs webhooks, as its endpoints have it. */
export type SignatureAlgorithm = 'jwt' | 'hmac';

/** The headers that Lago sends with each webhook (`facts/lago.md §c`). */
export interface SignedHeaders {
  readonly signature: string;
  /** The same on each attempt. */
  readonly uniqueKey: string;
}

const SENDER = 'Lago';
const SIGNATURE = 'x-lago-signature';
const ALGORITHM = 'x-lago-signature-algorithm';
const UNIQUE_KEY = 'x-lago-unique-key';

/** Longest id of a webhook; Lago's are UUIDs. */
const LONGEST_KEY = 200;

/**
 * Reads the headers. The algorithm must be the configured one: a sender who could choose it could
 * sign by HMAC with the public key, which everybody may know.
 * @throws BillingError `webhook_invalid`
 */
export function signedHeaders(
  headers: WebhookHeaders,
  expected: SignatureAlgorithm,
): SignedHeaders {
  if (onlyHeader(headers, ALGORITHM, SENDER) !== expected) {
    throw refusedDelivery(
      `The delivery is not signed by ${expected}: the signature_algo of the endpoint at Lago and the algorithm of this parser must be the same.`,
    );
  }
  const uniqueKey = onlyHeader(headers, UNIQUE_KEY, SENDER);
  if (uniqueKey.length > LONGEST_KEY)
    throw refusedDelivery(`The header ${UNIQUE_KEY} is too long.`);
  return { signature: onlyHeader(headers, SIGNATURE, SENDER), uniqueKey };
}
