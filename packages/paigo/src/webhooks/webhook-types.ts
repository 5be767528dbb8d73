/** What Paigo tells of. Each type is subscribed to by itself, with an address of its own. */
export const WEBHOOK_TYPES = [
  'INVOICE_CREATED',
  'INVOICE_PAID',
  'INVOICE_SENT',
  'STRIPE_PAYMENT_FAILED',
  'CUSTOMER_CREATED',
  'CUSTOMER_UPDATED',
  'ENTITLEMENT',
] as const;

/** A type of webhook, in Paigo's words (`facts/paigo.md §3.10`). */
export type PaigoWebhookType = (typeof WEBHOOK_TYPES)[number];
