/** What can be subscribed to (`facts/paigo.md §3.10`). The only list of these names. */
export const WEBHOOK_TYPES = [
  'INVOICE_CREATED',
  'INVOICE_PAID',
  'INVOICE_SENT',
  'STRIPE_PAYMENT_FAILED',
  'CUSTOMER_CREATED',
  'CUSTOMER_UPDATED',
  'ENTITLEMENT',
] as const;

/** A name of what happened. */
export type WebhookType = (typeof WEBHOOK_TYPES)[number];

/** A subscription to one kind of webhook as the emulator keeps it. */
export interface WebhookSubscription {
  readonly id: string;
  readonly hookUrl: string;
  readonly webhookType: WebhookType;
  readonly environment: 'sandbox' | 'production';
  /** Comes along with each webhook, as it is. */
  readonly securityKey?: string | undefined;
  /** Only entitlements of this offering. */
  readonly offeringId?: string | undefined;
}

/** Whether both ask for the same webhooks at the same address. */
export const isSameSubscription = (
  one: Omit<WebhookSubscription, 'id'>,
  other: Omit<WebhookSubscription, 'id'>,
): boolean =>
  one.hookUrl === other.hookUrl &&
  one.webhookType === other.webhookType &&
  one.environment === other.environment &&
  one.offeringId === other.offeringId;
