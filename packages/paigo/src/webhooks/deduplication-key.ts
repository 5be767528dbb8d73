import { freshToken } from '../fresh-token.ts';
import { idIn, type WebhookBody } from './webhook-body.ts';

/** Types of which one thing can have many events, whose bodies may be the very same. */
const MANY_ALIKE: ReadonlySet<WebhookBody['type']> = new Set([
  'CUSTOMER_UPDATED',
  'STRIPE_PAYMENT_FAILED',
]);

/** Fields that make an event one of a kind. */
const FIELDS: Readonly<Partial<Record<WebhookBody['type'], readonly string[]>>> = {
  INVOICE_CREATED: ['invoiceId'],
  INVOICE_PAID: ['invoiceId'],
  INVOICE_SENT: ['invoiceId'],
  CUSTOMER_CREATED: ['customerId'],
  ENTITLEMENT: ['customerId', 'dimensionId', 'timestamp', 'eventType'],
};

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * What is the same on each delivery of one event: Paigo sends no id of it (`facts/paigo.md §6.26`).
 * Where the known fields are missing it is made from the whole body. Where nothing tells one event
 * from the next, each delivery has a key of its own: a second failed payment is no repeat of the
 * first, and to look twice at what is read from Paigo does no harm.
 */
export async function deduplicationKey(
  body: WebhookBody,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const { type } = body;
  if (MANY_ALIKE.has(type)) return JSON.stringify([type, freshToken()]);
  const ids = FIELDS[type]?.map((name) => idIn(body, name)) ?? [undefined];
  if (ids.includes(undefined)) return JSON.stringify([type, await hashOf(bytes)]);
  return JSON.stringify([type, ...ids]);
}
