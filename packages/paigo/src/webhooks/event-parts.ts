import {
  type Billing,
  BillingError,
  type BillingEventOf,
  type BillingEventType,
  type Customer,
  type Invoice,
  type Result,
} from '@billport/core';
import { idIn, namedIn, type WebhookBody } from './webhook-body.ts';

/** What reads the objects that webhooks tell of: what `createPaigo` returns. */
export interface WebhookReader {
  readonly customers: Pick<Billing['customers'], 'get'>;
  readonly invoices: Pick<Billing['invoices'], 'get'>;
}

/** Type, subject and object of an event; only the type where it has none of its own. */
export type EventParts =
  | {
      [Type in BillingEventType]: Pick<BillingEventOf<Type>, 'type' | 'subject' | 'object'>;
    }[BillingEventType]
  | { readonly type: 'other' };

const OTHER = { type: 'other' } as const;

/** What is there; undefined where it is gone since. */
async function unlessGone<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await read();
  } catch (error) {
    if (BillingError.is(error, 'not_found')) return undefined;
    throw error;
  }
}

async function invoiceOf(
  reader: WebhookReader | undefined,
  invoiceId: string,
): Promise<Result<Invoice> | undefined> {
  return reader && unlessGone(() => reader.invoices.get({ invoiceId }));
}

/**
 * A new invoice begins as a draft or as a final one, by the account's settings
 * (`facts/paigo.md §4` "Invoices"): the webhook does not say which.
 */
async function createdInvoice(
  body: WebhookBody,
  reader: WebhookReader | undefined,
): Promise<EventParts> {
  const subject = { invoiceId: namedIn(body, 'invoiceId') };
  const object = await invoiceOf(reader, subject.invoiceId);
  if (object?.status === 'draft') return { type: 'invoice.drafted', subject, object };
  if (object?.status === 'finalized') return { type: 'invoice.finalized', subject, object };
  return OTHER;
}

/** What these hold is documented nowhere: without an invoice they are of no type of the contract. */
async function paidInvoice(
  type: 'invoice.payment_status_changed' | 'invoice.payment_failed',
  body: WebhookBody,
  reader: WebhookReader | undefined,
): Promise<EventParts> {
  const invoiceId = idIn(body, 'invoiceId');
  if (invoiceId === undefined) return OTHER;
  const object = await invoiceOf(reader, invoiceId);
  return { type, subject: { invoiceId }, ...(object && { object }) };
}

async function customer(
  type: 'customer.created' | 'customer.updated',
  body: WebhookBody,
  reader: WebhookReader | undefined,
): Promise<EventParts> {
  const subject = { customerKey: namedIn(body, 'customerId') };
  const object: Result<Customer> | undefined =
    reader && (await unlessGone(() => reader.customers.get(subject)));
  return { type, subject, ...(object && { object }) };
}

/**
 * What an event is about. The body only names it: whoever has seen one delivery can send another
 * (`facts/paigo.md §6.26`), so that what it says beside is not taken, and the object is read.
 * @throws BillingError `malformed_response` for a body that names nothing; whatever reading ends in
 */
export function eventParts(
  body: WebhookBody,
  reader: WebhookReader | undefined,
): Promise<EventParts> {
  switch (body.type) {
    case 'INVOICE_CREATED':
      return createdInvoice(body, reader);
    case 'INVOICE_PAID':
      return paidInvoice('invoice.payment_status_changed', body, reader);
    case 'STRIPE_PAYMENT_FAILED':
      return paidInvoice('invoice.payment_failed', body, reader);
    case 'CUSTOMER_CREATED':
      return customer('customer.created', body, reader);
    case 'CUSTOMER_UPDATED':
      return customer('customer.updated', body, reader);
    default:
      // The contract has no word for an invoice that was sent, and none for an entitlement.
      return Promise.resolve(OTHER);
  }
}
