import { idIn, type WebhookBody } from './webhook-body.ts';

/** Fields that make an event one of a kind; of the other types nothing but the whole body does. */
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
 * Where the known fields are missing, or do not tell one event from the next, it is made from the
 * whole body.
 */
export async function deduplicationKey(
  body: WebhookBody,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const { type } = body;
  const ids = FIELDS[type]?.map((name) => idIn(body, name)) ?? [undefined];
  if (ids.includes(undefined)) return JSON.stringify([type, await hashOf(bytes)]);
  return JSON.stringify([type, ...ids]);
}
