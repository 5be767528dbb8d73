import { freshToken } from '../fresh-token.ts';
import { idIn, type WebhookBody } from './webhook-body.ts';

/**
 * Fields that make an event one of a kind. Types that are not here have none: one thing can have many
 * of their events, whose bodies may be the very same.
 */
const FIELDS: Readonly<Partial<Record<WebhookBody['type'], readonly string[]>>> = {
  INVOICE_CREATED: ['invoiceId'],
  INVOICE_PAID: ['invoiceId'],
  INVOICE_SENT: ['invoiceId'],
  CUSTOMER_CREATED: ['customerId'],
  ENTITLEMENT: ['customerId', 'dimensionId', 'timestamp', 'eventType'],
};

/**
 * What is the same on each delivery of one event: Paigo sends no id of it (`facts/paigo.md §6.26`).
 * Where nothing tells one event from the next, or the body leaves a field of that out, each delivery
 * has a key of its own: a second payment is no repeat of the first, though their bodies be the same,
 * and to look twice at what is read from Paigo does no harm.
 */
export function deduplicationKey(body: WebhookBody): string {
  const { type } = body;
  const ids = FIELDS[type]?.map((name) => idIn(body, name)) ?? [undefined];
  return JSON.stringify([type, ...(ids.includes(undefined) ? [freshToken()] : ids)]);
}
