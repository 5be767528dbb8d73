export {
  type ReadWebhookDelivery,
  type WaitOptions,
  type WebhookDelivery,
  type WebhookHeaders,
  waitFor,
} from '@billport/adapter-kit';
export type { PaigoClient, PaigoMethod, PaigoRequestOptions } from './client.ts';
export { createPaigo, type PaigoBilling } from './provider.ts';
export type { PaigoOptions } from './settings.ts';
export type { WebhookReader } from './webhooks/event-parts.ts';
export * from './webhooks/webhook-parser.ts';
export type { PaigoWebhookType } from './webhooks/webhook-types.ts';
