export * from './client.ts';
export { createLago } from './provider.ts';
export type { LagoOptions } from './settings.ts';
export type {
  ReadWebhookDelivery,
  WebhookDelivery,
  WebhookHeaders,
} from './webhooks/webhook-delivery.ts';
export * from './webhooks/webhook-parser.ts';
