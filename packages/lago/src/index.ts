export {
  type ReadWebhookDelivery,
  type WaitOptions,
  type WebhookDelivery,
  type WebhookHeaders,
  waitFor,
} from '@billport/adapter-kit';
export type { LagoClient, LagoMethod, LagoRequestOptions } from './client.ts';
export { createLago, type LagoBilling } from './provider.ts';
export type { LagoOptions, LagoRegion } from './settings.ts';
export * from './webhooks/webhook-parser.ts';
