import { refusedDelivery } from './refused-delivery.ts';
import type { WebhookHeaders } from './webhook-delivery.ts';

/** How Lago signs webhooks, as its endpoints have it. */
export type SignatureAlgorithm = 'jwt' | 'hmac';

/** The headers that Lago sends with each webhook (`facts/lago.md §c`). */
export interface SignedHeaders {
  readonly signature: string;
  /** The same on each attempt. */
  readonly uniqueKey: string;
}

const SIGNATURE = 'x-lago-signature';
const ALGORITHM = 'x-lago-signature-algorithm';
const UNIQUE_KEY = 'x-lago-unique-key';

/** Longest id of a webhook; Lago's are UUIDs. */
const LONGEST_KEY = 200;

function isHeaders(headers: WebhookHeaders): headers is Headers {
  return 'get' in headers && typeof headers.get === 'function';
}

/** All values of a header, whatever case its name is in. */
function valuesOf(headers: WebhookHeaders, name: string): readonly string[] {
  if (isHeaders(headers)) {
    const value = headers.get(name);
    return value === null ? [] : [value];
  }
  return Object.entries(headers)
    .filter(([key, value]) => key.toLowerCase() === name && value !== undefined)
    .flatMap(([, value]) => value ?? []);
}

/** The only value. Headers that came twice are one list with commas, which no value of Lago has. */
function only(headers: WebhookHeaders, name: string): string {
  const [value, ...others] = valuesOf(headers, name);
  if (value === undefined || value === '') {
    throw refusedDelivery(`The header ${name} is missing: this is no webhook of Lago.`);
  }
  if (others.length > 0 || /[\s,]/.test(value)) {
    throw refusedDelivery(`The header ${name} came more than once, or is not as Lago writes it.`);
  }
  return value;
}

/**
 * Reads the headers. The algorithm must be the configured one: a sender who could choose it could
 * sign by HMAC with the public key, which everybody may know.
 * @throws BillingError `webhook_invalid`
 */
export function signedHeaders(
  headers: WebhookHeaders,
  expected: SignatureAlgorithm,
): SignedHeaders {
  if (only(headers, ALGORITHM) !== expected) {
    throw refusedDelivery(
      `The delivery is not signed by ${expected}: the signature_algo of the endpoint at Lago and the algorithm of this parser must be the same.`,
    );
  }
  const uniqueKey = only(headers, UNIQUE_KEY);
  if (uniqueKey.length > LONGEST_KEY)
    throw refusedDelivery(`The header ${UNIQUE_KEY} is too long.`);
  return { signature: only(headers, SIGNATURE), uniqueKey };
}
